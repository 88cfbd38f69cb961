"""The columns of USA Trade Online: dimensions by any of their headings, and measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.census.facts import (
    CONSUMED,
    CONSUMED_CIF,
    DOMESTIC,
    EXPORTS,
    FOREIGN,
    GENERAL,
    GENERAL_CIF,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTRY, COMMODITY, TIME = ("Country", "Countries"), ("Commodity", "Commodities"), ("Time",)
PARTS = ("District", "Districts", "Port", "Ports", "State", "States", "Rate Provision")
BALANCE = "Balance ($US)"
DUTY = {"dutiable_value": "Dutiable Value ($US)", "duty": "Calculated Duty ($US)"}
VALUES = {
    "Total Exports Value ($US)": EXPORTS,
    "Value ($US)": EXPORTS,
    "Domestic Exports Value ($US)": DOMESTIC,
    "Foreign Exports Value ($US)": FOREIGN,
    "Customs Import Value (Gen) ($US)": GENERAL,
    "Customs Value (Gen) ($US)": GENERAL,
    "CIF Import Value (Gen) ($US)": GENERAL_CIF,
    "CIF Value (Gen) ($US)": GENERAL_CIF,
    "Customs Import Value (Cons) ($US)": CONSUMED,
    "Customs Value (Cons) ($US)": CONSUMED,
    "CIF Import Value (Cons) ($US)": CONSUMED_CIF,
    "CIF Value (Cons) ($US)": CONSUMED_CIF,
}
_DEFAULT = " (Default Member)"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one report.

    Attributes:
        names: their headings.
    """

    names: tuple[str, ...]

    def one(self, headings: Sequence[str]) -> str:
        """Return the column with any of some headings, or empty."""
        return next((name for name in self.names if _plain(name) in headings), "")

    @property
    def values(self) -> dict[str, Words]:
        """The columns of values, with what they count."""
        return {n: VALUES[_plain(n)] for n in self.names if _plain(n) in VALUES}

    @property
    def parts(self) -> list[str]:
        """The columns by which a row may be a part of a flow."""
        return [name for name in self.names if _plain(name) in PARTS]

    @property
    def read(self) -> list[str]:
        """Every column that is read."""
        wanted = {*COUNTRY, *COMMODITY, *TIME, *PARTS, *VALUES, *DUTY.values(), BALANCE}
        return [name for name in self.names if _plain(name) in wanted]

    @property
    def not_held(self) -> list[str]:
        """Columns of figures that are not taken in."""
        return [n for n in self.names if n not in self.read and n.endswith(("($US)", "(kg)"))]


def is_header(names: Sequence[str]) -> bool:
    """Tell whether these head a report: a time, a country or commodity, and values."""
    columns = Columns(tuple(names))
    of_what = columns.one(COUNTRY) or columns.one(COMMODITY)
    return bool(columns.one(TIME) and of_what and columns.values)


def _plain(name: str) -> str:
    return name.removesuffix(_DEFAULT)
