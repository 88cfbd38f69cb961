"""The words of USA Trade Online's cells: times, commodities, numbers, the date of a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from steelyard.nomenclature.products import products
from steelyard.sources.census.layout import MONTHS
from steelyard.sources.census.product_words import HS, NAICS
from steelyard.sources.sieve import exact_number

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL = "-"
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"([A-Za-z]+) ([0-9]{4})|([0-9]{4}) ([A-Za-z]+)")
_CUMULATED = re.compile(r".*\b(through|year to date|ytd)\b.*", re.IGNORECASE)
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?")
_CODE = re.compile(r"([0-9]{2,10}|[0-9]{3,5}X+)(?:\s.*)?")
_TOTALS = ("total", "all commodities", "total all commodities", "all products", "world total")
_DATED = re.compile(r"Current date:\s*([0-9]{2})/([0-9]{2})/([0-9]{4})")
_YEARS = range(1900, 2101)


def period(text: str) -> str:
    """Return the month or year of a cell such as ``January 2010`` or ``2002``.

    Raises:
        ValueError: it is neither.
    """
    bare = text.strip()
    if _YEAR.fullmatch(bare) and int(bare) in _YEARS:
        return bare
    found = _MONTH.fullmatch(bare)
    name, year = (found[1] or found[4], found[2] or found[3]) if found else ("", "")
    months = [m for m, short in enumerate(MONTHS, 1) if name and name.lower().startswith(short)]
    if not months or int(year) not in _YEARS:
        raise ValueError(f"{text!r} is no month or year from 1900 to 2100")
    return f"{year}-{months[0]:02d}"


def is_cumulated(text: str) -> bool:
    """Tell whether a cell names a span since January, such as ``2020 through May``."""
    return bool(_CUMULATED.fullmatch(text.strip()))


def commodity(text: str) -> str:
    """Return the code at the beginning of a cell such as ``84 Nuclear Reactors``, or ``-``.

    Raises:
        LookupError: there is none.
    """
    bare = text.strip()
    if bare.lower() in _TOTALS or bare == ALL:
        return ALL
    found = _CODE.fullmatch(bare)
    if found is None:
        raise LookupError(f"{text!r} does not begin with a code of the HS or the NAICS")
    return found[1]


def nomenclature(preamble: Sequence[str], cells: Iterable[str]) -> str:
    """Return the nomenclature of a report: as its title says, else as its codes tell.

    Args:
        preamble: lines before the header.
        cells: the commodities in the opening of the file.
    """
    title = " ".join(preamble).upper()
    if "NAICS" in title:
        return NAICS
    if "HARMONIZED" in title or re.search(r"\bHS\b", title):
        return HS
    return _by_codes([m[1] for cell in cells if (m := _CODE.fullmatch(cell.strip()))])


def _by_codes(codes: Sequence[str]) -> str:
    """Return the nomenclature to which more of the codes belong; HS when as many do."""
    industries = sum(code in products(NAICS) for code in codes)
    goods = sum(code[:6] in products(HS) for code in codes)
    return NAICS if industries > goods else HS


def number(text: str) -> Decimal | None:
    """Read a number with separators of thousands; None for an empty cell.

    Raises:
        ValueError: it is none.
    """
    bare = text.strip()
    if "," in bare and not _GROUPED.fullmatch(bare):
        raise ValueError(f"{bare[:40]!r} is no number")
    return exact_number(bare.replace(",", ""))


def retrieved(preamble: Sequence[str]) -> str:
    """Return the date on which a report was made (``YYYY-MM-DD``); empty when it tells none."""
    found = _DATED.search(" ".join(preamble))
    try:
        return date(int(found[3]), int(found[1]), int(found[2])).isoformat() if found else ""
    except ValueError:
        return ""
