"""The variables of the Bureau's international trade interface that tell flows.

Source: Guide to Using U.S. International Trade Datasets in the Census API, appendices A to D.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.census.facts import (
    CONSUMED,
    CONSUMED_CIF,
    EXPORTS,
    GENERAL,
    GENERAL_CIF,
    Words,
)
from steelyard.sources.census.product_words import ATP, HS, NAICS

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTH, YEAR_TO_DATE = "_MO", "_YR"
SPANS = (MONTH, YEAR_TO_DATE)
TIME, DIRECTION = ("time", "YEAR", "MONTH"), "DF"
PRODUCTS = {
    "I_COMMODITY": HS,
    "E_COMMODITY": HS,
    "NAICS": NAICS,
    "HITECH": ATP,
    "SITC": "SITC",
    "I_ENDUSE": "CENSUS-END-USE",
    "E_ENDUSE": "CENSUS-END-USE",
}
PARTS = ("DISTRICT", "PORT", "STATE", "CTY_SUBCODE", "RP")
UNITS = {"quantity": "UNIT_QY1", "quantity2": "UNIT_QY2"}
FLAG = "_FLAG"
NOT_HELD = ("AIR_", "VES_", "CNT_", "GEN_CHA", "CON_CHA", "CC_", "CARDS")


@dataclass(frozen=True, slots=True)
class Measure:
    """A variable of values, without its span, and those that stand beside it.

    Attributes:
        name: beginning of its name; ``_MO`` or ``_YR`` follows.
        words: what it counts.
        beside: beginnings of the names of what describes the same flow, by our column.
    """

    name: str
    words: Words
    beside: dict[str, str]


_GENERAL = {"quantity": "GEN_QY1", "quantity2": "GEN_QY2"}
_CONSUMED = {"quantity": "CON_QY1", "quantity2": "CON_QY2"}
_DUTY = {"dutiable_value": "DUT_VAL", "duty": "CAL_DUT"}
MEASURES = (
    Measure("GEN_VAL", GENERAL, _GENERAL),
    Measure("GEN_CIF", GENERAL_CIF, _GENERAL),
    Measure("CON_VAL", CONSUMED, _CONSUMED | _DUTY),
    Measure("CON_CIF", CONSUMED_CIF, _CONSUMED),
    Measure("ALL_VAL", EXPORTS, {"quantity": "QTY_1", "quantity2": "QTY_2"}),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a user asked the interface for, told by the names of its columns.

    Attributes:
        names: the columns.
    """

    names: tuple[str, ...]

    @property
    def measures(self) -> list[tuple[Measure, str]]:
        """The values among them, each with its span."""
        return [(m, span) for span in SPANS for m in MEASURES if m.name + span in self.names]

    @property
    def product(self) -> str:
        """The column of products; empty for all goods."""
        return next((name for name in PRODUCTS if name in self.names), "")

    @property
    def not_held(self) -> list[str]:
        """Columns of figures that are not taken in."""
        duties = [name for name in self.names if name.startswith(("DUT_VAL", "CAL_DUT"))]
        lone = [n for n in duties if f"CON_VAL{n[-len(MONTH) :]}" not in self.names]
        return sorted([*lone, *(n for n in self.names if n.startswith(NOT_HELD))])

    @property
    def numbers(self) -> list[str]:
        """The columns of figures that are read."""
        wanted = [[m.name, *m.beside.values()] for m in MEASURES]
        possible = {name + span for names in wanted for name in names for span in SPANS}
        return [name for name in self.names if name in possible]

    @property
    def texts(self) -> list[str]:
        """The columns of words that are read."""
        words = {*TIME, DIRECTION, *PRODUCTS, *PARTS, *UNITS.values(), "CTY_CODE", "CTY_NAME"}
        flags = {name + FLAG for name in self.numbers}
        return [name for name in self.names if name in words | flags]


def is_header(names: Sequence[str]) -> bool:
    """Tell whether these are variables of the interface: a time, and values of one direction.

    A level of products without products cannot be told from the trade in all goods.
    """
    asked = Asked(tuple(names))
    exports = {m.name == "ALL_VAL" for m, _ in asked.measures}
    timed = "time" in names or {"YEAR", "MONTH"} <= set(names)
    several = sum(name in names for name in PRODUCTS) > 1
    levelled = "COMM_LVL" in names and not asked.product
    return timed and len(exports) == 1 and not several and not levelled
