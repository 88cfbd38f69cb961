"""What every publisher's reader needs: bytes, text and rows of a file, a release's date."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING

from steelyard.terms.errors import BadDate, BadFile

if TYPE_CHECKING:
    from pathlib import Path

_OPENING = 65_536
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")

Row = tuple[int, list[object]]


def refuse(name: str, found: str, why: str, remedy: str) -> BadFile:
    """Return the error for a file whose content breaks the publisher's layout."""
    return BadFile(f"You gave the file {name!r}", found, why, remedy)


def whole(path: Path) -> bytes:
    """Return every byte of a file.

    Raises:
        BadFile: the file cannot be opened, or holds nothing.
    """
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        found = f"it cannot be opened: {error}"
        raise refuse(path.name, found, "Nothing can be read from it", "Check the path.") from None
    if not data.strip():
        why = "An empty file is a broken download, not a release without trade"
        raise refuse(path.name, "the file is empty", why, "Download it again.")
    return data


def opening(path: Path) -> bytes:
    """Return the first whole lines of a file, or none when it cannot be opened."""
    try:
        with path.open("rb") as file:
            data = file.read(_OPENING)
    except (OSError, ValueError):
        return b""
    return data if len(data) < _OPENING else data[: data.rfind(b"\n") + 1] or data


def text_of(data: bytes) -> str:
    """Decode bytes as UTF-8 (a byte-order mark is dropped), else as Windows-1252."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def rows_of(text: str, name: str) -> list[Row]:
    """Split comma-separated text into rows, each with the number of the line on which it ends.

    Raises:
        BadFile: the text is no comma-separated table.
    """
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        return [(reader.line_num, list(cells)) for cells in reader]
    except csv.Error as error:
        found = f"line {reader.line_num} is no comma-separated text: {error}"
        raise refuse(name, found, "Its cells cannot be told apart", "Download it again.") from None


def publication_date(text: str) -> str:
    """Return the date of a release as ``YYYY-MM-DD`` or ``YYYY-MM``.

    Raises:
        BadDate: the text is neither.
    """
    try:
        return _checked(text.strip())
    except ValueError:
        raise BadDate(
            f"You dated the release {text!r}",
            "this is no day or month of the calendar",
            "A release with a wrong date would answer the wrong --as-of",
            "Write it as 2023-03-08, or as 2023-03 when only the month is known.",
        ) from None


def _checked(text: str) -> str:
    if _DAY.fullmatch(text):
        return date.fromisoformat(text).isoformat()
    if _MONTH.fullmatch(text):
        return date.fromisoformat(f"{text}-01").isoformat()[:7]
    raise ValueError(text)
