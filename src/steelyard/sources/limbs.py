"""Exact numbers as they lie in memory: two whole numbers of 64 bits each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from steelyard.sources.blocks import EXACT

if TYPE_CHECKING:
    from steelyard.sources.gaps import Numbers


def limbs(column: pa.Array) -> tuple[Numbers, Numbers]:
    """Return the low and the high limbs of exact numbers, without a copy.

    A number is ``high * 2**64 + low`` millionths, where the bits of ``low`` are read without a
    sign. Where nothing is stated the limbs may be anything.
    """
    start = column.offset * EXACT.byte_width
    pairs = np.frombuffer(column.buffers()[1], np.int64, 2 * len(column), start).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def of_limbs(low: Numbers, high: Numbers) -> pa.Array:
    """Return exact numbers of their limbs, none missing."""
    pairs = np.empty((len(low), 2), np.int64)
    pairs[:, 0], pairs[:, 1] = low, high
    return pa.Array.from_buffers(EXACT, len(low), [None, pa.py_buffer(pairs)])
