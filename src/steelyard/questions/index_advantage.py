"""Indices of advantage: of each product and country, and of a class as a whole, in all goods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import narwhals as nw

from steelyard.accounts.panel import Panel
from steelyard.classes.registry import find_class
from steelyard.measures import advantage
from steelyard.measures.totals import total
from steelyard.questions import index_read as read
from steelyard.questions.index_asked import Figure, Frame, Work

Measure = Callable[[Frame], Frame]
Maker = Callable[[Work], Iterator[Figure]]
_GOODS = "goods"
_WHOLE, _OUTSIDE = "+", "-"
_EXACT = nw.Decimal(38, 6)
_SEVERAL = 2
_ALONE = (
    "{name} has one country only in {year}, and the index compares several",
    "Add tables of more countries, or ask with --market for what one place imports from each.",
)


def years_of(work: Work, panel: Panel) -> Iterator[str]:
    """Yield the years in which a panel compares several countries, with a gap for the others."""
    for year in map(str, panel.years):
        if len(panel.countries.counted[year]) >= _SEVERAL:
            yield year
        else:
            why, remedy = _ALONE
            work.lacking(work.question.name, why.format(name=panel.name, year=year), remedy)


def from_exports(measure: Measure) -> Maker:
    """Return what makes an index of every country and product from exports."""

    def make(work: Work) -> Iterator[Figure]:
        panel = read.exports(work)
        goods = _all_goods(work, panel)
        for year in years_of(work, panel):
            told, every = (one.of_year(year) if one else None for one in (panel, goods))
            yield from _made(work, measure, (told, every), ("value",), year)

    return make


def from_both(measure: Measure) -> Maker:
    """Return what makes an index of every country and product from exports and imports."""

    def make(work: Work) -> Iterator[Figure]:
        sold, bought = read.whole_trade(work)
        goods = [_all_goods(work, panel) for panel in (sold, bought)]
        for year in map(str, sold.years):
            told = read.trade((sold, bought), year)
            every = read.trade((goods[0], goods[1]), year) if goods[0] and goods[1] else None
            yield from _made(work, measure, (told, every), ("exports", "imports"), year)

    return make


def _all_goods(work: Work, panel: Panel) -> Panel | None:
    """Return all goods as the table of a class states them; None where they are asked for."""
    if work.cls.name == _GOODS:
        return None
    return work.read(replace(panel.asked, cls=find_class(_GOODS), releases=(panel.name,)))


def _made(
    work: Work,
    measure: Measure,
    frames: tuple[Frame | None, Frame | None],
    columns: tuple[str, ...],
    year: str,
) -> Iterator[Figure]:
    """Yield the figures of a class as a whole, then those of its products; of all goods these."""
    told, every = frames
    if told is None:
        return
    if every is None:
        yield from work.ranked(measure(told.select("country", "product", *columns)), year)
        return
    each, one = _in_all(told, every, columns)
    whole = measure(one).filter(nw.col("product") == _WHOLE)
    for figure in work.ranked(whole, year):
        yield figure._replace(product=None)
    yield from work.ranked(measure(each).filter(nw.col("product") != _OUTSIDE), year)


def _in_all(told: Frame, every: Frame, columns: tuple[str, ...]) -> tuple[Frame, Frame]:
    """Return the products of a class, and the class as one, each beside all other goods as one."""
    mine, whole = (
        frame.group_by("country").agg(*(total(name).alias(f"{which}{name}") for name in columns))
        for frame, which in ((told, ""), (every, "all_"))
    )
    both = mine.join(whole, on="country", how="inner")
    rest = [(nw.col(f"all_{name}") - nw.col(name)).cast(_EXACT).alias(name) for name in columns]
    own = [nw.col(name).cast(_EXACT) for name in columns]
    outside = both.select("country", nw.lit(_OUTSIDE).alias("product"), *rest)
    one = both.select("country", nw.lit(_WHOLE).alias("product"), *own)
    each = told.join(both.select("country"), on="country", how="inner")
    each = each.select("country", "product", *own)
    return nw.concat([each, outside]), nw.concat([one, outside])


balassa = from_exports(advantage.balassa)
symmetric = from_exports(advantage.symmetric)
additive = from_exports(advantage.additive)
lafay = from_both(advantage.lafay)
michaely = from_both(advantage.michaely)
