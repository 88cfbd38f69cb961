"""Published indicators by year: production, markets, GDP; each year the figure that counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import narwhals as nw

from steelyard.accounts.choice import Choice
from steelyard.accounts.ledger import Ledger, Used, of_series
from steelyard.accounts.published import TOLD, Figure, counting, figure_of
from steelyard.classes.selection import Selection
from steelyard.store.release import Held
from steelyard.terms.definition import Definition
from steelyard.terms.place import WORLD


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is asked of published indicators.

    Attributes:
        place: the place described.
        indicator: what is measured, such as ``gdp``.
        scope: what the publisher counts under it; empty for the one it states without.
        flow: X or M; empty for none.
        measure: ``level``, ``share`` or ``quantity``.
        unit: ISO currency of a level, or another unit; empty for any.
    """

    place: str
    indicator: str
    scope: str = ""
    flow: str = ""
    measure: str = "level"
    unit: str = ""

    def accepts(self, choice: Choice) -> bool:
        """Tell whether a series is what is asked."""
        of = choice.series.of
        said = (of.get("place"), of.get("indicator"), of.get("scope", ""), of.get("flow", ""))
        same = said == (self.place, self.indicator, self.scope, self.flow)
        unit = not self.unit or of.get("unit") == self.unit
        return same and of.get("measure") == self.measure and unit and not of.get("span")


def by_year(
    ledger: Ledger, asked: Indicator, definition: Definition, used_for: str
) -> dict[int, Figure]:
    """Return the figure that counts of each year that is held, by the year.

    The latest published one counts, or the first print under ``vintage=first``; none that came out
    after ``as_of``, and none that its publisher doubts. Evidence is kept of the rows considered.
    """
    found: list[Figure] = []
    for choice in _choices(ledger.store.held, asked):
        found += _figures(ledger, choice, asked.indicator, used_for)
    best = counting(found, definition, {})
    told = {f.period: f for f in best.values() if f.value is not None}
    return {int(year): told[year] for year in sorted(told) if year.isdecimal()}


def places_with(held: Iterator[Held] | tuple[Held, ...], indicator: str) -> tuple[str, ...]:
    """Return the places of which an indicator is held, sorted."""
    every = (series.of for one in held for series in one.release.series)
    return tuple(sorted({of["place"] for of in every if of.get("indicator") == indicator}))


def _choices(held: tuple[Held, ...], asked: Indicator) -> Iterator[Choice]:
    way = Selection(kind="indicators", codes=(asked.indicator,))
    for one in held:
        if one.release.kind == "indicators":
            every = (Choice(one, series, way) for series in one.release.series)
            yield from (choice for choice in every if asked.accepts(choice))


def _figures(ledger: Ledger, choice: Choice, column: str, used_for: str) -> list[Figure]:
    same, fixed = of_series(choice.held, choice.series.of)
    rows = ledger.store.scan(choice.held).filter(
        *same, nw.col("partner").is_null() | (nw.col("partner") == WORLD)
    )
    condition = " AND ".join([*fixed, f"(partner IS NULL OR partner = '{WORLD}')"])
    ledger.record(choice.held, Used(rows, condition, {}), TOLD, used_for)
    told = ledger.rows(ledger.read(rows.select(*TOLD)), TOLD)
    dated = choice.held.release.published_at
    made = (figure_of(column, dict(zip(TOLD, row, strict=True)), choice, dated) for row in told)
    return list(made)
