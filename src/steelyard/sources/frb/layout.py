"""A table of rates as comma-separated text: recognised by its header, read below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steelyard.sources.grid import Grid, find_header, grid_of
from steelyard.sources.reading import opening, refuse, rows_of, text_of
from steelyard.terms.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"


def has_header(path: Path, is_header: Callable[[Sequence[str]], bool]) -> bool:
    """Tell whether one of the first rows of a file is such a header, whatever the file's name."""
    head = opening(path)
    if head.startswith((_PARQUET, _ZIP)):
        return False
    try:
        return find_header(rows_of(text_of(head), path.name), is_header) is not None
    except BadFile:
        return False


def grid_below(
    data: bytes, file: str, is_header: Callable[[Sequence[str]], bool], columns: Sequence[str]
) -> Grid:
    """Return the columns below the header.

    Raises:
        BadFile: the bytes have no such header, or nothing below it.
    """
    rows = rows_of(text_of(data), file)
    header = find_header(rows, is_header)
    grid = None if header is None else grid_of(rows, header, columns, file)
    if grid is None or not grid.lines:
        found = f"no rows stand below a header {', '.join(columns)}"
        raise refuse(file, found, "Its columns cannot be told", "Give the table with its header.")
    return grid
