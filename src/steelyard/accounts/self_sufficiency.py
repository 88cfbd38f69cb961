"""Self-sufficiency: how much of what a country uses it makes itself, by every definition held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from steelyard.accounts.indicators import Indicator, by_year, in_common, kinds
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.self_sufficiency_entries import Amount, Entry, Rate, Target
from steelyard.store.release import Held
from steelyard.terms.definition import Definition

_WORDS = {"made": "production", "used": "use", "imports": "imports", "exports": "exports"}


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Self-sufficiency of one year under one definition.

    Attributes:
        rate: the definition.
        year: the year.
        made, used, imports, exports: the amounts; None where they are not held.
        unit: unit of the amounts.
        value: made over used, or as stated.
        low, high: between what the value lies, by the roundings of what was printed; None where the
            amounts are not rounded.
    """

    rate: Rate
    year: int
    made: float | None
    used: float | None
    imports: float | None
    exports: float | None
    unit: str
    value: float
    low: float | None = None
    high: float | None = None


def sufficiency(ledger: Ledger, entry: Entry, definition: Definition) -> Iterator[Sufficiency]:
    """Yield self-sufficiency by definition and year.

    Equation: ``s = made / used``; apparent use ``used = made + imports - exports``.

    Missing and zero: a year of which an amount is not held, or of which the two came out on
    different days and may be of different vintages, is told as the publisher states the rate; a
    year of which neither is held is not told. Amounts that are held in no common unit are not
    divided: see ``units_apart``.
    """
    for rate in entry.definitions:
        unit = _unit(ledger.store.held, entry.place, rate, definition)
        amounts = {
            name: _read(ledger, _indicator(entry.place, amount, unit), definition, rate.name)
            for name, amount in _amounts(rate).items()
            if unit is not None or name == "stated"
        }
        for year in sorted(set().union(*amounts.values())):
            held = {name: found[year] for name, found in amounts.items() if year in found}
            if (told := _of_year(rate, year, held)) is not None:
                yield told


@dataclass(frozen=True, slots=True)
class _Held:
    """A figure with the bounds that its rounding leaves, and the day it came out."""

    value: float
    half: float
    unit: str
    dated: str


def _amounts(rate: Rate) -> dict[str, Amount]:
    named = {"made": rate.made, "used": rate.used, "imports": rate.imports}
    named |= {"exports": rate.exports, "stated": rate.stated}
    return {name: amount for name, amount in named.items() if isinstance(amount, Amount)}


def units_apart(held: tuple[Held, ...], place: str, rate: Rate, definition: Definition) -> str:
    """Return in which units the amounts of a definition are held, where they share none.

    Empty where they share one, or one of them is not held at all.
    """
    if _unit(held, place, rate, definition) is not None:
        return ""
    every = _units(held, place, rate, definition)
    return "; ".join(f"{_WORDS[name]} in {', '.join(sorted(units))}" for name, units in every)


def _unit(held: tuple[Held, ...], place: str, rate: Rate, definition: Definition) -> str | None:
    """Return the unit of all amounts, empty where each has its own; None where they share none."""
    every = [units for _, units in _units(held, place, rate, definition)]
    if not every or not all(every):
        return ""
    found = in_common([{("", unit) for unit in units} for units in every], definition)
    return None if found is None else found[1]


def _units(
    held: tuple[Held, ...], place: str, rate: Rate, definition: Definition
) -> list[tuple[str, set[str]]]:
    """Return the units in which each amount is held; shares of something have none."""
    amounts = {n: a for n, a in _amounts(rate).items() if n != "stated" and a.measure != "share"}
    return [
        (name, {unit for _, unit in kinds(held, _indicator(place, amount, ""), definition)})
        for name, amount in amounts.items()
    ]


def _indicator(place: str, amount: Amount, unit: str | None) -> Indicator:
    """Return an amount as it is read, in the unit of all where it has none of its own."""
    asked = Indicator(place=place, **amount.model_dump())
    return replace(asked, unit=asked.unit or (unit or "" if amount.measure != "share" else ""))


def _read(ledger: Ledger, asked: Indicator, definition: Definition, name: str) -> dict[int, _Held]:
    found = by_year(ledger, asked, definition, f"self-sufficiency, {name}")
    return {
        year: _Held(figure.value, figure.precision or 0.0, figure.unit, figure.published_at)
        for year, figure in found.items()
        if figure.value is not None
    }


def _of_year(rate: Rate, year: int, held: Mapping[str, _Held]) -> Sufficiency | None:
    made, imports, exports = (held.get(name) for name in ("made", "imports", "exports"))
    used = held.get("used")
    if rate.used == "apparent" and made and imports and exports:
        half = made.half + imports.half + exports.half
        used = _Held(made.value + imports.value - exports.value, half, made.unit, made.dated)
    stated = held.get("stated")
    if made and used and used.value > 0 and (stated is None or made.dated == used.dated):
        low, high = _bounds(rate, made, used)
        return Sufficiency(
            rate,
            year,
            made.value,
            used.value,
            imports.value if imports else None,
            exports.value if exports else None,
            made.unit,
            made.value / used.value,
            low,
            high,
        )
    if stated is None:
        return None
    low, high = (stated.value - stated.half, stated.value + stated.half)
    return Sufficiency(rate, year, None, None, None, None, "", stated.value, low, high)


def _bounds(rate: Rate, made: _Held, used: _Held) -> tuple[float, float]:
    """Return between what the quotient lies when both figures are rounded.

    Apparent use holds what is made itself, so that its other parts alone move against it.
    """
    if rate.used == "apparent":
        rest, half = used.value - made.value, used.half - made.half
        low, high = made.value - made.half, made.value + made.half
        return low / (low + rest + half), high / (high + rest - half)
    return (made.value - made.half) / (used.value + used.half), (made.value + made.half) / (
        used.value - used.half
    )


def start_of(entry: Entry, held: Sequence[Sufficiency]) -> tuple[int, float] | None:
    """Return year and rate from which a path to the targets starts; None where none is held.

    The newest rate of a definition that is no later than the year in which the targets were set;
    else the first one after.
    """
    before = [one for one in held if one.year <= entry.announced]
    first = before[-1] if before else next(iter(held), None)
    return (first.year, first.value) if first else None


def path(targets: tuple[Target, ...], start: tuple[int, float], year: int) -> float | None:
    """Return where a straight path to the targets stands at the end of a year.

    Equation: linear between the start and each target in turn; None before the start, and after
    the last target.
    """
    points = [start, *((one.year, one.value) for one in targets if one.year > start[0])]
    for (first, low), (last, high) in pairwise(points):
        if first <= year <= last:
            return low + (high - low) * (year - first) / (last - first)
    return None
