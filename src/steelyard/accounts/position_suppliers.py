"""Dependence of a country on its suppliers of a class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import narwhals as nw

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.panel import Panel
from steelyard.accounts.panel_suppliers import EFFECTIVE, Supplied, supplied
from steelyard.accounts.position import Component, Rated
from steelyard.accounts.position_panels import suppliers, tell_panels
from steelyard.measures.concentration import herfindahl, shares
from steelyard.nomenclature.places import place
from steelyard.terms.answer import Gap
from steelyard.terms.evidence import Method

_LISTED = 5
_METHODS = (Method("largest-supplier, supplier", "m_i / sum of m", "definition"), EFFECTIVE)


def dependence(asked: Rated) -> Iterator[Component]:
    """Yield the largest suppliers with their shares, and the effective number, year by year."""
    panel = suppliers(asked)
    if isinstance(panel, Unanswered):
        yield asked.lacking("suppliers", panel.why, panel.remedy)
        return
    tell_panels(asked, panel)
    for method in _METHODS:
        asked.by(method)
    for year in map(str, panel.years):
        yield from _of_year(asked, panel, year)


def _of_year(asked: Rated, panel: Panel, year: str) -> Iterator[Component]:
    told = f"imports of {asked.cls.name} of {asked.country}, as it reports them"
    found = supplied(asked.ledger, panel, year)
    if found.none:
        yield _none(asked, panel, year, told)
        return
    if found.rest is None:
        count = len(panel.countries.counted[year])
        told += (
            f"; of what the {count} partners supply that {panel.name} states, not of all imports"
        )
        _tell_no_total(asked, panel, year)
    ranked = shares(found.parts).filter(nw.col("value") > 0).select("rank", "partner", "share")
    rows = asked.ledger.rows(ranked, ["rank", "partner"])[:_LISTED]
    for at, (_, code, share) in enumerate(rows):
        name = "supplier" if at else "largest-supplier"
        text = f"{told}: {place(code).name}"
        yield Component(name, share, "ratio", year, text, of=code, dataset=panel.name)
    yield _effective(asked, found, Component("", None, "", year, told, dataset=panel.name))


def _none(asked: Rated, panel: Panel, year: str, told: str) -> Component:
    """Return that no supplier is stated of a year, and why not."""
    reasons = sorted({why for (of, _), why in panel.countries.out.items() if of == year})
    why = f": partners that it states {'; '.join(reasons)}" if reasons else ""
    return asked.lacking(
        "suppliers",
        f"{panel.name} states imports above nil from no single partner in {year}{why}",
        "Ask for other --years, or add its imports by partner with `steelyard add FILE`.",
        definition=told,
        period=year,
    )


def _effective(asked: Rated, found: Supplied, like: Component) -> Component:
    """Return the effective number; a rest that no supplier tells bounds it."""
    told = herfindahl(found.parts).select("herfindahl", "effective")
    ((level, number),) = asked.ledger.rows(told, ["herfindahl"])
    low, high = found.bounds(level)
    bounds = (1 / high, 1 / low) if low and high else (None, None)
    return replace(
        like,
        component=EFFECTIVE.name,
        value=number,
        unit="suppliers",
        low=bounds[0],
        high=bounds[1],
    )


def _tell_no_total(asked: Rated, panel: Panel, year: str) -> None:
    count = len(panel.countries.counted[year])
    asked.gaps.append(
        Gap(
            f"suppliers that {panel.name} does not state, of {year}",
            f"it states {count} partners and no total of all, so that shares are of what these "
            "supply",
            "Add a table with every partner, or with the world's row, with `steelyard add FILE`.",
        )
    )
