"""``explain``: what moved the trade of one place with another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from steelyard.accounts.asked import definition_asked, span_asked
from steelyard.accounts.case import Case
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner, check_two_sides, reporter_place
from steelyard.classes.registry import find_class
from steelyard.nomenclature.places import find
from steelyard.questions import parameters
from steelyard.questions.classes_words import count_asked
from steelyard.questions.explain_asked import (
    MEASURES,
    check_season,
    checked,
    dimensions,
    of_terms,
    one_of_words,
    two_periods,
)
from steelyard.questions.explain_reading import answer_of, usual_answer_of
from steelyard.questions.explain_terms import METHODS, SPLITS, TERMS
from steelyard.store.store import Store
from steelyard.terms.answer import Answer
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.place import WORLD
from steelyard.terms.question import ExplainQuestion


def explain(
    reporter: Annotated[
        str,
        Ask(
            "place whose trade is explained: ISO3, name, numeric or Census code",
            AskKind.ARGUMENT,
            complete="places",
        ),
    ],
    partner: parameters.Partner = WORLD,
    *,
    of: parameters.Class = "goods",
    years: Annotated[
        str | int | tuple[int, int] | None,
        Ask("the two years compared, for example 2002:2007", metavar="A:B"),
    ] = None,
    periods: Annotated[
        str | tuple[str, str] | None,
        Ask("the two periods compared, for example 2018-05:2019-05", metavar="A:B"),
    ] = None,
    freq: parameters.Frequency = None,
    cumulate: parameters.Cumulate = False,
    steps: Annotated[
        bool,
        Ask(
            "each period against the one before, instead of the last against the first",
            AskKind.SWITCH,
        ),
    ] = False,
    by: Annotated[
        str | Sequence[str] | None,
        Ask(
            "what the change is split by, one or several: group, product, partner, flow; groups or "
            "products by default",
            metavar="DIMENSION,...",
        ),
    ] = None,
    measure: Annotated[str, Ask("the figure whose change is explained", choices=MEASURES)] = (
        "balance"
    ),
    terms: Annotated[
        str, Ask("how the change of each part is split further", choices=TERMS)
    ] = "value",
    within: Annotated[
        str | None,
        Ask(
            "codes by which products are told, for example naics3 or hs6; by default the first "
            "that are held of both periods",
            metavar="CODES",
            flag="in",
        ),
    ] = None,
    top: Annotated[
        int | str | None,
        Ask(
            "how many parts are told one by one, 10 by default; one row sums the others",
            metavar="N",
        ),
    ] = None,
    method: Annotated[
        str | None,
        Ask("of --terms price-volume, how a change is split; bennet by default", choices=METHODS),
    ] = None,
    coverage: Annotated[
        float | str | None,
        Ask(
            "of --terms price-volume, the least share of trade whose quantities must be told, 0.6 "
            "by default",
            metavar="SHARE",
        ),
    ] = None,
    side: Annotated[
        str | None,
        Ask(
            "whose report counts: the reporter's, or the partner's", choices=("reporter", "partner")
        ),
    ] = None,
    basis: parameters.Basis = None,
    currency: parameters.Currency = None,
    as_of: parameters.AsOf = None,
    settings: parameters.Settings = None,
    store: Store | str | None = None,
) -> Answer:
    """Explain what moved the trade of one place with another between two periods.

    Equation: ``contribution_i = v_i(to) - v_i(from)``, v_i what part i adds to the figure; imports
    enter a balance with the sign turned. Parts add up to the change exactly: what no part tells is
    a row of its own.

    Units: contributions in base units of the currency; ``contribution_pp`` in points of the
    figure's size at the first period; ``share_of_change`` as a ratio.

    Missing and zero: a part that is missing at either end has no contribution and a row that says
    so. Zero is nil trade.

    Raises:
        InputError: a place, class, period, currency, dimension or option does not exist.
        StoreError: the data on disk cannot be used.
    """
    flags = {"side": side, "import_basis": basis, "currency": currency, "as_of": as_of}
    definition = checked(definition_asked(flags, dict(settings or {})))
    place, target = reporter_place(reporter), find(partner)
    check_two_sides(place, target)
    span, frequency = two_periods(*span_asked(years, periods, freq))
    cls = find_class(of)
    split = dimensions(by, cls)
    question = ExplainQuestion(
        reporter=place.code,
        partner=target.code,
        of=cls.name,
        periods=span,
        freq=frequency,
        cumulate=cumulate,
        by="group" if "group" in split else "",
        definition=definition,
        measure=one_of_words("measure", measure, MEASURES),
        split=split,
        terms=one_of_words("terms", terms, TERMS),
        products=(within or "").strip().casefold(),
        steps=steps,
        **of_terms(terms, method, coverage),
        top=count_asked(top, 10, "top"),
    )
    check_season(definition, parted=split != ("flow",) or SPLITS[question.terms].finest)
    ledger = Ledger(store if isinstance(store, Store) else Store(store), keeps_rows=True)
    try:
        case = Case(ledger, question, cls, Partner(target, place.code, definition))
        return answer_of(case) if by else usual_answer_of(case)
    finally:
        ledger.desk.clear()
