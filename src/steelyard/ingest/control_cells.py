"""Rows of one portion put together to cells: the whole and the sum of the parts of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.store.packing import starts_of
from steelyard.store.portions import Portion, arranged
from steelyard.store.strata import Strata
from steelyard.store.vocabulary import Numbers


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells with the whole and the sum of the parts of each, in the order of their columns.

    Attributes:
        rows, wholes: rows of each cell, those of them that state the whole.
        stated: rows with a value.
        whole, parts: sums of values, in limbs of a unit as ``Codes.limbs`` tells.
        example: one of its rows in the portion.
    """

    rows: Numbers
    wholes: Numbers
    stated: Numbers
    whole: list[Numbers]
    parts: list[Numbers]
    example: Numbers
    unit: int

    def only(self, at: Numbers) -> Cells:
        """Return some of the cells, by their places."""
        return Cells(
            self.rows[at],
            self.wholes[at],
            self.stated[at],
            [limb[at] for limb in self.whole],
            [limb[at] for limb in self.parts],
            self.example[at],
            self.unit,
        )


def sides(portion: Portion, key: Numbers, rows: Numbers | slice) -> Cells:
    """Return the cells of some rows.

    Args:
        portion: the rows.
        key: the number of each row's cell, doubled, and one more where it is a part.
        rows: the rows.
    """
    key, rows = arranged(key, rows)
    first = starts_of(key >> 1)
    every = np.diff(first, append=len(key))
    wholes = every - np.add.reduceat(key & 1, first)
    lacks, (limbs, unit) = portion.lacks(), portion.limbs()
    missing = 0 if lacks is None else np.add.reduceat(lacks[rows], first, dtype=np.int64)
    sums = [_sums(limb[rows], first, first + wholes) for limb in limbs]
    return Cells(
        rows=every,
        wholes=wholes,
        stated=every - missing,
        whole=[whole for whole, _ in sums],
        parts=[parts for _, parts in sums],
        example=first if isinstance(rows, slice) else rows[first],
        unit=unit,
    )


def _sums(numbers: Numbers, first: Numbers, part: Numbers) -> tuple[Numbers, Numbers]:
    """Return the sums over each cell's rows before its first part, and over those from it on."""
    running = np.zeros(len(numbers) + 1, np.int64)
    np.cumsum(numbers, out=running[1:])
    start, middle = running[first], running[part]
    return middle - start, np.append(start[1:], running[-1]) - middle


def beside(sums: Strata, is_whole: Numbers) -> Cells:
    """Return each sum that is no whole as a cell of its own, with the whole beside it."""
    first = starts_of(sums.cell)
    lengths = np.diff(first, append=len(sums.cell))

    def whole(numbers: Numbers) -> Numbers:
        return np.repeat(np.add.reduceat(np.where(is_whole, numbers, 0), first), lengths)

    wholes = whole(sums.rows)
    return Cells(
        sums.rows + wholes,
        wholes,
        sums.stated + whole(sums.stated),
        [whole(limb) for limb in sums.limbs],
        sums.limbs,
        sums.row,
        sums.unit,
    ).only(np.flatnonzero(~is_whole))
