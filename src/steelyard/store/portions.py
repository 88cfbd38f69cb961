"""Rows as numbers in portions of bounded size, each with every row of its keys, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from os import cpu_count
from typing import Any, TypeVar

import numpy as np

from steelyard.store.codes import PARTNER, PERIOD, PRODUCT, REPORTER, SORT, Codes
from steelyard.store.packing import in_order, ordered, packed, starts_of
from steelyard.store.parting import parted
from steelyard.store.vocabulary import Numbers

PORTION = 2**20
"""Rows of a portion; more only where one reporter has more in one period."""

LEFT_OUT = -(2**61)
"""Number of a cell or a product whose rows are left out."""

Made = TypeVar("Made")

_MOST_THREADS = 8
_FIRST = (REPORTER, PERIOD, SORT, PARTNER, "partner2")


class Portion:
    """Some rows as numbers, in the order of what tells them apart; equal ones as they came.

    A cell is what rows have in common that differ in the product only. Cells stand in the order of
    reporter, period, sort, partner, second partner and any other group, and the rows of a cell in
    the order of the product, so that sums by cell and by stem of a code are sums of neighbours. No
    two portions have rows of one natural key.

    Args:
        codes: all rows.
        at: places of those of the portion, in order.

    Attributes:
        codes: all rows.
        cells: the first row of each cell.
        products: the number of the product of each row; 0 where rows have none.
    """

    def __init__(self, codes: Codes, at: Numbers | slice) -> None:
        self.codes, self._at = codes, at
        key, bits, width = self._key()
        if not in_order(key):
            key, order = ordered(key, bits)
            self._at = self.places(order)
        self.cells = starts_of(key >> width)
        self.products = key & ((1 << width) - 1)
        self._held: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self.products)

    def places(self, rows: Numbers) -> Numbers:
        """Return the places among all rows of some rows of the portion."""
        return rows + self._at.start if isinstance(self._at, slice) else self._at[rows]

    def of(self, group: str, rows: Numbers) -> Numbers:
        """Return the place of some rows' words of a group among those of all."""
        return self.codes.of(group, self.places(rows))

    def of_cells(self, group: str) -> Numbers:
        """Return the place of each cell's words of a group among those of all."""
        return self.once(group, lambda: self.of(group, self.cells))

    def limbs(self) -> tuple[list[Numbers], int]:
        """Return the values as ``Codes.limbs`` tells."""
        return self.once("limbs", lambda: self.codes.limbs(self._at))

    def lacks(self) -> Numbers | None:
        """Tell which rows lack a value; None when no row of the draft does."""
        return self.once("lacks", lambda: self.codes.lacks(self._at))

    def keyed(self, cells: Numbers, products: Numbers) -> tuple[Numbers, Numbers | slice]:
        """Return a key for each row, the number of its cell and that of its product added, and it.

        Args:
            cells: a number for each cell.
            products: a number for each product. Rows of which either is ``LEFT_OUT`` are left out.
        """
        lengths = np.diff(self.cells, append=len(self))
        key = np.repeat(cells, lengths)
        key += products[self.products]
        if cells.min() >= 0 and products.min() >= 0:
            return key, slice(None)
        rows = np.flatnonzero(key >= 0)
        return key[rows], rows

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what is made once for the portion and held under a name."""
        if name not in self._held:
            self._held[name] = make()
        held: Made = self._held[name]
        return held

    def _key(self) -> tuple[Numbers, int, int]:
        """Return a number for each row as it stands, its bits, and those of them for products."""
        codes, names = self.codes, cell_groups(self.codes)
        several = [name for name in names if len(codes.words[name]) > 1]
        width = (len(codes.words.get(PRODUCT, [()])) - 1).bit_length()
        key, bits = packed((codes.of(name, self._at) for name in several or names), width)
        if width:
            key <<= width
            key |= codes.of(PRODUCT, self._at)
        return key, bits + width, width


def arranged(key: Numbers, rows: Numbers | slice) -> tuple[Numbers, Numbers | slice]:
    """Return keys in order and their rows; those of equal keys in the order in which they stood."""
    if in_order(key):
        return key, rows
    key, order = ordered(key, int(key.max()).bit_length())
    return key, some_of(rows, order)


def some_of(rows: Numbers | slice, at: Numbers) -> Numbers:
    """Return some of the rows that ``keyed`` tells, by their places among them."""
    return at if isinstance(rows, slice) else rows[at]


def cell_groups(codes: Codes) -> list[str]:
    """Return the groups of columns that tell cells apart, in their order."""
    names = dict.fromkeys((*_FIRST, *codes.names))
    return [name for name in names if name in codes.names and name != PRODUCT]


def in_portions(codes: Codes, work: Callable[[Portion], Any], most: int = PORTION) -> list[Any]:
    """Return the work on each portion, in order, done by a thread for each processor."""
    workers = min(cpu_count() or 1, _MOST_THREADS)
    waiting: deque[Future[Any]] = deque()
    found: list[Any] = []
    with ThreadPoolExecutor(workers) as pool:
        for at in parted(codes, most):
            waiting.append(pool.submit(lambda at: work(Portion(codes, at)), at))
            if len(waiting) > workers:
                found.append(waiting.popleft().result())
        return [*found, *(one.result() for one in waiting)]
