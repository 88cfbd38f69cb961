"""Rates of self-sufficiency over the years: each definition, the path and the targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from steelyard.report.chart_axes import amount_axis
from steelyard.report.chart_index_data import years
from steelyard.report.chart_position_data import PATH, RATE, TARGET, Point, Row
from steelyard.report.chart_position_lines import year_scale
from steelyard.report.chart_position_paper import Sheet
from steelyard.report.chart_position_scale import PLOT, WIDE, Scale, hover, number
from steelyard.report.chart_style import FAINT, GREY, INK

LOOKS = (
    ("#0b3c5d", "circle", "#0b3c5d"),
    ("#b84f08", "square", "white"),
    ("#1a1a1a", "triangle-up", "#1a1a1a"),
    ("#5f8aa8", "triangle-down", "white"),
    ("#8c8c8c", "cross", "#8c8c8c"),
)
"""Colour, shape and filling of the points of each definition, in the order of the answer."""
_AXIS, _ROOM, _TICKS = 40, 84, 5
_STEPS = (1, 2, 5, 10, 20, 50)
_MOST_YEARS, _NEAR, _LETTER = 8, 9, 6.2

Box = tuple[float, float, float, float]
Points = Mapping[str, Point]


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where years and rates stand."""

    years: Sequence[str]
    across: Scale
    down: Scale

    def place(self, year: str, value: float) -> tuple[float, float]:
        return self.across.place(self.years.index(year)), self.down.place(value)


def plot_rates(sheet: Sheet, rows: Sequence[Row]) -> None:
    """Place the rates of a ledger over their years, as high as the sheet is already."""
    rates = [row for row in rows if row.component == RATE]
    plot, targets = _plot(rows, sheet.height), _all(rows, TARGET)
    _axes(sheet, plot)
    for row in rates:
        _path(sheet, plot, of_definition(rows, PATH, row), targets)
    placed = _targets(sheet, plot, targets)
    for n, row in enumerate(rates):
        _rates(sheet, plot, row, n)
    for row in sorted((r for r in rates if r.held), key=lambda r: r.held[-1], reverse=True):
        placed.append(_label(sheet, plot, row, placed))


def of_definition(rows: Sequence[Row], component: str, like: Row) -> Points:
    """Return the figures of a component by year, under the definition of a row."""
    return _all([row for row in rows if row.definition == like.definition], component)


def _all(rows: Sequence[Row], component: str) -> Points:
    found = [row for row in rows if row.component == component]
    return {year: point for row in found for year, point in row.points.items()}


def _plot(rows: Sequence[Row], height: float) -> _Plot:
    drawn = [row for row in rows if row.component in {RATE, PATH, TARGET}]
    points = [point for row in drawn for point in row.points.values()]
    held = {year for row in drawn for year in row.held}
    axis = amount_axis([v for p in points for v in (p.value, p.low, p.high)], 1, _TICKS)
    every = years(held) if held else ("",)
    across = year_scale(every, PLOT + _AXIS, WIDE - PLOT - _AXIS - _ROOM)
    return _Plot(every, across, Scale((axis.low, axis.high), (height, 8.0)))


def _axes(sheet: Sheet, plot: _Plot) -> None:
    low, high = plot.down.values
    axis = amount_axis([low, high], 1, _TICKS)
    for tick in (t for t in axis.ticks if low <= t <= high):
        y = plot.down.place(tick)
        sheet.rule(plot.across.places, (y, y), INK if tick == 0 else FAINT)
        sheet.text(plot.across.places[0] - 6, y, f"{tick:,.0f} %", align="right")
    last = len(plot.years) - 1
    step = next((n for n in _STEPS if last / n <= _MOST_YEARS), last)
    for n in range(last, -1, -step):
        x = plot.across.place(n)
        sheet.rule((x, x), (sheet.height, sheet.height + 4))
        sheet.text(x, sheet.height + 14, plot.years[n], align="center")


def _path(sheet: Sheet, plot: _Plot, path: Points, targets: Points) -> None:
    """Place the straight path of a definition: its marks, and on to each target after them."""
    held = {year: p.value for year, p in path.items() if p.value is not None}
    if not held:
        return
    later = {y: p.value for y, p in targets.items() if y > min(held) and p.value is not None}
    places = [plot.place(year, value) for year, value in sorted({**later, **held}.items())]
    for (x, y), (x2, y2) in pairwise(places):
        sheet.rule((x, x2), (y, y2), GREY, dashed=True, wide=1.2)
    for year, value in held.items():
        x, y = plot.place(year, value)
        sheet.rule((x - 5, x + 5), (y, y), GREY, wide=2.0)


def _targets(sheet: Sheet, plot: _Plot, targets: Points) -> list[Box]:
    """Place the targets with their amounts, and return the boxes that they take."""
    taken = []
    for year, point in targets.items():
        if point.value is None:
            continue
        x, y = plot.place(year, point.value)
        text = f"target {number('%', point.value)} %"
        told = {"name": text, "period": year, "shown": text, "value": point.value}
        sheet.dot(x, y, INK, shape="diamond", fill="white", **told)
        right = x + _NEAR + len(text) * _LETTER < WIDE
        sheet.text(x + (_NEAR if right else -_NEAR), y, text, align="left" if right else "right")
        taken.append(_box(x if right else x - len(text) * _LETTER - _NEAR, y, text))
    return taken


def _rates(sheet: Sheet, plot: _Plot, row: Row, place: int) -> None:
    """Place the rates of one definition, with their intervals; a line joins years side by side."""
    colour, shape, fill = LOOKS[place % len(LOOKS)]
    found = [(year, row.points[year]) for year in row.held]
    for (one, a), (two, b) in pairwise(found):
        if plot.years.index(two) == plot.years.index(one) + 1:
            (x, y), (x2, y2) = plot.place(one, a.value or 0.0), plot.place(two, b.value or 0.0)
            sheet.rule((x, x2), (y, y2), colour, wide=1.6)
    for year, point in found:
        x, y = plot.place(year, point.value or 0.0)
        if point.low is not None and point.high is not None:
            ends = (plot.down.place(point.low), plot.down.place(point.high))
            sheet.rule((x, x), ends, colour, wide=1.6)
        sheet.dot(x, y, colour, shape=shape, fill=fill, **hover(row, point, year))


def _label(sheet: Sheet, plot: _Plot, row: Row, placed: Sequence[Box]) -> Box:
    """Name a definition beside its newest rate, where nothing else stands; else not at all."""
    year = row.held[-1]
    x, y = plot.place(year, row.points[year].value or 0.0)
    wide = len(row.name) * _LETTER
    for left, top in ((x, y), (x - wide - 2 * _NEAR, y), (x - wide / 2, y - 15), (x, y + 15)):
        box = _box(left, top, row.name)
        if not any(_meet(box, other) for other in placed) and box[1] < WIDE:
            sheet.text(left + _NEAR, top, row.name)
            return box
    return (x, x, y, y)


def _box(x: float, y: float, text: str) -> Box:
    return (x, x + _NEAR + len(text) * _LETTER, y - 8, y + 8)


def _meet(one: Box, two: Box) -> bool:
    return one[0] < two[1] and two[0] < one[1] and one[2] < two[3] and two[2] < one[3]
