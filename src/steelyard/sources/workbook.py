"""Workbooks (.xlsx, .xlsm, .xls): made sure to be harmless, then read sheet by sheet as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineSheet, load_workbook

from steelyard.sources.archive import members
from steelyard.sources.compound import CompoundError, furthest_cell
from steelyard.sources.reading import refuse
from steelyard.sources.received import ZIP, Received

if TYPE_CHECKING:
    from steelyard.terms.errors import BadFile

OLD, CONTENT_TYPES, OPEN_DOCUMENT = b"\xd0\xcf\x11\xe0", "[Content_Types].xml", "content.xml"
MOST_BYTES, MOST_CELLS = 2**29, 10_000_000
_STEP, _OVERLAP = 2**20, 512
_PANIC = "PanicException"  # of Rust, which no module names
_PLACE = re.compile(
    rb"\br\s*=\s*[\"']\s*([A-Za-z]{0,4})([0-9]{0,8})\s*[\"'](?!(?:\s+[a-zA-Z]+=\"[^\"<>/]*\")*\s*/>)"
)
_SAVE = "Save the sheet that holds the table as CSV and add that."

Rows = Iterator[tuple[int, tuple[str, ...]]]


def is_workbook(head: bytes, names: frozenset[str] | set[str]) -> bool:
    """Tell a workbook by its opening and, of a zip archive, by the names of its members."""
    if head.startswith(OLD):
        return True
    return CONTENT_TYPES in names and any(name.startswith("xl/") for name in names)


def check_workbook(path: Path, name: str = "") -> None:
    """Refuse a workbook that would fill the memory when it is read.

    A reader of workbooks makes room for every cell from the first to the last that holds something,
    so that two cells far apart are enough; and it unpacks every part at once.

    Args:
        path: the workbook.
        name: how a person would name it; the file's name by default.

    Raises:
        BadFile: it is damaged or no workbook, or its sheets are too large.
        UnsafeArchive: it is packed as no workbook is.
    """
    name = name or path.name
    with path.open("rb") as file:
        head = file.read(len(ZIP))
    if head.startswith(OLD):
        _check_bytes(path.stat().st_size, name)
        _check_cells(*_old_extent(path, name), name)
        return
    if not head.startswith(ZIP) or not is_workbook(head, set(parts := members(path))):
        why = "Only workbooks of the kinds .xlsx, .xlsm and .xls are read"
        raise refuse(name, "it is no such workbook, or is damaged", why, _SAVE)
    _check_bytes(sum(info.file_size for info in parts.values()), name)
    for part in parts:
        _check_cells(*_extent(Received(path, part)), name)


def sheets(received: Received) -> Iterator[tuple[str, Rows]]:
    """Yield the name of each sheet and its rows: number and cells as text.

    Numbers have no needless point, a date is ``2007-09-01``, an empty cell is empty text. A sheet's
    rows are to be read before the next sheet is asked for.

    Raises:
        BadFile: it is damaged or no workbook, or its sheets are too large.
        UnsafeArchive: it is packed as no workbook is.
    """
    with received.on_disk() as path:
        check_workbook(path, received.name)
        with readable(received.name):
            book = load_workbook(path)
            for name in book.sheet_names:
                yield name, _rows(book.get_sheet_by_name(name), received.name)


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turn whatever a reader of workbooks raises, a panic of it among them, into one error.

    Args:
        name: how a person would name the workbook.

    Raises:
        BadFile: the workbook is damaged.
    """
    try:
        yield
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(name, error) from None
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise _damaged(name, error) from None


def _damaged(name: str, error: BaseException) -> BadFile:
    found = f"no workbook can be read: {str(error)[:200]}"
    why = "A damaged file may have lost rows without a trace"
    return refuse(name, found, why, "Download it again.")


def _rows(sheet: CalamineSheet, name: str) -> Rows:
    with readable(name):
        rows = sheet.to_python(skip_empty_area=False)
    for line, cells in enumerate(rows, start=1):
        yield line, tuple(map(text_of, cells))


def text_of(cell: object) -> str:
    """Return a cell as text: a date as 2007-09-01, a whole number without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _old_extent(path: Path, name: str) -> tuple[int, int]:
    try:
        return furthest_cell(path.read_bytes())
    except CompoundError as error:
        raise _damaged(name, error) from None


def _check_cells(rows: int, columns: int, name: str) -> None:
    if rows * columns > MOST_CELLS:
        raise _too_large(name, f"a sheet reaches to row {rows:,} and column {columns:,}")


def _check_bytes(size: int, name: str) -> None:
    if size > MOST_BYTES:
        raise _too_large(name, f"it unpacks to {size:,} bytes")


def _too_large(name: str, found: str) -> BadFile:
    return refuse(name, found, "A workbook is read at once and would fill the memory", _SAVE)


def _extent(part: Received) -> tuple[int, int]:
    """Return the last row and the last column that a part of a workbook names."""
    last_row = last_column = 0
    rest = b""
    with part.open() as stream:
        while block := stream.read(_STEP):
            data = rest + block
            row, column = _reach(data, len(data) - _OVERLAP)
            last_row, last_column = max(last_row, row), max(last_column, column)
            rest = data[-2 * _OVERLAP :]
    row, column = _reach(rest, len(rest))
    return max(last_row, row), max(last_column, column)


def _reach(data: bytes, until: int) -> tuple[int, int]:
    rows, letters = 0, b""
    for found in _PLACE.finditer(data):
        if found.start() < until:
            rows = max(rows, int(found[2] or 0))
            letters = max(letters, found[1].upper(), key=lambda text: (len(text), text))
    return rows, _column(letters)


def _column(letters: bytes) -> int:
    """Return the number of a column named by letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return max(number, 1)
