"""The axes of a chart: round steps of amounts, and periods on a line of time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from steelyard.report.chart_style import WIDTH, Spec
from steelyard.terms.period import Frequency, Period

_SPARE, _NIL = 0.04, 1e-9
_SLIM = 4
_STEPS = (1, 2, 2.5, 5, 10)
_MOST_TICKS = 10
_YEAR_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)
_MONTH_STEPS = (1, 2, 3, 6, 12)
_MONTHS_A_YEAR, _DAYS_A_MONTH, _SHORT = 12, 365.25 / 12, 36


@dataclass(frozen=True, slots=True)
class AmountAxis:
    """An axis of amounts that holds zero.

    Attributes:
        low: amount at the lower end.
        high: amount at the upper end.
        step: round step between the amounts marked.
        height: length in pixels.
    """

    low: float
    high: float
    step: float
    height: int

    @property
    def ticks(self) -> list[float]:
        """The amounts marked, in rising order."""
        first, last = math.ceil(self.low / self.step), math.floor(self.high / self.step)
        return [round(n * self.step, 12) for n in range(first, last + 1)]

    def place(self, value: float) -> float:
        """Return the distance in pixels from the top."""
        return round((self.high - value) / (self.high - self.low) * self.height, 2)

    def encoding(self) -> Spec:
        """Return the encoding of ``value`` along this axis."""
        axis = {"values": self.ticks, "minExtent": 40, "maxExtent": 40, "title": None}
        axis |= {"domain": False, "ticks": False, "format": _format(self.step)}
        scale = {"domain": [self.low, self.high], "nice": False, "zero": False}
        return {"field": "value", "type": "quantitative", "axis": axis, "scale": scale}


def amount_axis(values: Iterable[float | None], height: int, ticks: int) -> AmountAxis:
    """Return the axis that holds zero and all values in about so many round steps."""
    held = [value for value in values if value is not None]
    low, high = min([0.0, *held]), max([0.0, *held])
    high = high if high - low > _NIL else low + 1.0
    spare = _SPARE * (high - low)
    ends = (low - spare if low < 0 else 0.0, high + spare if high > 0 else 0.0)
    return AmountAxis(*ends, _step((high - low) / ticks), height)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """An axis of time with each period at its middle.

    Attributes:
        days: day at which each period of the answer is drawn.
        months: months from one period to the next.
    """

    days: tuple[date, ...]
    months: int

    @property
    def bar(self) -> float:
        """Width of a bar in pixels."""
        slot = WIDTH * self._half * 2 / self._length
        return round(slot * 0.72 if slot > _SLIM else slot + 0.3, 2)

    @property
    def _half(self) -> float:
        return self.months * _DAYS_A_MONTH / 2

    @property
    def _length(self) -> float:
        return (self.days[-1] - self.days[0]).days + 2 * self._half

    def edges(self, first: int, last: int) -> tuple[float, float]:
        """Return the pixels at which a stretch of periods begins and ends."""
        scale, begin = WIDTH / self._length, self.days[0].toordinal() - self._half
        places = (self.days[first].toordinal() - self._half, self.days[last].toordinal())
        left, right = places[0] - begin, places[1] + self._half - begin
        return round(left * scale, 2), round(min(right * scale, WIDTH), 2)

    def middle(self, place: int) -> float:
        """Return the pixel at which a period stands."""
        left, right = self.edges(place, place)
        return round((left + right) / 2, 2)

    def encoding(self, *, labels: bool) -> Spec:
        """Return the encoding of ``at`` along this axis."""
        axis = {"values": [_moment(day) for day in self._ticks()], "grid": False, "title": None}
        axis |= {"labels": labels, "labelExpr": self._label(), "labelPadding": 5}
        axis |= {"domain": False, "labelOverlap": False, "labelFlush": False}
        half = self._half * 86_400_000
        domain = [_stamp(self.days[0]) - half, _stamp(self.days[-1]) + half]
        scale = {"type": "utc", "domain": domain, "nice": False, "padding": 0}
        return {"field": "at", "type": "temporal", "axis": axis, "scale": scale}

    def _ticks(self) -> list[date]:
        first, last = _months(self.days[0]), _months(self.days[-1])
        step = self._step(last - first)
        if step >= _MONTHS_A_YEAR:
            marks = range(-(-first // step) * step, last + 1, step)
        else:
            marks = range(first, last + 1, step)
        return [date(mark // _MONTHS_A_YEAR, mark % _MONTHS_A_YEAR + 1, 1) for mark in marks]

    def _step(self, span: int) -> int:
        """Return the months from one label to the next, so that few enough fit."""
        short = [] if span >= _SHORT else [n for n in _MONTH_STEPS if n % self.months == 0]
        steps = [*short, *(n * _MONTHS_A_YEAR for n in _YEAR_STEPS)]
        return next((n for n in steps if span / n <= _MOST_TICKS), steps[-1])

    def _label(self) -> str:
        """Return the label as a Vega expression: the year below the first month told of it."""
        year = "utcFormat(datum.value, '%Y')"
        step = self._step(_months(self.days[-1]) - _months(self.days[0]))
        if step >= _MONTHS_A_YEAR:
            return year
        part = "'Q%q'" if self.months == Frequency.Q.months else "'%b'"
        first = f"utcmonth(datum.value) < {step} || time(datum.value) === {_stamp(self.days[0])}"
        return f"[utcFormat(datum.value, {part}), ({first}) ? {year} : '']"


def time_axis(periods: Sequence[str], frequency: str) -> TimeAxis:
    """Return the axis of these labels of periods; a cumulated one stands at its last month."""
    return TimeAxis(tuple(_day(label) for label in periods), Frequency(frequency).months)


def _day(label: str) -> date:
    year, _, month = Period.labelled(label.rpartition("/")[2]).months[0].partition("-")
    return date(int(year), int(month), 1)


def _months(day: date) -> int:
    return day.year * _MONTHS_A_YEAR + day.month - 1


def _stamp(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _moment(day: date) -> Spec:
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return power * next(step for step in _STEPS if rough <= step * power * (1 + 1e-9))


def _format(step: float) -> str:
    decimals = next((n for n in range(13) if abs(round(step, n) - step) < step * 1e-6), 12)
    return f",.{decimals}f"
