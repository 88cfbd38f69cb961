"""Market share and comparative advantage of a country in a class."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.ledger import Frame
from steelyard.accounts.panel import Panel
from steelyard.accounts.position import Component, Rated
from steelyard.accounts.position_panels import (
    all_goods,
    by_class,
    exports,
    summed,
    tell_panels,
)
from steelyard.measures.advantage import balassa, symmetric
from steelyard.measures.concentration import shares
from steelyard.nomenclature.spoken import spoken
from steelyard.terms.evidence import Method

_SHARE = Method("market-share", "x_c / sum over countries of x", "definition")
_BALASSA = Method(
    "comparative-advantage",
    "(x_c of the class / x_c) / (x of the class / x)",
    "Balassa (1965), The Manchester School 33(2), pp. 99-123",
)
_SYMMETRIC = Method(
    "symmetric-advantage",
    "(B - 1) / (B + 1)",
    "Dalum, Laursen and Villumsen (1998), International Review of Applied Economics 12(3), "
    "pp. 423-443",
)


def market(asked: Rated) -> Iterator[Component]:
    """Yield share and comparative advantage in the world, and in the market asked, year by year."""
    for place in ("", *([asked.market] if asked.market else [])):
        panel = exports(asked, place)
        if isinstance(panel, Unanswered):
            where = f"in {spoken(place)}" if place else "in the world"
            yield asked.lacking("market-share", panel.why, panel.remedy, definition=where)
            continue
        tell_panels(asked, panel)
        yield from _shares(asked, panel, place)
        yield from _advantages(asked, panel, place)


def _shares(asked: Rated, panel: Panel, place: str) -> Iterator[Component]:
    asked.by(_SHARE)
    for year in map(str, panel.years):
        told = shares(summed(panel, year))
        value = _of(asked, told, "share")
        count = len(panel.countries.counted[year])
        text = f"exports of {asked.cls.name} of {_whose(count, place)}"
        if value is None:
            why = _absent(asked, panel, year)
            yield asked.lacking("market-share", why, _REMEDY, definition=text, period=year)
        else:
            yield Component("market-share", value, "ratio", year, text, dataset=panel.name)


def _advantages(asked: Rated, panel: Panel, place: str) -> Iterator[Component]:
    whole = all_goods(asked, panel, place)
    if isinstance(whole, Unanswered):
        yield asked.lacking("comparative-advantage", whole.why, whole.remedy)
        return
    tell_panels(asked, whole)
    for year in map(str, panel.years):
        frame = by_class(asked, panel, whole, year)
        names = {"comparative-advantage": balassa, "symmetric-advantage": symmetric}
        both = panel.countries.counted[year] & whole.countries.counted[year]
        text = f"{asked.cls.name} in exports of all goods of {_whose(len(both), place)}"
        for name, index in names.items():
            mine = index(frame).filter(nw.col("product") == asked.cls.name)
            value = _of(asked, mine, "index")
            if value is not None:
                asked.by(_BALASSA if index is balassa else _SYMMETRIC)
                yield Component(name, value, "index", year, text, dataset=panel.name)


def _of(asked: Rated, frame: Frame, column: str) -> float | None:
    """Return the figure of the country; None where it is missing."""
    mine = frame.filter(nw.col("country") == asked.country).select("country", column)
    found = asked.ledger.rows(mine, ["country"])
    return None if not found or found[0][1] is None else float(found[0][1])


def _whose(count: int, place: str) -> str:
    if place:
        return f"{count} countries to {spoken(place)}, as it reports its imports"
    return f"{count} countries to the world, as each reports"


_REMEDY = "Ask for other years, or add its trade with `steelyard add FILE`."


def _absent(asked: Rated, panel: Panel, year: str) -> str:
    why = panel.countries.out.get((year, asked.country), "is not among those that report")
    return f"{asked.country} {why} in {panel.name}"
