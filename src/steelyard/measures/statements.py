"""What can be stated of one period against the periods before it, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from steelyard.measures.series import Number, Series
from steelyard.terms.period import Frequency, Period

MIN_DISTANCE = 2
RUN_YEARS = 5
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


class RecordKind(StrEnum):
    """What is stated. The rules stand in ``records``, ``streaks`` and ``crossings``."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    LARGEST_SURPLUS = "largest-surplus"
    SMALLEST_SURPLUS = "smallest-surplus"
    LARGEST_DEFICIT = "largest-deficit"
    SMALLEST_DEFICIT = "smallest-deficit"
    LARGEST_RISE = "largest-rise"
    LARGEST_FALL = "largest-fall"
    FASTEST_RISE = "fastest-rise"
    FASTEST_FALL = "fastest-fall"
    FIRST_RISE = "first-rise"
    FIRST_FALL = "first-fall"
    RISE_IN_A_ROW = "rise-in-a-row"
    FALL_IN_A_ROW = "fall-in-a-row"
    OVERTOOK = "overtook"
    OVERTAKEN_BY = "overtaken-by"
    SHARE_PASSED = "share-passed"
    SHARE_FELL_BELOW = "share-fell-below"


_STREAKS = {RecordKind.RISE_IN_A_ROW: "rise", RecordKind.FALL_IN_A_ROW: "fall"}
_CROSSINGS = {
    RecordKind.OVERTOOK: ("overtook", ", ahead"),
    RecordKind.OVERTAKEN_BY: ("overtaken by", ", behind"),
    RecordKind.SHARE_PASSED: ("share passed", ""),
    RecordKind.SHARE_FELL_BELOW: ("share fell below", ""),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One statement about one period, true of the series as it is held.

    Attributes:
        period: the period of which it is stated.
        figure: name of the column, for example ``imports``; of a change ``imports_change``, of a
            rate ``imports_growth``.
        record: what is stated.
        value: the figure in the period.
        unit: what is counted: year, quarter, month.
        since: the last earlier period that ends the statement: one as large, one that fell too,
            one that did not rise, one in which it was ahead already. None when none is held.
        count: periods from ``since`` to ``period``. Without ``since``: number of periods (of
            changes, where changes are compared) held in the run, this one included. The N of a
            streak is its count. Zero: nothing is stated but a crossing.
        held_from: the first period of the unbroken run on which the statement rests.
        against: the partner, or the threshold, that was crossed; else empty.
        lag: periods between the figure and its base where changes are compared; else zero.
        at_least: the streak reaches the beginning of the run and may be longer.
    """

    period: Period
    figure: str
    record: RecordKind
    value: Number
    unit: str
    since: Period | None
    count: int
    held_from: Period
    against: str = ""
    lag: int = 0
    at_least: bool = False

    @property
    def text(self) -> str:
        """The statement in English, to stand after the figure's name."""
        if self.record in _STREAKS:
            streak = f"{ordinal(self.count)} {self._span}{_STREAKS[self.record]} in a row"
            return f"at least the {streak}" if self.at_least else streak
        if self.record in _CROSSINGS:
            return self._crossing(*_CROSSINGS[self.record])
        *adjective, noun = self.record.split("-")
        name = " ".join([*adjective, f"{self._span}{noun}"])
        if self.since is None:
            return f"{name} {'among' if self.lag else 'of'} the {self._held}"
        distance = "" if adjective == ["first"] else f", {self.count} {self.unit}s before"
        return f"{name} since {in_words(self.since)}{distance}"

    def _crossing(self, event: str, afterwards: str) -> str:
        crossed, first = f"{event} {self.against}", f"{afterwards} for the first time"
        if self.since is not None:
            return f"{crossed}{first} since {in_words(self.since)}"
        return f"{crossed}{first} in the {self._held}" if self.count else crossed

    @property
    def _held(self) -> str:
        counted = "change" if self.lag else self.unit
        return f"{self.count} {counted}s held from {in_words(self.held_from)}"

    @property
    def _span(self) -> str:
        """Adjective for what a change is against; none for a year against the year before."""
        if self.lag == 0 or (self.lag == 1 and self.unit == "year"):
            return ""
        if self.lag == 1:
            return f"{self.unit}-on-{self.unit} "
        yearly = self.unit != "year" and self.lag == self.period.freq.per_year
        return "year-on-year " if yearly else f"{self.lag}-{self.unit} "


def state(
    series: Series,
    at: int,
    record: RecordKind,
    *,
    ended: int | None,
    start: int,
    lag: int = 0,
    at_least: bool = False,
) -> Record:
    """Return the statement of a position whose search back ended at ``ended``, or at no position.

    Equation: ``count = i - j``, or ``i - s + 1`` without a j; s is the start of the run.

    Raises:
        ValueError: the value is missing.
    """
    value = series.values[at]
    if value is None:
        raise ValueError("nothing can be stated of a missing value")
    return Record(
        period=series.periods[at],
        figure=series.figure,
        record=record,
        value=value,
        unit=series.unit,
        since=None if ended is None else series.periods[ended],
        count=at - start + 1 if ended is None else at - ended,
        held_from=series.periods[start],
        lag=lag,
        at_least=at_least,
    )


def enough(series: Series) -> int:
    """Return how many periods a run must hold before a statement may be made about the run alone.

    The rule is ours: five years (``RUN_YEARS``), hence 5 years, 20 quarters or 60 months.
    """
    return RUN_YEARS * (1 if series.unit == "year" else series.periods[0].freq.per_year)


def in_words(period: Period) -> str:
    """Return ``2009``, ``Q3 2009``, ``January 2009`` or ``January to October 2009``."""
    if period.freq is Frequency.A:
        return str(period)
    first, last = period.months[0], period.months[-1]
    if period.freq is Frequency.Q and not period.cumulated:
        return f"Q{period.part} {period.year:04d}"
    months = dict.fromkeys(_MONTHS[int(month[5:]) - 1] for month in (first, last))
    return f"{' to '.join(months)} {period.year:04d}"


def ordinal(count: int) -> str:
    """Return ``1st``, ``2nd``, ``3rd``, ``4th``, ``11th``, ``21st``."""
    ending = "th" if count % 100 in _TEENS else _ENDINGS.get(count % 10, "th")
    return f"{count}{ending}"
