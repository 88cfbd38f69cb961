"""Columns of a terminal table: their cells, heads and widths."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.report.table_bounds import with_bounds
from steelyard.report.table_cells import head_of, scale_of, text_of
from steelyard.terms.answer import Column, Value

BETWEEN = 3
"""Blanks between two columns."""


def laid_out(
    columns: Sequence[Column], rows: Sequence[Sequence[Value]]
) -> tuple[list[Column], list[list[str]], list[str], list[int]]:
    """Return columns with bounds put together, their cells, heads and widths."""
    divisor, scale = scale_of(columns, rows)
    texts = [[text_of(v, c, divisor) for v, c in zip(row, columns, strict=True)] for row in rows]
    shown, cells = with_bounds(columns, texts)
    widths = [max(len(row[place]) for row in cells) for place in range(len(shown))]
    heads = [head_of(c, scale, width) for c, width in zip(shown, widths, strict=True)]
    sizes = [
        max(width, *map(len, head.split("\n"))) for head, width in zip(heads, widths, strict=True)
    ]
    return shown, cells, heads, sizes


def too_wide(columns: Sequence[Column], rows: Sequence[Sequence[Value]], width: int) -> bool:
    """Tell whether a table is wider than a console."""
    *_, sizes = laid_out(columns, rows)
    return sum(size + BETWEEN for size in sizes) > width
