"""Why no table answers for a panel, and what would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.panel_asked import PanelAsked, Told
from steelyard.accounts.panel_countries import Countries
from steelyard.accounts.panel_fits import tables
from steelyard.accounts.panel_tables import PanelTable
from steelyard.store.release import Held
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import PeriodRange

_SHOWN = 6
_FLOWS = {FlowKind.EXPORT: "exports", FlowKind.IMPORT: "imports"}
_WHOSE = {
    Told.BY_EACH: "{flow} of {who} with the world",
    Told.BY_MARKET: "{flow} of {who} from each partner",
    Told.BY_PAIR: "{flow} of every country to every other",
}


def words(asked: PanelAsked) -> str:
    """Say what a panel is asked for."""
    who = ", ".join(asked.reporters) or "the countries"
    flow = _FLOWS.get(asked.flow, str(asked.flow))
    told = _WHOSE[asked.told].format(flow=flow, who=who)
    if asked.partners:
        way = "from" if asked.flow is FlowKind.IMPORT else "to"
        told = f"{flow} of {who} {way} {', '.join(asked.partners)}"
    level = f" in {asked.level.word}" if asked.level else "" if asked.summed else " by product"
    return f"{told}: {asked.cls.name}{level}"


def nothing_held(held: Iterable[Held], asked: PanelAsked, years: PeriodRange | None) -> Unanswered:
    """Return why no table answers: the years, the level, or that nothing is held at all."""
    every = tuple(held)
    if found := tables(every, asked):
        reach = f"{min(_ends(found))} to {max(_ends(found))}"
        return Unanswered(
            f"tables of {words(asked)} reach from {reach}, and not {years}",
            "Ask for other --years, or add a table with `steelyard add FILE`.",
        )
    other = tables(every, replace(asked, level=None)) if asked.level else []
    if other:
        levels = sorted({f"{t.of['nomenclature']}{t.level or ''}".casefold() for t in other})
        return Unanswered(
            f"no table held states {words(asked)}; it is held in {', '.join(levels[:_SHOWN])}",
            f"Ask with --in {levels[0]}, or add a finer table with `steelyard add FILE`.",
        )
    return Unanswered(
        f"no table held states {words(asked)} under one definition",
        "Add one with `steelyard add FILE`, ask with --market for what one place imports from "
        "each, or look at `steelyard holdings`.",
    )


def none_whole(name: str, made: Countries) -> Unanswered:
    """Return why a table that is held has no country in full."""
    reasons = sorted({f"{who} {why}" for (_, who), why in made.out.items()})
    told = "; ".join(reasons[:_SHOWN]) or "it has no row of the class then"
    return Unanswered(
        f"{name} has no country in full: {told}",
        "Ask for other --years or another class, or add a table with `steelyard add FILE`.",
    )


def _ends(found: Iterable[PanelTable]) -> list[str]:
    return [end for table in found for one in table.series for end in (one.first, one.last)]
