"""Checks of the yuan table at the door: the Board's own averages, the days of each month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steelyard.sources.contract import Check
from steelyard.sources.frb.business_days import weekdays_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steelyard.sources.frb.usd_cny_read import Month

_DIGITS = 4
_LARGEST_DIFFERENCE = 0.0001
_MOST_HOLIDAYS = 3


def against_official(months: Sequence[Month]) -> Check:
    """Hold the mean of the days against the average that the Board states, to the last digit."""
    differences = [
        (round(abs(m.average - m.official), _DIGITS), m.month)
        for m in months
        if m.average is not None and m.official is not None
    ]
    largest, where = max(differences, default=(float("inf"), "no month to compare"))
    apart = sum(difference > 0 for difference, _ in differences)
    detail = (
        f"largest difference {largest:.4f} yuan, {where}; {apart} of {len(differences)} complete "
        f"months differ"
    )
    return Check("mean-of-days-against-G.5", largest <= _LARGEST_DIFFERENCE, detail)


def business_days(months: Sequence[Month]) -> Check:
    """Tell the month with fewest business days for its weekdays; a few are holidays."""
    lacking = [(weekdays_to(m.end_date) - m.days, m.month) for m in months]
    most, where = max(lacking, default=(0, "no complete month"))
    detail = f"at most {most} weekdays to the last day without a rate, {where}"
    return Check("business-days-of-a-month", most <= _MOST_HOLIDAYS, detail)
