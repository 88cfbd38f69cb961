"""Tables that hold several figures a row -> one fact a figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from steelyard.sources import cells
from steelyard.sources.published.fact import Fact, Stretch, printed, stretch

if TYPE_CHECKING:
    from steelyard.sources.grid import Grid
    from steelyard.sources.published.catalogue import Column, Table

_AS_ABOVE = "same"
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_WHOLE = re.compile(r"([+-]?[0-9]+)(\.0+)?")

Row = dict[str, str]


def unpivoted(grid: Grid, table: Table) -> list[Fact]:
    """Return one fact for each cell that holds a figure; an empty cell is a figure not told.

    Raises:
        BadFile: a cell is no figure, or a row has no period; row and column are named.
    """
    rows = _rows(grid, table)
    labels = [table.period.format_map(row) for row in rows]
    periods = cells.Column(grid.file, "period", grid.lines, labels).read_as(stretch)
    found = []
    for name, column in table.columns.items():
        values = grid[name].read_as(_whole if table.whole else _figure)
        for line, row, period, value in zip(grid.lines, rows, periods, values, strict=True):
            if value:
                found.append(_fact(table, column, row, line=line, period=period, value=value))
    return found


def _rows(grid: Grid, table: Table) -> list[Row]:
    """Return the cells of each row as text; ``same`` stands for the cell above."""
    rows: list[Row] = []
    for index in range(len(grid.lines)):
        row = {name: cells.label(grid.columns[name][index]) for name in table.header}
        above = rows[-1] if rows else {}
        rows.append({k: above.get(k, v) if v == _AS_ABOVE else v for k, v in row.items()})
    return rows


def _fact(
    table: Table, column: Column, row: Row, *, line: int, period: Stretch, value: str
) -> Fact:
    dated = _DATED.search(row[table.dated_by]) if table.dated_by else None
    return Fact(
        line=line,
        series=table.series,
        reporter=column.reporter or table.reporter,
        partner=column.partner or table.partner,
        flow=column.flow.format_map(row),
        scope=table.scope.format_map(row),
        period=period,
        value=_turned(value) if column.negated else value,
        unit=column.unit,
        currency=column.currency,
        release_date=dated[0] if dated else "",
        vintage=column.vintage,
        publisher=table.publisher,
        title=table.title.format_map(row),
        url=table.url.format_map(row),
        confirmed_by="",
        note=column.note.format_map(row),
        circular_with="",
    )


def _turned(value: str) -> str:
    return value[1:] if value.startswith("-") else f"-{value.removeprefix('+')}"


def _figure(cell: object) -> str:
    return "" if cells.is_blank(cell) else printed(cell)


def _whole(cell: object) -> str:
    found = _WHOLE.fullmatch(_figure(cell) or "0")
    if found is None:
        raise ValueError("it is no whole number")
    return "" if cells.is_blank(cell) else found[1]
