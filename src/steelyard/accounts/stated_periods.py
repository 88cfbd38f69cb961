"""In which periods a series has rows, where its first and last period do not tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import narwhals as nw

from steelyard.accounts.calendar import source_periods
from steelyard.accounts.choice import Choice
from steelyard.accounts.ledger import Ledger, in_time, of_series
from steelyard.terms.period import Period

Stated = Callable[[Choice, Iterable[str]], frozenset[str]]
"""Returns those of some periods in which a series has rows."""


def reader(ledger: Ledger) -> Stated:
    """Return what tells the periods of a series, by reading it."""
    return partial(stated_in, ledger)


def stated_in(ledger: Ledger, choice: Choice, sources: Iterable[str]) -> frozenset[str]:
    """Return those of some periods, in the frequency of a series, in which it has any row."""
    asked = sorted(set(sources))
    if not asked:
        return frozenset()
    key = (choice.held.release.name, choice.held.bundled, str(choice.series.of), tuple(asked))
    if key not in ledger.stated:
        timed, _ = in_time(asked)
        same, _ = of_series(choice.held, choice.series.of)
        rows = ledger.store.scan(choice.held).filter(timed, *same)
        found = rows.group_by("period").agg(nw.len().alias("rows")).select("period")
        ledger.stated[key] = frozenset(period for (period,) in ledger.rows(found, ["period"]))
    return ledger.stated[key]


def count_whole(stated: Stated, choice: Choice, periods: tuple[Period, ...]) -> int:
    """Count the periods asked of which a series has rows of every part."""
    parts = [set(source_periods(period, choice.freq)) for period in periods]
    known = stated(choice, set[str]().union(*parts))
    return sum(part <= known for part in parts)


def any_held(stated: Stated, choice: Choice, periods: tuple[Period, ...]) -> bool:
    """Tell whether a series has any row of the periods asked."""
    parts = {part for period in periods for part in source_periods(period, choice.freq)}
    return bool(stated(choice, parts))
