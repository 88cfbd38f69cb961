"""Days on which the Federal Reserve can state a rate: weekdays, less the last day's holidays."""

from __future__ import annotations

from datetime import date, timedelta

_SATURDAY = 5
_MEMORIAL_DAY = (5, 31, 0)
_NEW_YEAR_OBSERVED = (12, 31, 4)
_CLOSED = {_MEMORIAL_DAY, _NEW_YEAR_OBSERVED}


def weekdays_to(day: date) -> int:
    """Return the number of weekdays from the first of the month to ``day``, both included."""
    days = (day.replace(day=number) for number in range(1, day.day + 1))
    return sum(found.weekday() < _SATURDAY for found in days)


def ends_its_month(day: date) -> bool:
    """Tell whether no later day of the month can have a rate.

    Weekends have none; neither has 31 May when it is a Monday (Memorial Day), nor 31 December when
    it is a Friday (New Year's Day observed).
    """
    later = day + timedelta(days=1)
    while later.month == day.month:
        closed = (later.month, later.day, later.weekday()) in _CLOSED
        if later.weekday() < _SATURDAY and not closed:
            return False
        later += timedelta(days=1)
    return True


def next_monday(day: date) -> date:
    """Return the first Monday after ``day``."""
    return day + timedelta(days=7 - day.weekday())
