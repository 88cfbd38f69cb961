"""Rows and columns of ``rate``."""

from __future__ import annotations

from steelyard.accounts.position import Component
from steelyard.terms.answer import Column, Row

UNIT = "see unit"
"""Unit of a column whose rows name their own."""

COLUMNS = (
    Column("component"),
    Column("value", "number", UNIT),
    Column("unit"),
    Column("low", "number", UNIT),
    Column("high", "number", UNIT),
    Column("period"),
    Column("definition"),
    Column("of"),
    Column("dataset"),
)
_DIGITS = 12


def row_of(one: Component) -> Row:
    """Return the row of a component; a gap has no figure and no unit."""
    return (
        one.component,
        _figure(one.value),
        one.unit or None,
        _figure(one.low),
        _figure(one.high),
        one.period or None,
        one.definition or None,
        one.of or None,
        one.dataset or None,
    )


def _figure(value: float | None) -> float | int | None:
    """Return a figure without the digits that depend on the order of a sum."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value.is_integer() and abs(value) >= 1 else float(f"{value:.{_DIGITS}g}")
