"""Several columns of numbers packed into one, put in order and told into runs."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from steelyard.store.vocabulary import Numbers

_BITS = 62


def packed(columns: Iterable[Numbers], room: int = 0) -> tuple[Numbers, int]:
    """Return one number for each row's combination, in the order of the columns, and its bits.

    Args:
        columns: at least one, each with a number for each row.
        room: bits that must be left free above.
    """
    key, bits = None, 0
    for column in columns:
        if key is None:
            key = np.zeros(len(column), np.int64)
        low = int(column.min())
        width = (int(column.max()) - low).bit_length()
        if bits + width > _BITS - room:
            key, bits = _dense(key)
        if width:
            key <<= width
            key += column
            key -= low
            bits += width
    if key is None:
        raise ValueError("no columns to pack")
    return key, bits


def ordered(key: Numbers, bits: int) -> tuple[Numbers, Numbers]:
    """Return keys in order, and the place where each stood; equal ones as they came."""
    places = max(len(key) - 1, 0).bit_length()
    if bits + places > _BITS:
        order = np.argsort(key, kind="stable")
        return key[order], order
    both = key << places
    both += np.arange(len(key))
    both.sort()
    order = both & ((1 << places) - 1)
    both >>= places
    return both, order


def in_order(key: Numbers) -> bool:
    """Tell whether no key is below the one before it."""
    return bool(np.all(key[1:] >= key[:-1]))


def starts_of(key: Numbers) -> Numbers:
    """Return where each run of equal numbers starts."""
    differs = np.empty(len(key), np.bool_)
    differs[:1] = True
    np.not_equal(key[1:], key[:-1], out=differs[1:])
    return np.flatnonzero(differs)


def _dense(key: Numbers) -> tuple[Numbers, int]:
    """Return the place of each key among those that occur, and the bits of these places."""
    found, places = np.unique(key, return_inverse=True)
    return places, (len(found) - 1).bit_length()
