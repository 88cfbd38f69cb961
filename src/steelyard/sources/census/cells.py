"""The cells that only the country table has: Census codes and millions of dollars."""

from __future__ import annotations

import re

from steelyard.sources.cells import label, number

_CODE = re.compile(r"[0-9]{1,4}")
_LARGEST = 9e9


def million(cell: object) -> float | None:
    """Read a figure in million USD; None for an empty cell.

    Raises:
        ValueError: the cell is no number, negative, or beyond any trade.
    """
    found = number(cell)
    if found is not None and not 0 <= found <= _LARGEST:
        raise ValueError("it is negative, or beyond any trade")
    return found


def census_code(cell: object) -> str:
    """Read a four-digit Census code; leading zeros lost on the way are put back.

    Raises:
        ValueError: the cell is no such code.
    """
    whole = isinstance(cell, float) and cell.is_integer()
    text = f"{cell:.0f}" if whole else label(cell)
    if not _CODE.fullmatch(text):
        raise ValueError("it is no Census country code of four digits")
    return text.zfill(4)
