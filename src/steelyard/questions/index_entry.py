"""What an index is: its name, unit, equation and source, and which places it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from steelyard.questions.index_asked import Figure, Work

MARKET = ("country", "market")
PAIR = ("country", "partner")
COUNTRY = ("country",)
YEAR = ("period",)


@dataclass(frozen=True, slots=True)
class Index:
    """One index.

    Attributes:
        name: the word that asks for it.
        unit: unit of its values.
        equation, source: how it is made, and who says so.
        make: makes its figures.
        needs: which of ``country`` and ``partner`` must be named.
        takes: which of ``country, partner, market`` may be named.
        ranked: the columns within which rows are ranked, the largest first; None where the maker
            ranks them itself, or none is ranked.
    """

    name: str
    unit: str
    equation: str
    source: str
    make: Callable[[Work], Iterable[Figure]]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = MARKET
    ranked: tuple[str, ...] | None = None
