"""Tables whose rows name their own unit: figures made into text row by row."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.report.table_cells import INDEX, MISSING, amount_text
from steelyard.terms.answer import Column, Value
from steelyard.terms.figures import POINTS, SEE_UNIT

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def by_unit(
    columns: Sequence[Column], rows: Sequence[Sequence[Value]]
) -> tuple[list[Column], list[Sequence[Value]]]:
    """Return a table with figures of several units as text; any other table as it is.

    Columns of figures become text with their unit, bounds stand in one column, and the column of
    units goes.
    """
    names = [column.name for column in columns]
    if not any(column.unit == SEE_UNIT for column in columns):
        return list(columns), list(rows)
    unit, value, low, high = (names.index(name) for name in ("unit", "value", "low", "high"))
    rest = [place for place in range(len(names)) if place not in {unit, value, low, high}]
    head = [columns[rest[0]], Column("value"), Column("between")]
    told: list[Sequence[Value]] = [
        (
            row[rest[0]],
            figure(row[value], row[unit]),
            _between(row[low], row[high], row[unit]),
            *(row[place] for place in rest[1:]),
        )
        for row in rows
    ]
    return [*head, *(columns[place] for place in rest[1:])], told


def figure(value: Value, unit: Value) -> str:
    """Return a figure in its unit as people read it."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return MISSING
    if unit == "ratio":
        return f"{100 * value:,.2f} %"
    if unit == POINTS:
        return f"{value:+,.2f} {POINTS}"
    if unit == INDEX:
        return f"{value:,.4f}"
    if isinstance(unit, str) and len(unit) == len("USD") and unit.isupper():
        return f"{_scaled(value)} {unit}"
    return f"{amount_text(value)} {unit or ''}".rstrip()


def _scaled(value: float) -> str:
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:,.2f} {word}"
    return amount_text(value)


def _between(low: Value, high: Value, unit: Value) -> str:
    if low is None or high is None:
        return ""
    return f"{figure(low, unit)} to {figure(high, unit)}"
