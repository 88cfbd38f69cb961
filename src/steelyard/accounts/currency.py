"""Which exchange rates convert a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from steelyard.accounts.resolve import Unanswered
from steelyard.store.release import Held
from steelyard.terms.period import Frequency


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
    held: Iterable[Held], source: str, target: str, freq: Frequency, *, cumulated: bool
) -> RateChoice | Unanswered:
    """Return the rates from ``source`` to ``target`` for figures of frequency ``freq``.

    Averages of past periods are not revised, so the newest release serves whatever ``as_of``.
    """
    found = [
        RateChoice(h, s.of["base"], s.of["quote"], inverse=s.of["base"] == target)
        for h in held
        if h.release.kind == "rates"
        for s in h.release.series
        if {s.of["base"], s.of["quote"]} == {source, target}
        and s.of["freq"] == freq
        and s.of["measure"] == "average"
    ]
    if not found or (cumulated and freq is not Frequency.A):
        return Unanswered(
            f"no average rates from {source} to {target} are held for such periods "
            f"(frequency {freq}{', cumulated' if cumulated else ''})",
            f"Ask in {source}, ask for whole years, or add rates with `steelyard add FILE`.",
        )
    found.sort(key=lambda choice: (choice.held.bundled, choice.held.release.dataset))
    return max(found, key=lambda choice: choice.held.release.out_by)
