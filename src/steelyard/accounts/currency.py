"""Which exchange rates convert a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from steelyard.accounts.resolve import Unanswered
from steelyard.store.release import Held
from steelyard.terms.period import Frequency, Period


@dataclass(frozen=True, slots=True)
class RateChoice:
    """One series of rates.

    Attributes:
        held: the release that states it.
        base, quote: the currencies as the publisher quotes them.
        inverse: True when the published rate must be inverted.
        first, last: first and last period that has a rate.
    """

    held: Held
    base: str
    quote: str
    inverse: bool
    first: str
    last: str

    @property
    def pair(self) -> tuple[str, str]:
        """The currency converted and the one it is converted to."""
        return (self.quote, self.base) if self.inverse else (self.base, self.quote)


@dataclass(frozen=True, slots=True)
class Rates:
    """Every series that converts from one currency to another, the best first.

    Each period is converted by the first series that reaches it, so that a period has one rate
    whatever other periods are asked with it.
    """

    series: tuple[RateChoice, ...]

    def by_series(self, labels: Iterable[str]) -> list[tuple[RateChoice, list[str]]]:
        """Return each series with the periods that it converts."""
        found: dict[int, list[str]] = {}
        for label in labels:
            for place, choice in enumerate(self.series):
                if choice.first <= label <= choice.last:
                    found.setdefault(place, []).append(label)
                    break
        return [(self.series[place], found[place]) for place in sorted(found)]


def find_rates(
    held: Iterable[Held], source: str, target: str, periods: tuple[Period, ...]
) -> Rates | Unanswered:
    """Return the rates that convert figures of ``periods`` from ``source`` to ``target``.

    Ordered by the source's precedence, the newest release, the user's own store. Averages of past
    periods are not revised, so the newest release serves whatever ``as_of``. Cumulated periods have
    no average rate of their own.
    """
    freq = periods[0].freq if periods else Frequency.A
    known = [
        RateChoice(h, s.of["base"], s.of["quote"], s.of["base"] != source, s.first, s.last)
        for h in held
        if h.release.kind == "rates"
        for s in h.release.series
        if source in {s.of["base"], s.of["quote"]}
        and (s.of["freq"], s.of["measure"]) == (freq, "average")
        and s.last
    ]
    found = [choice for choice in known if choice.pair == (source, target)]
    if not found or any(len(period.months) > freq.months for period in periods):
        others = sorted({choice.pair[1] for choice in known})
        have = f"from {source} are held {', '.join(others)}" if others else "none are held"
        return Unanswered(
            f"no average rates from {source} to {target} are held for such periods "
            f"({freq.word}s{', cumulated' if found else ''}); {have}",
            f"Ask in {source}, in a currency that is held, or for whole years; or add rates with "
            "`steelyard add FILE`.",
        )
    found.sort(key=lambda c: (c.held.bundled, c.held.release.dataset))
    found.sort(key=lambda c: c.held.release.out_by, reverse=True)
    found.sort(key=lambda c: c.held.release.precedence)
    return Rates(tuple(found))
