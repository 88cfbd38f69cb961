"""The gaps of an account: which figures are missing, found from its cells and rates."""

from __future__ import annotations

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import source_periods
from steelyard.accounts.cells import needed_cells
from steelyard.accounts.codes_read import codes_lacking
from steelyard.accounts.currency import Rates, rated
from steelyard.accounts.elsewhere import elsewhere
from steelyard.accounts.gaps import (
    MissingCell,
    explain,
    listed,
    nobody,
    unanswered,
    unrated,
    unreached,
)
from steelyard.accounts.missing_cells import missing_cells
from steelyard.accounts.prices import Deflator, deflators
from steelyard.accounts.stated_periods import stated_in
from steelyard.terms.answer import Gap
from steelyard.terms.definition import Conversion


def gaps(account: Account) -> tuple[Gap, ...]:
    """Return every gap of an account: columns, cells, exchange rates."""
    reasons = [
        (column, reason) for column, source in account.views.items() for reason in source.reasons()
    ]
    every = [cell for column in account.views for cell in missing_cells(account, column)]
    missing = [cell for cell in every if not _unreached(account, cell)]
    explained = explain(
        missing,
        account.choices(),
        account.case.definition,
        blank={column: _blank(account, column, missing) for column in account.choices()},
        elsewhere={column: _elsewhere(account, column) for column in account.choices()},
        without_value={column: _without_value(account, column, missing) for column in account.read},
    )
    unpriced = (*_without_rate(account), *_without_prices(account))
    strange = _unconverted(account, every)
    return (*unanswered(reasons), *_nobody(account), *strange, *explained, *unpriced)


def _blank(account: Account, column: str, missing: list[MissingCell]) -> frozenset[str]:
    """Return the periods of missing cells in which a whole table has no row of anything."""
    choice = account.choices()[column]
    sources = {cell.source for cell in missing if cell.column == column and not cell.status}
    if choice.published or not sources:
        return frozenset()
    return frozenset(sources) - stated_in(account.case.ledger, choice, sources)


def _without_value(account: Account, column: str, missing: list[MissingCell]) -> str:
    """Say which codes leave the cells of a converted class missing that have a status."""
    sources = {cell.source for cell in missing if cell.column == column and cell.status}
    choice, view = account.choices()[column], account.views[column]
    every = needed_cells(account.case, view, choice, bases=False)
    needed = tuple(cell for cell in every if cell.source in sources)
    return codes_lacking(account.case.ledger, choice, needed)


def _elsewhere(account: Account, column: str) -> dict[str, str]:
    """Return how to ask another table that has a period, by the period."""
    return {str(period): one.words for one in elsewhere(account, column) for period in one.periods}


def _unreached(account: Account, cell: MissingCell) -> bool:
    """Tell whether a cell's year is stated in editions from which no way leads to the class."""
    read, year = account.read.get(cell.column), cell.source[:4]
    if read is None:
        return False
    return year not in {known for _, known in read.usable} and year in {y for _, y in read.found}


def _unconverted(account: Account, missing: list[MissingCell]) -> tuple[Gap, ...]:
    """Return the gaps of periods whose rows are of editions that do not lead to the class."""
    periods: dict[tuple[str, str], set[str]] = {}
    for cell in missing:
        read = account.read.get(cell.column)
        if read is not None and _unreached(account, cell):
            lost = [
                edition for edition, years in read.unreached.items() if cell.source[:4] in years
            ]
            periods.setdefault((cell.column, ", ".join(lost)), set()).add(cell.period)
    return tuple(
        unreached(account.choices()[column], f"{column} of {listed(sorted(labels))}", editions)
        for (column, editions), labels in periods.items()
    )


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
