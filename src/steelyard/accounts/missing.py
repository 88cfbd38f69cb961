"""The gaps of an account: which figures are missing, found from its cells and rates."""

from __future__ import annotations

import narwhals as nw

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import NOW
from steelyard.accounts.currency import Rates
from steelyard.accounts.gaps import MissingCell, explain, nobody, unanswered, unrated
from steelyard.accounts.resolve import Unanswered
from steelyard.terms.answer import Gap


def gaps(account: Account) -> tuple[Gap, ...]:
    """Return every gap of an account: columns, cells, exchange rates."""
    reasons = [
        (column, reason)
        for column, source in account.views.items()
        for reason in (source.choice, source.rates)
        if isinstance(reason, Unanswered)
    ]
    missing = [cell for column in account.found for cell in _missing_cells(account, column)]
    explained = explain(missing, account.choices())
    return (*unanswered(reasons), *_nobody(account), *explained, *_without_rate(account))


def _nobody(account: Account) -> tuple[Gap, ...]:
    """Return the gap of the periods in which there is nobody to trade with."""
    case, choices = account.case, account.choices()
    partner = case.partner
    empty = [str(period) for period in case.periods if not partner.members(period)]
    if choices:
        return nobody(partner.target.code, empty)
    return ()


def _missing_cells(account: Account, column: str) -> list[MissingCell]:
    found, engine = account.found[column], account.case.ledger.store.engine
    if found is None:
        return []
    lacking = found.filter(nw.col("value").is_null(), nw.col("role") == NOW)
    names = ("period", "partner", "source", "status")
    rows = engine.rows(lacking.select(*names), names[:3])
    return [MissingCell(column, p, who, source, status or "") for p, who, source, status in rows]


def _without_rate(account: Account) -> tuple[Gap, ...]:
    case = account.case
    rated_by = {c: v.rates for c, v in account.views.items() if isinstance(v.rates, Rates)}
    gaps: list[Gap] = []
    for first, choice in rated_by.items():
        named = [column for column, other in rated_by.items() if other == choice]
        if named[0] != first:
            continue
        rates = case.ledger.rates(choice, [str(period) for period in case.periods])
        rated = {row[0] for row in case.ledger.store.engine.rows(rates, ["period"])}
        lacking = [str(period) for period in case.periods if str(period) not in rated]
        gaps += unrated(named, lacking, choice)
    return tuple(gaps)
