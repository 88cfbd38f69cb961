"""Sheets of a workbook (.xlsx, .xlsb, .ods or .xls) as rows of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineSheet, load_workbook

from steelyard.sources.layout import Layout
from steelyard.sources.reading import refuse

if TYPE_CHECKING:
    from steelyard.sources.received import Received

_MOST_CELLS = 20_000_000
_HEADER_WITHIN = 40
Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        name: its name.
        rows: its rows from the first, each with its number, cells as text.
    """

    name: str
    rows: tuple[Row, ...]

    def layout(self, is_header: Callable[[Sequence[str]], bool]) -> Layout | None:
        """Return how it is laid out, by the first row that is the header; None without one."""
        for place, (_, cells) in enumerate(self.rows[:_HEADER_WITHIN]):
            names = tuple(cell.strip() for cell in cells)
            if is_header(names):
                before = tuple(" ".join(filter(None, c)) for _, c in self.rows[:place])
                return Layout("", "", place + 1, names, len(names), before)
        return None


def sheets(received: Received) -> Iterator[Sheet]:
    """Yield the sheets of a workbook that hold something.

    Raises:
        BadFile: the bytes are no workbook, or a sheet is too large to be read at once.
    """
    damaged = "A damaged file may have lost rows without a trace"
    try:
        with received.on_disk() as path:
            book = load_workbook(path)
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                _check_size(received, sheet)
                rows = sheet.to_python(skip_empty_area=False)
                texts = ((line, tuple(map(text_of, cells))) for line, cells in enumerate(rows, 1))
                yield Sheet(name, tuple(texts))
    except (CalamineError, OSError, ValueError) as error:
        found = f"no workbook can be read: {str(error)[:200]}"
        raise refuse(received.name, found, damaged, "Download it again.") from None


def _check_size(received: Received, sheet: CalamineSheet) -> None:
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        found = f"the sheet {sheet.name!r} has more than {_MOST_CELLS:,} cells"
        why = "A sheet is read at once and would fill the memory"
        raise refuse(received.name, found, why, "Save the sheet as CSV and add that.")


def text_of(cell: object) -> str:
    """Return a cell as text: a date as 2007-09-01, a whole number without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
