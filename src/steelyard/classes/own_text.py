"""A user's own file of codes as text, with all that can be wrong before its first code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from steelyard.terms.errors import BadClassFile, did_you_mean

MOST_LINES = 100_000
_MOST_BYTES = 16 * 2**20
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_WHY = "A class that is read in part, or wrongly, would count other goods than it says"


@dataclass(frozen=True, slots=True)
class Row:
    """One code of a file with what stands beside it.

    Attributes:
        place: where it stands, such as ``line 7``.
        cells: what the columns say, by their names; empty text where they say nothing.
    """

    place: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file states.

    Attributes:
        file: its name without folder.
        about: title, nomenclature and the like, as far as it tells them.
        rows: its codes, in order.
        content: the bytes that were read.
        alone: columns that mean nothing here and are left alone.
    """

    file: str
    about: Mapping[str, object]
    rows: tuple[Row, ...]
    content: bytes = field(repr=False)
    alone: tuple[str, ...] = ()


def bad_class_file(file: str, found: str, remedy: str) -> BadClassFile:
    """Return the error for a file that is no class, with what was found and where."""
    return BadClassFile(f"You asked for the class in {file}", found, _WHY, remedy)


def content_of(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        BadClassFile: there is no such file, or it is a workbook, no plain file, too large or not
            readable.
    """
    name = str(path)
    if path.suffix.casefold() in _WORKBOOKS:
        why = "it is a workbook of a spreadsheet, which is not read"
        raise bad_class_file(name, why, "Save the sheet as CSV (UTF-8), with its codes as text.")
    try:
        if not path.exists():
            raise bad_class_file(name, "there is no such file", _alike(path))
        if not path.is_file():
            raise bad_class_file(
                name, "it is no plain file", "Give the path of a CSV or YAML file."
            )
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise bad_class_file(name, f"it cannot be read: {error}", "Check its path.") from error
    if len(content) > _MOST_BYTES:
        most = f"at most {_MOST_BYTES // 2**20} MB and {MOST_LINES:,} codes"
        raise bad_class_file(name, "it is too large for a class", f"Give {most}.")
    return content


def text_of(file: str, content: bytes) -> str:
    """Return the text of a file in UTF-8, in UTF-16 with its mark, or in the Windows code page.

    Raises:
        BadClassFile: it is no text, or empty.
    """
    likely = _WIDE.get(content[:2])
    for encoding in [likely] if likely else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and text.strip():
            return text
    what = "it is empty" if not content.strip() else "it is no text"
    raise bad_class_file(file, what, "Save it as CSV or YAML in UTF-8, with a column named code.")


def printable(text: str) -> str:
    """Return a text without signs that would steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def path_of(word: str) -> Path:
    """Return the path that a word means; of a home that does not exist the word itself."""
    try:
        return Path(word).expanduser()
    except RuntimeError:
        return Path(word)


def _alike(path: Path) -> str:
    """Return the files in the same folder whose names are like one that is not there."""
    known = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    mine = [one for one in known if one.casefold().endswith((".csv", ".yaml", ".yml"))]
    return did_you_mean(path.name, mine, "Check its path, or ask `steelyard classes list`.")
