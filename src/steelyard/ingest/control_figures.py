"""Cells with a whole and its parts: how many agree, and how far off the others are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from steelyard.ingest.control_cells import Cells
from steelyard.store.vocabulary import Numbers


class Spot(NamedTuple):
    """Where a cell is.

    Attributes:
        order: number of its reporter and of its period; of no two portions the same.
        text: the cell in words.
    """

    order: tuple[int, int]
    text: str


Worst = tuple[Decimal, Spot]
Place = Callable[[int], Spot]

_RELATIVE = 1e-9
_LIMB = 32


@dataclass(frozen=True, slots=True)
class Figures:
    """What a comparison found.

    Attributes:
        cells: cells with a whole or parts; ``unparted`` have no parts, ``unwhole`` no whole,
            ``lacking`` both sides but a value missing; the others are compared.
        over, short: cells whose parts are above, or below, the whole by more than the tolerance.
        whole, parts: sums over the cells compared.
        worst_over, worst_short: largest difference of either sort and its place, None without.
    """

    cells: int = 0
    unparted: int = 0
    unwhole: int = 0
    lacking: int = 0
    over: int = 0
    short: int = 0
    whole: Decimal = Decimal(0)
    parts: Decimal = Decimal(0)
    worst_over: Worst | None = None
    worst_short: Worst | None = None

    @property
    def compared(self) -> int:
        """Cells with both sides and every value."""
        return self.cells - self.unparted - self.unwhole - self.lacking

    def and_also(self, other: Figures) -> Figures:
        """Return the figures of both: numbers add up, of the worst differences the larger stays."""
        return Figures(
            *(getattr(self, name) + getattr(other, name) for name in _ADDED),
            *(_worse(getattr(self, name), getattr(other, name)) for name in _WORST),
        )


_WORST = ("worst_over", "worst_short")
_ADDED = tuple(field.name for field in fields(Figures) if field.name not in _WORST)


def _worse(one: Worst | None, other: Worst | None) -> Worst | None:
    """Return the larger of two differences; of equal ones that which stands later."""
    if one is None or other is None:
        return one or other
    return max(one, other)


def figures(cells: Cells, rounding: Decimal, place: Place) -> Figures:
    """Return what some cells show.

    Args:
        cells: the cells.
        rounding: unit to which values are rounded.
        place: names the cell of a row, by the row's place in its portion.
    """
    both = (cells.wholes > 0) & (cells.rows > cells.wholes)
    full = both & (cells.stated == cells.rows)
    unlike = cells.only(np.flatnonzero(full & _unlike(cells)))
    off = [part - whole for part, whole in zip(unlike.parts, unlike.whole, strict=True)]
    apart, whole = _real(off, cells.unit), np.abs(_real(unlike.whole, cells.unit))
    slack = np.maximum(unlike.rows * (float(rounding) / 2), whole * _RELATIVE)
    over, short = np.flatnonzero(apart > slack), np.flatnonzero(-apart > slack)
    return Figures(
        cells=len(cells.rows),
        unparted=int(np.count_nonzero(cells.rows == cells.wholes)),
        unwhole=int(np.count_nonzero(cells.wholes == 0)),
        lacking=int(np.count_nonzero(both & ~full)),
        over=len(over),
        short=len(short),
        whole=_exact([int(limb.sum(where=full)) for limb in cells.whole], cells.unit),
        parts=_exact([int(limb.sum(where=full)) for limb in cells.parts], cells.unit),
        worst_over=_worst(unlike, off, apart, over, place),
        worst_short=_worst(unlike, off, -apart, short, place),
    )


def _unlike(cells: Cells) -> Numbers:
    """Tell which cells have sides that are not the same number by number."""
    found = np.zeros(len(cells.rows), np.bool_)
    for part, whole in zip(cells.parts, cells.whole, strict=True):
        found |= part != whole
    return found


def _real(limbs: list[Numbers], unit: int) -> Numbers:
    """Return sums as floating numbers, in whole units, each rounded once for two limbs."""
    total = limbs[-1].astype(np.float64)
    for limb in limbs[-2::-1]:
        total = total * 2.0**_LIMB + limb
    return total / (1_000_000 // unit)


def _exact(limbs: list[int], unit: int) -> Decimal:
    total = sum(limb << (_LIMB * place) for place, limb in enumerate(limbs))
    return Decimal(total * unit).scaleb(-6) if total else Decimal(0)


def _worst(
    cells: Cells, off: list[Numbers], apart: Numbers, among: Numbers, place: Place
) -> Worst | None:
    """Return the largest difference among some cells and its place; the last of equal ones."""
    if not len(among):
        return None
    largest = among[apart[among] == apart[among].max()]
    amounts = [abs(_exact([int(limb[at]) for limb in off], cells.unit)) for at in largest.tolist()]
    amount = max(amounts)
    at = max(at for at, one in zip(largest.tolist(), amounts, strict=True) if one == amount)
    return amount, place(int(cells.example[at]))
