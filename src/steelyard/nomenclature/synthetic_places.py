"""Synthetic countries: codes that ISO 3166-1 leaves to its users, ``QMA`` to ``QZZ``.

No real place has or will have one of them, so that made-up figures cannot be taken for a country's.
They are known when they are named and are not among the places that are listed, offered or guessed.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from string import ascii_uppercase

from steelyard.terms.place import Place, PlaceKind

_NAME = "Synthetic country"
_NAMED = re.compile(rf"(?:{_NAME} *)?(Q[M-Z][A-Z])", re.IGNORECASE)
_BEGUN = re.compile(r"Q[M-Z]", re.IGNORECASE)
CODES = tuple(
    map("".join, product("Q", ascii_uppercase[ascii_uppercase.index("M") :], ascii_uppercase))
)
"""The codes, in order: 364 of them."""


def synthetic_place(code: str) -> Place | None:
    """Return the synthetic country of a code; None for any other code."""
    return _places().get(code)


@cache
def _places() -> dict[str, Place]:
    return {code: Place(code, f"{_NAME} {code}", PlaceKind.SYNTHETIC) for code in CODES}


def synthetic_named(text: str) -> Place | None:
    """Return the synthetic country that a user names by code or name; None for any other text."""
    named = _NAMED.fullmatch(text.strip())
    return synthetic_place(named[1].upper()) if named else None


def synthetic_begun(text: str) -> tuple[Place, ...]:
    """Return the synthetic countries whose code begins so, once two letters tell that it is one."""
    if not _BEGUN.match(text):
        return ()
    return tuple(_places()[code] for code in CODES if code.startswith(text.upper()))
