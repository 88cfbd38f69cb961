"""Product codes of UN Comtrade in each of its classifications."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import NamedTuple

from steelyard.nomenclature.products import editions, products
from steelyard.sources.comtrade.meanings import bare, listed
from steelyard.terms.product import TOTAL_NOMENCLATURE, TOTAL_PRODUCT

SERVICES = "EBOPS"
_KNOWN = 2**16
_FORMS = {
    "HS": r"[0-9]{2}|[0-9]{4}|[0-9]{6}|9999AA",
    "SITC": r"[0-9]{1,5}",
    "BEC": r"[0-9]{1,6}",
    SERVICES: r"[0-9A-Za-z][0-9A-Za-z._-]{0,19}",
}
_TOTALS = {"TOTAL", "ALL"}
_UNSPECIFIED = {"99", "9999", "999999", "9999AA"}
_LENGTHS = {"2", "4", "6"}
_AS_TEXT = "Read the column of codes as text, so that leading zeros stay"


class Product(NamedTuple):
    """A product as our flows state it; empty text stands for nothing."""

    nomenclature: str
    edition: str
    code: str
    level: str


@lru_cache(_KNOWN)
def nomenclature(text: str) -> tuple[str, str]:
    """Return the nomenclature and edition of a classification's code.

    Raises:
        ValueError: the code is unknown.
    """
    code, known = bare(text), listed("classifications")
    if code not in known:
        raise ValueError(f"{code[:20]!r} is no classification. Known are {', '.join(known)}.")
    name, edition = known[code]
    return name, edition


def intact(classification: str, product: str, digits: str) -> None:
    """Check that a code of the HS has not lost the zero before it, as in a spreadsheet.

    Args:
        classification: its code.
        product: the code.
        digits: how many it has, if told.

    Raises:
        ValueError: it has.
    """
    code, level = bare(product), bare(digits)
    if not _is_hs(classification) or not (code.isascii() and code.isdecimal()):
        return
    if len(code) % 2:
        raise ValueError(f"{code} has {len(code)} digits; {code.zfill(len(code) + 1)}? {_AS_TEXT}.")
    if level in _LENGTHS and len(code) != int(level):
        raise ValueError(f"{code} has {len(code)} digits, and aggrLevel says {level}. {_AS_TEXT}.")


def meaning(classification: str, product: str) -> Product | None:
    """Return the product of a row; None where the classification is unknown.

    Codes of an edition of the HS that is held must be in it; of others only the form is checked.

    Args:
        classification: its code.
        product: the code.

    Raises:
        ValueError: the code has not the form of its classification, or is not in its edition.
    """
    try:
        name, edition = nomenclature(classification)
    except ValueError:
        return None
    code = bare(product)
    if code.upper() in _TOTALS and name != SERVICES:
        return Product(TOTAL_NOMENCLATURE, "", TOTAL_PRODUCT, "")
    if not re.fullmatch(_FORMS[name], code):
        raise ValueError(f"{code[:40]!r} has not the form of a code of {name}")
    if name == "HS" and edition in editions("HS") and code not in _UNSPECIFIED:
        _in_edition(code, edition)
    return Product(name, edition, code, "" if name == SERVICES else str(len(code)))


def _in_edition(code: str, edition: str) -> None:
    """Check that an edition of the HS has a code.

    Raises:
        ValueError: it has not; its nearest codes of as many digits are named.
    """
    found = products("HS").get(code)
    if found is not None and edition in found.editions:
        return
    elsewhere = f"HS {', '.join(found.editions)} has it. " if found else ""
    held = _codes(edition, len(code))
    at = bisect_left(held, code)
    near = " or ".join(held[max(at - 1, 0) : at + 1])
    raise ValueError(f"HS {edition} has no code {code}. {elsewhere}Did you mean {near}?")


@cache
def _codes(edition: str, digits: int) -> list[str]:
    known = products("HS").values()
    return sorted(p.code for p in known if edition in p.editions and len(p.code) == digits)


def _is_hs(text: str) -> bool:
    try:
        return nomenclature(text)[0] == "HS"
    except ValueError:
        return False
