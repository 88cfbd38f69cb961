"""How charts look: inks that differ in lightness, dashes, type and sizes in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from steelyard.report.chart_data import Figure

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
WIDTH, LEFT, BAR_LEFT = 560, 48, 170
INK, GREY, FAINT = "#1a1a1a", "#595959", "#d9d9d9"
COLOURS = {"exports": "#0b3c5d", "imports": "#b84f08", "balance": "#1a1a1a"}
DASHES = {"exports": [1, 0], "imports": [9, 3]}
DENSE_DASHES = {"exports": [1, 0], "imports": [6, 1.5]}
MOST_POINTS = 40
PARTNER_DASH = [2, 3]
SHAPES = {"exports": "circle", "imports": "square", "balance": "diamond"}
SURPLUS, DEFICIT = "#0b3c5d", "#e08a4b"
_LINE_HEIGHT = 14

CONFIG: Spec = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "domainColor": INK,
        "gridColor": FAINT,
        "labelColor": INK,
        "labelFontSize": 12,
        "tickColor": INK,
        "titleColor": INK,
    },
    "title": {"color": INK, "subtitleColor": GREY},
    "text": {"color": INK, "fontSize": 12},
}


def headed(parts: list[Spec], title: Sequence[str], subtitle: Sequence[str], foot: Spec) -> Spec:
    """Return the whole chart: title, parts from top to bottom, foot."""
    return {
        "$schema": SCHEMA,
        "background": "white",
        "padding": 12,
        "title": {
            "text": list(title),
            "subtitle": list(subtitle),
            "anchor": "start",
            "frame": "bounds",
            "fontSize": 17,
            "fontWeight": "bold",
            "lineHeight": 21,
            "subtitleFontSize": 12,
            "subtitleLineHeight": 16,
            "subtitlePadding": 5,
            "offset": 12,
        },
        "vconcat": [*parts, foot],
        "spacing": 14,
        "config": CONFIG,
    }


def foot(lines: Sequence[str], left: int) -> Spec:
    """Return the lines below a chart, such as its sources, from so far left of its panels."""
    values = [{"line": line, "y": _LINE_HEIGHT * n + 8} for n, line in enumerate(lines)]
    return {
        "data": {"values": values},
        "width": WIDTH,
        "height": max(_LINE_HEIGHT * len(lines), 1),
        "mark": {"type": "text", "align": "left", "fontSize": 11, "color": GREY},
        "encoding": {"x": {"value": -left}, "y": pixels("y"), "text": {"field": "line"}},
    }


def heading(text: str) -> Spec:
    """Return the heading of one panel."""
    return {
        "text": text,
        "anchor": "start",
        "frame": "group",
        "fontSize": 12,
        "fontWeight": "bold",
        "offset": 6,
        "dx": -LEFT,
    }


def pixels(field: str) -> Spec:
    """Return the encoding of a field that holds a place on the paper, in pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def line_mark(figure: Figure, *, dense: bool) -> Spec:
    """Return how a figure's line is drawn; what the other side reports is thin and dotted."""
    dashes, width = (DENSE_DASHES, 1.6) if dense else (DASHES, 2.5)
    return {
        "type": "line",
        "color": COLOURS[figure.kind],
        "strokeWidth": min(width, 1.4) if figure.partner else width,
        "strokeDash": PARTNER_DASH if figure.partner else dashes.get(figure.kind, [1, 0]),
        "strokeJoin": "round",
        "invalid": "filter",
    }


def point_mark(figure: Figure) -> Spec:
    """Return how a figure's points are drawn: exports filled, all others hollow."""
    filled = figure.kind == "exports" and not figure.partner
    return {
        "type": "point",
        "shape": SHAPES[figure.kind],
        "size": 14 if figure.partner else 30,
        "color": COLOURS[figure.kind],
        "fill": COLOURS[figure.kind] if filled else "white",
        "strokeWidth": 1.2 if figure.partner else 1.8,
        "opacity": 1,
        "invalid": "filter",
    }
