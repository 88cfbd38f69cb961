"""What a release holds: the columns that tell its rows apart, its levels and its partners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain

import numpy as np

from steelyard.ingest.control_figures import Place, Spot
from steelyard.store.codes import PARTNER, PERIOD, PRODUCT, REPORTER, Codes
from steelyard.store.packing import packed
from steelyard.store.portions import Portion, cell_groups
from steelyard.store.vocabulary import Numbers, Words
from steelyard.terms.tables import FLOWS

TOTAL = "TOTAL"
ALWAYS = ("reporter", "partner", "flow", "period", "product")
"""Columns that name every cell, first in its place."""

Said = dict[str, str | None]


class Survey:
    """What a release of flows holds, by the words of its rows.

    Args:
        codes: its rows as numbers.

    Attributes:
        codes: its rows as numbers.
        said: the combinations of each group of columns, by column.
    """

    def __init__(self, codes: Codes) -> None:
        self.codes = codes
        self.said: Mapping[str, list[Said]] = {
            group: [dict(zip(names, words, strict=True)) for words in codes.words[group]]
            for group, names in codes.names.items()
        }

    def values(self, column: str) -> set[str | None]:
        """Return what a column holds, None among it when it has gaps."""
        group = next(name for name, of in self.codes.names.items() if column in of)
        return {said[column] for said in self.said[group]}

    @property
    def currency(self) -> str:
        """The currency of all values; empty when there are several."""
        found = self.values("currency")
        return next(iter(found)) or "" if len(found) == 1 else ""

    def nomenclatures(self) -> list[str]:
        """Return the nomenclatures of codes, in order."""
        return sorted(name for name in self.values("nomenclature") if name and name != TOTAL)

    def levels(self, nomenclature: str) -> tuple[int, ...]:
        """Return the lengths of the codes held of a nomenclature, shortest first."""
        found = {of["level"] for of in self.said[PRODUCT] if of["nomenclature"] == nomenclature}
        return tuple(sorted(int(level) for level in found if level and level.isdecimal()))

    def numbered(
        self, group: str, of: Callable[[Said], Sequence[str | None] | None]
    ) -> tuple[Numbers, list[Words]]:
        """Return a number for each combination of a group, and what each number stands for.

        Args:
            group: the group of columns.
            of: what a combination counts as; None for what is left out, which gets -1. Numbers
                follow the order of the text.
        """
        told = [None if (made := of(said)) is None else tuple(made) for said in self.said[group]]
        found = sorted({one for one in told if one is not None}, key=_in_order)
        places = {one: place for place, one in enumerate(found)}
        numbers = [-1 if one is None else places[one] for one in told]
        return np.array(numbers, np.int64), found

    def without(self, group: str, *columns: str) -> Numbers:
        """Return a number for each combination of a group but for some of its columns."""
        kept = [name for name in self.codes.names[group] if name not in columns]
        return self.numbered(group, lambda said: [said[name] for name in kept])[0]

    def place(
        self, without: Iterable[str] = (), digits: int | None = None
    ) -> Callable[[Portion], Place]:
        """Return what names the cell of a row in words; what is the same everywhere is left out.

        Args:
            without: columns that cells do not have.
            digits: how many digits of the product's code cells have; all when left out.
        """
        names = self._cell(set(without))

        def place(portion: Portion, row: int) -> Spot:
            at = {group: int(portion.of(group, np.array([row]))[0]) for group in self.codes.names}
            said = dict(chain.from_iterable(self.said[group][at[group]].items() for group in at))
            said["product"] = (said["product"] or "")[:digits]
            worded = ((name, said[name]) for name in names if said[name])
            told = (w or "" if name in ALWAYS else f"{name} {w}" for name, w in worded)
            return Spot((at[REPORTER], at[PERIOD]), " ".join(told))

        return lambda portion: partial(place, portion)

    def _cell(self, without: set[str]) -> list[str]:
        names = dict.fromkeys((*ALWAYS, *FLOWS.key))
        kept = [name for name in names if name not in {*without, "partner_stated"}]
        several = [name for name in kept if name in ALWAYS or self._tells(name)]
        pairs = self.codes.words[PARTNER]
        stated = "partner" in kept and len(pairs) > len({partner for partner, _ in pairs})
        return [*several, *(["partner_stated"] if stated else [])]

    def _tells(self, column: str) -> bool:
        found = self.values(column)
        return found != {None} if column == "partner2" else len(found) > 1


def cells_but(portion: Portion, but: str, room: int) -> Numbers:
    """Return a number for each cell of a portion, told by all groups of columns but for one.

    Args:
        portion: the rows.
        but: the group left out.
        room: bits that the numbers must leave free above.
    """
    told = [portion.of_cells(group) for group in cell_groups(portion.codes) if group != but]
    number, _ = packed([np.zeros_like(portion.cells), *told], room)
    return number


def _in_order(words: Words) -> list[tuple[bool, str]]:
    return [(word is not None, word or "") for word in words]
