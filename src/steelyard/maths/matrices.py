"""Matrices of countries and products: what they may hold, and the error of those that tell nothing.

Shapes are named in the docstrings by ``C`` countries and ``P`` products.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_Kind = TypeVar("_Kind", bound=np.generic)
_TABLE = 2


class Undetermined(ArithmeticError):
    """The numbers do not determine the result: it does not exist, or it is not the only one."""


def amounts(exports: ArrayLike) -> Floats:
    """Return exports as a matrix ``C x P`` of double precision; zero is nil trade.

    Raises:
        ValueError: it is no matrix, or a value is missing (NaN), infinite or negative: a missing
            value is not zero, so its country or product must be left out first.
    """
    found = _table(np.asarray(exports, dtype=np.float64), "exports")
    if not (found.min(initial=0.0) >= 0 and np.isfinite(found).all()):
        raise ValueError("exports must be finite and not negative; leave out what is missing")
    return found


def flags(presence: ArrayLike) -> Flags:
    """Return presence as a matrix ``C x P`` of booleans.

    Raises:
        ValueError: it is no matrix, or a value is neither 0 nor 1.
    """
    found = _table(np.asarray(presence), "presence")
    if found.dtype != np.bool_ and not np.isin(found, (0, 1)).all():
        raise ValueError("presence must be 0 or 1 everywhere")
    return found.astype(np.bool_)


def present(presence: ArrayLike) -> Flags:
    """Return presence as ``flags`` does, once every product is present somewhere.

    Raises:
        ValueError: as for ``flags``, or no country has some product: a share of none has no value.
    """
    found = flags(presence)
    if not found.any(axis=0).all():
        raise ValueError("some product is present in no country; leave it out")
    return found


def quotient(over: Floats, under: Floats) -> Floats:
    """Return ``over / under``, NaN where ``under`` is zero."""
    shape = np.broadcast_shapes(over.shape, under.shape)
    found: Floats = np.divide(over, under, out=np.full(shape, np.nan), where=under != 0)
    return found


def _table(found: NDArray[_Kind], name: str) -> NDArray[_Kind]:
    if found.ndim != _TABLE or not found.size:
        raise ValueError(f"{name} must be a matrix of countries and products, not {found.shape}")
    return found
