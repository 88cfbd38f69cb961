"""Where a column of Arrow has nothing: its gaps as truths, and as the bits that Arrow keeps."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]


def stated(column: pa.Array) -> Flags:
    """Tell for each row of a column whether there is something."""
    start, rows = column.offset, len(column)
    if not column.null_count:
        return np.ones(rows, np.bool_)
    bits = np.frombuffer(column.buffers()[0], np.uint8)
    return np.unpackbits(bits, count=start + rows, bitorder="little")[start:].view(np.bool_)


def missing_but(column: pa.Array, there: Flags) -> pa.Array:
    """Return a column of numbers that has nothing where ``there`` is false, without a copy.

    Args:
        column: the numbers.
        there: one truth for each row; true only where there is a number.
    """
    width = column.type.byte_width
    values = column.buffers()[1].slice(column.offset * width, len(column) * width)
    bits = None if there.all() else pa.py_buffer(np.packbits(there, bitorder="little"))
    return pa.Array.from_buffers(column.type, len(column), [bits, values])
