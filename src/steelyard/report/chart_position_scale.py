"""Scales of a card, and its figures as labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from steelyard.report.chart_data import amount
from steelyard.report.chart_index_numbers import label
from steelyard.report.chart_position_data import Point, Row

PLOT, WIDE = 300, 740
"""Where figures begin, and how wide a card is, in pixels."""
REFERENCES = {"comparative-advantage": 1.0}
"""The value from which figures of a component are told apart, where it is not zero."""
_COUNTED = "suppliers"


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale from values to pixels."""

    values: tuple[float, float]
    places: tuple[float, float]

    def place(self, value: float) -> float:
        """Return the pixel of a value."""
        (low, high), (begin, end) = self.values, self.places
        return begin + (value - low) / (high - low) * (end - begin)


def figure(row: Row, point: Point) -> str:
    """Return a figure with its unit, and its interval where it has one."""
    text = in_unit(row.unit, point.value or 0.0)
    if point.low is None or point.high is None:
        return text
    return f"{text} ({number(row.unit, point.low)} to {number(row.unit, point.high)})"


def in_unit(unit: str, value: float) -> str:
    """Return a value with its unit."""
    return f"{number(unit, value)} {'' if unit == _COUNTED else unit}".strip()


def number(unit: str, value: float) -> str:
    """Return a value with the decimals that its unit has."""
    if unit in {"%", "years"}:
        return label(value, 1)
    return label(value, 2) if unit in {"", _COUNTED} else amount(value)


def values(rows: Iterable[Row]) -> Iterable[float]:
    """Yield the figures of rows that are held, with their bounds."""
    for row in rows:
        for point in row.points.values():
            yield from (v for v in (point.value, point.low, point.high) if v is not None)


def hover(row: Row, point: Point, year: str = "") -> dict[str, object]:
    """Return what a pointer over a figure is told."""
    told = {"name": row.name, "period": year or next(iter(row.points)), "value": point.value}
    return {**told, "low": point.low, "high": point.high, "shown": figure(row, point)}
