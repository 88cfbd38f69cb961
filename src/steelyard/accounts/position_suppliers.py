"""Dependence of a country on its suppliers of a class."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.ledger import Frame
from steelyard.accounts.panel import Panel
from steelyard.accounts.position import Component, Rated
from steelyard.accounts.position_panels import suppliers, tell_panels
from steelyard.measures.concentration import herfindahl, shares
from steelyard.nomenclature.places import place
from steelyard.terms.answer import Gap
from steelyard.terms.evidence import Method
from steelyard.terms.place import WORLD

_LISTED = 5
_NEAR = 1e-6
_ORDER = ["partner"]
_METHODS = (
    Method("largest-supplier, supplier", "m_i / sum of m", "definition"),
    Method(
        "effective-suppliers",
        "1 / sum of squares of the suppliers' shares",
        "Laakso and Taagepera (1979), Comparative Political Studies 12(1), p. 4; Hirschman (1945), "
        "National Power and the Structure of Foreign Trade",
    ),
)


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
    frame = panel.of_year(year).rename({"country": "partner"}).select("partner", "value")
    told = f"imports of {asked.cls.name} of {asked.country}, as it reports them"
    parts, rest = _against_world(asked, frame)
    if not any(value for _, value in asked.ledger.rows(parts.select("partner", "value"), _ORDER)):
        yield _none(asked, panel, year, told)
        return
    if rest is None:
        _tell_no_total(asked, panel, year)
    ranked = shares(parts).filter(nw.col("value") > 0).select("rank", "partner", "share")
    rows = asked.ledger.rows(ranked, ["rank", "partner"])[:_LISTED]
    for at, (_, code, share) in enumerate(rows):
        name = "supplier" if at else "largest-supplier"
        text = f"{told}: {place(code).name}"
        yield Component(name, share, "ratio", year, text, of=code, dataset=panel.name)
    yield _effective(
        asked, parts, rest or 0.0, Component("", None, "", year, told, dataset=panel.name)
    )


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


def _effective(asked: Rated, parts: Frame, rest: float, like: Component) -> Component:
    """Return the effective number; a rest that no supplier tells bounds it."""
    level, number = asked.ledger.rows(
        herfindahl(parts).select("herfindahl", "effective"), ["herfindahl"]
    )[0]
    bounds = (1 / (level + rest * rest), number) if number and rest > _NEAR else (None, None)
    return Component(
        "effective-suppliers",
        number,
        "suppliers",
        like.period,
        like.definition,
        low=bounds[0],
        high=bounds[1],
        dataset=like.dataset,
    )


def _against_world(asked: Rated, frame: Frame) -> tuple[Frame, float | None]:
    """Return the suppliers, with the world's total where it is stated, and what none of them has.

    The rest is None where no total is stated.
    """
    parts = frame.filter(nw.col("partner") != WORLD)
    world = asked.ledger.rows(frame.filter(nw.col("partner") == WORLD), ["partner"])
    if not world or not world[0][1]:
        return parts, None
    held = asked.ledger.rows(parts, ["partner"])
    rest = 1 - float(sum(value for _, value in held) / world[0][1])
    if rest <= _NEAR:
        return parts, 0.0
    whole = frame.filter(nw.col("partner") == WORLD).select(nw.col("value").alias("whole"))
    return parts.join(whole, how="cross"), rest


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
