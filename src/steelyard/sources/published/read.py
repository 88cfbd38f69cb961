"""Bytes of a table of published figures -> its facts, typed, with the dataset that they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steelyard.sources.cells import label, tidy
from steelyard.sources.grid import Grid, find_header, grid_of
from steelyard.sources.published.catalogue import Dataset, dataset_of, table_of
from steelyard.sources.published.fact import Fact, printed, released, stretch, vintage, word
from steelyard.sources.published.wide import unpivoted
from steelyard.sources.reading import opening, refuse, rows_of, text_of, whole
from steelyard.terms.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_KINDS: dict[str, Callable[[object], object]] = {
    "series": word,
    "reporter": word,
    "partner": label,
    "flow": word,
    "product_scope": label,
    "period": stretch,
    "value": printed,
    "unit": word,
    "currency": label,
    "release_date": released,
    "is_first_print": vintage,
    "publisher": word,
    "source_title": word,
    "source_url": label,
    "confirmed_by": label,
    "note": label,
}
_ARTICLE = "circular_with"
_BINARY = (b"PAR1", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf")


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is a table of published figures, whatever its name."""
    head = opening(path)
    if head.startswith(_BINARY):
        return False
    try:
        return find_header(rows_of(text_of(head), path.name), _is_header) is not None
    except BadFile:
        return False


def facts(path: Path) -> tuple[Dataset, list[Fact]]:
    """Return the dataset of a file and its facts, in the order of the file.

    Raises:
        BadFile: the file breaks the layout, or holds series of no dataset.
    """
    rows = rows_of(text_of(whole(path)), path.name)
    header = find_header(rows, _is_header)
    if header is None:
        found = "it has no header of a table of published figures"
        raise refuse(path.name, found, "Its columns cannot be told", "Give it with its header.")
    dataset = table_of(tidy(rows[header][1]))
    needed = tuple(_KINDS) if dataset is None or dataset.table is None else dataset.table.header
    grid = grid_of(rows, header, needed, path.name)
    if not grid.lines:
        why = "A table without figures is a broken copy, not a release without trade"
        raise refuse(path.name, "no rows stand below its header", why, "Copy it again.")
    if dataset is not None and dataset.table is not None:
        return dataset, unpivoted(grid, dataset.table)
    read = _common(grid)
    return dataset_of((fact.series for fact in read), path.name), read


def _is_header(names: Sequence[str]) -> bool:
    return set(_KINDS) <= set(names) or table_of(names) is not None


def _common(grid: Grid) -> list[Fact]:
    columns: list[Sequence[object]] = [grid[name].read_as(kind) for name, kind in _KINDS.items()]
    blank = [""] * len(grid.lines)
    columns.append(grid[_ARTICLE].read_as(label) if _ARTICLE in grid.columns else blank)
    return [Fact(*cells) for cells in zip(grid.lines, *columns, strict=True)]
