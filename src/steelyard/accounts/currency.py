"""Which exchange rates convert a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from steelyard.accounts.resolve import Unanswered
from steelyard.store.release import Held, Series
from steelyard.terms.period import Frequency, Period


@dataclass(frozen=True, slots=True)
class RateChoice:
    """The series of rates that converts.

    Attributes:
        held: the release that states it.
        base, quote: the currencies as the publisher quotes them.
        inverse: True when the published rate must be inverted.
    """

    held: Held
    base: str
    quote: str
    inverse: bool


def find_rates(
    held: Iterable[Held], source: str, target: str, periods: tuple[Period, ...]
) -> RateChoice | Unanswered:
    """Return the rates that convert figures of ``periods`` from ``source`` to ``target``.

    The series that covers most of the periods answers; then the source's precedence, the newest
    release and the user's own store decide. Averages of past periods are not revised, so the newest
    release serves whatever ``as_of``. Cumulated periods have no average rate of their own.
    """
    freq = periods[0].freq if periods else Frequency.A
    found = [
        (_covered(series, periods), h, series)
        for h in held
        if h.release.kind == "rates"
        for series in h.release.series
        if {series.of["base"], series.of["quote"]} == {source, target}
        and (series.of["freq"], series.of["measure"]) == (freq, "average")
    ]
    if not found or any(len(period.months) > freq.months for period in periods):
        return Unanswered(
            f"no average rates from {source} to {target} are held for periods such as "
            f"{periods[-1] if periods else 'a year'}",
            f"Ask in {source}, ask for whole years, or add rates with `steelyard add FILE`.",
        )
    found.sort(key=lambda one: (one[1].bundled, one[1].release.dataset))
    _, best, series = max(
        found, key=lambda one: (one[0], -one[1].release.precedence, one[1].release.out_by)
    )
    base, quote = series.of["base"], series.of["quote"]
    return RateChoice(best, base, quote, inverse=base == target)


def _covered(series: Series, periods: tuple[Period, ...]) -> int:
    return sum(series.first <= str(period) <= series.last for period in periods)
