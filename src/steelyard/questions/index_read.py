"""The panels that the indices are made from."""

from __future__ import annotations

from dataclasses import replace

import narwhals as nw

from steelyard.accounts.panel import Panel
from steelyard.accounts.panel_asked import PanelAsked, Told
from steelyard.accounts.panel_fits import in_time, latest, tables
from steelyard.questions.index_asked import Frame, Work
from steelyard.terms.flow import FlowKind
from steelyard.terms.place import WORLD

_PLACE = ["country", "product"]


def exports(work: Work) -> Panel:
    """Return the exports of every country by product: as each reports, or as a market does."""
    market = work.question.market
    if not market:
        return work.read(work.asking(FlowKind.EXPORT))
    told = {"told": Told.BY_MARKET, "reporters": (market,)}
    return work.read(work.asking(FlowKind.IMPORT, **told))


def whole_trade(work: Work) -> tuple[Panel, Panel]:
    """Return the exports and imports of the country asked, or of every one, by product."""
    who = (work.question.country,) if work.question.country else ()
    return _both(work, *(work.asking(flow, reporters=who) for flow in _FLOWS))


def pair(work: Work, *, quantities: bool = False) -> tuple[Panel, Panel]:
    """Return the exports and imports of one country with one partner by product."""
    asked = work.question
    told = {
        "told": Told.BY_MARKET,
        "reporters": (asked.country,),
        "partners": (asked.partner or WORLD,),
        "quantities": quantities,
    }
    return _both(work, *(work.asking(flow, **told) for flow in _FLOWS))


def suppliers(work: Work) -> Panel:
    """Return what a country imports of the class from each partner, and from the world."""
    told = {"told": Told.BY_MARKET, "reporters": (work.question.country,), "also": (WORLD,)}
    return work.read(work.asking(FlowKind.IMPORT, summed=True, **told))


def sold_and_bought(work: Work) -> tuple[Panel, Panel]:
    """Return the exports of the country, and the imports of the partner, each with the world."""
    asked = work.question
    sold = work.asking(FlowKind.EXPORT, reporters=(asked.country,) if asked.country else ())
    bought = work.asking(FlowKind.IMPORT, reporters=(asked.partner,) if asked.partner else ())
    return _both(work, sold, bought)


def every_pair(work: Work) -> Panel:
    """Return the exports of the class of every country to every other."""
    return work.read(work.asking(FlowKind.EXPORT, told=Told.BY_PAIR, summed=True))


def trade(found: tuple[Panel, Panel], year: object, *columns: str) -> Frame:
    """Return ``country, product`` with columns of exports and imports side by side, of one year.

    ``value`` is named ``exports`` and ``imports``, another column ``exports_quantity`` and so on.
    A product without a row in one flow is nil there where its publisher leaves out such products.
    """
    frames = [panel.of_year(year).select(*_PLACE, "value", *columns) for panel in found]
    told = nw.concat([frame.select(*_PLACE) for frame in frames]).unique()
    for panel, frame, name in zip(found, frames, _NAMES, strict=True):
        named = {column: f"{name}_{column}" for column in columns}
        told = told.join(frame.rename({"value": name, **named}), on=_PLACE, how="left")
        if panel.nil:
            zero = nw.lit(0).cast(nw.Decimal(38, 6))
            known = nw.when(nw.col(name).is_null()).then(zero).otherwise(nw.col(name))
            told = told.with_columns(known.alias(name))
    return told


_FLOWS = (FlowKind.EXPORT, FlowKind.IMPORT)
_NAMES = ("exports", "imports")


def _both(work: Work, one: PanelAsked, other: PanelAsked) -> tuple[Panel, Panel]:
    """Return two panels of the same years and level, of one release where one has both."""
    names = _of_one_release(work, one, other)
    return work.read(replace(one, releases=names)), work.read(replace(other, releases=names))


def _of_one_release(work: Work, one: PanelAsked, other: PanelAsked) -> tuple[str, ...]:
    """Return the names of the releases that have tables of both; none where no release has."""
    every = [tables(work.ledger.store.held, asked) for asked in (one, other)]
    years = one.years or (latest(every[0], one) if every[0] else None)
    reach = [in_time(found, years) for found in every] if years else every
    names = [{table.held.release.name for table in found} for found in reach]
    return tuple(sorted(names[0] & names[1]))
