"""Product codes of the Bureau's interface and web tables, checked, in our words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.nomenclature.products import product, products
from steelyard.sources.census.edition import editions
from steelyard.terms.errors import UnknownProduct, did_you_mean
from steelyard.terms.product import TOTAL_NOMENCLATURE, TOTAL_PRODUCT

if TYPE_CHECKING:
    from steelyard.sources.sieve import Sieve

HS, NAICS, ATP = "HS", "NAICS", "CENSUS-ATP"
_ALL = ("-", "TOTAL")
_HS = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10}")
_NAICS = re.compile(r"[0-9]{2,6}|(?=.{6}$)[0-9]{3,5}X+")
_SITC = re.compile(r"[0-9]{1,5}")
_END_USE = re.compile(r"[0-9]{1,5}")
_OWN_CHAPTERS = ("98", "99")
_CHECKED_SINCE = "2013"


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """A nomenclature in which the Bureau gives trade.

    Attributes:
        name: its name with us.
        code: our code for one of the publisher's; ``TOTAL`` for the row over all products. It
            raises LookupError or UnknownProduct for one that is none.
        edition: edition of all codes; empty where it follows from the period, or is not told.
        levels: whether the digits of a code are its level.
    """

    name: str
    code: Callable[[str], str]
    edition: str = ""
    levels: bool = True


def product_columns(
    sieve: Sieve, column: str, kind: Nomenclature, periods: pa.Array
) -> dict[str, Any]:
    """Return nomenclature, edition, product and level; rows of unknown products are refused.

    Args:
        sieve: the rows.
        column: column of codes; empty for the trade in all goods.
        kind: their nomenclature.
        periods: month or year of each row, for the edition.
    """
    if not column:
        return {"nomenclature": TOTAL_NOMENCLATURE, "product": TOTAL_PRODUCT}
    codes = sieve.mapped(column, kind.code, "unknown-product").cast(pa.string())
    if kind.name == HS:
        _refuse_unlisted(sieve, codes, periods)
    whole, none = pc.equal(codes, TOTAL_PRODUCT), pa.scalar(None, pa.string())
    level = pc.utf8_length(codes).cast(pa.string()) if kind.levels else none
    edition = editions(periods) if kind.name == HS else pa.scalar(kind.edition or None, pa.string())
    return {
        "product": codes,
        "nomenclature": pc.if_else(whole, TOTAL_NOMENCLATURE, kind.name),
        "level": pc.if_else(whole, none, level),
        "edition": pc.if_else(whole, none, edition),
    }


def _refuse_unlisted(sieve: Sieve, codes: pa.Array, periods: pa.Array) -> None:
    """Refuse codes that no edition in force has, in years of which every edition is known."""
    heading = pc.utf8_slice_codeunits(codes, 0, 6)
    listed = pc.is_in(heading, value_set=_headings())
    own = pc.is_in(pc.utf8_slice_codeunits(codes, 0, 2), value_set=pa.array(_OWN_CHAPTERS))
    allowed = pc.or_(pc.or_(listed, own), pc.equal(codes, TOTAL_PRODUCT))
    wrong = pc.and_(pc.invert(allowed), pc.greater_equal(periods, _CHECKED_SINCE))
    sieve.refuse(wrong, "unknown-product", lambda row: _unlisted(codes[row].as_py()))


@cache
def _headings() -> pa.Array:
    return pa.array(sorted(products(HS)), pa.string())


@cache
def _unlisted(code: str) -> str:
    try:
        product(HS, code)
    except UnknownProduct as error:
        return f"{error.found}. {error.remedy}"
    return f"HS has no code {code}"


def _hs(text: str) -> str:
    bare = text.strip()
    if bare.upper() in _ALL:
        return TOTAL_PRODUCT
    if not _HS.fullmatch(bare):
        raise LookupError(
            f"{text!r} is no HS code of 2, 4, 6, 8 or 10 digits. Keep the zeros at its beginning."
        )
    chapter = bare[:2]
    if chapter not in products(HS) and chapter not in _OWN_CHAPTERS:
        raise LookupError(f"the Harmonized System has no chapter {chapter}.")
    return bare


def _naics(text: str) -> str:
    bare = text.strip().upper()
    if bare in _ALL:
        return TOTAL_PRODUCT
    subsectors = {code[:3] for code in products(NAICS)}
    sectors = {code[:2] for code in subsectors}
    if not _NAICS.fullmatch(bare) or bare[:3] not in subsectors | sectors:
        near = did_you_mean(bare, sorted(subsectors), "Give a code of 2 to 6 digits.")
        raise LookupError(f"{text!r} is no code of the NAICS. {near}")
    return bare


def _atp(text: str) -> str:
    bare = text.strip().zfill(2)
    if bare not in {f"{field:02d}" for field in range(1, 11)}:
        raise LookupError(
            f"{text!r} is none of the ten fields of advanced technology, 01 to 10. What the row "
            "over all codes counts is not documented; sum the ten fields."
        )
    return bare


def _coded(pattern: re.Pattern[str], name: str) -> Callable[[str], str]:
    def code(text: str) -> str:
        bare = text.strip()
        if bare.upper() in _ALL:
            return TOTAL_PRODUCT
        if not pattern.fullmatch(bare):
            raise LookupError(f"{text!r} is no code of the {name}.")
        return bare

    return code


NOMENCLATURES = {
    HS: Nomenclature(HS, _hs),
    NAICS: Nomenclature(NAICS, _naics),
    ATP: Nomenclature(ATP, _atp, levels=False),
    "SITC": Nomenclature("SITC", _coded(_SITC, "SITC"), edition="4"),
    "CENSUS-END-USE": Nomenclature("CENSUS-END-USE", _coded(_END_USE, "end-use list")),
}
