"""Product codes whatever their edition: each with the editions that have it, and its newest title.

The codes of one edition, with one meaning each, are in ``steelyard.nomenclature.codes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from steelyard.nomenclature.code_errors import unknown_code
from steelyard.nomenclature.code_tables import Records, cell, editions, editions_of, rows_of

__all__ = ["NATIONAL_DIGITS", "ProductCode", "editions", "product", "products"]

NATIONAL_DIGITS = {"HS": 6, "NAICS": 6}
"""Digits of the longest codes; HS codes of more digits are a country's own (HTS, Schedule B)."""

_LISTS = ("SCHEDULEB", "HTS")


@dataclass(frozen=True, slots=True)
class ProductCode:
    """One code of a nomenclature.

    Attributes:
        nomenclature: such as ``HS`` or ``NAICS``.
        code: the code as text, leading zeros kept.
        editions: editions that have the code; none when it is a publisher's own.
        title: English title in its newest edition.
    """

    nomenclature: str
    code: str
    editions: tuple[str, ...]
    title: str


def product(nomenclature: str, code: str) -> ProductCode:
    """Return a code of a nomenclature; a longer national code stands under its six digits.

    Of the HS also six digits or more that no edition has but a country's own lines begin with.

    Raises:
        UnknownProduct: the nomenclature has no such code; the nearest ones are named.
    """
    known = products(nomenclature)
    found = known.get(code) or _national(nomenclature, code) or _sector(nomenclature, code)
    found = found or _own(nomenclature, code)
    if found is None:
        raise unknown_code(nomenclature, code)
    return found


@cache
def products(nomenclature: str) -> Mapping[str, ProductCode]:
    """Return every code of a nomenclature, by code; none of an unknown one."""

    def made(row: int) -> ProductCode:
        code = cell(nomenclature, "code", row)
        title, having = cell(nomenclature, "title", row), editions_of(nomenclature, code)
        return ProductCode(nomenclature, code, having, title)

    return Records(rows_of(nomenclature), made)


def _national(nomenclature: str, code: str) -> ProductCode | None:
    """Return the six digits above a longer code of a country: one of eight, ten or more digits."""
    if nomenclature != "HS" or not (code.isascii() and code.isdecimal()) or len(code) % 2:
        return None
    return products(nomenclature).get(code[: NATIONAL_DIGITS[nomenclature]])


def _own(nomenclature: str, code: str) -> ProductCode | None:
    """Return what a country states under digits that no edition has, by its lists of lines."""
    if nomenclature != "HS" or len(code) < NATIONAL_DIGITS[nomenclature] or len(code) % 2:
        return None
    for name in _LISTS:
        lines = sorted(line for line in rows_of(name) if line.startswith(code))
        if lines:
            more = f" and {len(lines) - 1} more lines" if len(lines) > 1 else ""
            title = f"{cell(name, 'title', rows_of(name)[lines[0]])}{more} (US lines of their own)"
            return ProductCode(nomenclature, code, (), title)
    return None


def _sector(nomenclature: str, code: str) -> ProductCode | None:
    """Return a sector that the NAICS names only within a span, such as 33 in 31-33."""
    spans = [one for one in products(nomenclature) if "-" in one] if nomenclature == "NAICS" else []
    for span in spans:
        first, _, last = span.partition("-")
        if len(code) == len(first) and first <= code <= last:
            entry = products(nomenclature)[span]
            return ProductCode(
                nomenclature, code, entry.editions, f"{entry.title} ({code} of {span})"
            )
    return None
