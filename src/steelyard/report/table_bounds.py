"""Bounds of a figure as one column beside it, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from steelyard.report.table_cells import MISSING
from steelyard.terms.answer import Column

_LOW, _HIGH = "_low", "_high"
_TO = " to "

Cells = Sequence[Sequence[str]]


def with_bounds(columns: Sequence[Column], cells: Cells) -> tuple[list[Column], list[list[str]]]:
    """Return columns and cells with the two bounds of a figure in one column behind it.

    The column ``X_low`` and ``X_high`` become ``X_between``; it is left out where no row has
    bounds, and tells one number where the two look the same. Other columns stay as they are.
    """
    places = {column.name: place for place, column in enumerate(columns)}
    bounds = {
        name: (places[f"{name}{_LOW}"], places[f"{name}{_HIGH}"])
        for name in places
        if {f"{name}{_LOW}", f"{name}{_HIGH}"} <= set(places)
    }
    hidden = {place for pair in bounds.values() for place in pair}
    heads, found = list[Column](), list[list[str]]()
    for place, column in enumerate(columns):
        if place in hidden:
            continue
        heads.append(column)
        found.append([row[place] for row in cells])
        if column.name in bounds:
            between = [_between(row, *bounds[column.name]) for row in cells]
            if any(cell != MISSING for cell in between):
                heads.append(replace(column, name=f"{column.name}_between"))
                found.append(between)
    return heads, [list(row) for row in zip(*found, strict=True)]


def _between(row: Sequence[str], low: int, high: int) -> str:
    ends = [row[low], row[high]]
    if MISSING in ends:
        return MISSING
    return ends[0] if ends[0] == ends[1] else _TO.join(ends)
