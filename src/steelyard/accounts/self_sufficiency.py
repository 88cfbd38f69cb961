"""Self-sufficiency: how much of what a country uses it makes itself, by every definition held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict

from steelyard.accounts.indicators import Indicator, by_year
from steelyard.accounts.ledger import Ledger
from steelyard.terms.definition import Definition
from steelyard.terms.yaml_text import read_yaml


class Amount(BaseModel):
    """A published indicator that an entry names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str
    scope: str = ""
    flow: Literal["", "X", "M"] = ""
    measure: Literal["level", "share", "quantity"] = "level"
    unit: str = ""


class Rate(BaseModel):
    """One definition of self-sufficiency.

    Attributes:
        name, text: what it is called, and what it counts.
        located, measure, packaging: in the country or domestically owned; by value or volume; gross
            or net of packaging.
        made, used: what is made over what is used; ``apparent`` use is made plus imports minus
            exports.
        imports, exports: of apparent use.
        stated: the rate as a publisher states it, for years of which the amounts are not held.
        targeted: whether the target of the entry is set against it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    text: str
    located: str
    measure: str
    packaging: str
    made: Amount
    used: Amount | Literal["apparent"]
    imports: Amount | None = None
    exports: Amount | None = None
    stated: Amount | None = None
    targeted: bool = False


class Target(BaseModel):
    """A rate that is to be reached by the end of a year."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int
    value: float


class Entry(BaseModel):
    """The definitions that are held of a country and some classes, and the targets set for them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    title: str
    classes: tuple[str, ...]
    definitions: tuple[Rate, ...]
    announced: int = 0
    targets: tuple[Target, ...] = ()
    target_source: str = ""


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


@cache
def entries() -> tuple[Entry, ...]:
    """Return every entry of the package."""
    folder = resources.files("steelyard.accounts") / "data"
    text = (folder / "self_sufficiency.yaml").read_text(encoding="utf-8")
    return tuple(Entry.model_validate(one) for one in read_yaml(text))


def entry_of(place: str, of: str) -> Entry | None:
    """Return the entry of a place for a class; None where there is none."""
    return next((one for one in entries() if one.place == place and of in one.classes), None)


def sufficiency(ledger: Ledger, entry: Entry, definition: Definition) -> Iterator[Sufficiency]:
    """Yield self-sufficiency by definition and year.

    Equation: ``s = made / used``; apparent use ``used = made + imports - exports``.

    Missing and zero: a year of which an amount is not held, or of which the two came out on
    different days and may be of different vintages, is told as the publisher states the rate; a
    year of which neither is held is not told.
    """
    for rate in entry.definitions:
        amounts = {
            name: _read(ledger, entry.place, amount, definition, rate.name)
            for name, amount in _amounts(rate).items()
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


def _read(
    ledger: Ledger, place: str, amount: Amount, definition: Definition, name: str
) -> dict[int, _Held]:
    asked = Indicator(place=place, **amount.model_dump())
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
