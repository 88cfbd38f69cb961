"""Time in trade statistics: years, quarters, months, ranges of them, and cumulated spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering
from typing import TYPE_CHECKING

from steelyard.terms.errors import BadPeriod, ReversedRange

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMS = {
    "A": re.compile(r"^(\d{4})(?:-?A1?)?$"),
    "Q": re.compile(r"^(\d{4})-?Q([1-4])$"),
    "M": re.compile(r"^(\d{4})(?:-?M|-)(\d{2})$"),
}
_CUMULATED = re.compile(r"^(\d{4})-01/\1-(\d{2})$")
_HINT = "Write 2007, 2007-Q3 or 2007-09, and a range with a colon: 2002:2007."
_FIRST_YEAR, _LAST_YEAR = 1700, 2200
MONTHS_A_YEAR = 12


class Frequency(StrEnum):
    """How often a series is stated: annual, quarterly, monthly (the SDMX letters)."""

    A = "A"
    Q = "Q"
    M = "M"

    @property
    def per_year(self) -> int:
        """Number of periods in a year."""
        return {"A": 1, "Q": 4, "M": 12}[self.value]

    @property
    def months(self) -> int:
        """Number of months in a period."""
        return MONTHS_A_YEAR // self.per_year

    @property
    def word(self) -> str:
        """The period in words: year, quarter, month."""
        return {"A": "year", "Q": "quarter", "M": "month"}[self.value]


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One year, quarter or month; cumulated, it runs from January to its own end.

    Attributes:
        freq: frequency.
        year: calendar year.
        part: 1 for a year, 1-4 for a quarter, 1-12 for a month.
        cumulated: True when it stands for January to the end of the period.
    """

    freq: Frequency
    year: int
    part: int = 1
    cumulated: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.part <= self.freq.per_year:
            raise _bad(f"{self.year}-{self.part:02d}", "there is no such part of a year")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2007``, ``2007-Q3``, ``2007Q3``, ``2007-09`` or ``2007M09`` as a user writes it.

        Raises:
            BadPeriod: the text is none of these, or lies outside 1700 to 2200.
        """
        period = cls.labelled(text)
        if period.cumulated:
            raise _bad(text, "that is a span", f"Write {period.months[-1]} and ask to cumulate.")
        if not _FIRST_YEAR <= period.year <= _LAST_YEAR:
            raise _bad(text, f"the year lies outside {_FIRST_YEAR} to {_LAST_YEAR}")
        return period

    @classmethod
    def labelled(cls, text: str) -> Period:
        """Read the label of a period, of any year; ``2007-01/2007-09`` is one cumulated.

        Raises:
            BadPeriod: the text is no such label.
        """
        stripped = text.strip().upper()
        for letter, form in _FORMS.items():
            match = form.match(stripped)
            if match:
                part = int(match[2]) if letter != "A" else 1
                return cls(Frequency(letter), int(match[1]), part)
        if span := _CUMULATED.match(stripped):
            return cls(Frequency.M, int(span[1]), int(span[2]), cumulated=True)
        raise _bad(text, "that is no year, quarter or month")

    @property
    def ordinal(self) -> int:
        """Number of periods of this frequency since year 0."""
        return self.year * self.freq.per_year + self.part - 1

    @property
    def months(self) -> tuple[str, ...]:
        """The months covered, as ``YYYY-MM``, in order."""
        last = self.part * self.freq.months
        first = 1 if self.cumulated else last - self.freq.months + 1
        return tuple(f"{self.year:04d}-{month:02d}" for month in range(first, last + 1))

    def shift(self, count: int) -> Period:
        """Return the period ``count`` steps later (earlier when negative)."""
        year, part = divmod(self.ordinal + count, self.freq.per_year)
        return Period(self.freq, year, part + 1, self.cumulated)

    def year_before(self) -> Period:
        """Return the same period one year earlier."""
        return self.shift(-self.freq.per_year)

    def to(self, freq: Frequency) -> tuple[Period, ...]:
        """Return the periods of a finer (or the same) frequency that make up this one.

        Raises:
            BadPeriod: ``freq`` is coarser than this period's own.
        """
        if freq.months > self.freq.months:
            raise _bad(str(self), f"it cannot be cut into {freq.word}s")
        ends = self.months[freq.months - 1 :: freq.months]
        return tuple(Period(freq, int(m[:4]), int(m[5:]) // freq.months) for m in ends)

    def __str__(self) -> str:
        if self.cumulated and len(self.months) > 1 and self.freq is not Frequency.A:
            return f"{self.months[0]}/{self.months[-1]}"
        if self.freq is Frequency.A:
            return f"{self.year:04d}"
        return f"{self.year:04d}-" + (f"Q{self.part}" if self.freq == "Q" else f"{self.part:02d}")

    def __lt__(self, other: Period) -> bool:
        return (self.months[-1], self.months[0]) < (other.months[-1], other.months[0])


@dataclass(frozen=True, slots=True)
class PeriodRange:
    """All periods of one frequency from ``first`` to ``last``, both included.

    Raises:
        ReversedRange: ``first`` comes after ``last``.
        BadPeriod: the two differ in frequency.
    """

    first: Period
    last: Period

    def __post_init__(self) -> None:
        if self.first.freq is not self.last.freq:
            raise _bad(f"{self.first}:{self.last}", "the two ends differ in frequency")
        if self.first > self.last:
            raise ReversedRange(
                f"You asked for the periods {self.first}:{self.last}",
                f"{self.first} comes after {self.last}",
                "A range read backwards would be empty",
                f"Write {self.last}:{self.first}.",
            )

    @classmethod
    def parse(cls, text: str) -> PeriodRange:
        """Read ``A:B`` or a single period.

        Raises:
            BadPeriod: an end is no period, or the two differ in frequency.
            ReversedRange: the first comes after the last.
        """
        first, colon, last = text.partition(":")
        if colon and not (first.strip() and last.strip()):
            raise _bad(text, "one end of the range is missing")
        start = Period.parse(first)
        return cls(start, Period.parse(last) if colon else start)

    def at(self, freq: Frequency) -> PeriodRange:
        """Return the same stretch of time cut into ``freq``; it must fit without remainder.

        Raises:
            BadPeriod: the ends do not fall on periods of ``freq``.
        """
        if freq is self.first.freq:
            return self
        if freq.months < self.first.freq.months:
            return PeriodRange(self.first.to(freq)[0], self.last.to(freq)[-1])
        return self._coarser(freq)

    def _coarser(self, freq: Frequency) -> PeriodRange:
        start, end = self.first.months[0], self.last.months[-1]
        first = Period(freq, int(start[:4]), (int(start[5:]) - 1) // freq.months + 1)
        last = Period(freq, int(end[:4]), (int(end[5:]) - 1) // freq.months + 1)
        if first.months[0] != start or last.months[-1] != end:
            raise _bad(
                str(self),
                f"it does not begin and end with a whole {freq.word}",
                f"Ask for {first}:{last}, or leave --freq out.",
            )
        return PeriodRange(first, last)

    def __iter__(self) -> Iterator[Period]:
        for step in range(self.last.ordinal - self.first.ordinal + 1):
            yield self.first.shift(step)

    def __len__(self) -> int:
        return self.last.ordinal - self.first.ordinal + 1

    def __str__(self) -> str:
        return f"{self.first}:{self.last}"


def _bad(text: str, found: str, remedy: str = _HINT) -> BadPeriod:
    why = "A misread period would answer another question"
    return BadPeriod(f"You asked for the period {text!r}", found, why, remedy)
