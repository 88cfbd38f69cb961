"""The marks of a chart over time: lines that end at a gap, bars from zero, hatching, zero."""

from __future__ import annotations

import json

from steelyard.report.chart_axes import AmountAxis, TimeAxis
from steelyard.report.chart_data import Drawing, Figure, runs
from steelyard.report.chart_style import (
    DEFICIT,
    GREY,
    INK,
    MOST_POINTS,
    SURPLUS,
    Spec,
    line_mark,
    pixels,
    point_mark,
)

_BETWEEN = 7
_LETTER, _SLIM = 6.6, 14
_HATCH = "#a6a6a6"


def line_layers(figure: Figure) -> list[Spec]:
    """Return a figure as a line that ends at gaps, with its points."""
    mine = f"datum.figure === {json.dumps(figure.label)}"
    line = {
        "transform": [{"filter": mine}],
        "mark": line_mark(figure, dense=len(figure.values) > MOST_POINTS),
        "encoding": {"detail": {"field": "stretch", "type": "nominal"}},
    }
    points = {
        "transform": [{"filter": f"{mine} && datum.point"}],
        "mark": point_mark(figure),
        "encoding": {"tooltip": _tooltip()},
    }
    return [line, points]


def bar_layer(figure: Figure, time: TimeAxis) -> Spec:
    """Return the balance as bars from zero: a surplus dark, a deficit light."""
    sign = {"condition": {"test": "datum.value < 0", "value": DEFICIT}, "value": SURPLUS}
    return {
        "transform": [{"filter": f"datum.figure === {json.dumps(figure.label)}"}],
        "mark": {"type": "bar", "width": time.bar, "invalid": "filter"},
        "encoding": {"color": sign, "tooltip": _tooltip()},
    }


def zero_rule(amounts: AmountAxis) -> Spec:
    """Return the line of zero."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
        "encoding": {
            "x": {"value": 0},
            "x2": {"value": "width"},
            "y": {"value": amounts.place(0.0)},
        },
    }


def hatched(drawn: Drawing, time: TimeAxis, height: int, *, words: bool) -> list[Spec]:
    """Return the hatching over the periods that lack a figure, with words where they fit."""
    found = _gaps(drawn, time)
    strokes = [stroke for left, right, _ in found for stroke in _strokes(left, right, height)]
    if not strokes:
        return []
    rules = {
        "data": {"values": strokes},
        "mark": {"type": "rule", "color": _HATCH, "strokeWidth": 0.8},
        "encoding": {name: pixels(name) for name in ("x", "y")}
        | {name: {"field": name} for name in ("x2", "y2")},
    }
    return [rules, *(_words(found) if words else [])]


def _gaps(drawn: Drawing, time: TimeAxis) -> list[tuple[float, float, str]]:
    """Return left and right edge of each gap and what is missing there."""
    missing = [drawn.missing(row) for row in range(len(drawn.periods))]
    found = []
    for what in sorted(set(filter(None, missing))):
        word = "missing" if len(what) > 1 else f"{what[0]} missing"
        found += [(*time.edges(a, b), word) for a, b in runs([m == what for m in missing])]
    return sorted(found)


def _strokes(left: float, right: float, height: int) -> list[Spec]:
    """Return the diagonal strokes that fill a band of the panel."""
    found = []
    for shift in range(-height, int(right - left) + 1, _BETWEEN):
        begin, end = max(0.0, -shift), min(float(height), right - left - shift)
        if end > begin:
            x, y = left + shift, height
            ends = {"x": x + begin, "y": y - begin, "x2": x + end, "y2": y - end}
            found.append({name: round(place, 2) for name, place in ends.items()})
    return found


def _words(found: list[tuple[float, float, str]]) -> list[Spec]:
    """Return the words over gaps: across where there is room, else upright, else none."""
    records: dict[int, list[Spec]] = {0: [], 90: []}
    for left, right, word in found:
        angle = 0 if right - left > len(word) * _LETTER else 90
        if right - left >= _SLIM:
            records[angle].append(
                {"x": (left + right) / 2, "y": 14 + angle / 90 * len(word) * 3, "word": word}
            )
    halo = {"stroke": "white", "strokeWidth": 5}
    looks = [(angle, look) for angle in records for look in (halo, {}) if records[angle]]
    return [_word_layer(records[angle], angle, look) for angle, look in looks]


def _word_layer(records: list[Spec], angle: int, look: Spec) -> Spec:
    mark = {"type": "text", "angle": angle, "fontStyle": "italic", "fontSize": 12, "color": GREY}
    encoding = {"x": pixels("x"), "y": pixels("y"), "text": {"field": "word"}}
    return {"data": {"values": records}, "mark": mark | look, "encoding": encoding}


def _tooltip() -> list[Spec]:
    amount = {"field": "value", "type": "quantitative", "format": ",.4~r", "title": "amount"}
    return [{"field": "figure"}, {"field": "period"}, amount]
