"""``rate``: the position of a country in a class of technology."""

from __future__ import annotations

from typing import Annotated

from steelyard.accounts.asked import definition_asked
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import reporter_place
from steelyard.accounts.panel_definition import OF_POSITIONS, check_honoured
from steelyard.accounts.position import Component, Rated
from steelyard.accounts.position_lag import lags
from steelyard.accounts.position_ledger import ledger as self_sufficiency
from steelyard.accounts.position_market import market as market_position
from steelyard.accounts.position_suppliers import dependence
from steelyard.accounts.position_trade import trade
from steelyard.classes.registry import find_class
from steelyard.questions import parameters
from steelyard.questions.rate_checks import check_leader, seed_asked, years_asked
from steelyard.questions.rate_rows import COLUMNS, row_of
from steelyard.store.store import Store
from steelyard.terms.answer import Answer
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.version import __version__


def rate(
    country: Annotated[
        str,
        Ask("country that is rated: ISO3, name or code", AskKind.ARGUMENT, complete="places"),
    ],
    *,
    of: parameters.Class = "goods",
    years: Annotated[
        str | int | tuple[int, int] | None,
        Ask("first and last year; by default the latest held of each component", metavar="A:B"),
    ] = None,
    market: Annotated[
        str | None,
        Ask(
            "a market in which shares are taken too, as that place reports its imports",
            metavar="PLACE",
            complete="places",
        ),
    ] = None,
    against: Annotated[
        str | None,
        Ask(
            "the country behind which the lag in years is measured",
            metavar="PLACE",
            complete="places",
        ),
    ] = None,
    on: Annotated[
        str,
        Ask("what the lag is measured on: exports, imports, or an indicator held", metavar="WHAT"),
    ] = "exports",
    basis: parameters.Basis = None,
    currency: parameters.Currency = None,
    as_of: parameters.AsOf = None,
    settings: parameters.Settings = None,
    seed: Annotated[
        int | str, Ask("seed of the draws behind the interval of a lag", metavar="N")
    ] = 0,
    store: Store | str | None = None,
) -> Answer:
    """Rate the position of a country in a class: every component by itself, with its definition.

    There is no total and no weight: shares, advantage, balance, dependence, self-sufficiency and
    lag answer different questions.

    Units: beside each figure. Missing and zero: a component that data cannot support has no figure
    and a gap that says why.

    Raises:
        InputError: a place, class, year, indicator or option does not exist.
        StoreError: the data on disk cannot be used.
    """
    flags = {"import_basis": basis, "currency": currency, "as_of": as_of}
    definition = definition_asked(flags, dict(settings or {}))
    check_honoured("rate", definition, OF_POSITIONS)
    asked = Rated(
        Ledger(store if isinstance(store, Store) else Store(store)),
        reporter_place(country).code,
        find_class(of),
        years_asked(years),
        definition,
        market=reporter_place(market).code if market else "",
        leader=reporter_place(against).code if against else "",
        on=on.strip().casefold(),
    )
    check_leader(asked.leader, asked.country)
    try:
        return _answer(asked, seed_asked(seed))
    finally:
        asked.ledger.desk.clear()


def _answer(asked: Rated, seed: int) -> Answer:
    found: list[Component] = [
        *market_position(asked),
        *trade(asked),
        *dependence(asked),
        *self_sufficiency(asked),
        _controls(asked),
        *lags(asked, seed),
    ]
    return Answer(
        verb="rate",
        version=__version__,
        question=_record(asked, seed),
        columns=COLUMNS,
        rows=tuple(map(row_of, found)),
        notes=tuple(asked.notes),
        gaps=tuple(asked.gaps),
        evidence=tuple(asked.ledger.evidence),
        method=tuple(asked.methods),
        query=asked.ledger.query(),
    )


def _controls(asked: Rated) -> Component:
    """Return the exposure to export controls, which no registry tells yet."""
    return asked.lacking(
        "control-exposure",
        "no registry of export controls is held",
        "Nothing yet: controls are not part of this version.",
    )


def _record(asked: Rated, seed: int) -> dict[str, object]:
    years = asked.years
    return {
        "country": asked.country,
        "of": asked.cls.name,
        "years": [str(years.first), str(years.last)] if years else [],
        "market": asked.market,
        "against": asked.leader,
        "on": asked.on,
        "seed": seed,
        "definition": asked.definition.model_dump(mode="json"),
    }
