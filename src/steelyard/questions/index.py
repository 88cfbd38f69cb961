"""``index``: one named index of trade."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from steelyard.accounts.asked import definition_asked, span_asked
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.panel_definition import OF_PANELS, check_honoured
from steelyard.classes.registry import find_class
from steelyard.questions import parameters
from steelyard.questions.index_asked import IndexQuestion, Work
from steelyard.questions.index_checks import (
    check_named,
    index_named,
    level_asked,
    place_named,
    top_asked,
)
from steelyard.questions.index_list import INDICES, Index, made
from steelyard.questions.index_rows import COLUMNS, rows
from steelyard.questions.index_words import gaps, notes
from steelyard.store.store import Store
from steelyard.terms.answer import Answer
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.evidence import Method
from steelyard.terms.version import __version__

__all__ = ["COLUMNS", "index"]


def index(
    name: Annotated[
        str,
        Ask(f"the index: {', '.join(INDICES)}", AskKind.ARGUMENT, choices=tuple(INDICES)),
    ],
    country: Annotated[
        str,
        Ask(
            "country that it is of; every one when left out, where the index allows it",
            AskKind.ARGUMENT,
            complete="places",
        ),
    ] = "",
    partner: Annotated[
        str,
        Ask("the other country, of an index of two", AskKind.ARGUMENT, complete="places"),
    ] = "",
    *,
    of: parameters.Class = "goods",
    years: Annotated[
        str | int | tuple[int, int] | None,
        Ask("first and last year, as 2002:2007; the latest held by default", metavar="A:B"),
    ] = None,
    within: Annotated[
        str | None,
        Ask(
            "level of products: hs6, hs2, naics3; that of the table that answers by default",
            metavar="LEVEL",
            flag="in",
        ),
    ] = None,
    market: Annotated[
        str,
        Ask(
            "place whose imports tell the exports of all; by default each reports its own",
            metavar="PLACE",
            complete="places",
        ),
    ] = "",
    top: Annotated[
        int | str | None, Ask("most rows a year, the largest; 200 by default", metavar="N")
    ] = None,
    basis: parameters.Basis = None,
    as_of: parameters.AsOf = None,
    settings: parameters.Settings = None,
    store: Store | str | None = None,
) -> Answer:
    """Make one index of trade from the panel that holds most countries.

    Equation, unit and source of each index are told by ``Answer.method``. All countries are read
    from one release, under one definition and in one edition of the product codes.

    Units: as the column ``unit`` says; shares and ratios are no percentages.

    Missing and zero: an index without a value (0 / 0) is missing. A country of which a product is
    missing is left out and named. No exports of a product are nil where the publisher says so.

    Raises:
        InputError: an index, place, class, year, level, date or option does not exist, or the index
            needs a place that is not named.
        StoreError: the data on disk cannot be used.
    """
    found = index_named(name)
    given = {"country": country, "partner": partner, "market": market}
    named = {role: place_named(text, role) for role, text in given.items()}
    check_named(found, named)
    cls, (span, _) = find_class(of), span_asked(years, None, "A")
    definition = definition_asked({"import_basis": basis, "as_of": as_of}, dict(settings or {}))
    check_honoured("index", definition, OF_PANELS)
    question = IndexQuestion(
        found.name,
        named["country"],
        named["partner"],
        cls.name,
        span,
        level_asked(within),
        named["market"],
        top_asked(top),
        definition,
    )
    work = Work(Ledger(store if isinstance(store, Store) else Store(store)), question, cls)
    try:
        return _answer(work, found)
    finally:
        work.ledger.desk.clear()


def _answer(work: Work, index: Index) -> Answer:
    shown, cut = rows(work, index, made(work, index))
    if work.panels and work.question.years is None:
        work.question = replace(work.question, years=work.panels[0].years)
    return Answer(
        verb="index",
        version=__version__,
        question=work.question.record(),
        columns=COLUMNS,
        rows=shown,
        notes=tuple(dict.fromkeys((*notes(work), *cut))),
        gaps=tuple(gaps(work)),
        evidence=tuple(work.ledger.evidence),
        method=(Method(index.name, index.equation, index.source),),
        query=work.ledger.query(),
    )
