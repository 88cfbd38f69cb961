"""A table that proves its sums and holds every period asked, where the first one does not."""

from __future__ import annotations

import narwhals as nw

from steelyard.accounts.calendar import cells, source_periods
from steelyard.accounts.case import Case
from steelyard.accounts.choice import Choice, Wanted
from steelyard.accounts.flows import read_flows
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner
from steelyard.accounts.resolve import resolve
from steelyard.terms.period import Period


def longer(case: Case, choice: Choice, wanted: Wanted, partner: Partner) -> Choice:
    """Return the choice, or a release collected in pieces that answers more surely.

    Sums of such a release come last, for they may lack codes. Where it holds every period asked,
    which the choice does not, and its own totals prove every sum that is needed, it answers for all
    periods: a column is never made of two tables.
    """
    if _reaches_all(choice, case.periods):
        return choice
    for held in case.ledger.store.held:
        if held is choice.held or held.release.assembly != "piecewise":
            continue
        found = resolve((held,), wanted)
        whole = isinstance(found, Choice) and _reaches_all(found, case.periods)
        if isinstance(found, Choice) and whole and _proved(case, found, partner):
            return found
    return choice


def _reaches_all(choice: Choice, periods: tuple[Period, ...]) -> bool:
    return all(choice.reaches((period,)) for period in periods)


def _proved(case: Case, choice: Choice, partner: Partner) -> bool:
    """Tell whether every sum that is needed has a value."""

    def parts(period: Period) -> tuple[str, ...]:
        return source_periods(period, choice.freq)

    trial = Ledger(case.ledger.store)
    try:
        needed = cells(case.periods, parts, partner.members, case.groups)
        grouped = case.groups != ("",)
        found = read_flows(trial, choice, needed, "", grouped=grouped) if needed else None
        if found is None:
            return False
        lacking = found.filter(nw.col("value").is_null()).select("period").head(1)
        return not trial.rows(lacking, ["period"])
    finally:
        trial.desk.clear()
