"""The rows of an index: ranked, cut to those asked for, with the names of products."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from steelyard.nomenclature.products import product
from steelyard.questions.index_asked import Figure, Work
from steelyard.questions.index_list import Index
from steelyard.terms.answer import Column, Note, Row
from steelyard.terms.errors import UnknownProduct

COLUMNS = (
    Column("index"),
    Column("country"),
    Column("partner"),
    Column("product"),
    Column("period"),
    Column("value", "number", "index"),
    Column("unit"),
    Column("rank", "integer", "rank"),
    Column("low", "number", "index"),
    Column("high", "number", "index"),
    Column("kind"),
    Column("product_name"),
)


def rows(
    work: Work, index: Index, made: Sequence[Figure]
) -> tuple[tuple[Row, ...], tuple[Note, ...]]:
    """Return the rows asked for and a note where there are more.

    By period, the largest value first; figures of all products before those of each.
    """
    ranks = _ranks(index, made)
    country = work.question.country
    mine = [f for f in made if not country or f.country in {None, country}]
    by_year: dict[str, list[Figure]] = defaultdict(list)
    for figure in sorted(mine, key=_order):
        by_year[figure.period].append(figure)
    shown = [f for found in by_year.values() for f in found[: work.question.top]]
    names = _nomenclature(work)
    told = tuple(_row(index, figure, figure.rank or ranks.get(figure), names) for figure in shown)
    return told, tuple(_cut(len(mine) + work.unmade, len(shown), work.question.top))


def _order(figure: Figure) -> tuple[object, ...]:
    whole = figure.product is not None
    value = -figure.value if figure.value is not None else 0.0
    places = (figure.country or "", figure.partner or "", figure.product or "", figure.kind or "")
    return (figure.period, whole, figure.value is None, value, *places)


def _ranks(index: Index, made: Iterable[Figure]) -> dict[Figure, int]:
    """Return the rank of each figure: 1 more than the number of larger ones beside it."""
    if index.ranked is None:
        return {}
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in made:
        if figure.value is not None:
            groups[tuple(getattr(figure, name) for name in index.ranked)].append(figure)
    return {figure: rank for group in groups.values() for figure, rank in _ranked(group)}


def _ranked(group: list[Figure]) -> Iterator[tuple[Figure, int]]:
    order = sorted(group, key=lambda figure: -(figure.value or 0.0))
    rank, before = 0, None
    for place, figure in enumerate(order, 1):
        if figure.value != before:
            rank, before = place, figure.value
        yield figure, rank


def _nomenclature(work: Work) -> str:
    levels = [panel.level for panel in work.panels if panel.level]
    return levels[0].nomenclature if levels else ""


def _row(index: Index, figure: Figure, rank: int | None, nomenclature: str) -> Row:
    name = _title(nomenclature, figure.product) if figure.product and nomenclature else None
    return (
        index.name,
        figure.country,
        figure.partner,
        figure.product,
        figure.period,
        figure.value,
        index.unit,
        rank,
        figure.low,
        figure.high,
        figure.kind,
        name,
    )


@cache
def _title(nomenclature: str, code: str) -> str | None:
    try:
        return "; ".join(product(nomenclature, one).title for one in code.split("+"))
    except UnknownProduct:
        return None


def _cut(every: int, shown: int, top: int) -> Iterator[Note]:
    if every > shown:
        text = f"{shown:,} of {every:,} rows are shown, the {top:,} largest of each year: --top N."
        yield Note("more-rows", text)
