"""Rows and columns of ``rate``."""

from __future__ import annotations

from steelyard.accounts.position import Component
from steelyard.terms.answer import Column, Row
from steelyard.terms.figures import SEE_UNIT, rounded

COLUMNS = (
    Column("component"),
    Column("value", "number", SEE_UNIT),
    Column("unit"),
    Column("low", "number", SEE_UNIT),
    Column("high", "number", SEE_UNIT),
    Column("period"),
    Column("definition"),
    Column("of"),
    Column("dataset"),
)


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
    """Return a figure as it is shown: whole ones without a point."""
    if value is None or isinstance(value, int):
        return value
    told = rounded(value)
    return int(told) if told and told.is_integer() else told
