"""The panels behind a position: exports of the class and of all goods, and suppliers."""

from __future__ import annotations

from dataclasses import replace

import narwhals as nw

from steelyard.accounts.case import ALL_GOODS
from steelyard.accounts.choice import Unanswered
from steelyard.accounts.ledger import Frame
from steelyard.accounts.notes_panel import of_contents, of_releases
from steelyard.accounts.panel import Panel, read_panel
from steelyard.accounts.panel_asked import PanelAsked, Told
from steelyard.accounts.position import Rated
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.registry import find_class
from steelyard.terms.flow import FlowKind
from steelyard.terms.place import WORLD

_FEWEST = 2


def exports(asked: Rated, market: str) -> Panel | Unanswered:
    """Return the exports of the class of every country: as each reports, or as a market does."""
    found = read_panel(asked.ledger, _exports(asked, asked.cls, market), "market share")
    if isinstance(found, Unanswered) or max(map(len, found.countries.counted.values())) >= _FEWEST:
        return found
    return Unanswered(
        f"{found.name} states the exports of one country only, so that there is no world to "
        "compare them with",
        "Add the trade of many countries with `steelyard add FILE`, or name a market whose imports "
        "are held by partner with --market.",
    )


def all_goods(asked: Rated, panel: Panel, market: str) -> Panel | Unanswered:
    """Return the exports of all goods of every country, from the same release and years."""
    goods = _exports(asked, find_class(ALL_GOODS), market)
    same = replace(
        goods, years=panel.years, releases=(panel.name,), definition=panel.asked.definition
    )
    return read_panel(asked.ledger, same, "comparative advantage")


def suppliers(asked: Rated) -> Panel | Unanswered:
    """Return what the country imports of the class from each partner, and from the world."""
    wished = PanelAsked(
        asked.cls,
        FlowKind.IMPORT,
        asked.years,
        None,
        asked.definition,
        told=Told.BY_MARKET,
        reporters=(asked.country,),
        also=(WORLD,),
        summed=True,
    )
    return read_panel(asked.ledger, wished, "suppliers")


def by_class(asked: Rated, panel: Panel, whole: Panel, year: str) -> Frame:
    """Return ``country, product, value`` of one year: the class and all other goods."""
    mine = summed(panel, year).rename({"value": "of_class"})
    both = mine.join(summed(whole, year), on="country", how="inner")
    rest = (nw.col("value") - nw.col("of_class")).alias("value")
    named = nw.lit(asked.cls.name).alias("product")
    of_class = both.select("country", named, nw.col("of_class").alias("value"))
    others = both.select("country", nw.lit("").alias("product"), rest)
    return nw.concat([of_class, others])


def summed(panel: Panel, year: str) -> Frame:
    """Return ``country, value`` of one year."""
    return panel.of_year(year).select("country", "value")


def tell_panels(asked: Rated, *panels: Panel) -> None:
    """Keep the notes on the panels that figures rest on: who is left out, what is made up."""
    for note in of_releases(panels):
        asked.tell(note)
    for panel in panels:
        for note in of_contents(panel):
            asked.tell(note)


def _exports(asked: Rated, cls: TechnologyClass, market: str) -> PanelAsked:
    return PanelAsked(
        cls,
        FlowKind.IMPORT if market else FlowKind.EXPORT,
        asked.years,
        None,
        asked.definition,
        told=Told.BY_MARKET if market else Told.BY_EACH,
        reporters=(market,) if market else (),
        summed=True,
    )
