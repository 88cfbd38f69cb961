"""Published indicators by year: production, markets, GDP; each year the figure that counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import narwhals as nw

from steelyard.accounts.choice import Choice
from steelyard.accounts.ledger import Ledger, Used, listed, of_series, one_of
from steelyard.accounts.published import TOLD, Figure, counting, figure_of
from steelyard.classes.selection import Selection
from steelyard.store.release import Held
from steelyard.store.series import series_columns
from steelyard.terms.definition import Definition
from steelyard.terms.place import WORLD


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is asked of published indicators.

    Attributes:
        place: the place described; empty for every one.
        indicator: what is measured, such as ``gdp``.
        scope: what the publisher counts under it; empty for the one it states without, None for
            any.
        flow: X or M; empty for none.
        measure: ``level``, ``share`` or ``quantity``.
        unit: ISO currency of a level, or another unit; empty for any.
    """

    place: str
    indicator: str
    scope: str | None = ""
    flow: str = ""
    measure: str = "level"
    unit: str = ""

    def accepts(self, choice: Choice) -> bool:
        """Tell whether a series is what is asked."""
        of = choice.series.of
        said = (of.get("indicator"), of.get("flow", ""), of.get("measure"))
        same = said == (self.indicator, self.flow, self.measure) and not of.get("span")
        place = not self.place or of.get("place") == self.place
        scope = self.scope is None or of.get("scope", "") == self.scope
        return same and place and scope and (not self.unit or of.get("unit") == self.unit)


def by_year(
    ledger: Ledger, asked: Indicator, definition: Definition, used_for: str
) -> dict[int, Figure]:
    """Return the figure that counts of each year that is held, by the year.

    The latest published one counts, or the first print under ``vintage=first``; none that came out
    after ``as_of`` or is of another release than the one asked, and none that its publisher doubts.
    Evidence is kept of the rows considered.
    """
    return by_place(ledger, asked, definition, used_for).get(asked.place, {})


def by_place(
    ledger: Ledger,
    asked: Indicator,
    definition: Definition,
    used_for: str,
    periods: Sequence[str] = (),
) -> dict[str, dict[int, Figure]]:
    """Return the figures that count of each place and year, as ``by_year`` does.

    Args:
        ledger: reads the store and keeps the evidence.
        asked: what is asked; of every place where none is named.
        definition: the free choices.
        used_for: what the rows stand behind, for the evidence.
        periods: the years that are read; none for every one.
    """
    found: dict[str, list[Figure]] = defaultdict(list)
    for group in _alike(_choices(ledger.store.held, asked, definition)):
        for place, figure in _figures(ledger, group, asked.indicator, used_for, periods):
            found[place].append(figure)
    return {place: _counted(found[place], definition) for place in sorted(found)}


def _counted(found: list[Figure], definition: Definition) -> dict[int, Figure]:
    best = counting(found, definition, {})
    told = {f.period: f for f in best.values() if f.value is not None}
    return {int(year): told[year] for year in sorted(told) if year.isdecimal()}


def places_with(held: Iterator[Held] | tuple[Held, ...], indicator: str) -> tuple[str, ...]:
    """Return the places of which an indicator is held, sorted."""
    every = (series.of for one in held for series in one.release.series)
    return tuple(sorted({of["place"] for of in every if of.get("indicator") == indicator}))


def kinds(held: tuple[Held, ...], asked: Indicator, definition: Definition) -> set[tuple[str, str]]:
    """Return in which scopes and units an indicator is held."""
    every = (choice.series.of for choice in _choices(held, asked, definition))
    return {(of.get("scope", ""), of.get("unit", "")) for of in every}


def in_common(
    kinds_held: Iterable[set[tuple[str, str]]], definition: Definition
) -> tuple[str, str] | None:
    """Return the scope and unit in which all of some indicators are held; None where none is.

    Of several the scope that is asked goes first, or none, then the currency that is asked.
    """
    sets = list(kinds_held)
    common = set[tuple[str, str]].intersection(*sets) if sets else set[tuple[str, str]]()
    wished = definition.scope or ""
    return min(
        common,
        key=lambda kind: (kind[0] != wished, kind[1] != definition.currency, kind),
        default=None,
    )


def _choices(held: tuple[Held, ...], asked: Indicator, definition: Definition) -> Iterator[Choice]:
    way = Selection(kind="indicators", codes=(asked.indicator,))
    for one in held:
        release = one.release
        if release.kind == "indicators" and definition.release in {None, release.release}:
            every = (Choice(one, series, way) for series in release.series)
            yield from (choice for choice in every if asked.accepts(choice))


def _alike(choices: Iterable[Choice]) -> Iterator[list[Choice]]:
    """Yield series of one release that differ in the place alone, which are read together."""
    groups: dict[tuple[object, ...], list[Choice]] = defaultdict(list)
    for choice in choices:
        of = tuple(sorted((n, word) for n, word in choice.series.of.items() if n != "place"))
        groups[choice.held.release.name, choice.held.bundled, of].append(choice)
    yield from groups.values()


def _figures(
    ledger: Ledger, group: list[Choice], column: str, used_for: str, periods: Sequence[str]
) -> Iterator[tuple[str, Figure]]:
    """Yield the figures of series that differ in the place alone, each with its place."""
    choices = {choice.series.of["place"]: choice for choice in group}
    held, places = group[0].held, sorted(choices)
    expressions, texts = of_series(held, group[0].series.of)
    at = series_columns(held.release.kind).index("place")
    expressions[at] = one_of("place", places)
    texts[at] = f"place IN ({listed(places)})" if len(places) > 1 else texts[at]
    if periods:
        expressions.append(one_of("period", periods))
        texts.append(f"period IN ({listed(periods)})")
    world = nw.col("partner").is_null() | (nw.col("partner") == WORLD)
    rows = ledger.store.scan(held).filter(*expressions, world)
    condition = " AND ".join([*texts, f"(partner IS NULL OR partner = '{WORLD}')"])
    ledger.record(held, Used(rows, condition, {}), TOLD, used_for)
    names = ("place", *TOLD)
    for place, *row in ledger.rows(ledger.read(rows.select(*names)), names):
        told = dict(zip(TOLD, row, strict=True))
        yield place, figure_of(column, told, choices[place], held.release.published_at)
