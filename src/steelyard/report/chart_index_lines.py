"""An index over years: one line, or small panels of one scale, ended where a value is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from steelyard.report.chart_axes import AmountAxis, amount_axis
from steelyard.report.chart_index_data import REFERENCES, WHOLE, Item, Series
from steelyard.report.chart_index_numbers import decimals, label
from steelyard.report.chart_index_years import Years, bands, line, records, whiskers
from steelyard.report.chart_style import INK, LEFT, WIDTH, Spec, pixels
from steelyard.report.chart_waterfall_marks import LINE

MOST = 24
_ACROSS, _APART = 3, 64
_LETTERS, _ABOVE = 29, 14


@dataclass(frozen=True, slots=True)
class _Look:
    """How panels look: axes, size, decimals, reference, and the years of which nothing is told."""

    years: Years
    amounts: AmountAxis
    small: bool
    digits: int
    reference: float
    empty: frozenset[str]


def line_panels(series: Series, items: Sequence[Item]) -> list[Spec]:
    """Return the panels of the items over all years: one large, or rows of small ones.

    All panels have one scale. A year without a value ends the line; it is no zero.
    """
    small = len(items) > 1
    look = _look(series, items, small=small)
    if not small:
        return [_panel(items[0], look, left=True, below=True)]
    rows = [items[n : n + _ACROSS] for n in range(0, len(items), _ACROSS)]
    return [
        {"hconcat": _row(row, look, _lowest(items, n)), "spacing": _APART, "bounds": "flush"}
        for n, row in enumerate(rows)
    ]


def _lowest(items: Sequence[Item], row: int) -> list[bool]:
    """Tell of each panel of a row whether no panel stands below it."""
    first = row * _ACROSS
    return [n + _ACROSS >= len(items) for n in range(first, min(first + _ACROSS, len(items)))]


def _look(series: Series, items: Sequence[Item], *, small: bool) -> _Look:
    reference, _ = REFERENCES.get(series.index, (0.0, ""))
    points = [p for item in items for p in item.points.values()]
    held = [v for p in points for v in (p.value, p.low, p.high)]
    ends = [reference, *([0.0, 1.0] if series.index in WHOLE else [])]
    width, height = (144, 84) if small else (WIDTH, 250)
    amounts = amount_axis([*held, *ends], height, 3 if small else 6)
    digits = decimals((p.value for p in points), series.unit)
    years = Years(series.periods, width)
    empty = frozenset(series.periods) - set(series.held)
    return _Look(years, amounts, small, digits, reference, empty)


def _row(row: Sequence[Item], look: _Look, below: Sequence[bool]) -> list[Spec]:
    found = []
    for n, (item, lowest) in enumerate(zip(row, below, strict=True)):
        panel = _panel(item, look, left=n == 0, below=lowest)
        panel["layer"].append(_title(item, -LEFT if n == 0 else 0))
        found.append(panel)
    return found


def _title(item: Item, left: int) -> Spec:
    """Return the name above a small panel, in lines."""
    lines = wrap(item.name, _LETTERS)
    values = [{"line": one, "y": -_ABOVE - n * LINE} for n, one in enumerate(reversed(lines))]
    mark = {"type": "text", "align": "left", "baseline": "middle", "fontWeight": "bold"}
    encoding = {"x": {"value": left}, "y": pixels("y"), "text": {"field": "line"}}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _panel(item: Item, look: _Look, *, left: bool, below: bool) -> Spec:
    points = [item.points.get(period) for period in look.years.periods]
    values = [point.value if point else None for point in points]
    ends = [{"low": p.low if p else None, "high": p.high if p else None} for p in points]
    told = records(item.name, look.years.periods, values, ends)
    height = look.amounts.height
    years = [look.years.labels(height, ends=look.small)] if below else []
    layers = [*bands(look.years, _missing(item, look), height), *_rules(look), *line(told)]
    return {
        "data": {"values": told},
        "width": look.years.width,
        "height": height,
        "encoding": {"x": look.years.encoding(), "y": _amounts(look, left=left)},
        "layer": [*layers, *whiskers(told, "low", "high"), *_end(told, look), *years],
    }


def _missing(item: Item, look: _Look) -> list[bool]:
    """Tell of each year whether its value is missing, and not only its row left out by a cut."""
    told = [(period, item.points.get(period)) for period in look.years.periods]
    return [point.value is None if point else period in look.empty for period, point in told]


def _amounts(look: _Look, *, left: bool) -> Spec:
    encoding = look.amounts.encoding()
    if not left:
        encoding["axis"] |= {"labels": False, "minExtent": 0, "maxExtent": 0}
    return encoding


def _rules(look: _Look) -> list[Spec]:
    """Return the line of zero, and the reference where it is another."""
    at = [(0.0, {}), *([(look.reference, {"strokeDash": [4, 3]})] if look.reference else [])]
    return [
        {
            "data": {"values": [{"value": value}]},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1, **dash},
            "encoding": {"x": {"value": 0}, "x2": {"value": "width"}},
        }
        for value, dash in at
    ]


def _end(told: Sequence[Spec], look: _Look) -> list[Spec]:
    """Return the last value beside the line, with its year where it is not the last."""
    held = [row for row in told if row["value"] is not None]
    if not held:
        return []
    last = held[-1]
    early = last["at"] < len(told) - 1
    text = label(last["value"], look.digits) + (f" ({last['period']})" if early else "")
    x = look.years.middle(last["at"]) + 8 if early else look.years.width + 4
    values = [{"x": x, "value": last["value"], "text": text}]
    mark = {"type": "text", "align": "left", "baseline": "middle", "fontWeight": "bold"}
    encoding = {"x": pixels("x"), "text": {"field": "text"}}
    return [{"data": {"values": values}, "mark": mark, "encoding": encoding}]
