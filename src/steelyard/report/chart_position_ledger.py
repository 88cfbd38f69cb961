"""Self-sufficiency on a card: each definition by itself, with path and targets over the years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from steelyard.report.chart_position_data import BEHIND, PATH, RATE, TARGET, Row
from steelyard.report.chart_position_paper import FINE, LACKING, SMALL_LINE, Sheet
from steelyard.report.chart_position_plot import LOOKS, of_definition, plot_rates
from steelyard.report.chart_position_scale import figure, number

_KEY, _LETTERS, _LINE, _APART, _LEAST = 16, 48, 16, 9, 220


def ledger_sheet(rows: Sequence[Row]) -> Sheet:
    """Return the sheet: definitions with their figures at the left, rates over years at the right.

    Rates in per cent. A definition without a figure is named with the reason, and has no mark.
    """
    sheet, rates = Sheet(), [row for row in rows if row.component == RATE]
    for n, row in enumerate(rates):
        _definition(sheet, row, rows, n)
    _further(sheet, [row for row in rows if row.component not in {RATE, TARGET}], rates)
    sheet.height = max(sheet.height, _LEAST)
    plot_rates(sheet, rows)
    sheet.height += SMALL_LINE + 6
    return sheet


def _definition(sheet: Sheet, row: Row, rows: Sequence[Row], place: int) -> None:
    colour, shape, fill = LOOKS[place % len(LOOKS)]
    top = sheet.height
    if row.held:
        sheet.dot(5, top + _LINE / 2, colour, shape=shape, fill=fill)
    year = row.held[-1] if row.held else ""
    text = f": {number('%', row.points[year].value or 0.0)} % in {year}" if year else ""
    sheet.text(_KEY, top + _LINE / 2, f"{row.name}{text}")
    at = top + _LINE + SMALL_LINE / 2
    for line in wrap(_said(row, rows, year), _LETTERS):
        sheet.text(_KEY, at, line, FINE if row.held else LACKING)
        at += SMALL_LINE
    sheet.height = at + _APART - SMALL_LINE / 2


def _said(row: Row, rows: Sequence[Row], year: str) -> str:
    """Return the small print of a definition: what it counts, interval, path and amounts."""
    if not year:
        return f"no data: {row.why}"
    point = row.points[year]
    told = [row.definition.partition(": ")[2] or row.definition]
    if point.low is not None and point.high is not None:
        told.append(f"between {point.low:.2f} and {point.high:.2f} %")
    told += [_against(rows, row, year), ", ".join(_amounts(rows, row, year))]
    return "; ".join(part for part in told if part)


def _against(rows: Sequence[Row], row: Row, year: str) -> str:
    path, behind = (
        of_definition(rows, PATH, row).get(year),
        of_definition(rows, BEHIND, row).get(year),
    )
    if path is None or behind is None or path.value is None or behind.value is None:
        return ""
    side = "behind" if behind.value < 0 else "ahead of"
    return f"{number('%', abs(behind.value))} points {side} the path ({number('%', path.value)} %)"


def _amounts(rows: Sequence[Row], row: Row, year: str) -> Iterator[str]:
    for one in rows:
        told = {RATE, PATH, BEHIND, TARGET}
        point = one.points.get(year)
        if one.component not in told and one.definition == row.definition and point:
            yield f"{one.component.replace('-', ' ')} {figure(one, point)}"


def _further(sheet: Sheet, rows: Sequence[Row], rates: Sequence[Row]) -> None:
    """Tell the amounts that belong to no definition drawn, so that none is left out."""
    known = {row.definition for row in rates}
    for row in rows:
        if row.definition not in known:
            held = row.held[-1] if row.held else ""
            text = f"{figure(row, row.points[held])} in {held}" if held else f"no data: {row.why}"
            sheet.text(_KEY, sheet.height + _LINE / 2, f"{row.name}: {text}", FINE)
            sheet.height += _LINE
