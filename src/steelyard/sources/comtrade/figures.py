"""Exact numbers as whole millionths, to be compared and chosen quickly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from steelyard.sources.gaps import missing_but, stated
from steelyard.sources.limbs import limbs, of_limbs

if TYPE_CHECKING:
    import pyarrow as pa

    from steelyard.sources.gaps import Flags, Numbers

_BITS = 64
_LOW = (1 << _BITS) - 1


@dataclass(frozen=True, slots=True)
class Figures:
    """A column of exact numbers.

    Attributes:
        millionths: whole numbers of 64 bits, or Python's where one of them needs more; 0 where
            nothing is stated.
        stated: whether there is a number.
    """

    millionths: Numbers
    stated: Flags


def figures_of(column: pa.Array) -> Figures:
    """Return a column of exact numbers as figures."""
    if column.null_count == len(column):
        return Figures(np.zeros(len(column), np.int64), np.zeros(len(column), np.bool_))
    low, high = limbs(column)
    if not (low >> (_BITS - 1) == high).all():
        low = (low.astype(object) & _LOW) + (high.astype(object) << _BITS)
    there = stated(column)
    return Figures(low * there if column.null_count else low, there)


def exact(figures: Figures) -> pa.Array:
    """Return figures as a column of exact numbers, missing where nothing is stated."""
    whole = figures.millionths
    high = (whole >> (_BITS - 1)) >> 1
    if whole.dtype == object:
        whole = (whole & _LOW).astype(np.uint64).view(np.int64)
    return missing_but(of_limbs(whole, high.astype(np.int64)), figures.stated)
