"""Quantities of WITS and their units, UN Comtrade's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.blocks import EXACT

if TYPE_CHECKING:
    from collections.abc import Collection

    from steelyard.sources.sieve import Sieve

QUANTITY, TOKEN, UNIT, WEIGHT = "Quantity", "QuantityToken", "QtyUnit", "NetWeight in KGM"
UNITS = {
    "1": None,
    "2": "m²",
    "3": "1000 kWh",
    "4": "m",
    "5": "u",
    "6": "2u",
    "7": "l",
    "8": "kg",
    "9": "1000u",
    "10": "u (jeu/pack)",
    "11": "12u",
    "12": "m³",
    "13": "carat",
}
_NONE = ("", "-1", "N/A", "N.Q.", "NO QUANTITY")


def quantities_of(sieve: Sieve, names: Collection[str]) -> dict[str, pa.Array]:
    """Return quantity, its unit and the net weight in kilograms, as far as the file has them.

    A quantity without a unit says nothing and is left out; so are a quantity and a weight of 0,
    with which WITS fills cells whose quantity is not known. Negative ones are refused.
    """
    found = {}
    unit = _units(sieve, names)
    if QUANTITY in names and unit is not None:
        quantity = _if_positive(sieve, QUANTITY)
        known = pc.and_(pc.is_valid(quantity), pc.is_valid(unit))
        found["quantity"] = pc.if_else(known, quantity, pa.scalar(None, EXACT))
        found["quantity_unit"] = pc.if_else(known, unit, pa.scalar(None, pa.string()))
    if WEIGHT in names:
        found["net_weight"] = _if_positive(sieve, WEIGHT)
    return found


def _units(sieve: Sieve, names: Collection[str]) -> pa.Array | None:
    if UNIT in names:
        return sieve.mapped(UNIT, _named, "unknown-unit").cast(pa.string())
    if TOKEN in names:
        return sieve.mapped(TOKEN, _unit, "unknown-unit").cast(pa.string())
    return None


def _unit(text: str) -> str | None:
    token = text.strip()
    if token.upper() in _NONE:
        return None
    if token not in UNITS:
        known = ", ".join(f"{code} {unit or 'no quantity'}" for code, unit in UNITS.items())
        raise ValueError(f"{token[:40]!r} is none of UN Comtrade's units: {known}")
    return UNITS[token]


def _named(text: str) -> str | None:
    return None if text.strip().upper() in _NONE else text.strip()


def _if_positive(sieve: Sieve, name: str) -> pa.Array:
    stated = sieve.exact(name)
    sieve.refuse(pc.less(stated, 0), "negative-quantity", f"{name} is below 0")
    return pc.if_else(pc.greater(stated, 0), stated, pa.scalar(None, EXACT))
