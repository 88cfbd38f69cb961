"""The self-sufficiency ledger of a position: amounts, rates, targets and the path to them."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.position import Component, Rated
from steelyard.accounts.self_sufficiency import (
    Sufficiency,
    path,
    start_of,
    sufficiency,
    units_apart,
)
from steelyard.accounts.self_sufficiency_entries import Entry, Rate, entry_of
from steelyard.terms.answer import Note
from steelyard.terms.evidence import Method
from steelyard.terms.figures import POINTS

_AMOUNTS = {
    "made": "production",
    "imports": "imports",
    "exports": "exports",
    "used": "consumption",
}
_METHODS = (
    Method("self-sufficiency", "production / consumption", "definition"),
    Method("consumption", "production + imports - exports, where it is apparent", "definition"),
    Method(
        "path",
        "straight from the newest rate held when the targets were set to each target in turn",
        "convention of this project, see docs/assumptions.md",
    ),
    Method("behind-path", "100 (self-sufficiency - path)", "definition"),
)


def ledger(asked: Rated) -> Iterator[Component]:
    """Yield production, trade, use and self-sufficiency under every definition held, with targets.

    Of the years asked, or of the latest held of each definition.
    """
    entry = entry_of(asked.country, asked.cls.name)
    if entry is None:
        yield asked.lacking(
            "self-sufficiency",
            f"no production or use of {asked.cls.name} in {asked.country} is held; trade alone "
            "does not tell what a country makes for itself",
            "Ask `steelyard rate CHN --of hs:8542`, of which it is held.",
        )
        return
    for method in _METHODS:
        asked.by(method)
    every = list(sufficiency(asked.ledger, entry, asked.definition))
    for rate in entry.definitions:
        mine = [one for one in every if one.rate == rate]
        yield from _of_definition(asked, entry, rate, mine)
    yield from _targets(entry)
    asked.tell(_sources(entry))
    for rate in entry.definitions:
        asked.tell(Note("ledger-definition", f"{rate.name}: {rate.text}."))
    if entry.targets:
        asked.tell(Note("targets", f"Targets: {entry.target_source}."))


def _of_definition(
    asked: Rated, entry: Entry, rate: Rate, held: list[Sufficiency]
) -> Iterator[Component]:
    shown = [one for one in held if _within(asked, one.year)] if asked.years else held[-1:]
    apart = units_apart(asked.ledger.store.held, entry.place, rate, asked.definition)
    if apart or not shown:
        yield _not_held(asked, rate, held, apart)
    for one in shown:
        yield from _amounts(one)
        text, year = _text(one), str(one.year)
        yield Component("self-sufficiency", one.value, "ratio", year, text, one.low, one.high)
        start = start_of(entry, held)
        began = rate.targeted and start is not None and one.year > start[0]
        due = path(entry.targets, start, one.year) if start and began else None
        if due is not None:
            yield Component("path", due, "ratio", year, text)
            behind = 100 * (one.value - due)
            yield Component("behind-path", behind, POINTS, year, text)


def _not_held(asked: Rated, rate: Rate, held: list[Sufficiency], apart: str) -> Component:
    """Return the component of a definition without a figure: of other years, units, or at all."""
    if apart:
        why = f"amounts of one unit alone can be divided, and they are held apart: {apart}"
        remedy = "Add amounts in one unit, such as USD, with `steelyard add FILE`."
        return asked.lacking("production", why, remedy, definition=rate.name)
    if held:
        why = f"it is held of {held[0].year} to {held[-1].year} only"
        remedy = f"Ask with --years {held[-1].year}."
    else:
        why = "no year is held of which all amounts are known that it is made of"
        remedy = "Add a dataset that states them: see the definition below."
    return asked.lacking("self-sufficiency", why, remedy, definition=rate.name)


def _amounts(one: Sufficiency) -> Iterator[Component]:
    for name, component in _AMOUNTS.items():
        value = getattr(one, name)
        if value is not None:
            apparent = name == "used" and one.rate.used == "apparent"
            named = "apparent-consumption" if apparent else component
            unit = "ratio" if one.unit.startswith("ratio") else one.unit
            yield Component(named, value, unit, str(one.year), _text(one))


def _text(one: Sufficiency) -> str:
    rate = one.rate
    return f"{rate.name}: {rate.located}, by {rate.measure}, packaging {rate.packaging}"


def _targets(entry: Entry) -> Iterator[Component]:
    for one in entry.targets:
        text = f"target of {entry.title.lower()}, see the note on targets"
        yield Component("target", one.value, "ratio", str(one.year), text)


def _within(asked: Rated, year: int) -> bool:
    return asked.years is None or asked.years.first.year <= year <= asked.years.last.year


def _sources(entry: Entry) -> Note:
    return Note(
        "several-definitions",
        f"Self-sufficiency in {entry.title.lower()} is told under {len(entry.definitions)} "
        "definitions, which answer different questions: where a plant stands or who owns it, value "
        "or pieces, with packaging or without. None of them is the target's own, for that names no "
        "way of measuring.",
    )
