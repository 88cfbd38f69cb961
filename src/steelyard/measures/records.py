"""Records: the largest or smallest figure since a period, or of all that are held.

A position i is compared with the positions before it, one after another, back to the last one, j,
that is as large (or as small). "Largest since" the period of j may be stated where every position
from j to i is held and none after j is a break: a missing figure might have been larger. An equal
figure ends the search, for i is not larger than it.

Where the run begins before such a j is met, the statement is about the run only: "largest of the
31 years held from 1985". It is made where the run holds at least ``statements.enough`` periods.

"Largest since" the last period is no news: j lies at least ``MIN_DISTANCE`` (2) before i. Whoever
prints the statements will ask for more; ``Record.count`` tells the distance.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from steelyard.measures.series import Number, Series, changes, rates, sign
from steelyard.measures.statements import MIN_DISTANCE, Record, RecordKind, enough, state

BALANCE = "balance"
_Reaches = Callable[[Number, Number], bool]


@dataclass(frozen=True, slots=True)
class _Superlative:
    """A word, the comparison that ends its search, and the sign it speaks of (0: any)."""

    kind: RecordKind
    reaches: _Reaches
    sign: int = 0


_LEVELS = (
    _Superlative(RecordKind.LARGEST, operator.ge),
    _Superlative(RecordKind.SMALLEST, operator.le),
)
_BALANCES = (
    _Superlative(RecordKind.LARGEST_SURPLUS, operator.ge, 1),
    _Superlative(RecordKind.SMALLEST_SURPLUS, operator.le, 1),
    _Superlative(RecordKind.LARGEST_DEFICIT, operator.le, -1),
    _Superlative(RecordKind.SMALLEST_DEFICIT, operator.ge, -1),
)
_CHANGES = (
    _Superlative(RecordKind.LARGEST_RISE, operator.ge, 1),
    _Superlative(RecordKind.LARGEST_FALL, operator.le, -1),
)
_RATES = (
    _Superlative(RecordKind.FASTEST_RISE, operator.ge, 1),
    _Superlative(RecordKind.FASTEST_FALL, operator.le, -1),
)


def level_records(series: Series, at: Iterable[int] | None = None) -> tuple[Record, ...]:
    """Return where the figure is the largest or smallest since a period, or of its run.

    Equation: ``since = max{j < i : v_j >= v_i}`` (largest), ``v_j <= v_i`` (smallest), in the run.

    The figure ``balance`` is spoken of as surplus and deficit. With B = balance:

    - largest surplus (B_i > 0): back to the last ``B_j >= B_i``;
    - largest deficit (B_i < 0): back to the last ``B_j <= B_i``, so the larger deficit;
    - smallest surplus (B_i > 0): back to the last ``B_j <= B_i``, stated only if that is a surplus;
    - smallest deficit (B_i < 0): back to the last ``B_j >= B_i``, stated only if that is a deficit.

    So "smallest deficit since P" is stated only where every period from P on was a deficit; a zero
    balance is neither and carries no statement.

    Args:
        series: the figure as it is held, not only the periods asked.
        at: positions asked; all by default.

    Returns:
        By position as asked; within one, largest before smallest.

    Missing and zero: a missing value carries no statement and ends the run. Zero is a value.
    """
    return _records(series, _BALANCES if series.figure == BALANCE else _LEVELS, at)


def change_records(series: Series, lag: int, at: Iterable[int] | None = None) -> tuple[Record, ...]:
    """Return where a rise or fall of the figure is the largest since a period, or of its run.

    Equation: ``level_records`` on ``c_i = v_i - v_(i-lag)``: rises (c > 0) back to the last
    ``c_j >= c_i``, falls (c < 0) back to the last ``c_j <= c_i``.

    A deficit that widens is a fall of the balance. ``value`` is the change, in the figure's unit;
    missing and zero as in ``series.changes``; order and arguments as in ``level_records``.
    """
    found = _records(changes(series, lag), _CHANGES, at)
    return tuple(replace(record, lag=lag) for record in found)


def growth_records(series: Series, lag: int, at: Iterable[int] | None = None) -> tuple[Record, ...]:
    """Return where the figure's growth or decline is the fastest since a period, or of its run.

    Equation: ``change_records`` on ``g_i = v_i / v_(i-lag) - 1``.

    ``value`` is the rate, a ratio; missing and zero as in ``series.rates``; order and arguments as
    in ``level_records``.
    """
    found = _records(rates(series, lag), _RATES, at)
    return tuple(replace(record, lag=lag) for record in found)


def _records(
    series: Series, superlatives: tuple[_Superlative, ...], at: Iterable[int] | None
) -> tuple[Record, ...]:
    starts = series.run_starts()
    ends = [_ends(series, starts, superlative.reaches) for superlative in superlatives]
    found = (
        _record(series, position, superlative, ended[position], starts[position])
        for position in series.positions(at)
        for superlative, ended in zip(superlatives, ends, strict=True)
    )
    return tuple(record for record in found if record)


def _record(
    series: Series, at: int, superlative: _Superlative, ended: int | None, start: int | None
) -> Record | None:
    value = series.values[at]
    if value is None or start is None or not _speaks_of(superlative, value):
        return None
    if ended is None:
        stated = at - start + 1 >= enough(series)
    else:
        earlier = series.values[ended]
        speaks = earlier is not None and _speaks_of(superlative, earlier)
        stated = speaks and at - ended >= MIN_DISTANCE
    return state(series, at, superlative.kind, ended=ended, start=start) if stated else None


def _speaks_of(superlative: _Superlative, value: Number) -> bool:
    return superlative.sign in {0, sign(value)}


def _ends(
    series: Series, starts: tuple[int | None, ...], reaches: _Reaches
) -> tuple[int | None, ...]:
    """Return, for each position, the last earlier one of its run that reaches its value.

    What does not reach an earlier value that falls short cannot reach this one either, so the
    search leaps from end to end: linear in the length of the series.
    """
    ends: list[int | None] = []
    for at, (value, start) in enumerate(zip(series.values, starts, strict=True)):
        ended = None if start in {at, None} else at - 1
        while ended is not None and not _reached(reaches, series.values[ended], value):
            ended = ends[ended]
        ends.append(ended)
    return tuple(ends)


def _reached(reaches: _Reaches, earlier: Number | None, value: Number | None) -> bool:
    return earlier is not None and value is not None and reaches(earlier, value)
