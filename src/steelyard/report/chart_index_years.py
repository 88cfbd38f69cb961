"""Marks of a figure over years: a line that ends at a gap, points, whiskers, the gap, the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from steelyard.report.chart_data import Amount, runs
from steelyard.report.chart_style import GREY, INK, MOST_POINTS, SURPLUS, Spec, pixels

_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)
_MOST = 10
_LETTER, _BELOW, _BAND = 6.7, 16, "#efefef"


@dataclass(frozen=True, slots=True)
class Years:
    """An axis of years.

    Attributes:
        periods: labels of the years, one after the other.
        width: its length in pixels.
    """

    periods: tuple[str, ...]
    width: int

    def middle(self, place: float) -> float:
        """Return the pixel at which a year stands."""
        return round((place + 0.5) / len(self.periods) * self.width, 2)

    def encoding(self) -> Spec:
        """Return the encoding of ``at``, the place of a year, along this axis."""
        domain = [-0.5, len(self.periods) - 0.5]
        scale = {"domain": domain, "nice": False, "zero": False}
        return {"field": "at", "type": "quantitative", "axis": None, "scale": scale}

    def labels(self, height: float, *, ends: bool = False) -> Spec:
        """Return the labels of years below a panel so high; of the first and the last only."""
        last = len(self.periods) - 1
        step = next((n for n in _STEPS if last / n <= _MOST), last)
        places = sorted({0, last}) if ends else range(last, -1, -step)
        values = [{"x": self.middle(n), "text": self.periods[n]} for n in places]
        mark = {"type": "text", "baseline": "middle"}
        encoding = {"x": pixels("x"), "y": {"value": height + _BELOW}, "text": {"field": "text"}}
        return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def stretches(values: Sequence[Amount]) -> list[int | None]:
    """Number the unbroken stretches of a figure; a missing value belongs to none."""
    numbers: list[int | None] = []
    for number, (held, group) in enumerate(groupby(values, lambda value: value is not None)):
        numbers += [number if held else None for _ in group]
    return numbers


def records(
    name: str,
    periods: Sequence[str],
    values: Sequence[Amount],
    more: Sequence[Mapping[str, Amount]],
) -> list[Spec]:
    """Return one record a year of a figure; a missing value is null."""
    cells = zip(periods, values, stretches(values), more, strict=True)
    return [
        {"name": name, "period": period, "at": n, "value": value, "stretch": stretch, **rest}
        for n, (period, value, stretch, rest) in enumerate(cells)
    ]


def line(values: Sequence[Spec], *, colour: str = SURPLUS, shape: str = "circle") -> list[Spec]:
    """Return the line of a figure that ends at its gaps, and its points."""
    data = {"data": {"values": list(values)}}
    dense = len(values) > MOST_POINTS
    mark: Spec = {"type": "line", "color": colour, "strokeWidth": 1.6 if dense else 2.2}
    mark |= {"strokeJoin": "round", "invalid": "filter"}
    point: Spec = {"type": "point", "shape": shape, "filled": True, "color": colour, "opacity": 1}
    point |= {"size": 10 if dense else 30, "invalid": "filter"}
    told = [{"field": name} for name in ("name", "period")]
    told.append({"field": "value", "type": "quantitative", "format": ",.4~r"})
    return [
        {**data, "mark": mark, "encoding": {"detail": {"field": "stretch", "type": "nominal"}}},
        {**data, "mark": point, "encoding": {"tooltip": told}},
    ]


def whiskers(values: Sequence[Spec], low: str, high: str, colour: str = INK) -> list[Spec]:
    """Return an upright line from the low to the high bound of each value that has both."""
    held = [row for row in values if row[low] is not None and row[high] is not None]
    if not held:
        return []
    mark = {"type": "rule", "color": colour, "strokeWidth": 1.4}
    encoding = {"y": {"field": low}, "y2": {"field": high}}
    return [{"data": {"values": held}, "mark": mark, "encoding": encoding}]


def bands(years: Years, missing: Sequence[bool], height: float) -> list[Spec]:
    """Return a pale band over each run of years that are missing, with a word where it fits."""
    half = years.width / len(years.periods) / 2
    gaps = [{"x": years.middle(a) - half, "x2": years.middle(b) + half} for a, b in runs(missing)]
    if not gaps:
        return []
    x = {"x": pixels("x"), "x2": {"field": "x2"}, "y": {"value": 0}, "y2": {"value": height}}
    band = {"data": {"values": gaps}, "mark": {"type": "rect", "color": _BAND}, "encoding": x}
    return [band, *_words(gaps)]


def _words(gaps: Sequence[Spec]) -> list[Spec]:
    word = "missing"
    values = [
        {"x": (gap["x"] + gap["x2"]) / 2, "word": word}
        for gap in gaps
        if gap["x2"] - gap["x"] > len(word) * _LETTER
    ]
    mark = {"type": "text", "fontStyle": "italic", "color": GREY}
    encoding = {"x": pixels("x"), "y": {"value": 12}, "text": {"field": "word"}}
    return [{"data": {"values": values}, "mark": mark, "encoding": encoding}] if values else []
