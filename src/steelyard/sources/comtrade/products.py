"""Product codes of UN Comtrade in each of its classifications."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from steelyard.nomenclature.code_errors import unknown_code
from steelyard.nomenclature.codes import fits
from steelyard.sources.comtrade.meanings import bare, listed
from steelyard.terms.product import TOTAL_NOMENCLATURE, TOTAL_PRODUCT, Edition

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

    Codes of an edition of the HS must fit it (``codes.fits``); of others the form is checked.

    Args:
        classification: its code.
        product: the code.

    Raises:
        ValueError: the code has not the form of its classification.
        UnknownProduct: its edition has no such code.
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
    told = name == "HS" and edition and code not in _UNSPECIFIED
    if told and not fits(Edition(name, edition), code):
        raise unknown_code(name, code, edition)
    return Product(name, edition, code, "" if name == SERVICES else str(len(code)))


def _is_hs(text: str) -> bool:
    try:
        return nomenclature(text)[0] == "HS"
    except ValueError:
        return False
