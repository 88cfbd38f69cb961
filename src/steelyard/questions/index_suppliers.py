"""Indices of the suppliers of a country: shares of its imports, and how concentrated they are."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from steelyard.accounts.panel import Panel
from steelyard.measures.concentration import herfindahl, shares
from steelyard.questions import index_read as read
from steelyard.questions.index_asked import Figure, Frame, Work, figures
from steelyard.terms.figures import rounded
from steelyard.terms.place import WORLD

_NEAR = 1e-6


def supplier_shares(work: Work) -> Iterator[Figure]:
    """Yield the share of each supplier in the imports of the country."""
    for year, frame, _ in _suppliers(work):
        rows = work.rows(shares(frame), "partner", "share")
        yield from figures(rows, "partner", year=year, country=work.question.country)


def concentration(work: Work) -> Iterator[Figure]:
    """Yield the concentration of imports on suppliers, with bounds where not all are held."""
    yield from _concentrated(work, "herfindahl")


def normalised(work: Work) -> Iterator[Figure]:
    """Yield the concentration of imports on suppliers, 0 where all are equal."""
    yield from _concentrated(work, "normalised")


def effective(work: Work) -> Iterator[Figure]:
    """Yield the number of equal suppliers that would be as concentrated."""
    yield from _concentrated(work, "effective")


def _concentrated(work: Work, column: str) -> Iterator[Figure]:
    country = work.question.country
    for year, frame, rest in _suppliers(work):
        rows = work.rows(herfindahl(frame), "herfindahl", column)
        for level, value in rows:
            low, high = _bounds(level, rest, column)
            told = Figure(country, None, None, year, rounded(value))
            yield told._replace(low=rounded(low), high=rounded(high))


def _bounds(level: float | None, rest: float, column: str) -> tuple[float | None, float | None]:
    """Return between what the index lies when the rest is many suppliers, or one of all of it."""
    if level is None or rest <= _NEAR or column == "normalised":
        return None, None
    most = level + rest * rest
    return (1 / most, 1 / level) if column == "effective" and level else (level, most)


def _suppliers(work: Work) -> Iterator[tuple[str, Frame, float]]:
    """Yield by year ``partner, value, whole`` of the suppliers, and what part none of them has."""
    panel = read.suppliers(work)
    for year in map(str, panel.years):
        frame = panel.of_year(year).rename({"country": "partner"}).select("partner", "value")
        parts = frame.filter(nw.col("partner") != WORLD)
        world = _world(work, panel, frame, year)
        if world is None:
            yield year, parts, 0.0
            continue
        held = _sum(work, parts)
        rest = (world - held) / world if world else 0.0
        if rest > _NEAR:
            _tell_rest(work, panel, year, rest)
            whole = frame.filter(nw.col("partner") == WORLD).select(nw.col("value").alias("whole"))
            parts = parts.join(whole, how="cross")
        yield year, parts, max(rest, 0.0)


def _world(work: Work, panel: Panel, frame: Frame, year: str) -> float | None:
    """Return the imports from the world, or None with a gap where they are not told."""
    found = work.rows(frame.filter(nw.col("partner") == WORLD), "partner", "value")
    if found and WORLD in panel.countries.counted[year]:
        return float(found[0][1])
    count = len(panel.countries.counted[year])
    work.lacking(
        f"{work.question.name} of all suppliers in {year}",
        f"{panel.name} states {count} partners and no total of all: a supplier that it does not "
        "state counts as none, so that the figure is that of the partners held",
        "Add a table with every partner, or with the world's row, with `steelyard add FILE`.",
    )
    return None


def _sum(work: Work, parts: Frame) -> float:
    found = work.rows(parts, "partner", "value")
    return float(sum(value for _, value in found))


def _tell_rest(work: Work, panel: Panel, year: str, rest: float) -> None:
    work.lacking(
        f"suppliers of {rest:.1%} of imports in {year}",
        f"{panel.name} states the world's total and not every partner: the rest counts as many "
        "small suppliers, and low and high tell what it could make of the figure",
        "Add a table with every partner with `steelyard add FILE`.",
    )
