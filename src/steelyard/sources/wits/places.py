"""The places of WITS: ISO 3166-1 alpha-3 codes, and the World Bank's own where it departs.

``places.csv`` holds the World Bank's own codes, each with the place in our codes, the last year in
which it stands for that place (empty: without end) and WITS' name of it. A code without a place is
a region: a sum of places that stand beside it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.nomenclature.places import place

if TYPE_CHECKING:
    from steelyard.sources.sieve import Sieve

SUMS = ("WLD", "comtrade:97")


@dataclass(frozen=True, slots=True)
class Own:
    """One of the World Bank's own codes.

    Attributes:
        code: as WITS writes it.
        until: last year in which it stands for the place; empty when it still does.
        place: our code; empty for a region.
        name: WITS' name.
    """

    code: str
    until: str
    place: str
    name: str


@cache
def own_codes() -> tuple[Own, ...]:
    """Return the World Bank's own codes, of one code the one with an end first."""
    text = (files("steelyard.sources.wits") / "places.csv").read_text(encoding="utf-8")
    return tuple(Own(**row) for row in csv.DictReader(text.splitlines()))


def place_of(text: str) -> str:
    """Return the place for which a code stands today.

    Raises:
        ValueError: it is a region.
        UnknownPlace: it is no code of WITS.
    """
    code = text.strip().upper()
    own = {row.code: row for row in own_codes() if not row.until}.get(code)
    if own is None:
        return place(code).code
    if not own.place:
        raise ValueError(
            f"{code} is a region of the World Bank, {own.name}, whose countries stand beside it. "
            "Groups are summed from their members: ask WITS for the countries"
        )
    return own.place


def places_of(sieve: Sieve, name: str, years: pa.Array) -> pa.Array:
    """Return the places of a column of codes, each as of its year."""
    codes, found = sieve.text(name), sieve.mapped(name, place_of, "unknown-place")
    held = {text.strip().upper() for text in codes.dictionary.to_pylist()}
    for row in own_codes():
        if row.until and row.code in held:
            here = pc.equal(
                pc.utf8_upper(pc.utf8_trim_whitespace(codes.cast(pa.string()))), row.code
            )
            then = pc.and_(here, pc.less_equal(years.cast(pa.string()), row.until))
            found = pc.if_else(then, row.place, found.cast(pa.string()))
    return found


def is_sum(places: pa.Array) -> pa.Array:
    """Return where a place is a sum of others that stand beside it."""
    return pc.is_in(places.cast(pa.string()), value_set=pa.array(SUMS))
