"""Indices of two countries, and of how exports are spread: overlap, kinds, similarity, fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import narwhals as nw

from steelyard.accounts.panel import Panel
from steelyard.measures import concentration, intra_industry, orientation
from steelyard.questions import index_read as read
from steelyard.questions.index_asked import Figure, Frame, Work, figures, of_places
from steelyard.terms.place import WORLD

Maker = Callable[[Work], Iterable[Figure]]
_SEVERAL = 2
_NAMED = 8


def with_partner(measure: Callable[[Frame], Frame], whole: Callable[[Frame], Frame]) -> Maker:
    """Return what makes an index of each product, and of all, from trade with one partner."""

    def make(work: Work) -> Iterator[Figure]:
        found = read.pair(work)
        for year in found[0].years:
            yield from _of_pair(work, read.trade(found, year), (measure, whole), year)

    return make


def of_change(work: Work) -> Iterator[Figure]:
    """Yield the marginal index of each product, and of all, of the last year against the first."""
    found = read.pair(work)
    years = list(map(str, found[0].years))
    if len(years) == 1:
        why = "a change needs two years, and one was asked for"
        work.lacking(work.question.name, why, "Ask with --years A:B.")
    if len(years) >= _SEVERAL:
        ends = ((years[0], "from"), (years[-1], "to"))
        codes = read.codes_of(found, *(year for year, _ in ends))
        then, now = (_at(found, year, end, codes) for year, end in ends)
        both = then.join(now, on=["country", "product"], how="inner")
        measures = (intra_industry.marginal, intra_industry.marginal_total)
        yield from _of_pair(work, both, measures, f"{years[0]}:{years[-1]}")


def _at(found: tuple[Panel, Panel], year: str, end: str, codes: Frame) -> Frame:
    frame = read.trade(found, year, codes=codes)
    return frame.rename({name: f"{name}_{end}" for name in ("exports", "imports")})


def _of_pair(
    work: Work,
    frame: Frame,
    measures: tuple[Callable[[Frame], Frame], Callable[[Frame], Frame]],
    year: object,
) -> Iterator[Figure]:
    asked = work.question
    who = {"country": asked.country, "partner": asked.partner or WORLD}
    measure, whole = measures
    every = work.rows(whole(frame), "index")
    yield from figures(every, year=year, **who)
    if any(value is None for (value,) in every):
        _tell_untold(work, frame, year)
    rows = work.rows(measure(frame), "product", "index")
    yield from figures(rows, "product", year=year, **who)


def _tell_untold(work: Work, frame: Frame, year: object) -> None:
    """Keep a gap where a flow of some product is missing, so that all together has no figure."""
    names = [name for name in frame.collect_schema().names() if name not in {"country", "product"}]
    missing = nw.any_horizontal(*(nw.col(name).is_null() for name in names), ignore_nulls=True)
    codes = [code for (code,) in work.rows(frame.filter(missing), "product")]
    if codes:
        more = f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
        work.lacking(
            f"{work.question.name} of all products in {year}",
            f"a flow is missing, which is not nil, of {', '.join(codes[:_NAMED])}{more}",
            "Ask for a class without them with --of, or add a table that states them with "
            "`steelyard add FILE`.",
        )


def priced(work: Work) -> Iterator[Figure]:
    """Yield the ratio of unit values of each product."""
    for year, frame in _priced(work):
        rows = work.rows(frame, "product", "kind", "unit_value_ratio")
        yield from figures(rows, "product", "kind", year=year, **_who(work))


def kinds(work: Work) -> Iterator[Figure]:
    """Yield what part of all trade is in each product, with its kind, and in each kind."""
    for year, frame in _priced(work):
        both = (nw.col("exports") + nw.col("imports")).alias("value")
        told = concentration.shares(frame.with_columns(both))
        by_kind = told.group_by("kind").agg(nw.col("share").sum().alias("share"))
        known = by_kind.filter(~nw.col("kind").is_null())
        yield from figures(work.rows(known, "kind", "share"), "kind", year=year, **_who(work))
        rows = work.rows(told, "product", "kind", "share")
        yield from figures(rows, "product", "kind", year=year, **_who(work))


def _who(work: Work) -> dict[str, str]:
    return {"country": work.question.country, "partner": work.question.partner or WORLD}


def _priced(work: Work) -> Iterator[tuple[str, Frame]]:
    found = read.pair(work, quantities=True)
    for year in found[0].years:
        frame = _in_one_measure(read.trade(found, year, "quantity", "unit", "weight"))
        yield str(year), intra_industry.kinds(frame)


def _in_one_measure(frame: Frame) -> Frame:
    """Return quantities by weight where both flows tell it, else as both state them."""
    weighed = ~nw.col("exports_weight").is_null() & ~nw.col("imports_weight").is_null()
    told = []
    for name in ("exports", "imports"):
        unit, quantity = nw.col(f"{name}_unit"), nw.col(f"{name}_quantity")
        weight = nw.col(f"{name}_weight")
        told.append(nw.when(weighed).then(weight).otherwise(quantity).alias(f"{name}_quantity"))
        told.append(nw.when(weighed).then(nw.lit("kg")).otherwise(unit).alias(f"{name}_unit"))
    return frame.with_columns(*told)


def of_products(column: str) -> Maker:
    """Return what makes a measure of how exports are spread over products."""

    def make(work: Work) -> Iterator[Figure]:
        panel = read.exports(work)
        for year in map(str, panel.years):
            frame = concentration.herfindahl(panel.of_year(year), "country")
            yield from figures(work.rows(frame, "country", column), "country", year=year)

    return make


def intense(work: Work) -> Iterator[Figure]:
    """Yield the intensity of exports to the partner, or to every one."""
    panel = read.every_pair(work)
    for year in map(str, panel.years):
        told = panel.of_year(year).rename({"country": "reporter"})
        frame = orientation.trade_intensity(told.select("reporter", "partner", "value"))
        found = of_places(frame.rename({"reporter": "country"}), work)
        rows = work.rows(found, "country", "partner", "index")
        yield from figures(rows, "country", "partner", year=year)


def fitting(work: Work) -> Iterator[Figure]:
    """Yield how well what the country sells fits what the partner buys."""
    found = read.sold_and_bought(work)
    for year in map(str, found[0].years):
        sold, bought = (panel.of_year(year) for panel in found)
        codes = nw.concat([sold.select("product"), bought.select("product")]).unique()
        frame = orientation.complementarity(_on(sold, codes), _on(bought, codes))
        rows = work.rows(of_places(frame, work), "country", "partner", "index")
        yield from figures(rows, "country", "partner", year=year)


def _on(frame: Frame, codes: Frame) -> Frame:
    """Return a row of every code and country; one that a country does not trade is nil to it."""
    who = frame.select("country").unique()
    grid = who.join(codes, how="cross")
    told = grid.join(frame, on=["country", "product"], how="left")
    zero = nw.lit(0).cast(nw.Decimal(38, 6))
    value = nw.when(nw.col("value").is_null()).then(zero).otherwise(nw.col("value"))
    return told.with_columns(value.alias("value"))


grubel_lloyd = with_partner(intra_industry.grubel_lloyd, intra_industry.grubel_lloyd_total)
