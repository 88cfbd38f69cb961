"""Exports and imports of one question: from which series each is read, and in which money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from steelyard.accounts.calendar import base_of, source_periods
from steelyard.accounts.case import Case
from steelyard.accounts.choice import Choice, Unanswered, Wanted
from steelyard.accounts.currency import Rates, find_rates
from steelyard.accounts.flows import has_products
from steelyard.accounts.longer import longer
from steelyard.accounts.members import Partner
from steelyard.accounts.prices import Deflator, find_deflator
from steelyard.accounts.resolve import resolve
from steelyard.accounts.spreading import in_other_editions, leads
from steelyard.accounts.stated_periods import reader
from steelyard.classes.selection import Selection
from steelyard.classes.ways import Converted, in_every_edition, ways
from steelyard.nomenclature.places import place
from steelyard.terms.definition import Conversion, InOut, Side
from steelyard.terms.flow import FlowKind

COLUMNS = ("exports", "imports")
_TWO_REPORTS = Unanswered(
    "one place's own report is read at a time, and China with Hong Kong and Macao would take three",
    "Leave hong_kong_macao out, or ask for the other side's report with --side.",
)
_NO_PARTIAL_RATE = Unanswered(
    "an incomplete period has no average exchange rate of its own",
    "Leave --partial out, ask in the source's own currency, or with --set conversion=parts.",
)
_NO_PARTIAL_PRICE = Unanswered(
    "an incomplete period has no price index of its own",
    "Leave --partial out, or ask at current prices.",
)


@dataclass(frozen=True, slots=True)
class View:
    """From where one column of a question is read.

    Attributes:
        choice: the series, or why there is none.
        rates: the exchange rates, None when none are needed, or why there are none.
        deflator: the price index, None at current prices, or why there is none.
        partner: whose trade is summed.
        swapped: True when the other side reports it.
    """

    choice: Choice | Unanswered
    rates: Rates | Unanswered | None
    deflator: Deflator | Unanswered | None
    partner: Partner
    swapped: bool = False

    def answered(self) -> Choice | None:
        """Return the series when it, its rates and its index are all there."""
        lacking = any(isinstance(part, Unanswered) for part in (self.rates, self.deflator))
        return self.choice if isinstance(self.choice, Choice) and not lacking else None

    def reasons(self) -> tuple[Unanswered, ...]:
        """Return why the column is not answered; none when it is."""
        parts = (self.choice, self.rates, self.deflator)
        return tuple(part for part in parts if isinstance(part, Unanswered))


def views(case: Case) -> dict[str, View]:
    """Return the view of each column."""
    return {column: view(case, column) for column in COLUMNS}


def view(case: Case, column: str) -> View:
    """Find the series, rates and index for the column ``exports`` or ``imports``.

    On the partner's side the two swap: the exports of A to B are what B reports as imports from A.
    """
    partner = case.partner
    if _needs_two_reports(case):
        return View(_TWO_REPORTS, None, None, partner)
    swapped = case.definition.side is Side.PARTNER
    if swapped:
        target = place(case.question.reporter)
        partner = replace(partner, target=target, reporter=partner.target.code)
    choice = resolve(case.ledger.store.held, wanted(case, column))
    if isinstance(choice, Choice) and not has_products(case.ledger, choice):
        choice = _no_such_product(choice)
    if isinstance(choice, Choice):
        choice = longer(case, choice, wanted(case, column), partner)
    if isinstance(choice, Choice):
        choice = _in_its_editions(case, column, choice)
        choice = _where_it_leads(case, column, choice)
    return view_of(case, choice, partner, swapped=swapped)


def _in_its_editions(case: Case, column: str, choice: Choice) -> Choice:
    """Return what reads a class in every edition, where rows needed are in others than its own."""
    way = in_every_edition(case.cls, choice.way, *_sharing(case))
    if way is None or not in_other_editions(case.ledger, case.cls, choice, _sources(case, choice)):
        return choice
    asked = replace(wanted(case, column), ways=(way,))
    found = resolve(case.ledger.store.held, asked)
    answers = isinstance(found, Choice) and found.reaches(case.periods)
    return found if isinstance(found, Choice) and answers else choice


def _where_it_leads(case: Case, column: str, choice: Choice) -> Choice | Unanswered:
    """Return a converted choice, or why none is if tables lead from no code into the class."""
    if not isinstance(choice.way, Converted):
        return choice
    asked = wanted(case, column)
    direct = tuple(way for way in asked.ways if not isinstance(way, Converted))
    if not direct or leads(case.ledger, choice, _sources(case, choice)):
        return choice
    found = resolve(case.ledger.store.held, replace(asked, ways=direct))
    return found if isinstance(found, Unanswered) else choice


def _sources(case: Case, choice: Choice) -> list[str]:
    """Return the periods of a series that a question needs, with those of growth's base."""
    periods = [*case.periods, *(base_of(period, case.definition) for period in case.periods)]
    return sorted({part for period in periods for part in source_periods(period, choice.freq)})


def view_of(case: Case, choice: Choice | Unanswered, partner: Partner, *, swapped: bool) -> View:
    """Return the view of a series that is already chosen."""
    return View(choice, _rates(case, choice), _deflator(case), partner, swapped)


def _no_such_product(choice: Choice) -> Unanswered:
    name, codes = choice.held.release.name, ", ".join(choice.way.codes)
    return Unanswered(
        f"{name} states no product {codes} for any partner or period",
        "Look the code up in the country's own tariff schedule; ask by its first six digits.",
    )


def wanted(case: Case, column: str) -> Wanted:
    """Return what a column asks for, by the side of the case's definition."""
    swapped = case.definition.side is Side.PARTNER
    own, other = case.question.reporter, case.partner
    export = (column == "exports") != swapped
    return Wanted(
        reporter=other.target.code if swapped else own,
        flow=FlowKind.EXPORT if export else FlowKind.IMPORT,
        ways=_ways(case),
        freq=case.question.freq,
        definition=case.definition,
        partners=(own,) if swapped else other.members_named(),
        periods=case.periods,
        stated=reader(case.ledger),
    )


def _sharing(case: Case) -> tuple[str, date | None]:
    """Return how codes with several successors are shared out, and what was out by then."""
    return case.definition.concordance, case.definition.as_of


def _ways(case: Case) -> tuple[Selection, ...]:
    """Return the ways of the class; group by group only those whose lists have groups."""
    every = ways(case.cls, *_sharing(case))
    return tuple(way for way in every if way.listed) if case.question.by else every


def _needs_two_reports(case: Case) -> bool:
    """Tell whether China, with Hong Kong and Macao, would have to report."""
    partner = case.definition.side is Side.PARTNER
    reporter = case.partner.target.code if partner else case.question.reporter
    return reporter == "CHN" and case.definition.hong_kong_macao is InOut.IN


def _deflator(case: Case) -> Deflator | Unanswered | None:
    found = find_deflator(case.ledger.store.held, case.definition, case.periods)
    return _NO_PARTIAL_PRICE if found and case.question.partial else found


def _rates(case: Case, choice: Choice | Unanswered) -> Rates | Unanswered | None:
    target, freq = case.definition.currency, case.question.freq
    if isinstance(choice, Unanswered) or choice.currency == target:
        return None
    held = case.ledger.store.held
    if case.definition.conversion is Conversion.PARTS:
        spans = bool(choice.said("span"))
        return find_rates(held, choice.currency, target, choice.freq, spans=spans)
    if case.question.partial:
        return _NO_PARTIAL_RATE
    spans = any(len(period.months) > freq.months for period in case.periods)
    return find_rates(held, choice.currency, target, freq, spans=spans)
