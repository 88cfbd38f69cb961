"""Dates of publication that are known to the day, the month or the year only."""

from __future__ import annotations

from calendar import monthrange


def last_day(date: str) -> str:
    """Return the last day that a date can mean, ``YYYY-MM-DD``; empty when there is no date.

    ``2008`` is surely past on 2008-12-31, ``2008-05`` on 2008-05-31.
    """
    parts = date.split("-") if date else []
    if len(parts) == 1:
        return f"{date}-12-31"
    if len(parts) == len(("year", "month")):
        return f"{date}-{monthrange(int(parts[0]), int(parts[1]))[1]:02d}"
    return date
