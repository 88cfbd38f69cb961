"""The calendar of a question: every observation that each of its figures needs.

A figure of a period is the sum of a known set of observations (member by member, month by month).
The calendar lists that set, so that an observation that is not there is seen to be missing instead
of being left out of a sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from steelyard.terms.definition import Comparison, Definition
from steelyard.terms.period import Frequency, Period, PeriodRange
from steelyard.terms.question import WeighQuestion

Members = Callable[[Period], tuple[str, ...]]
Parts = Callable[[Period], tuple[str, ...]]
NOW, BASE = "now", "base"


@dataclass(frozen=True, slots=True)
class Cell:
    """One observation that a figure needs.

    Attributes:
        period: label of the period of the answer.
        role: ``now`` for the period itself, ``base`` for the one it is compared with.
        partner: code of the partner.
        source: period in which the observation is stated, in the source's frequency.
        group: group of the class, empty when the class is asked as a whole.
    """

    period: str
    role: str
    partner: str
    source: str
    group: str = ""


def asked_periods(question: WeighQuestion) -> tuple[Period, ...]:
    """Return the periods asked, in the frequency of the answer, cumulated if asked.

    Of a question that compares the ends of a range only, its first and its last.

    Raises:
        BadPeriod: the range does not begin and end with periods of the frequency.
    """
    if question.periods is None:
        return ()
    periods = tuple(question.periods.at(question.freq))
    told = dict.fromkeys((periods[0], periods[-1])) if question.ends_only else periods
    return tuple(Period(p.freq, p.year, p.part, cumulated=question.cumulate) for p in told)


def base_of(period: Period, definition: Definition) -> Period:
    """Return the period against which growth and change of ``period`` are taken."""
    if definition.comparison is Comparison.PREVIOUS and not period.cumulated:
        return period.shift(-1)
    return period.year_before()


def cells(
    periods: tuple[Period, ...], parts: Parts, members: Members, groups: tuple[str, ...] = ("",)
) -> tuple[Cell, ...]:
    """Return every observation that the figures of ``periods`` need, in order."""
    return tuple(
        Cell(str(period), NOW, partner, part, group)
        for period in periods
        for group in groups
        for partner in members(period)
        for part in parts(period)
    )


def base_cells(
    periods: tuple[Period, ...],
    parts: Parts,
    members: Members,
    groups: tuple[str, ...],
    definition: Definition,
) -> tuple[Cell, ...]:
    """Return the observations with which ``periods`` are compared.

    They are of the members of the later period, so that a change of membership is no growth.
    """
    return tuple(
        Cell(str(period), BASE, partner, part, group)
        for period in periods
        for group in groups
        for partner in members(period)
        for part in parts(base_of(period, definition))
    )


def source_periods(period: Period, source: Frequency) -> tuple[str, ...]:
    """Return the periods of the source's frequency that make up ``period``, as labels."""
    if source is Frequency.M:
        return period.months
    first = Period(source, period.year, 1) if period.cumulated else period.to(source)[0]
    return tuple(str(p) for p in PeriodRange(first, period.to(source)[-1]))


def latest_complete(ends: Iterable[str], freq: Frequency, count: int) -> PeriodRange:
    """Return the last ``count`` periods that are complete when series end with ``ends``.

    Each end is the label of the newest period that a series holds, in its own frequency.
    """
    end = min(_last_within(Period.labelled(label), freq) for label in ends)
    return PeriodRange(end.shift(1 - count), end)


def _last_within(newest: Period, freq: Frequency) -> Period:
    """Return the last period of ``freq`` that ends with ``newest`` or before."""
    year, month = int(newest.months[-1][:4]), int(newest.months[-1][5:])
    complete = month // freq.months
    return Period(freq, year, complete) if complete else Period(freq, year - 1, freq.per_year)
