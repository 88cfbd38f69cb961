"""The words of a question about a position, checked."""

from __future__ import annotations

from steelyard.accounts.asked import span_asked
from steelyard.terms.errors import BadOption, BadPeriod
from steelyard.terms.period import Frequency, PeriodRange


def years_asked(years: str | int | tuple[int, int] | None) -> PeriodRange | None:
    """Return the years asked, or None for the latest.

    Raises:
        BadPeriod: they are no years.
    """
    span, freq = span_asked(years, None, None)
    if span is not None and freq is not Frequency.A:
        raise BadPeriod(
            f"You asked for {span}",
            "a position is told by years",
            "A month of imports has no market to compare with",
            f"Ask with --years {span.first.year}.",
        )
    return span


def seed_asked(given: int | str) -> int:
    """Return the seed of the draws behind an interval.

    Raises:
        BadOption: it is no whole number.
    """
    text = str(given).strip()
    if text.isascii() and text.isdigit() and len(text) <= len(str(2**31)):
        return int(text)
    raise BadOption(
        f"You gave --seed {given}",
        "it is no whole number",
        "Draws are repeated by their seed",
        "Write --seed 1.",
    )


def check_leader(leader: str, country: str) -> None:
    """Refuse the lag of a country behind itself.

    Raises:
        BadOption: both are one place.
    """
    if leader == country:
        raise BadOption(
            f"You asked for the lag of {country} behind itself",
            "both are one place",
            "A lag is behind another country",
            "Name another country with --against.",
        )
