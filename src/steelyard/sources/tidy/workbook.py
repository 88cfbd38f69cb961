"""Sheets of a workbook as rows of text, and the header in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources import workbook
from steelyard.sources.layout import Layout

if TYPE_CHECKING:
    from steelyard.sources.received import Received

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
    """Yield the sheets of a workbook.

    Raises:
        BadFile: the bytes are no workbook, or a sheet is too large to be read at once.
        UnsafeArchive: it is packed as no workbook is.
    """
    for name, rows in workbook.sheets(received):
        stripped = ((line, tuple(cell.strip() for cell in cells)) for line, cells in rows)
        yield Sheet(name, tuple(stripped))
