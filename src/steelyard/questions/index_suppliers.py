"""Indices of the suppliers of a country: shares of its imports, and how concentrated they are."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.panel import Panel
from steelyard.accounts.panel_suppliers import NEAR, Supplied, supplied
from steelyard.measures.concentration import herfindahl, shares
from steelyard.questions import index_read as read
from steelyard.questions.index_asked import Figure, Work, figures
from steelyard.terms.figures import rounded


def supplier_shares(work: Work) -> Iterator[Figure]:
    """Yield the share of each supplier in the imports of the country."""
    for year, found in _suppliers(work):
        rows = work.rows(shares(found.parts), "partner", "share")
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
    for year, found in _suppliers(work):
        for level, value in work.rows(herfindahl(found.parts), "herfindahl", column):
            low, high = _bounds(found, level, column)
            told = Figure(country, None, None, year, rounded(value))
            yield told._replace(low=rounded(low), high=rounded(high))


def _bounds(found: Supplied, level: float | None, column: str) -> tuple[float | None, float | None]:
    """Return between what an index lies, by what suppliers the rest of imports may come from."""
    low, high = (None, None) if column == "normalised" else found.bounds(level)
    if column != "effective" or not low or not high:
        return low, high
    return 1 / high, 1 / low


def _suppliers(work: Work) -> Iterator[tuple[str, Supplied]]:
    """Yield the suppliers of each year, with a gap where not all are stated."""
    panel = read.suppliers(work)
    for year in map(str, panel.years):
        found = supplied(work.ledger, panel, year)
        if found.none:
            _tell_none(work, panel, year)
        elif found.rest is None:
            _tell_no_total(work, panel, year)
        elif found.rest > NEAR:
            _tell_rest(work, panel, year, found.rest)
        yield year, found


def _tell_none(work: Work, panel: Panel, year: str) -> None:
    work.lacking(
        f"{work.question.name} of {year}",
        f"{panel.name} states imports above nil from no single partner in {year}",
        "Ask for other --years, or add a table with every partner with `steelyard add FILE`.",
    )


def _tell_no_total(work: Work, panel: Panel, year: str) -> None:
    count = len(panel.countries.counted[year])
    work.lacking(
        f"{work.question.name} of all suppliers in {year}",
        f"{panel.name} states {count} partners and no total of all: a supplier that it does not "
        "state counts as none, so that the figure is that of the partners held",
        "Add a table with every partner, or with the world's row, with `steelyard add FILE`.",
    )


def _tell_rest(work: Work, panel: Panel, year: str, rest: float) -> None:
    work.lacking(
        f"suppliers of {rest:.1%} of imports in {year}",
        f"{panel.name} states the world's total and not every partner: the rest counts as many "
        "small suppliers, and low and high tell what it could make of the figure",
        "Add a table with every partner with `steelyard add FILE`.",
    )
