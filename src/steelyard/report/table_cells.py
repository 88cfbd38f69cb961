"""The cells and headings of a table: scales, signs, thousands, units; missing as a dash."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from steelyard.report.visible import visible
from steelyard.terms.answer import Column, Value
from steelyard.terms.figures import POINTS

MISSING = "—"
NUMBERS = {"number", "integer"}
_SCALES = ((1_000_000, "million"), (1_000, "thousand"), (1, ""))
_HEAD = 8
_SMALLEST = 0.05
INDEX = "index"
_NOT_MONEY = {"ratio", POINTS, INDEX, "pairs", "rank", "rows", "places", "observations", ""}


def scale_of(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> tuple[int, str]:
    """Return the divisor and the word for the largest amount of a table."""
    amounts = [
        abs(value)
        for row in rows
        for value, column in zip(row, columns, strict=True)
        if is_money(column) and isinstance(value, int | float)
    ]
    largest = max(amounts, default=0)
    return next(((d, name) for d, name in _SCALES if largest >= d), _SCALES[-1])


def head_of(column: Column, scale: str, width: int) -> str:
    """Return the heading: the name, no wider than need be, with the unit below it."""
    name = column.name.replace("_", " ")
    if column.type in NUMBERS:
        name = "\n".join(wrap(name, max(width, _HEAD), break_long_words=False))
    if is_money(column):
        return f"{name}\n{scale} {column.unit}".replace("\n ", "\n")
    return f"{name}\n%" if column.unit in {"ratio", POINTS} else name


def text_of(value: Value, column: Column, divisor: int) -> str:
    """Return a cell as text; a missing value is a dash."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return visible(value)
    if is_money(column):
        return amount_text(value / divisor)
    return _number(value, column)


def _number(value: float, column: Column) -> str:
    """Return a number that is no amount of money: shares and points in per cent, indices."""
    if column.unit == "ratio":
        sign = "+" if column.name.endswith("growth") else ""
        return f"{value * 100:{sign},.2f}"
    decimals = {POINTS: 2, INDEX: 4}.get(column.unit)
    return f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"


def amount_text(value: float) -> str:
    """Return an amount to one decimal; a small one that would round to nil keeps two digits."""
    return f"{value + 0.0:,.1f}" if value == 0 or abs(value) >= _SMALLEST else f"{value:.2g}"


def is_money(column: Column) -> bool:
    """Tell whether a column holds amounts of a currency."""
    return column.type == "number" and column.unit not in _NOT_MONEY
