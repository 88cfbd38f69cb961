"""Crossings: a partner overtaken, a share that passes a threshold.

Both are one comparison of two series. At a position i one is *ahead* where it is the larger, and
*behind* where it is the smaller; where the two are equal it is neither. It overtakes at i where it
is ahead at i and was not at i - 1 (behind or equal), and is overtaken where it is behind at i and
was not at i - 1. All four figures must be held, and i must be a break of neither series.

"For the first time since P": P is the last period before in which it was ahead (behind) already,
with both series held and unbroken from there on. Where there is none in the run, "for the first
time in the N years held" is stated if the run holds at least ``statements.enough`` periods; in a
shorter run only the crossing itself is stated, and ``Record.count`` is zero.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from steelyard.measures.series import Number, Series, sign
from steelyard.measures.statements import Record, RecordKind, enough, state

LADDER: Mapping[str, Fraction] = MappingProxyType(
    {
        "1 %": Fraction(1, 100),
        "5 %": Fraction(5, 100),
        "10 %": Fraction(10, 100),
        "20 %": Fraction(20, 100),
        "25 %": Fraction(25, 100),
        "30 %": Fraction(30, 100),
        "one third": Fraction(1, 3),
        "40 %": Fraction(40, 100),
        "50 %": Fraction(50, 100),
        "60 %": Fraction(60, 100),
        "two thirds": Fraction(2, 3),
        "70 %": Fraction(70, 100),
        "75 %": Fraction(75, 100),
        "80 %": Fraction(80, 100),
        "90 %": Fraction(90, 100),
    }
)
_Ratios = Sequence[float | None]
_Step = tuple[float, str]
_PARTNERS = {1: RecordKind.OVERTOOK, -1: RecordKind.OVERTAKEN_BY}
_SHARES = {1: RecordKind.SHARE_PASSED, -1: RecordKind.SHARE_FELL_BELOW}


def overtakings(
    own: Series, others: Mapping[str, Series], at: Iterable[int] | None = None
) -> tuple[Record, ...]:
    """Return which partners were overtaken, and which overtook, at the positions asked.

    Equation: overtook where ``own_i > other_i`` and ``own_(i-1) <= other_(i-1)``; overtaken where
    ``own_i < other_i`` and ``own_(i-1) >= other_(i-1)``.

    A partner that draws level and goes ahead in the next period overtakes in the latter; drawing
    level states nothing. The larger number is ahead: to compare deficits, turn their sign.

    Args:
        own: the figure of the partner asked.
        others: the same figure of other partners by their names, on the same periods, with
            breaks of their own.
        at: positions asked; all by default.

    Returns:
        By position as asked; within one, by the partner's name. ``against`` is the other partner,
        ``value`` the own figure.

    Missing and zero: a missing figure of either side is neither ahead nor behind and ends the run.

    Raises:
        ValueError: another partner's series stands on other periods.
    """
    compared = {name: _compare(own, others[name]) for name in sorted(others)}
    runs = {name: comparison.run_starts() for name, comparison in compared.items()}
    found = (
        _overtaking(own, comparison.values, position, runs[name][position], name)
        for position in own.positions(at)
        for name, comparison in compared.items()
    )
    return tuple(record for record in found if record)


def milestones(
    share: Series, at: Iterable[int] | None = None, ladder: Mapping[str, Fraction] = LADDER
) -> tuple[Record, ...]:
    """Return which threshold a share has passed, or fallen below, at the positions asked.

    Equation: passed t where ``s_i > t`` and ``s_(i-1) <= t``; fell below t where ``s_i < t`` and
    ``s_(i-1) >= t``. Share and threshold are compared in double precision, so that a quotient of
    exactly one fifth is 20 per cent and has not passed it.

    The thresholds are a convention of ours (``LADDER``): 1 and 5 %, each tenth, and quarters and
    thirds. Of several crossed in one step only the furthest is stated.

    Args:
        share: ratios; a share of a whole that may change its sign (a balance) has no milestones.
        at: positions asked; all by default.
        ladder: thresholds by the words that ``against`` shall say.

    Returns:
        By position as asked, at most one each.

    Missing and zero: a missing share is neither above nor below and ends the run.
    """
    steps = sorted((float(step), name) for name, step in ladder.items())
    ratios = [None if value is None else float(value) for value in share.values]
    starts = share.run_starts()
    found = (
        _milestone(share, ratios, position, starts[position], steps)
        for position in share.positions(at)
    )
    return tuple(record for record in found if record)


def _overtaking(
    own: Series, ways: Sequence[Number | None], at: int, start: int | None, other: str
) -> Record | None:
    way = ways[at]
    if start is None or start == at or not way or ways[at - 1] == way:
        return None
    ended = next((j for j in range(at - 1, start - 1, -1) if ways[j] == way), None)
    return _crossing(own, at, _PARTNERS[sign(way)], ended=ended, start=start, against=other)


def _milestone(
    share: Series, ratios: _Ratios, at: int, start: int | None, steps: Sequence[_Step]
) -> Record | None:
    before, now = ratios[at - 1], ratios[at]
    if start is None or start == at or before is None or now is None:
        return None
    beyond = operator.gt if now > before else operator.lt
    crossed = [step for step in steps if beyond(now, step[0]) and not beyond(before, step[0])]
    if not crossed:
        return None
    level, name = crossed[-1 if now > before else 0]
    earlier = ((j, ratios[j]) for j in range(at - 1, start - 1, -1))
    ended = next((j for j, ratio in earlier if ratio is not None and beyond(ratio, level)), None)
    return _crossing(share, at, _SHARES[sign(now - before)], ended=ended, start=start, against=name)


def _crossing(
    own: Series, at: int, kind: RecordKind, *, ended: int | None, start: int, against: str
) -> Record:
    record = state(own, at, kind, ended=ended, start=start)
    says_more = ended is not None or record.count >= enough(own)
    return replace(record, against=against, count=record.count if says_more else 0)


def _compare(own: Series, other: Series) -> Series:
    """Return where own is ahead (1), level (0) or behind (-1), broken where either is."""
    if list(own.periods) != list(other.periods):
        raise ValueError(f"the periods of {other.figure} are not those of {own.figure}")
    ways = tuple(map(_way, own.values, other.values))
    return Series(own.figure, own.periods, ways, own.breaks | other.breaks)


def _way(own: Number | None, other: Number | None) -> int | None:
    if own is None or other is None:
        return None
    return (own > other) - (own < other)
