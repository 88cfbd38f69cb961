"""Sums over the rows of one cell and one sort of product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from steelyard.store.codes import PRODUCT, Codes
from steelyard.store.packing import starts_of
from steelyard.store.picked import picked
from steelyard.store.portions import Portion, arranged
from steelyard.store.vocabulary import Numbers


@dataclass(frozen=True, slots=True)
class Strata:
    """Sums over the rows of one cell and one sort of product, in the order of the cells.

    A sort of product is what is told of products beside their code: nomenclature, edition, level.

    Attributes:
        cell: the number of the cell.
        row, product: one of the rows, and the number of its product.
        rows, stated: how many rows, and how many with a value.
        limbs, unit: sums of the values, as ``Codes.limbs`` tells.
    """

    cell: Numbers
    row: Numbers
    product: Numbers
    rows: Numbers
    stated: Numbers
    limbs: list[Numbers]
    unit: int

    def only(self, at: Numbers | slice) -> Strata:
        """Return some of the strata, by their places."""
        return Strata(
            self.cell[at],
            self.row[at],
            self.product[at],
            self.rows[at],
            self.stated[at],
            [limb[at] for limb in self.limbs],
            self.unit,
        )


def stratified(codes: Codes) -> Callable[[Portion], Strata]:
    """Return what tells the strata of a portion of some rows; they are made once."""
    names = [name for name in codes.names.get(PRODUCT, ()) if name != "product"]
    _, sorts = picked(codes, PRODUCT, names)
    return lambda portion: portion.once("strata", lambda: _strata(portion, sorts))


def _strata(portion: Portion, sorts: Numbers) -> Strata:
    width = int(sorts.max()).bit_length()
    key, at = arranged(*portion.keyed(np.arange(len(portion.cells)) << width, sorts))
    runs = starts_of(key)
    row = runs if isinstance(at, slice) else at[runs]
    rows = np.diff(runs, append=len(key))
    lacks, (limbs, unit) = portion.lacks(), portion.limbs()
    missing = 0 if lacks is None else np.add.reduceat(lacks[at], runs, dtype=np.int64)
    sums = [np.add.reduceat(limb[at], runs) for limb in limbs]
    return Strata(key[runs] >> width, row, portion.products[row], rows, rows - missing, sums, unit)
