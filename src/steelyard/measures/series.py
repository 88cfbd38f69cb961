"""A figure as a regular time series, its unbroken runs, its changes and its growth rates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from steelyard.terms.period import Period

Number = Decimal | float


@dataclass(frozen=True, slots=True)
class Series:
    """One figure on a regular grid of periods.

    Attributes:
        figure: name of the column, for example ``exports``.
        periods: of one frequency, each following the last; or, for comparisons within the season,
            each the same part of the next year (October after October). Periods cumulated from
            January are comparable in the second way only.
        values: one a period; None is missing, which is never zero.
        breaks: positions that cannot be compared with anything before them (a group has changed
            its members, a publisher the scope).

    Raises:
        ValueError: the periods are no such grid, their number is not that of the values, or a
            value is not finite.
    """

    figure: str
    periods: Sequence[Period]
    values: Sequence[Number | None]
    breaks: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if len(self.periods) != len(self.values):
            raise ValueError(f"{len(self.values)} values for {len(self.periods)} periods")
        if len({(period.freq, period.cumulated) for period in self.periods}) > 1:
            raise ValueError("the periods differ in frequency")
        if len(self.periods) > 1:
            _check_grid(self.periods)
        if not all(value is None or isfinite(value) for value in self.values):
            raise ValueError("a value is not finite; state a missing one as None")

    @property
    def unit(self) -> str:
        """What one step of the grid is: year, quarter or month."""
        if len(self.periods) > 1 and _step(self.periods) == self.periods[0].freq.per_year:
            return "year"
        return self.periods[0].freq.word

    def positions(self, at: Iterable[int] | None) -> Iterable[int]:
        """Return the positions asked, all when ``at`` is None.

        Raises:
            IndexError: a position lies outside the series.
        """
        within = range(len(self.periods))
        asked = within if at is None else tuple(at)
        if not all(position in within for position in asked):
            raise IndexError(f"there are positions 0 to {len(within) - 1}")
        return asked

    def run_starts(self) -> tuple[int | None, ...]:
        """Return, for each position, the first of its run; None where the value is missing.

        A run is a longest stretch of positions of which none is missing and none but the first is
        a break.
        """
        starts: list[int | None] = []
        for at, value in enumerate(self.values):
            follows = bool(starts) and starts[-1] is not None and at not in self.breaks
            start = starts[-1] if follows else at
            starts.append(None if value is None else start)
        return tuple(starts)


def changes(series: Series, lag: int) -> Series:
    """Return the changes against the position ``lag`` earlier, as ``<figure>_change``.

    Equation: ``c_i = v_i - v_(i-L)``.

    Units: those of the figure, exact for decimals and integers. Missing and zero: missing where
    either value is, or where a break lies after position i - L and not after i.
    """
    return _against_base(series, lag, "change", _difference)


def rates(series: Series, lag: int) -> Series:
    """Return the growth rates against the position ``lag`` earlier, as ``<figure>_growth``.

    Equation: ``g_i = v_i / v_(i-L) - 1``.

    Units: ratio in double precision, as in ``measures.balance.growth``. Missing and zero: as in
    ``changes``, and where the base is zero or negative, of which a rate says nothing.
    """
    return _against_base(series, lag, "growth", _rate)


def sign(value: Number) -> int:
    """Return 1, 0 or -1."""
    return (value > 0) - (value < 0)


def last_by_sign(series: Series) -> tuple[dict[int, int], ...]:
    """Return, for each position, the last earlier one of its run of each sign (1, 0, -1)."""
    seen: dict[int, int] = {}
    found = []
    for at, (value, start) in enumerate(zip(series.values, series.run_starts(), strict=True)):
        seen = {} if start in {at, None} else seen
        found.append(seen)
        if value is not None:
            seen = {**seen, sign(value): at}
    return tuple(found)


def _against_base(
    series: Series, lag: int, suffix: str, compare: Callable[[Number, Number], Number | None]
) -> Series:
    if lag < 1:
        raise ValueError(f"a change needs a base at least 1 position earlier, not {lag}")
    latest_break, values = 0, []
    for at, value in enumerate(series.values):
        latest_break = at if at in series.breaks else latest_break
        base = series.values[at - lag] if at - lag >= latest_break else None
        values.append(None if value is None or base is None else compare(value, base))
    return Series(f"{series.figure}_{suffix}", series.periods, tuple(values), series.breaks)


def _difference(value: Number, base: Number) -> Number:
    if isinstance(value, Decimal) or isinstance(base, Decimal):
        return Decimal(value) - Decimal(base)
    return value - base


def _rate(value: Number, base: Number) -> Number | None:
    return float(value) / float(base) - 1 if base > 0 else None


def _step(periods: Sequence[Period]) -> int:
    return periods[1].ordinal - periods[0].ordinal


def _check_grid(periods: Sequence[Period]) -> None:
    step, first = _step(periods), periods[0]
    seasonal = step == first.freq.per_year
    if step != 1 and not seasonal:
        raise ValueError(f"{first} is not followed by the next period, nor by that of next year")
    if first.cumulated and not seasonal:
        raise ValueError("periods cumulated from January compare with those of other years only")
    if any(p.ordinal != first.ordinal + step * at for at, p in enumerate(periods)):
        raise ValueError("the periods do not follow each other")
