"""Series of a draft, counted on its rows as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise, repeat

import numpy as np

from steelyard.store.codes import PARTNER, PERIOD, PRODUCT, Codes
from steelyard.store.packing import ordered, packed, starts_of
from steelyard.store.picked import picked
from steelyard.store.portions import Portion
from steelyard.store.release import Series
from steelyard.store.series import FEW, few, series_columns
from steelyard.store.strata import Strata, stratified
from steelyard.store.vocabulary import Numbers
from steelyard.terms.tables import DETAILS

Counted = Callable[[Portion], list[Series]]

_ROOM = 40
"""Bits that the number of a definition leaves free: for that of a product, twice."""

Definition = tuple[tuple[str, str], ...]
Numbered = tuple[list[Definition], Numbers]
Column = tuple[Numbers, Numbers]


def counted(codes: Codes) -> Counted:
    """Return what counts the series of a portion of some rows as ``count_series`` tells.

    Series of several portions are put together by ``merged``.
    """
    return _Counting(codes)


class _Counting:
    """Counts series of portions, by what the words of their rows say of definitions."""

    def __init__(self, codes: Codes) -> None:
        self._codes, self._strata = codes, stratified(codes)
        self._definitions = {group: _definitions(codes, group) for group in codes.names}
        self._partners = _column(codes, PARTNER, "partner")
        self._products = _column(codes, PRODUCT, "product")

    def __call__(self, portion: Portion) -> list[Series]:
        held = self._strata(portion)
        cells, products = self._numbers(portion)
        definition = cells[held.cell] + products[held.product]
        key, order = ordered(definition, int(definition.max()).bit_length())
        held, ends = held.only(order), [*starts_of(key).tolist(), len(key)]
        each = (held.only(slice(start, end)) for start, end in pairwise(ends))
        few_of = self._few(portion, cells, products)
        return [self._series(portion, one, what) for one, what in zip(each, few_of, strict=False)]

    def _numbers(self, portion: Portion) -> tuple[Numbers, Numbers]:
        """Return a number for each cell and one for each product; added, they tell definitions."""
        definitions = dict(self._definitions)
        told, products = definitions.pop(PRODUCT, ([()], np.zeros(1, np.int64)))
        of_cells = [numbers[portion.of_cells(group)] for group, (_, numbers) in definitions.items()]
        cells, _ = packed([np.zeros_like(portion.cells), *of_cells], _ROOM)
        return cells << (len(told) - 1).bit_length(), products

    def _few(
        self, portion: Portion, cells: Numbers, products: Numbers
    ) -> Iterator[tuple[str, ...]]:
        """Yield the products of each definition in order, where they are few."""
        if self._products is None:
            yield from repeat(())
            return
        words, numbers = self._products
        width = (len(words) - 1).bit_length()
        key, _ = portion.keyed(cells << width, (products << width) + numbers)
        key.sort()
        found = key[starts_of(key)]
        for start, end in pairwise([*starts_of(found >> width).tolist(), len(found)]):
            some = found[start:end] & ((1 << width) - 1)
            yield few(words[some].tolist()) if len(some) <= FEW else ()

    def _series(self, portion: Portion, held: Strata, products: tuple[str, ...]) -> Series:
        rows = int(held.rows.sum())
        first, last = self._periods(portion, held.cell[held.stated > 0])
        return Series(
            of=self._of(portion, int(held.cell[0]), int(held.product[0])),
            first=first,
            last=last,
            rows=rows,
            missing=rows - int(held.stated.sum()),
            partners=self._with(portion, held.cell),
            products=products,
        )

    def _of(self, portion: Portion, cell: int, product: int) -> dict[str, str]:
        said: dict[str, str] = {}
        details: set[str] = set()
        for group, (found, numbers) in self._definitions.items():
            at = product if group == PRODUCT else portion.of_cells(group)[cell]
            for name, word in found[numbers[at]]:
                if name == "detail":
                    details.add(word)
                else:
                    said[name] = word
        if details:
            said["detail"] = " ".join(name for name in DETAILS if name in details)
        return said

    def _periods(self, portion: Portion, cells: Numbers) -> tuple[str, str]:
        """Return the first and the last period of some cells; empty where there is none."""
        if PERIOD not in self._codes.names or not len(cells):
            return "", ""
        periods, words = portion.of_cells(PERIOD)[cells], self._codes.words[PERIOD]
        return words[periods.min()][0] or "", words[periods.max()][0] or ""

    def _with(self, portion: Portion, cells: Numbers) -> tuple[str, ...]:
        """Return the partners of some cells."""
        if self._partners is None:
            return ()
        words, numbers = self._partners
        found = np.flatnonzero(np.bincount(numbers[portion.of_cells(PARTNER)[cells]]))
        return tuple(sorted(code for code in words[found].tolist() if code))


def _definitions(codes: Codes, group: str) -> Numbered:
    """Return what each combination of words says of its series, and the number of each."""
    told = series_columns(codes.kind.name)
    details = DETAILS if codes.kind.name == "flows" else ()
    names = [name for name in codes.names[group] if name in {*told, *details}]
    words, numbers = picked(codes, group, names)
    said: dict[Definition, int] = {}
    places = []
    for combination in words:
        stated = [(n, word) for n, word in zip(names, combination, strict=True) if word is not None]
        of = tuple((name, word) if name in told else ("detail", name) for name, word in stated)
        places.append(said.setdefault(of, len(said)))
    return list(said), np.array(places, np.int64)[numbers]


def _column(codes: Codes, group: str, name: str) -> Column | None:
    """Return the words of one column of a group, and the place of each combination's."""
    if name not in codes.names.get(group, ()):
        return None
    words, numbers = picked(codes, group, [name])
    return np.array([word or "" for (word,) in words], np.object_), numbers
