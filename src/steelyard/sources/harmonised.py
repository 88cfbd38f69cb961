"""Codes of the Harmonized System as publishers write them."""

from __future__ import annotations

import re
from functools import lru_cache

from steelyard.nomenclature.code_errors import unknown_code
from steelyard.nomenclature.codes import fits
from steelyard.nomenclature.products import editions
from steelyard.terms.product import Edition

_FORM = re.compile(r"[0-9]{1,6}|9999[0-9A-Z]{2}")
_ANY = Edition("HS", "")


@lru_cache(maxsize=2**16)
def hs_code(text: str, edition: str) -> str:
    """Return a code of two, four or six digits as text, a lost leading zero put back.

    A code of an edition whose list is held must be in that list or in another one that is held:
    publishers convert between editions, and leave a few codes of one in another. Chapters 98 and 99
    are the publisher's own. Where no edition is told only the chapter is checked.

    Raises:
        ValueError: the text is no such code.
        UnknownProduct: no edition held has it; the nearest codes are named.
    """
    bare = text.strip()
    if not _FORM.fullmatch(bare):
        raise ValueError(f"{bare[:40]!r} is no code of two, four or six digits")
    code = bare.zfill(len(bare) + len(bare) % 2)
    if not fits(_ANY, code[:2]):
        raise ValueError(f"{code} is in chapter {code[:2]}, which the Harmonized System has not")
    if edition in editions("HS") and not fits(_ANY, code):
        raise unknown_code("HS", code)
    return code
