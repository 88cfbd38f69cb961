"""A sheet on which marks are placed in pixels: bars, rules, dots and texts, drawn as layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from steelyard.report.chart_style import GREY, INK, Spec, pixels

SMALL, SMALL_LINE = 11, 13
BAND = "#efefef"
PLAIN: Spec = {}
FINE: Spec = {"fontSize": SMALL, "color": GREY}
LACKING: Spec = {**FINE, "fontStyle": "italic"}

Told = dict[str, Any]


@dataclass(slots=True)
class Sheet:
    """Marks of one panel, each placed in pixels from its top left corner.

    Attributes:
        bars, rules, dots: records with their places, colours and what a pointer is told.
        texts: the look of a text, and the record with its place.
        height: how far down the sheet is used.
    """

    bars: list[Told] = field(default_factory=list)
    rules: list[Told] = field(default_factory=list)
    dots: list[Told] = field(default_factory=list)
    texts: list[tuple[Spec, Told]] = field(default_factory=list)
    height: float = 0.0

    def bar(self, x: Sequence[float], y: Sequence[float], colour: str, **told: object) -> None:
        """Place a bar between two pixels across and two down."""
        self.bars.append({**_ends(x, y), "colour": colour, **told})

    def rule(
        self, x: Sequence[float], y: Sequence[float], colour: str = INK, **look: object
    ) -> None:
        """Place a straight line; ``wide`` pixels wide, and ``dashed`` if so told."""
        self.rules.append({**_ends(x, y), "colour": colour, "wide": 1.0, "dashed": False, **look})

    def dot(self, x: float, y: float, colour: str, **told: object) -> None:
        """Place a point, a circle that is filled if nothing else is told."""
        plain = {"shape": "circle", "fill": colour, "size": 44}
        self.dots.append({"x": _px(x), "y": _px(y), "colour": colour, **plain, **told})

    def text(self, x: float, y: float, text: str, look: Spec = PLAIN, align: str = "left") -> None:
        """Place a line of text, whose middle is as far down as told."""
        self.texts.append(({**look, "align": align}, {"x": _px(x), "y": _px(y), "text": text}))

    def panel(self, width: int) -> Spec:
        """Return the panel, bars below rules, dots and texts."""
        layers = [self._bars(), *self._rules(), self._dots(), *self._texts()]
        return {"width": width, "height": round(self.height), "layer": [x for x in layers if x]}

    def _bars(self) -> Spec:
        return _layer(self.bars, {"type": "rect"}, {"color": _own("colour")}, "x2", "y2")

    def _rules(self) -> list[Spec]:
        found = []
        for dashed, look in ((False, {}), (True, {"strokeDash": [2, 3]})):
            values = [one for one in self.rules if one["dashed"] is dashed]
            wide = {"field": "wide", "type": "quantitative", "scale": None}
            own = {"color": _own("colour"), "strokeWidth": wide}
            mark = {"type": "rule", "strokeCap": "round", **look}
            found.append(_layer(values, mark, own, "x2", "y2"))
        return found

    def _dots(self) -> Spec:
        mark = {"type": "point", "opacity": 1, "strokeWidth": 1.6}
        own = {"stroke": _own("colour"), "fill": _own("fill"), "shape": _own("shape")}
        own["size"] = {"field": "size", "type": "quantitative", "scale": None}
        return _layer(self.dots, mark, own)

    def _texts(self) -> list[Spec]:
        looks = [look for n, (look, _) in enumerate(self.texts) if look not in self._before(n)]
        return [
            _layer(
                [told for one, told in self.texts if one == look],
                {"type": "text", "baseline": "middle", **look},
                {"text": {"field": "text"}},
            )
            for look in looks
        ]

    def _before(self, place: int) -> list[Spec]:
        return [look for look, _ in self.texts[:place]]


def _layer(values: list[Told], mark: Spec, own: Spec, *ends: str) -> Spec:
    if not values:
        return {}
    places = {name: pixels(name) for name in ("x", "y")}
    places |= {name: {"field": name} for name in ends}
    if any("name" in one for one in values):
        own = {**own, "tooltip": [{"field": name} for name in ("name", "period", "shown")]}
    return {"data": {"values": values}, "mark": mark, "encoding": {**places, **own}}


def _own(name: str) -> Spec:
    return {"field": name, "type": "nominal", "scale": None}


def _ends(x: Sequence[float], y: Sequence[float]) -> Told:
    return {"x": _px(x[0]), "x2": _px(x[-1]), "y": _px(y[0]), "y2": _px(y[-1])}


def _px(place: float) -> float:
    return round(place, 2)
