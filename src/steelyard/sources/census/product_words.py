"""Product codes of the Bureau's interface and web tables, checked, in our words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.nomenclature.codes import fits
from steelyard.nomenclature.products import product, products
from steelyard.sources.census.edition import CERTAIN_SINCE, USED, editions
from steelyard.terms.errors import UnknownProduct, did_you_mean
from steelyard.terms.product import TOTAL_NOMENCLATURE, TOTAL_PRODUCT, Edition

if TYPE_CHECKING:
    from steelyard.sources.sieve import Sieve

HS, NAICS, ATP = "HS", "NAICS", "CENSUS-ATP"
_ALL = ("-", "TOTAL")
_HS = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10}")
_NAICS = re.compile(r"[0-9]{2,6}|(?=.{6}$)[0-9]{3,5}X+")
_SITC = re.compile(r"[0-9]{1,5}")
_END_USE = re.compile(r"[0-9]{1,5}")
_KNOWN = 2**16


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
    named = pc.unique(codes).drop_null().to_pylist()
    allowed = pa.array([None, TOTAL_PRODUCT, *filter(_in_use, named)], pa.string())
    wrong = pc.invert(pc.is_in(codes, value_set=allowed))
    since = pc.greater_equal(periods, CERTAIN_SINCE)
    sieve.refuse(pc.and_(wrong, since), "unknown-product", lambda r: _unlisted(codes[r].as_py()))


@lru_cache(_KNOWN)
def _in_use(code: str) -> bool:
    """Tell whether an edition that was in force since 2013 has a code."""
    return any(fits(Edition(HS, edition), code) for edition in USED)


@lru_cache(_KNOWN)
def _unlisted(code: str) -> str:
    try:
        known = product(HS, code)
    except UnknownProduct as error:
        return f"{error.found}. {error.remedy}"
    return f"{known.code} is a code of the HS {', '.join(known.editions)} only"


def _hs(text: str) -> str:
    bare = text.strip()
    if bare.upper() in _ALL:
        return TOTAL_PRODUCT
    if not _HS.fullmatch(bare):
        raise LookupError(
            f"{text!r} is no HS code of 2, 4, 6, 8 or 10 digits. Keep the zeros at its beginning."
        )
    if not fits(Edition(HS, ""), bare[:2]):
        raise LookupError(f"the Harmonized System has no chapter {bare[:2]}.")
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
