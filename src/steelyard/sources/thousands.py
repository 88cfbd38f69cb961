"""Numbers that a publisher states in thousands -> single units, exactly."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.blocks import EXACT
from steelyard.sources.sieve import exact_number

if TYPE_CHECKING:
    from steelyard.sources.sieve import Sieve

_FINER = pa.decimal128(38, 9)
_LARGEST = Decimal(10) ** 18


def thousandfold(sieve: Sieve, name: str, missing: tuple[str, ...] = ()) -> pa.Array:
    """Return a column of text, numbers in thousands, in single units; empty cells are null.

    The product is exact to six digits after the point: 2959.958 thousand are 2959958. Rows whose
    cell is no number are refused with the reason ``no-number``.

    Args:
        sieve: the rows.
        name: the column.
        missing: other words by which the publisher says that no number is known.
    """
    column = sieve.text(name)
    words = pc.utf8_trim_whitespace(column.dictionary.cast(pa.string()))
    none = pc.is_in(words, value_set=pa.array(["", *missing], pa.string()))
    numbers = _plain(pc.if_else(none, pa.scalar(None, pa.string()), words))
    if numbers is not None:
        return numbers.take(column.indices)
    return sieve.exact(name, lambda text: _one(text.strip(), missing))


def _plain(words: pa.Array) -> pa.Array | None:
    """Return text in thousands in single units, or None when a cell needs a closer look.

    A decimal with nine digits after the point, read as one with six, is a thousand times as much.
    """
    try:
        read = words.cast(_FINER)
    except pa.ArrowInvalid:
        return None
    if pc.any(pc.greater_equal(pc.abs(read), pa.scalar(_LARGEST, _FINER))).as_py():
        return None
    return pa.Array.from_buffers(EXACT, len(read), read.buffers(), offset=read.offset)


def _one(text: str, missing: tuple[str, ...]) -> Decimal | None:
    if text in missing or not text:
        return None
    try:
        thousands = Decimal(text)
    except InvalidOperation:
        return exact_number(text)
    if not thousands.is_finite() or abs(thousands) >= _LARGEST:
        raise ValueError(f"{text[:40]!r} is no number that can be a value")
    return exact_number(str(thousands.scaleb(3)) if "_" not in text else text)
