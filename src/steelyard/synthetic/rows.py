"""Rows of one reporter on the way to its report: one a flow, partner and product, by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from steelyard.synthetic.draws import Numbers

EXPORTS, IMPORTS, REEXPORTS = 0, 1, 2
FLOWS = ("X", "M", "RX")
"""Words of the flows by their numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some rows; R of them, T years.

    Attributes:
        flow: number of the flow (R).
        partner, product: numbers; the plan's number of them, and above, stand for totals (R).
        value: US dollars; 0 where nothing is reported (R, T).
        kg: kilograms; 0 where nothing is reported, nan where the weight is not told (R, T).
    """

    flow: Numbers
    partner: Numbers
    product: Numbers
    value: Numbers
    kg: Numbers

    def times(self, factor: Numbers) -> Rows:
        """Return the rows with values and weights times a factor (R, T), or one that broadcasts."""
        return replace(self, value=self.value * factor, kg=self.kg * factor)


def joined(parts: Sequence[Rows]) -> Rows:
    """Return rows one after another."""
    return Rows(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("flow", "partner", "product", "value", "kg")
        )
    )


def summed(rows: Rows, *, by: tuple[str, ...] = ("partner", "product")) -> Rows:
    """Return rows summed by flow and some of partner and product, in their order.

    A key that is left out is that of the first row of each sum.
    """
    keys = [np.asarray(getattr(rows, name)) for name in ("flow", *by)]
    order = np.lexsort(keys[::-1])
    kept = [key[order] for key in keys]
    new = np.zeros(len(order), bool)
    new[:1] = True
    for key in kept:
        new[1:] |= key[1:] != key[:-1]
    starts = np.flatnonzero(new)
    if len(starts) == len(order):
        return _at(rows, order)
    first = _at(rows, order[starts])
    value, kg = (_sums(getattr(rows, name)[order], starts) for name in ("value", "kg"))
    return replace(first, value=value, kg=kg)


def _sums(numbers: Numbers, starts: Numbers) -> Numbers:
    return np.add.reduceat(numbers, starts, axis=0) if len(starts) else numbers


def _at(rows: Rows, order: Numbers) -> Rows:
    return Rows(
        *(getattr(rows, name)[order] for name in ("flow", "partner", "product", "value", "kg"))
    )
