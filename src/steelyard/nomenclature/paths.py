"""The way from one edition to another through the tables that are held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush

from steelyard.nomenclature.tables import Table, tables
from steelyard.terms.errors import NoConcordance
from steelyard.terms.product import Edition


@dataclass(frozen=True, slots=True)
class Step:
    """One table on the way, in its own direction or against it.

    Attributes:
        table: the table that is followed.
        back: True where it is followed from its target to its source.
    """

    table: Table
    back: bool

    @property
    def source(self) -> Edition:
        """The edition that the step leaves."""
        return self.table.target if self.back else self.table.source

    @property
    def target(self) -> Edition:
        """The edition that the step reaches."""
        return self.table.source if self.back else self.table.target

    @property
    def cost(self) -> int:
        """What the step costs; see ``tables.yaml``."""
        return self.table.back if self.back else self.table.cost

    def __str__(self) -> str:
        return f"{self.table}, inverted" if self.back else str(self.table)


Path = tuple[Step, ...]


@cache
def path(source: Edition, target: Edition, avoid: str = "") -> Path:
    """Return the cheapest way from one edition to another; no step from an edition to itself.

    Of ways that cost the same, the one of fewer steps, then the first by the names of its steps.
    Tables of the family ``avoid`` are not followed.

    Raises:
        NoConcordance: no way leads there; the editions that can be reached are named.
    """
    found = _ways(source, avoid)
    if target not in found:
        raise _no_way(source, target, found)
    return found[target]


@cache
def _ways(source: Edition, avoid: str) -> dict[Edition, Path]:
    """Return the cheapest way to every edition that can be reached, itself first."""
    found: dict[Edition, Path] = {}
    waiting: list[tuple[int, int, tuple[str, ...], Edition, Path]] = [(0, 0, (), source, ())]
    while waiting:
        cost, length, names, here, way = heappop(waiting)
        if here in found:
            continue
        found[here] = way
        for step in _from(here, avoid):
            further = (*names, str(step))
            heappush(waiting, (cost + step.cost, length + 1, further, step.target, (*way, step)))
    return found


def _from(here: Edition, avoid: str) -> Iterator[Step]:
    for table in tables():
        if table.family.name == avoid:
            continue
        if here == table.source:
            yield Step(table, back=False)
        elif here == table.target:
            yield Step(table, back=True)


def _no_way(source: Edition, target: Edition, found: dict[Edition, Path]) -> NoConcordance:
    reached = ", ".join(str(edition) for edition in sorted(found) if edition != source)
    return NoConcordance(
        f"You asked for a concordance from {source} to {target}",
        f"no published table that is held, nor a chain of them, joins the two; from {source} the "
        f"tables lead to {reached or 'no other edition'}",
        "Codes joined by equal digits or like titles would move value to other goods",
        "Ask for an edition that can be reached, or for the codes of the edition that is held",
    )
