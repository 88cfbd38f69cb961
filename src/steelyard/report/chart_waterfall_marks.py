"""The layers of a waterfall: links from bar to bar, bars, marks, amounts and names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from steelyard.report.chart_style import GREY, INK, WIDTH, Spec, pixels

LINE = 14
_ASIDE, _LINK, _NEAR = 6, "#8c8c8c", 1e-6
_HELD = "isValid(datum.value)"


def links(rows: Sequence[Spec]) -> Spec:
    """Return thin lines from where each bar ends to the next bar, which begins there."""
    size = max((abs(row["end"]) for row in rows), default=0.0)
    values = [
        {"start": one["end"], "top": one["bottom"], "bottom": two["top"]}
        for one, two in pairwise(rows)
        if _meet(one, two, size)
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "color": _LINK, "strokeWidth": 0.8},
        "encoding": {"y": pixels("top"), "y2": {"field": "bottom"}},
    }


def _meet(one: Spec, two: Spec, size: float) -> bool:
    """Tell whether a bar goes on where the other ends; a missing figure has no end."""
    figures = [row for row in (one, two) if row["kind"] == "figure"]
    if any(row["value"] is None for row in figures):
        return False
    begins = two["end"] if two["kind"] == "figure" else two["start"]
    return bool(abs(one["end"] - begins) <= _NEAR * size)


def bars(*, cut: bool) -> list[Spec]:
    """Return the bars of the parts and of the figures; of a cut scale, figures as marks."""
    if not cut:
        return [_bars(_HELD)]
    figure = 'datum.kind === "figure"'
    look = {"type": "point", "shape": "diamond", "size": 130, "filled": True, "opacity": 1}
    marks: Spec = {"transform": [{"filter": f"{_HELD} && {figure}"}], "mark": look}
    marks["encoding"] = {"y": pixels("middle"), "color": _own("fill"), "tooltip": _told()}
    return [_bars(f'{_HELD} && datum.kind === "part"'), marks]


def _bars(test: str) -> Spec:
    return {
        "transform": [{"filter": test}],
        "mark": {"type": "bar", "strokeWidth": 1},
        "encoding": {
            "x2": {"field": "end"},
            "y": pixels("top"),
            "y2": {"field": "bottom"},
            "fill": _own("fill"),
            "stroke": _own("fill"),
            "fillOpacity": {"field": "pale", "type": "quantitative", "scale": None},
            "tooltip": _told(),
        },
    }


def texts(*, cut: bool) -> list[Spec]:
    """Return the amounts beside the bars, where they point to; a missing one in grey."""
    sides = (("right", "left", _ASIDE), ("left", "right", -_ASIDE))
    kinds = (("part", "normal"), ("figure", "bold"))
    found = []
    for side, align, aside in sides:
        for kind, weight in kinds:
            test = f'{_HELD} && datum.side === "{side}" && datum.kind === "{kind}"'
            beside = 2 * aside if cut and kind == "figure" else aside
            look = {"align": align, "dx": beside, "fontWeight": weight}
            found.append(_text(test, look))
    missing = {"align": "left", "dx": _ASIDE, "fontStyle": "italic", "color": GREY}
    return [*found, _text(f"!{_HELD}", missing)]


def _text(test: str, look: Spec) -> Spec:
    encoding = {"x": {"field": "end", "type": "quantitative"}, "y": pixels("middle")}
    mark = {"type": "text", "baseline": "middle", **look}
    encoding["text"] = {"field": "text"}
    return {"transform": [{"filter": test}], "mark": mark, "encoding": encoding}


def names(rows: Sequence[Spec], left: int) -> list[Spec]:
    """Return the names, so many pixels to the left, in lines; those of the figures are bold."""
    found = []
    for kind, weight in (("part", "normal"), ("figure", "bold")):
        values = [line for row in rows if row["kind"] == kind for line in _lines(row)]
        mark = {"type": "text", "align": "left", "baseline": "middle", "fontWeight": weight}
        encoding = {"x": {"value": -left}, "y": pixels("y"), "text": {"field": "line"}}
        found.append({"data": {"values": values}, "mark": mark, "encoding": encoding})
    return found


def _lines(row: Spec) -> list[Spec]:
    top = row["middle"] - (len(row["lines"]) - 1) * LINE / 2
    return [{"line": line, "y": top + n * LINE} for n, line in enumerate(row["lines"])]


def nothing(lines: Sequence[str], left: int) -> Spec:
    """Return a panel of words alone, from so far left of where its bars would be."""
    values = [{"line": line, "y": LINE * (n + 1)} for n, line in enumerate(lines)]
    return {
        "data": {"values": values},
        "width": WIDTH,
        "height": LINE * (len(lines) + 1),
        "mark": {"type": "text", "align": "left", "fontStyle": "italic", "color": GREY},
        "encoding": {"x": {"value": -left}, "y": pixels("y"), "text": {"field": "line"}},
    }


def zero(height: float) -> Spec:
    """Return the line of zero from the top to the bottom of a panel."""
    return {
        "data": {"values": [{"start": 0}]},
        "mark": {"type": "rule", "color": INK},
        "encoding": {"y": {"value": 0}, "y2": {"value": height}},
    }


def _own(field: str) -> Spec:
    return {"field": field, "type": "nominal", "scale": None}


def _told() -> list[Spec]:
    return [{"field": name} for name in ("name", "text")]
