"""``weigh``: the balance of trade of one place with another."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from steelyard.accounts.account import open_account
from steelyard.accounts.asked import definition_asked, span_asked, split_asked
from steelyard.accounts.basis import on_held_basis
from steelyard.accounts.case import Case
from steelyard.accounts.definitions import definitions as every_definition
from steelyard.accounts.history import history
from steelyard.accounts.latest import settled
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner, check_two_sides, reporter_place
from steelyard.accounts.methods import methods
from steelyard.accounts.missing import gaps, their_gaps
from steelyard.accounts.notes import notes, their_notes
from steelyard.accounts.records import holes, records, unproven
from steelyard.accounts.tables import Sides, facts
from steelyard.classes.registry import find_class
from steelyard.nomenclature.places import find
from steelyard.questions import parameters
from steelyard.questions.weigh_compared import classes_compared, compare_classes, core_told
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Table
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.definition import Side
from steelyard.terms.definition import choices as values_of
from steelyard.terms.place import WORLD
from steelyard.terms.question import WeighQuestion
from steelyard.terms.version import __version__

USED_FOR = "exports, imports, balance, growth"
THEIR_USE = "partner_exports, partner_imports, partner_balance"


def weigh(
    reporter: Annotated[
        str,
        Ask(
            "place whose balance is asked: ISO3, name, numeric or Census code",
            AskKind.ARGUMENT,
            complete="places",
        ),
    ],
    partner: parameters.Partner = WORLD,
    *,
    of: parameters.Class = "goods",
    years: Annotated[
        str | int | tuple[int, int] | None,
        Ask("first and last year, for example 2002:2007", metavar="A:B"),
    ] = None,
    periods: Annotated[
        str | tuple[str, str] | None,
        Ask("first and last period, for example 2012-01:2012-10 or 2012-Q1:2012-Q4", metavar="A:B"),
    ] = None,
    freq: parameters.Frequency = None,
    cumulate: parameters.Cumulate = False,
    compare: Annotated[
        bool,
        Ask(
            "the balance by each of several classes side by side, and what each counts that no "
            "other does: --of atp,oecd-rd,lall --compare",
            AskKind.SWITCH,
        ),
    ] = False,
    definitions: Annotated[
        bool, Ask("list the figure under every definition that held data allow", AskKind.SWITCH)
    ] = False,
    partial: Annotated[
        bool, Ask("add up what there is of an incomplete period, and say so", AskKind.SWITCH)
    ] = False,
    by: Annotated[
        str | None, Ask("one row for each group of the class", choices=("group",))
    ] = None,
    side: Annotated[
        str | None,
        Ask(
            "whose report counts: the reporter's, the partner's of the same trade, or both side by "
            "side",
            choices=values_of("side"),
        ),
    ] = None,
    basis: parameters.Basis = None,
    currency: parameters.Currency = None,
    as_of: parameters.AsOf = None,
    settings: parameters.Settings = None,
    store: Store | str | None = None,
) -> Answer:
    """Weigh the trade of one place with another.

    Equation: ``balance = exports - imports``; the other columns are told by ``Answer.method``.

    Units: values in base units of the currency; growth and shares as ratios.

    Missing and zero: a period of which one observation is missing has no total (unless
    ``partial``) and a gap that says why. Zero is nil trade.

    Raises:
        InputError: a place, class, period, currency, date or option does not exist.
        StoreError: the data on disk cannot be used.
    """
    flags = {"side": side, "import_basis": basis, "currency": currency, "as_of": as_of}
    definition = definition_asked(flags, dict(settings or {}))
    place, target = reporter_place(reporter), find(partner)
    check_two_sides(place, target)
    span, frequency = span_asked(years, periods, freq)
    alone = () if compare else (find_class(of),)
    classes = alone or classes_compared(of, definition, by, definitions=definitions)
    question = WeighQuestion(
        place.code,
        target.code,
        classes[0].name,
        span,
        frequency,
        cumulate,
        partial,
        split_asked(by, classes[0]),
        definitions,
        definition,
        compare,
    )
    ledger = Ledger(store if isinstance(store, Store) else Store(store))
    try:
        other = Partner(target, place.code, definition)
        cases = [Case(ledger, replace(question, of=cls.name), cls, other) for cls in classes]
        return compare_classes(cases, core_told(of)) if compare else _answer(cases[0])
    finally:
        ledger.desk.clear()


def _answer(asked: Case) -> Answer:
    case, taken = on_held_basis(asked)
    case = settled(case)
    both = case.definition.side is Side.BOTH
    own = open_account(case.under(side=Side.REPORTER) if both else case, USED_FOR)
    other = open_account(case.under(side=Side.PARTNER), THEIR_USE, bases=False) if both else None
    sides = Sides(own, other)
    rows = sides.rows()
    past = history(own)
    compared = (every_definition(case),) if case.question.definitions else ()
    return Answer(
        verb="weigh",
        version=__version__,
        question=case.question.record(),
        columns=sides.columns(),
        rows=rows,
        tables=(records(past), *compared, *_facts(case)),
        notes=(*taken, *notes(own, rows), *holes(past), *(their_notes(other) if other else ())),
        gaps=(*gaps(own), *unproven(past), *(their_gaps(other) if other else ())),
        evidence=tuple(case.ledger.evidence),
        method=methods(own, other),
        query=case.ledger.query(),
    )


def _facts(case: Case) -> tuple[Table, ...]:
    """Return the table of published figures, without those that were not out by ``as_of``."""
    return facts(case.ledger.figures, case.partner.target.code, case.definition.as_of)
