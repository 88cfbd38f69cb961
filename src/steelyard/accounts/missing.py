"""The gaps of an account: which figures are missing, found from its cells and rates."""

from __future__ import annotations

import narwhals as nw

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import NOW, source_periods
from steelyard.accounts.currency import Rates, rated
from steelyard.accounts.gaps import MissingCell, explain, listed, nobody, unanswered, unrated
from steelyard.accounts.prices import Deflator, deflators
from steelyard.accounts.sides import COLUMNS
from steelyard.terms.answer import Gap
from steelyard.terms.definition import Conversion


def gaps(account: Account) -> tuple[Gap, ...]:
    """Return every gap of an account: columns, cells, exchange rates."""
    reasons = [
        (column, reason) for column, source in account.views.items() for reason in source.reasons()
    ]
    missing = [cell for column in COLUMNS for cell in missing_cells(account, column)]
    explained = explain(missing, account.choices(), account.case.definition)
    unpriced = (*_without_rate(account), *_without_prices(account))
    return (*unanswered(reasons), *_nobody(account), *explained, *unpriced)


def their_gaps(account: Account) -> tuple[Gap, ...]:
    """Return the gaps of the other side's columns, which stand beside one's own."""
    named = account.case.partner.target.code
    return tuple(
        Gap(f"{gap.what}, as {named} reports", gap.why, gap.remedy) for gap in gaps(account)
    )


def _nobody(account: Account) -> tuple[Gap, ...]:
    """Return the gap of the periods in which there is nobody to trade with."""
    case, choices = account.case, account.choices()
    partner = case.partner
    empty = [str(period) for period in case.periods if not partner.members(period)]
    if choices:
        return nobody(partner.target.code, empty)
    return ()


def missing_cells(account: Account, column: str) -> list[MissingCell]:
    """Return the cells of a column that have no value, or one that nothing proves whole."""
    found, engine = account.found.get(column), account.case.ledger.store.engine
    if found is None:
        return []
    lacking = found.filter(nw.col("value").is_null(), nw.col("role") == NOW)
    names = ("period", "partner", "source", "status")
    rows = engine.rows(lacking.select(*names), names[:3])
    return [MissingCell(column, p, who, source, status or "") for p, who, source, status in rows]


def _without_prices(account: Account) -> tuple[Gap, ...]:
    case = account.case
    found = {c: v.deflator for c, v in account.views.items() if isinstance(v.deflator, Deflator)}
    if not found:
        return ()
    index, labels = next(iter(found.values())), [str(period) for period in case.periods]
    known = {row[0] for row in case.ledger.rows(deflators(case.ledger, index, labels), ["period"])}
    lacking = [label for label in labels if label not in known]
    if not lacking:
        return ()
    what = f"{' and '.join(found)} of {listed(lacking)} at prices of {index.year}"
    why = f"{index.held.release.name} has no unbroken chain of consumer prices of {index.place}"
    return (Gap(what, f"{why} from then to {index.year}", "Ask at current prices."),)


def _to_convert(account: Account, column: str) -> list[str]:
    """Return the periods that need a rate: those asked, or their parts when parts are converted."""
    case, choice = account.case, account.choices()[column]
    if case.definition.conversion is Conversion.TOTAL:
        return [str(period) for period in case.periods]
    return [part for period in case.periods for part in source_periods(period, choice.freq)]


def _without_rate(account: Account) -> tuple[Gap, ...]:
    case = account.case
    rated_by = {c: v.rates for c, v in account.views.items() if isinstance(v.rates, Rates)}
    gaps: list[Gap] = []
    for first, choice in rated_by.items():
        named = [column for column, other in rated_by.items() if other == choice]
        if named[0] != first:
            continue
        labels = _to_convert(account, first)
        held = rated(case.ledger, choice, labels)
        known = {row[0] for row in case.ledger.rows(held, ["period"])}
        gaps += unrated(named, [label for label in labels if label not in known], choice)
    return tuple(gaps)
