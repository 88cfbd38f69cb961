"""The date of a release: stated, inferred, or the day of intake; never after it."""

from __future__ import annotations

from datetime import UTC, datetime

from steelyard.sources.stream import Reading
from steelyard.terms.errors import BadDate
from steelyard.terms.period import Period


def today() -> str:
    """Return the day of the machine's calendar, ``YYYY-MM-DD``."""
    return datetime.now(UTC).astimezone().date().isoformat()


def dated(reading: Reading, day: str) -> tuple[str, str, str]:
    """Return the date of a release, whether it is stated or inferred, and how it was found.

    Where nothing tells it, figures count as known from the day on which they were received.
    """
    if reading.published_at:
        return reading.published_at, reading.dated, reading.dated_how
    return day, "inferred", f"The file states no date; it counts from the day it came, {day}."


def check_date(name: str, published_at: str, last: str, day: str) -> None:
    """Refuse a date of publication before the newest period held, or in the future.

    Args:
        name: name of the file.
        published_at: the date.
        last: newest period of which something is stated that is no forecast; empty for none.
        day: day of intake.

    Raises:
        BadDate: the date cannot be.
    """
    newest = ending(last)[0] if last else ""
    too_early = published_at[: len(newest)] < newest
    if not too_early and published_at[: len(day)] <= day:
        return
    found = f"it holds figures of {last}" if too_early else f"today is {day}"
    raise BadDate(
        f"You added {name} as published on {published_at}",
        found,
        "Questions as of a date would be answered from a file that was not out yet",
        "Give the day on which the file was published with --release YYYY-MM-DD.",
    )


def ending(label: str) -> tuple[str, str]:
    """Return the last month of a period by its label, whatever its length, and the label."""
    return Period.labelled(label.rpartition("/")[2][: len("2007-09")]).months[-1], label
