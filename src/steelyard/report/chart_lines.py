"""Figures over time: exports and imports as lines, the balance as bars below, gaps hatched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from steelyard.report.chart_axes import AmountAxis, TimeAxis, amount_axis, time_axis
from steelyard.report.chart_data import Drawing, Figure
from steelyard.report.chart_labels import end_labels
from steelyard.report.chart_marks import bar_layer, hatched, line_layers, zero_rule
from steelyard.report.chart_style import MOST_POINTS, WIDTH, Spec, heading
from steelyard.terms.answer import Answer

_HEIGHTS = {"trade": 250, "balance": 130}
_YEAR = 4
_TICKS = {"trade": 6, "balance": 4}
_TITLES = {"trade": "Exports and imports", "balance": "Balance: exports minus imports"}


def time_panels(answer: Answer, drawn: Drawing) -> list[Spec]:
    """Return two panels that share their axis of time: trade above, balance below."""
    time = time_axis(drawn.periods, str(answer.question["freq"]))
    trade = _panel("trade", drawn, drawn.of("exports", "imports"), time)
    return [trade, _panel("balance", drawn, drawn.of("balance"), time)]


def _panel(name: str, drawn: Drawing, figures: Sequence[Figure], time: TimeAxis) -> Spec:
    height = _HEIGHTS[name]
    amounts = amount_axis((v for f in figures for v in f.values), height, _TICKS[name])
    layers = [*hatched(drawn, time, height, words=name == "trade"), zero_rule(amounts)]
    for figure in figures:
        bars = figure.column == "balance"
        layers += [bar_layer(figure, time)] if bars else line_layers(figure)
    return {
        "title": heading(_TITLES[name]),
        "data": {"values": _values(drawn, figures, time)},
        "width": WIDTH,
        "height": height,
        "encoding": _axes(amounts, time, labels=name == "balance"),
        "layer": [*layers, *end_labels(drawn, figures, time, amounts)],
    }


def _axes(amounts: AmountAxis, time: TimeAxis, *, labels: bool) -> Spec:
    return {"x": time.encoding(labels=labels), "y": amounts.encoding()}


def _values(drawn: Drawing, figures: Sequence[Figure], time: TimeAxis) -> list[Spec]:
    """Return one record a figure and period; a missing value is null and belongs to no stretch."""
    return [record for figure in figures for record in _records(drawn, figure, time)]


def _records(drawn: Drawing, figure: Figure, time: TimeAxis) -> list[Spec]:
    stretches = _stretches(drawn, figure)
    pointed = _pointed(stretches)
    return [
        {
            "figure": figure.label,
            "period": period,
            "at": day.isoformat(),
            "value": value,
            "stretch": stretches[place],
            "point": place in pointed,
        }
        for place, (period, day, value) in enumerate(
            zip(drawn.periods, time.days, figure.values, strict=True)
        )
    ]


def _stretches(drawn: Drawing, figure: Figure) -> list[int | None]:
    """Number the unbroken stretches of a figure: a gap ends one, and so does a cumulated year."""
    keys = [
        (value is not None, period[:_YEAR] if drawn.restarts else "")
        for period, value in zip(drawn.periods, figure.values, strict=True)
    ]
    numbers: list[int | None] = []
    for number, (key, group) in enumerate(groupby(keys)):
        numbers += [number if key[0] else None for _ in group]
    return numbers


def _pointed(stretches: Sequence[int | None]) -> set[int]:
    """Return the places marked with a point: all when few, else the last and what stands alone."""
    held = [place for place, number in enumerate(stretches) if number is not None]
    if len(stretches) <= MOST_POINTS:
        return set(held)
    size = Counter(stretches)
    return {place for place in held if size[stretches[place]] == 1} | set(held[-1:])
