"""Streaks: the first rise or fall since a period, and the N-th in a row.

A position i rises where ``v_i > v_(i-L)``, falls where ``v_i < v_(i-L)`` and stands still where the
two are equal; L, the lag, is 1 for the period before and a year's number of periods for the same
period of the year before. Whether it rises is not known where either value is missing or a break
lies between them; what is not known ends the run of changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from steelyard.measures.series import Series, changes, last_by_sign, sign
from steelyard.measures.statements import MIN_DISTANCE, Record, RecordKind, enough, state

_FIRST = {1: RecordKind.FIRST_RISE, -1: RecordKind.FIRST_FALL}
_IN_A_ROW = {1: RecordKind.RISE_IN_A_ROW, -1: RecordKind.FALL_IN_A_ROW}
_SECOND = 2


def first_moves(series: Series, lag: int, at: Iterable[int] | None = None) -> tuple[Record, ...]:
    """Return the first rises and first falls since a period, or of their run.

    Equation: ``since = max{j < i : sign(c_j) = sign(c_i)}``, ``c_i = v_i - v_(i-lag)``, in the run
    of changes. All changes between are known and go the other way or are zero.

    A fall that follows a fall is no first one: j lies at least ``MIN_DISTANCE`` (2) before i.
    Without such a j the statement is about the run ("first fall among the 37 changes held from
    1986") and is made where the run holds at least ``statements.enough`` changes.

    Args:
        series: the figure as it is held, not only the periods asked.
        lag: number of positions between a figure and its base.
        at: positions asked; all by default.

    Returns:
        By position as asked, at most one each. ``value`` is the figure, not its change.

    Missing and zero: as in ``series.changes``; a change of zero is neither rise nor fall.
    """
    found = []
    for move in _moves(series, lag, at):
        ended = move.last.get(move.way)
        distance = move.at - (move.start - 1 if ended is None else ended)
        if distance >= (enough(series) if ended is None else MIN_DISTANCE):
            kind = _FIRST[move.way]
            found.append(state(series, move.at, kind, ended=ended, start=move.start, lag=lag))
    return tuple(found)


def streaks(series: Series, lag: int, at: Iterable[int] | None = None) -> tuple[Record, ...]:
    """Return the second and later rises or falls in a row.

    Equation: ``N = i - max{j < i : sign(c_j) != sign(c_i)}``, ``c_i = v_i - v_(i-lag)``, in the run
    of changes. Without such a j the streak reaches the beginning of the run: N is the number of
    its changes, and ``at_least`` is set, for the changes before are not known.

    Arguments, order, missing and zero as in ``first_moves``; ``since`` is the period of j, the last
    that did not go the same way, and ``count`` is N, at least 2.
    """
    found = []
    for move in _moves(series, lag, at):
        ended = max((j for way, j in move.last.items() if way != move.way), default=None)
        kind, alone = _IN_A_ROW[move.way], ended is None
        found.append(
            state(series, move.at, kind, ended=ended, start=move.start, lag=lag, at_least=alone)
        )
    return tuple(record for record in found if record.count >= _SECOND)


@dataclass(frozen=True, slots=True)
class _Move:
    """A position that rises (way 1) or falls (-1), and the last one of each way before it."""

    at: int
    way: int
    start: int
    last: dict[int, int]


def _moves(series: Series, lag: int, at: Iterable[int] | None) -> Iterator[_Move]:
    change = changes(series, lag)
    starts, last = change.run_starts(), last_by_sign(change)
    for position in series.positions(at):
        by, start = change.values[position], starts[position]
        if start is not None and by:
            yield _Move(position, sign(by), start, last[position])
