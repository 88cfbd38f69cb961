"""What a figure counts where that is not the usual: in words, and as facts of its columns."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.account import Account
from steelyard.accounts.choice import Choice
from steelyard.accounts.members import Partner
from steelyard.accounts.notes_synthetic import synthetic
from steelyard.accounts.sides import COLUMNS
from steelyard.measures.statements import in_words
from steelyard.nomenclature.spoken import spoken
from steelyard.terms.definition import (
    CURRENT,
    Conversion,
    Definition,
    InOut,
    Members,
    Side,
    Vintage,
)
from steelyard.terms.flow import Account as Rules
from steelyard.terms.flow import ExportScope, ImportBasis, Valuation
from steelyard.terms.period import Frequency, Period
from steelyard.terms.place import Group

_VALUED = {
    Valuation.CIF: "with insurance and freight (CIF)",
    Valuation.FOB: "free on board (FOB)",
    Valuation.FAS: "free alongside ship (FAS)",
    Valuation.CUSTOMS: "at customs value",
}
_OTHER = {"exports": "imports", "imports": "exports"}


def told(account: Account, measure: str) -> str:
    """Return what the figures count that is not the usual, set off by commas; empty if nothing."""
    clauses = list(_clauses(account, measure))
    return f", {', '.join(clauses)}," if clauses else ""


def about(account: Account) -> dict[str, str]:
    """Return the facts of the series read, each with its column before it: ``imports_basis``."""
    of = {name: choice.about() for name, choice in account.choices().items()}
    facts = {f"{column}_{key}": value for column, f in of.items() for key, value in f.items()}
    prices = account.case.definition.prices
    return facts if prices == CURRENT else {**facts, "prices": prices}


def _clauses(account: Account, measure: str) -> Iterator[str]:
    case, definition = account.case, account.case.definition
    if any(synthetic(account)):
        yield "all made up"
    if definition.side is Side.PARTNER:
        what = "them" if measure in COLUMNS else "it"
        yield f"as {spoken(case.partner.target.code)} reports {what}"
    yield from _places(case.partner, definition)
    for column, choice in account.choices().items():
        yield from _counted(column, choice, account)
    if definition.account is Rules.BOP:
        yield "by the rules of the balance of payments"
    yield from _made(definition)
    yield from _published(definition)


def _places(partner: Partner, definition: Definition) -> Iterator[str]:
    if definition.hong_kong_macao is InOut.IN and "CHN" in partner.members_named():
        yield "Hong Kong and Macao included"
    dated = isinstance(partner.target, Group) and partner.target.dated
    if dated and definition.membership is Members.FIXED:
        yield f"counting {partner.rule()}"


def _counted(column: str, choice: Choice, account: Account) -> Iterator[str]:
    """Yield what a column counts, in the words of the place that reports it."""
    swapped = account.views[column].swapped
    flow = f"its {_OTHER[column]}" if swapped else column
    if choice.said("import_basis") == ImportBasis.CONSUMPTION:
        yield f"counting {flow} for consumption"
    if choice.said("export_scope") == ExportScope.DOMESTIC:
        yield f"counting {flow} of domestic origin alone"
    valued, imported = choice.said("valuation"), (column == "imports") != swapped
    definition = account.case.definition
    asked = definition.import_valuation if imported else definition.export_valuation
    if valued in _VALUED and (asked or valued == Valuation.CIF):
        yield f"{flow} valued {_VALUED[Valuation(valued)]}"


def _made(definition: Definition) -> Iterator[str]:
    """Yield what is done to the figures, by their publisher or here."""
    if definition.adjustment.own:
        yield "with the season taken out here"
    elif definition.adjustment != "none":
        yield "seasonally adjusted by the publisher"
    if definition.prices != CURRENT:
        yield f"at prices of {definition.prices}"
    if definition.conversion is Conversion.PARTS:
        yield "converted part by part"


def _published(definition: Definition) -> Iterator[str]:
    """Yield which of what was published counts."""
    if definition.scope:
        yield f"in the scope {definition.scope}"
    if definition.vintage is Vintage.FIRST:
        yield "by first prints"
    if definition.release:
        yield f"by the release {definition.release} alone"
    if day := definition.as_of:
        yield f"as published by {day.day} {in_words(Period(Frequency.M, day.year, day.month))}"
