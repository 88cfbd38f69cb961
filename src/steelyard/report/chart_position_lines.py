"""Small lines of a card: a component over years, ended at its gaps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from steelyard.report.chart_data import runs
from steelyard.report.chart_position_data import Row
from steelyard.report.chart_position_paper import BAND, FINE, SMALL_LINE, Sheet
from steelyard.report.chart_position_scale import PLOT, REFERENCES, Scale, figure, hover, values
from steelyard.report.chart_style import GREY, INK, SURPLUS

TALL = 40
"""How high a small line is, in pixels."""
_WIDE, _APART, _NEAR = 290, 5, 1e-9


def is_line(row: Row | None) -> bool:
    """Tell whether there is a row, and it is drawn over several years."""
    return row is not None and len(row.points) > 1 and bool(row.held)


def small_line(sheet: Sheet, row: Row, group: Sequence[Row], years: Sequence[str]) -> None:
    """Place a small line over the years, ended at its gaps, with its last figure beside it."""
    across = year_scale(years)
    reach = [0.0, REFERENCES.get(row.component, 0.0), *values(r for r in group if is_line(r))]
    top, bottom = sheet.height + 4, sheet.height + TALL - 4
    high = max(reach) if max(reach) - min(reach) > _NEAR else min(reach) + 1.0
    down = Scale((min(reach), high), (bottom, top))
    _bands(sheet, row, years, across, (top - 4, bottom + 4))
    for at in sorted({0.0, REFERENCES.get(row.component, 0.0)}):
        sheet.rule(across.places, (down.place(at),) * 2, INK if at == 0 else GREY, dashed=at != 0)
    dots = [(n, row.points[y]) for n, y in enumerate(years) if y in row.held]
    places = [(n, across.place(n), down.place(p.value or 0.0)) for n, p in dots]
    for (n, x, y), (m, x2, y2) in pairwise(places):
        if m == n + 1:
            sheet.rule((x, x2), (y, y2), SURPLUS, wide=2.0)
    for (n, x, y), (_, point) in zip(places, dots, strict=True):
        sheet.dot(x, y, SURPLUS, size=16, **hover(row, point, years[n]))
    _last(sheet, row, years, places[-1])


def years_below(sheet: Sheet, years: Sequence[str]) -> None:
    """Place the first and the last year below what is on the sheet."""
    across = year_scale(years)
    for n in sorted({0, len(years) - 1}):
        sheet.text(across.place(n), sheet.height - 2, years[n], FINE, "center")
    sheet.height += SMALL_LINE + _APART


def year_scale(years: Sequence[str], begin: float = PLOT, wide: float = _WIDE) -> Scale:
    """Return the scale from the place of a year to pixels."""
    return Scale((-0.5, len(years) - 0.5), (begin, begin + wide))


def _last(sheet: Sheet, row: Row, years: Sequence[str], place: tuple[int, float, float]) -> None:
    year = row.held[-1]
    text, early = figure(row, row.points[year]), year != years[-1]
    x = PLOT + _WIDE + 6
    sheet.text(x, place[2], f"{text} in {year}" if early else text)


def _bands(
    sheet: Sheet, row: Row, years: Sequence[str], across: Scale, y: tuple[float, float]
) -> None:
    """Place a pale band over each run of years without a figure."""
    for first, last in runs([year not in row.held for year in years]):
        sheet.bar((across.place(first - 0.5), across.place(last + 0.5)), y, BAND)
