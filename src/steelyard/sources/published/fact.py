"""One published figure as its table states it, and the kinds of cell that it is read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from steelyard.sources.cells import label
from steelyard.sources.published.words import VINTAGES
from steelyard.terms.errors import BadPeriod
from steelyard.terms.period import Frequency, Period

_PLAIN = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,12})?")
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_PERIOD = "it is no period such as 2023, 2023-Q1, 2023-01 or 2023-01/2023-06"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time that a figure covers.

    Attributes:
        label: the period, as INDICATORS writes it.
        freq: A, Q, M, or D for a single day.
        span: ``cumulated`` from January, ``years`` for several, ``day``; None for a plain period.
        end: last month covered.
    """

    label: str
    freq: str
    span: str | None
    end: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One published figure, typed, in the publisher's words.

    Attributes:
        line: number of its row.
        series, reporter, partner, flow, scope: what it measures.
        period: the time that it covers.
        value: the number as it is printed, digits kept.
        unit, currency: of the number.
        release_date: year, month or day on which it came out; empty when not told.
        vintage: first, later, implied or unknown; None when as the release.
        publisher, title, url, confirmed_by, note, circular_with: where it stands.
    """

    line: int
    series: str
    reporter: str
    partner: str
    flow: str
    scope: str
    period: Stretch
    value: str
    unit: str
    currency: str
    release_date: str
    vintage: str | None
    publisher: str
    title: str
    url: str
    confirmed_by: str
    note: str
    circular_with: str


def word(cell: object) -> str:
    """Read a word that must be there.

    Raises:
        ValueError: the cell is empty.
    """
    if not label(cell):
        raise ValueError("it is empty")
    return label(cell)


def printed(cell: object) -> str:
    """Read a plain decimal number, keeping every digit printed.

    Raises:
        ValueError: the cell is no plain number; a separator of thousands is none.
    """
    if not _PLAIN.fullmatch(label(cell)):
        raise ValueError("it is no plain number such as 664.45")
    return label(cell)


def vintage(cell: object) -> str:
    """Read whether a figure is the first print.

    Raises:
        ValueError: the word is not one of the table's.
    """
    if label(cell) not in VINTAGES:
        raise ValueError(f"it is none of {', '.join(VINTAGES)}")
    return VINTAGES[label(cell)]


def released(cell: object) -> str:
    """Read a date as YYYY, YYYY-MM or YYYY-MM-DD; empty when there is none.

    Raises:
        ValueError: it is no such date of the calendar.
    """
    text = label(cell)
    if text and not (_YEAR.fullmatch(text) or _MONTH.fullmatch(text) or _DATE.fullmatch(text)):
        raise ValueError("it is no date such as 2024-01-12, 2024-01 or 2024")
    if text:
        _day(text)
    return text


def stretch(cell: object) -> Stretch:
    """Read the time that a figure covers.

    A year, a quarter, a month; January to a month (``cumulated``); several years (``years``: a sum
    over them, or a change between the two, as the indicator says); one day (``day``).

    Raises:
        ValueError: it is none of these.
    """
    text = label(cell)
    first, slash, last = text.partition("/")
    if slash and _YEAR.fullmatch(first) and _YEAR.fullmatch(last) and first < last:
        return Stretch(text, "A", "years", f"{last}-12")
    if slash:
        return _cumulated(first, last)
    if _DATE.fullmatch(text):
        return Stretch(_day(text).isoformat(), "D", "day", text[:7])
    return _plain(text)


def _cumulated(first: str, last: str) -> Stretch:
    end = _plain(last) if _MONTH.fullmatch(last) else None
    if end is None or first != f"{last[:4]}-01" or first == last:
        raise ValueError("it does not run from January to a later month of the same year")
    period = Period(Frequency.M, int(last[:4]), int(last[5:]), cumulated=True)
    return Stretch(str(period), "M", "cumulated", end.end)


def _plain(text: str) -> Stretch:
    try:
        period = Period.parse(text)
    except BadPeriod:
        raise ValueError(_NO_PERIOD) from None
    if str(period) != text:
        raise ValueError(_NO_PERIOD)
    return Stretch(text, str(period.freq), None, period.months[-1])


def _day(text: str) -> date:
    return date.fromisoformat(f"{text}-01-01"[:10])
