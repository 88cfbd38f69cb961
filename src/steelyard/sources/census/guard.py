"""Totals that the Bureau published: they tell whose trade, or which year, a file is of.

Some tables name neither their partner nor their year. A guess would be a wrong figure with a good
source, so the table's own sums must agree with totals known from elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.sources.contract import Check
from steelyard.sources.reading import refuse
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLERANCE = 0.02
_MILLION = 1_000_000

Known = dict[str, dict[str, dict[int, float]]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far sums lie from the known totals.

    Attributes:
        compared: how many could be compared.
        worst: largest relative difference.
        place: where it is.
    """

    compared: int
    worst: float
    place: str

    @property
    def holds(self) -> bool:
        """True when something was compared and nothing is off by more than the tolerance."""
        return self.compared > 0 and abs(self.worst) <= TOLERANCE


@cache
def known_totals() -> Known:
    """Return the known totals in million USD, by what is counted, place and year."""
    text = Path(__file__).with_name("known_totals.yaml").read_text(encoding="utf-8")
    totals: Known = read_yaml(text)["totals"]
    return totals


def agreement(sums: Mapping[tuple[str, str, int], int]) -> Agreement:
    """Compare sums in USD, by what is counted, place and year, with the known totals."""
    found: list[tuple[float, str]] = []
    for (what, place, year), dollars in sums.items():
        known = known_totals().get(what, {}).get(place, {}).get(year)
        if known:
            off = dollars / (known * _MILLION) - 1
            found.append((off, f"{what} {place} in {year}"))
    worst, place = max(found, key=lambda pair: abs(pair[0]), default=(0.0, "nothing"))
    return Agreement(len(found), worst, place)


def confirmed(sums: Mapping[tuple[str, str, int], int], whose: str, file: str) -> Check:
    """Return the check that the sums are those of ``whose`` trade.

    Raises:
        BadFile: they are not, or nothing could be compared.
    """
    told = agreement(sums)
    if not told.holds:
        found = f"it does not say whose trade it is, and {_words(told)}"
        why = f"Only a table that agrees with the known totals of {whose} is read as theirs"
        raise refuse(file, found, why, "Give the publisher's whole table, full years included.")
    return Check("agrees-with-known-totals", passed=True, detail=_words(told))


def _words(told: Agreement) -> str:
    if not told.compared:
        return "no whole year of it has a known total"
    return (
        f"its yearly sums differ from known totals by at most {told.worst:+.2%} ({told.place}; "
        f"{told.compared} compared, {TOLERANCE:.0%} allowed)"
    )
