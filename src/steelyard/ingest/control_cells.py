"""Rows of one portion put together to cells: the whole and the sum of the parts of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.store.portions import Portion, ordered, packed, starts_of
from steelyard.store.vocabulary import Numbers


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells with the whole and the sum of the parts of each, in the order of their columns.

    Attributes:
        rows, wholes: rows of each cell, those of them that state the whole.
        stated: rows with a value.
        whole, parts: sums of values, in limbs of a unit as ``Codes.limbs`` tells.
        example: place of one of its rows in the portion; of its parts where it has some.
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


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the rows of each cell and class.

    Attributes:
        cell: a number for the cell, in order.
        example: place of one of its rows in the portion.
        rows, stated: how many rows, and how many with a value.
        limbs, unit: sums of the values.
    """

    cell: Numbers
    example: Numbers
    rows: Numbers
    stated: Numbers
    limbs: list[Numbers]
    unit: int


def summed(
    portion: Portion, columns: Sequence[Numbers], classes: Numbers, among: Numbers | None = None
) -> Sums:
    """Return the sums over the rows of each cell and class.

    Args:
        portion: the rows.
        columns: numbers that tell cells apart, one for each row of ``among``.
        classes: the class of each of these rows within its cell.
        among: places of the rows to be summed; all when left out.
    """
    cells, _ = packed(columns)
    key, order = ordered(*packed([cells, classes]))
    runs = starts_of(key)
    at = order if among is None else among[order]
    rows = np.diff(runs, append=len(key))
    lacks = portion.lacks()
    missing = 0 if lacks is None else np.add.reduceat(lacks[at].astype(np.int64), runs)
    limbs, unit = portion.limbs()
    sums = [np.add.reduceat(limb[at], runs) for limb in limbs]
    return Sums(cells[order[runs]], at[runs], rows, rows - missing, sums, unit)


def sides(sums: Sums, is_whole: Numbers) -> Cells:
    """Return cells of sums of which some are the whole and the others its parts."""
    first = starts_of(sums.cell)

    def total(numbers: Numbers, which: Numbers) -> Numbers:
        return np.add.reduceat(np.where(which, numbers, 0), first)

    every = np.ones(len(is_whole), np.bool_)
    return Cells(
        total(sums.rows, every),
        total(sums.rows, is_whole),
        total(sums.stated, every),
        [total(limb, is_whole) for limb in sums.limbs],
        [total(limb, ~is_whole) for limb in sums.limbs],
        sums.example[first],
        sums.unit,
    )


def beside(sums: Sums, is_whole: Numbers) -> Cells:
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
        sums.example,
        sums.unit,
    ).only(np.flatnonzero(~is_whole))
