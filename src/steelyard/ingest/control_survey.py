"""What a release holds: the columns that tell its rows apart, its levels and its partners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.ingest.control_figures import Place
from steelyard.store.codes import PARTNER, PRODUCT, SORT, Codes
from steelyard.store.portions import Portion
from steelyard.store.vocabulary import Numbers, Words
from steelyard.terms.tables import FLOWS

TOTAL = "TOTAL"
ALWAYS = ("reporter", "partner", "flow", "period", "product")
"""Columns that name every cell, first in its place."""

Said = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a release of flows holds, by the words of its rows.

    Attributes:
        codes: its rows as numbers.
    """

    codes: Codes

    def said(self, group: str) -> list[Said]:
        """Return the combinations of a group of columns, by column."""
        names = self.codes.names[group]
        return [dict(zip(names, words, strict=True)) for words in self.codes.words[group]]

    def values(self, column: str) -> set[str | None]:
        """Return what a column holds, None among it when it has gaps."""
        group = next(name for name, of in self.codes.names.items() if column in of)
        return {said[column] for said in self.said(group)}

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
        found = {of["level"] for of in self.said(PRODUCT) if of["nomenclature"] == nomenclature}
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
        told = [None if (made := of(said)) is None else tuple(made) for said in self.said(group)]
        found = sorted({one for one in told if one is not None}, key=_in_order)
        places = {one: place for place, one in enumerate(found)}
        numbers = [-1 if one is None else places[one] for one in told]
        return np.array(numbers, np.int64), found

    def without(self, group: str, *columns: str) -> Numbers:
        """Return a number for each combination of a group but for some of its columns."""
        kept = [name for name in self.codes.names[group] if name not in columns]
        return self.numbered(group, lambda said: [said[name] for name in kept])[0]

    def place(
        self, portion: Portion, without: Iterable[str] = (), digits: int | None = None
    ) -> Place:
        """Return what names the cell of a row in words; what is the same everywhere is left out.

        Args:
            portion: the rows.
            without: columns that cells do not have.
            digits: how many digits of the product's code cells have; all when left out.
        """
        names = self._cell(set(without))

        def place(row: int) -> str:
            said: Said = {}
            for group in self.codes.names:
                words = self.codes.words[group][int(portion.of(group)[row])]
                said |= dict(zip(self.codes.names[group], words, strict=True))
            said["product"] = (said["product"] or "")[:digits]
            worded = ((name, said[name]) for name in names if said[name])
            return " ".join(w or "" if name in ALWAYS else f"{name} {w}" for name, w in worded)

        return place

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


def cell(portion: Portion, *but: str) -> Numbers:
    """Return a number for the cell of each row, told by all groups of columns but for some."""
    order = ("reporter", "period", SORT, PARTNER, "partner2", PRODUCT)
    return portion.together(*(group for group in order if group not in but))


def _in_order(words: Words) -> list[tuple[bool, str]]:
    return [(word is not None, word or "") for word in words]
