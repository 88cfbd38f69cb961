"""An index of one period as horizontal bars, in the order of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from steelyard.report.chart_data import Amount
from steelyard.report.chart_index_data import REFERENCES, WHOLE, Item, Point, Series
from steelyard.report.chart_index_numbers import decimals, label
from steelyard.report.chart_style import DEFICIT, GREY, INK, SURPLUS, WIDTH, Spec, pixels
from steelyard.report.chart_waterfall_marks import LINE

MOST = 25
_LETTERS, _LETTER, _GAP, _ROUNDS = 44, 6.7, 14, 40
_LEFT = (150, 300)
_THICK, _APART = 15, 7
_REFERENCE = "#8c8c8c"
_HELD = "isValid(datum.value)"


def bar_panel(series: Series, items: Sequence[Item], period: str) -> tuple[Spec, int]:
    """Return the panel of bars from zero, and how many pixels its names take at the left.

    A missing value has no bar and says so; bounds are whiskers; the reference is a line.
    """
    rows = _rows(series, items, period)
    left, ends = _left(rows), _scale(rows, series)
    height = round(rows[-1]["bottom"] + _APART)
    scale = {"domain": ends, "nice": False, "zero": False}
    reference, _ = REFERENCES.get(series.index, (0.0, ""))
    panel = {
        "data": {"values": [{k: v for k, v in row.items() if k != "lines"} for row in rows]},
        "width": WIDTH,
        "height": height,
        "encoding": {"x": {"field": "value", "type": "quantitative", "axis": None, "scale": scale}},
        "layer": [
            _bars(),
            *_whiskers(rows),
            _upright(0.0, height, {"color": INK}),
            *(_dashed(reference, height) if reference else []),
            *_texts(),
            *_names(rows, left),
        ],
    }
    return panel, left


def _rows(series: Series, items: Sequence[Item], period: str) -> list[Spec]:
    digits = decimals((v.value for item in items for v in item.points.values()), series.unit)
    rows, top = [], 0.0
    for item in items:
        row = _record(series, item, item.points.get(period, Point(None, None, None)), digits)
        slot = max(_THICK, len(row["lines"]) * LINE) + _APART
        row |= {"middle": top + slot / 2, "top": top + (slot - _THICK) / 2}
        row["bottom"], top = row["top"] + _THICK, top + slot
        rows.append(row)
    return rows


def _record(series: Series, item: Item, point: Point, digits: int) -> Spec:
    value, (reference, _) = point.value, REFERENCES.get(series.index, (0.0, ""))
    text = "missing" if value is None else label(value, digits)
    lines = wrap(item.name, _LETTERS) or [""]
    row = {"name": item.name, "lines": lines, "whole": item.whole, "value": value, "zero": 0.0}
    row |= {"text": f"{text}, {item.kind}" if item.kind else text, "low": point.low}
    row |= {"high": point.high, "reach": _reach(point)}
    return row | {"fill": DEFICIT if (value or 0.0) < reference else SURPLUS}


def _reach(point: Point) -> float:
    """Return where the amount is written: beyond the bar and its whisker."""
    value = point.value or 0.0
    ends = [value, *(end for end in (point.low, point.high) if end is not None)]
    return min(ends) if value < 0 else max(ends)


def _left(rows: Sequence[Spec]) -> int:
    longest = max(len(line) for row in rows for line in row["lines"])
    return min(max(round(longest * _LETTER) + _GAP, _LEFT[0]), _LEFT[1])


def _scale(rows: Sequence[Spec], series: Series) -> list[float]:
    """Return the ends of the scale: zero, the reference, all bars and the texts beside them."""
    reference, _ = REFERENCES.get(series.index, (0.0, ""))
    held: list[Amount] = [row[name] for row in rows for name in ("value", "low", "high")]
    known = [0.0, reference, *(v for v in held if v is not None)]
    low, high = min(known), max([*known, 1.0] if series.index in WHOLE else known)
    ends = [low, high if high > low else low + 1.0]
    for _ in range(_ROUNDS):
        pixel = (ends[1] - ends[0]) / WIDTH
        reach = [_end(row, pixel) for row in rows]
        ends = [min([low, *reach]), max([high, *reach])]
    return ends


def _end(row: Spec, pixel: float) -> float:
    room = pixel * (len(row["text"]) * _LETTER + _GAP)
    return float(row["reach"]) + (-room if row["reach"] < 0 else room)


def _bars() -> Spec:
    return {
        "transform": [{"filter": _HELD}],
        "mark": {"type": "bar"},
        "encoding": {
            "x2": {"field": "zero"},
            "y": pixels("top"),
            "y2": {"field": "bottom"},
            "color": {"field": "fill", "type": "nominal", "scale": None},
            "tooltip": [{"field": name} for name in ("name", "text")],
        },
    }


def _whiskers(rows: Sequence[Spec]) -> list[Spec]:
    """Return a line from the low to the high bound of each value that has bounds."""
    if all(row["low"] is None or row["high"] is None for row in rows):
        return []
    test = "isValid(datum.low) && isValid(datum.high)"
    x = {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}
    looks = ({"color": "white", "strokeWidth": 4}, {"color": INK, "strokeWidth": 1.6})
    return [
        {
            "transform": [{"filter": test}],
            "mark": {"type": "rule", **look},
            "encoding": {**x, "y": pixels("middle")},
        }
        for look in looks
    ]


def _dashed(at: float, height: float) -> list[Spec]:
    """Return the line of the reference, with its value above it."""
    text = {"type": "text", "baseline": "bottom", "color": GREY}
    value = {
        "data": {"values": [{"value": at, "text": f"{at:.0f}"}]},
        "mark": text,
        "encoding": {"y": {"value": -2}, "text": {"field": "text"}},
    }
    return [_upright(at, height, {"strokeDash": [4, 3], "color": _REFERENCE}), value]


def _upright(at: float, height: float, look: Spec) -> Spec:
    return {
        "data": {"values": [{"value": at}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1, **look},
        "encoding": {"y": {"value": 0}, "y2": {"value": height}},
    }


def _texts() -> list[Spec]:
    """Return the amounts beyond the ends of the bars; a missing one stands at zero, in grey."""
    grey = {"fontStyle": "italic", "color": GREY}
    sides = (
        (f"{_HELD} && datum.reach >= 0", {"align": "left", "dx": 5}),
        (f"{_HELD} && datum.reach < 0", {"align": "right", "dx": -5}),
        (f"!{_HELD}", {"align": "left", "dx": 5, **grey}),
    )
    at = {"x": {"field": "reach", "type": "quantitative"}, "y": pixels("middle")}
    return [
        {
            "transform": [{"filter": test}],
            "mark": {"type": "text", "baseline": "middle", **look, **halo},
            "encoding": {**at, "text": {"field": "text"}},
        }
        for test, look in sides
        for halo in ({"stroke": "white", "strokeWidth": 4}, {})
    ]


def _names(rows: Sequence[Spec], left: int) -> list[Spec]:
    """Return the names in lines, so many pixels to the left; that of all products is bold."""
    found = []
    for whole, weight in ((False, "normal"), (True, "bold")):
        values = [line for row in rows if row["whole"] is whole for line in _lines(row)]
        mark = {"type": "text", "align": "left", "baseline": "middle", "fontWeight": weight}
        encoding = {"x": {"value": -left}, "y": pixels("y"), "text": {"field": "line"}}
        found.append({"data": {"values": values}, "mark": mark, "encoding": encoding})
    return found


def _lines(row: Spec) -> list[Spec]:
    top = row["middle"] - (len(row["lines"]) - 1) * LINE / 2
    return [{"line": line, "y": top + n * LINE} for n, line in enumerate(row["lines"])]
