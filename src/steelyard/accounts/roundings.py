"""What the digits and dates of published figures allow to be said of a change.

A figure printed as 2.7 trillion may be anything from 2.65 to 2.75; a change smaller than the
roundings of its two figures is not known. A base that was last stated before the figure compared
with it was first printed may have been revised since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import base_of
from steelyard.accounts.published import Figure
from steelyard.terms.period import Period

PARTS = {"exports": ("exports",), "imports": ("imports",), "total_trade": ("exports", "imports")}
WIDEST = 0.01


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it counts: its value, its rounding, and its dates.

    Attributes:
        value, rounding: the value lies within ``value - rounding`` and ``value + rounding``.
        known_from: the day from which this value was known.
        first_from: the day on which the period was first printed.
    """

    value: float
    rounding: float
    known_from: str
    first_from: str


def printed(figures: Iterable[Figure], column: str) -> dict[str, Printed]:
    """Return the figures of a column that count, by period; a total else by its parts."""
    listed = list(figures)
    own = _of_column(listed, column)
    parts = [_of_column(listed, part) for part in PARTS.get(column, ())]
    if len(parts) < len(("exports", "imports")):
        return own
    both = {p: _sum(parts[0][p], parts[1][p]) for p in parts[0].keys() & parts[1].keys()}
    return {**both, **own}


def growth_span(now: Printed, base: Printed) -> tuple[float, float]:
    """Return the lowest and the highest growth that the roundings allow.

    Equation: ``(v - r) / (b + s) - 1`` and ``(v + r) / (b - s) - 1``, r and s the roundings.
    """
    low = (now.value - now.rounding) / (base.value + base.rounding) - 1
    return low, (now.value + now.rounding) / (base.value - base.rounding) - 1


def too_wide(now: Printed, base: Printed) -> bool:
    """Tell whether the roundings leave growth open by more than a percentage point."""
    if base.value <= base.rounding:
        return True
    low, high = growth_span(now, base)
    return high - low > WIDEST


def older_base(now: Printed, base: Printed) -> bool:
    """Tell whether the base was last stated before the period itself was first printed."""
    return bool(base.known_from) and base.known_from < now.first_from


def unsure(
    figures: Iterable[Figure], column: str, grid: Sequence[Period], lag: int
) -> frozenset[int]:
    """Return the positions of which the direction of change is not known."""
    told: Mapping[str, Printed] = printed(figures, column)
    found = set()
    for place in range(lag, len(grid)):
        now, base = told.get(str(grid[place])), told.get(str(grid[place - lag]))
        if now and base:
            close = abs(now.value - base.value) <= now.rounding + base.rounding
            if close or older_base(now, base):
                found.add(place)
    return frozenset(found)


def loose(account: Account) -> dict[str, dict[str, tuple[float, float]]]:
    """Return, by column and period asked, growth that roundings leave too open to be stated."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for column, period, now, base in steps(account):
        if too_wide(now, base):
            span = growth_span(now, base) if base.value > base.rounding else (-1.0, inf)
            found.setdefault(column, {})[str(period)] = span
    return found


def steps(account: Account) -> Iterator[tuple[str, Period, Printed, Printed]]:
    """Yield each period asked and its base, column by column, where both are published figures."""
    for column in PARTS:
        told = printed(account.figures, column)
        for period in account.case.periods:
            now = told.get(str(period))
            base = told.get(str(base_of(period, account.case.definition)))
            if now and base:
                yield column, period, now, base


def _of_column(figures: list[Figure], column: str) -> dict[str, Printed]:
    firsts: dict[str, str] = {}
    for figure in figures:
        if figure.column == column and figure.known_from:
            known = firsts.get(figure.period, figure.known_from)
            firsts[figure.period] = min(known, figure.known_from)
    return {
        f.period: Printed(f.value, f.precision or 0.0, f.known_from, firsts.get(f.period, ""))
        for f in figures
        if f.column == column and f.used and f.value is not None
    }


def _sum(first: Printed, second: Printed) -> Printed:
    return Printed(
        first.value + second.value,
        first.rounding + second.rounding,
        min(first.known_from, second.known_from),
        min(first.first_from, second.first_from),
    )
