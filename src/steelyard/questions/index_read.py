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


def trade(
    found: tuple[Panel, Panel], year: object, *columns: str, codes: Frame | None = None
) -> Frame:
    """Return ``country, product`` with columns of exports and imports side by side, of one year.

    ``value`` is named ``exports`` and ``imports``, another column ``exports_quantity`` and so on.
    A product without a row in one flow is nil there where its publisher leaves out such products
    and the country counts in the panel of that flow; else it is missing.

    Args:
        found: the panels of exports and imports.
        year: the year.
        columns: further columns of the panels.
        codes: ``country, product`` that have a row; by default those of the year.
    """
    told = codes_of(found, year) if codes is None else codes
    for panel, name in zip(found, _NAMES, strict=True):
        frame = panel.of_year(year).select(*_PLACE, "value", *columns)
        named = {column: f"{name}_{column}" for column in columns}
        told = told.join(frame.rename({"value": name, **named}), on=_PLACE, how="left")
        told = _with_nil(told, panel, name, str(year))
    return told


def codes_of(found: tuple[Panel, Panel], *years: object) -> Frame:
    """Return ``country, product`` of all rows of two panels in some years, once each."""
    frames = [panel.of_year(year).select(*_PLACE) for panel in found for year in years]
    return nw.concat(frames).unique()


def _with_nil(frame: Frame, panel: Panel, name: str, year: str) -> Frame:
    """Put nil where a country that the panel counts has no row of a product."""
    counted = sorted(panel.countries.counted.get(year, ()))
    if not panel.nil or not counted:
        return frame
    zero = nw.lit(0).cast(nw.Decimal(38, 6))
    absent = nw.col(name).is_null() & nw.col("country").is_in(counted)
    return frame.with_columns(nw.when(absent).then(zero).otherwise(nw.col(name)).alias(name))


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
