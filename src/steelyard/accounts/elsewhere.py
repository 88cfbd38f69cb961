"""Which other table has figures that lack in the one that answers, and how to ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import narwhals as nw

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import NOW
from steelyard.accounts.cells import read_cells, side
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.missing_cells import missing_cells
from steelyard.accounts.sides import view
from steelyard.terms.period import Frequency, Period, PeriodRange


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Figures that another table has, of neighbouring periods.

    Attributes:
        release: its name.
        periods: the periods, in order.
    """

    release: str
    periods: tuple[Period, ...]

    @property
    def words(self) -> str:
        """What it holds, and the flag with which that is asked for."""
        first, last = _plain(self.periods[0]), _plain(self.periods[-1])
        flag = "--years" if first.freq is Frequency.A else "--periods"
        span = str(first) if first == last else f"{first} to {last}"
        return f"{self.release} holds {span}: ask for that alone, with {flag} {first}:{last}."


def elsewhere(account: Account, column: str) -> tuple[Elsewhere, ...]:
    """Return what other tables have of the periods in which a column lacks.

    Each is tried as the question that it offers, so that no table is named in vain.
    """
    kept = account.case.ledger.elsewhere
    key = (column, account.case.question)
    if key not in kept:
        lacking = {cell.period for cell in missing_cells(account, column)}
        periods = [period for period in account.case.periods if str(period) in lacking]
        kept[key] = tuple(one for run in _runs(periods) for one in _tried(account, column, run))
    return kept[key]


def _tried(account: Account, column: str, run: tuple[Period, ...]) -> Iterator[Elsewhere]:
    """Yield what another table has of a run of periods, asked for by itself."""
    case, mine = account.case, account.choices()[column].held.release.dataset
    span = PeriodRange(_plain(run[0]), _plain(run[-1]))
    question = replace(case.question, periods=span)
    trial = replace(case, ledger=Ledger(case.ledger.store), question=question)
    try:
        source = view(trial, column)
        choice = source.answered()
        if choice is None or choice.published or choice.held.release.dataset == mine:
            return
        found = read_cells(trial, source, "", bases=False)
        figures = side(trial, source, found, NOW, partial=False)
        valued = figures.filter(~nw.col("value").is_null()).select("period")
        known = {period for (period,) in trial.ledger.rows(valued, ["period"])}
        for had in _runs([period for period in run if str(period) in known]):
            yield Elsewhere(choice.held.release.name, had)
    finally:
        trial.ledger.desk.clear()


def _runs(periods: list[Period]) -> Iterator[tuple[Period, ...]]:
    """Yield periods in runs of neighbours."""
    run: list[Period] = []
    for period in periods:
        if run and _plain(run[-1]).shift(1) != _plain(period):
            yield tuple(run)
            run = []
        run.append(period)
    if run:
        yield tuple(run)


def _plain(period: Period) -> Period:
    return Period(period.freq, period.year, period.part)
