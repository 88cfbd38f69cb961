"""Lines of a delimited text -> rows: which lines make one, and its cells."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from steelyard.sources.blocks import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

JOINED = 20
OPEN = "a quotation mark is not closed"


def cells_of(text: str, delimiter: str) -> Cells:
    """Return the cells of one row."""
    return parsed(text, delimiter)[0]


def parsed(text: str, delimiter: str) -> tuple[Cells, bool]:
    """Return the cells of a row and whether a quoted cell is still open at its end."""
    if '"' not in text:
        return tuple(text.split(delimiter)), False
    try:
        cells = next(csv.reader([f"{text}{delimiter}."], delimiter=delimiter))
    except csv.Error:
        return (text,), False
    if cells[-1] == ".":
        return tuple(cells[:-1]), False
    return (*cells[:-1], cells[-1].removesuffix(f"{delimiter}.")), True


def row_at(
    texts: Sequence[str], at: int, delimiter: str, fits: Callable[[Cells], bool]
) -> tuple[int, Cells, bool]:
    """Return how many lines the row at a line takes, its cells, and whether it is left open.

    A row takes more lines than one only if a quoted cell is open at the end of the first, is closed
    within ``JOINED`` lines, and the row then fits.

    Args:
        texts: the lines.
        at: place of the row's first line.
        delimiter: what stands between two cells.
        fits: tells whether some cells are a row of the table.
    """
    first, is_open = parsed(texts[at], delimiter)
    if not is_open:
        return 1, first, False
    for count in range(2, len(texts[at : at + JOINED]) + 1):
        if '"' not in texts[at + count - 1]:
            continue
        cells, is_open = parsed("\n".join(texts[at : at + count]), delimiter)
        if not is_open:
            return (count, cells, False) if fits(cells) else (1, first, True)
    return 1, first, True


def is_blank(text: str, delimiter: str) -> bool:
    """Tell a line without any cell."""
    return not text or (text.isspace() and delimiter not in text)
