"""Years as publishers write them."""

from __future__ import annotations

FIRST, LAST = 1900, 2100


def calendar_year(text: str) -> str:
    """Return a year as four digits.

    Raises:
        ValueError: the text is no year from 1900 to 2100.
    """
    bare = text.strip()
    if bare.isascii() and bare.isdecimal() and FIRST <= int(bare[:9]) <= LAST:
        return str(int(bare))
    raise ValueError(f"{text[:40]!r} is no year from {FIRST} to {LAST}")
