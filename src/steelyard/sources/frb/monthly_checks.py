"""Checks of monthly averages at the door: directions, holes, jumps."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from steelyard.sources.contract import Check
from steelyard.terms.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from steelyard.sources.frb.settled import Settled

_LARGEST_STEP = 0.25


def directions(ways: Mapping[str, Settled | None], otherwise: str = "left out") -> Check:
    """Tell how each currency is quoted and how near its years come to the published averages.

    ``otherwise`` says what became of a currency without a published average to compare.
    """
    unsettled = [code for code, settled in ways.items() if settled is None]
    told = [
        f"{code} in {s.way}, largest difference {s.largest:.4%} in {s.where} ({len(s.years)} years)"
        for code, s in ways.items()
        if s is not None
    ]
    detail = (
        f"{'; '.join(told) or 'none settled'}; "
        f"{otherwise} for want of an average: {', '.join(unsettled) or 'none'}"
    )
    return Check("months-against-annual-averages", not unsettled, detail)


def whole_series(series: Mapping[str, Mapping[str, float]], newest: str) -> Check:
    """Tell which series have a month without a rate, or end before the newest month."""
    holes = {code: _holes(months, newest) for code, months in series.items()}
    told = [f"{code} {found[0]} and {len(found)} in all" for code, found in holes.items() if found]
    detail = f"to {newest}; months without a rate: {'; '.join(told) or 'none'}"
    return Check("series-are-whole", not told, detail)


def no_jumps(series: Mapping[str, Mapping[str, float]]) -> Check:
    """Tell the largest step from one month to the next; a larger one may be a slip."""
    steps = [
        (abs(months[later] / months[former] - 1), f"{code} in {later}")
        for code, months in series.items()
        for former, later in pairwise(sorted(months))
    ]
    step, where = max(steps, default=(0.0, "no series"))
    detail = f"largest step from one month to the next: {step:.1%}, {where}"
    return Check("steps-between-months", step <= _LARGEST_STEP, detail)


def _holes(months: Mapping[str, float], newest: str) -> list[str]:
    if not months:
        return [newest]
    last, period, found = Period.parse(newest), Period.parse(min(months)), []
    while period <= last:
        if str(period) not in months:
            found.append(str(period))
        period = period.shift(1)
    return found
