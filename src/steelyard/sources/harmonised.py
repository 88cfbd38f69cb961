"""Codes of the Harmonized System as publishers write them."""

from __future__ import annotations

import re
from functools import lru_cache

from steelyard.nomenclature.products import editions, product, products

_DIGITS = re.compile(r"[0-9]{1,6}")
_NOT_SPECIFIED = re.compile(r"9999([0-9A-Z]{2})?")
_UNUSED = ("00", "77")
_NATIONAL = ("98", "99")


@lru_cache(maxsize=2**16)
def hs_code(text: str, edition: str) -> str:
    """Return a code of two, four or six digits as text, a lost leading zero put back.

    A code of an edition whose list is held must be in that list or in another one that is held:
    publishers convert between editions, and leave a few codes of one in another. Chapters 98 and 99
    are the publisher's own. Of other editions only the chapter can be checked.

    Raises:
        ValueError: the text is no such code.
        UnknownProduct: no edition held has it; the nearest codes are named.
    """
    bare = text.strip()
    if _NOT_SPECIFIED.fullmatch(bare):
        return bare
    if not _DIGITS.fullmatch(bare):
        raise ValueError(f"{bare[:40]!r} is no code of two, four or six digits")
    code = bare.zfill(len(bare) + len(bare) % 2)
    if code[:2] in _UNUSED:
        raise ValueError(f"{code} is in chapter {code[:2]}, which the Harmonized System has not")
    known = edition not in editions("HS") or code[:2] in _NATIONAL or code in products("HS")
    return code if known else product("HS", code).code
