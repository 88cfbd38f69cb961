"""Codes of one edition of a nomenclature: their titles, what stands above and below them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from steelyard.nomenclature.code_errors import unknown_code, unknown_edition
from steelyard.nomenclature.code_tables import ANY, Records, cell, editions, rows_of, texts
from steelyard.terms.product import Edition

_ALSO_NAMED = {Edition("HS", "1988"): Edition("HS", "1992")}
_SUBHEADINGS = {
    Edition("HTS", "2022"): Edition("HS", "2022"),
    Edition("HTS", "2024"): Edition("HS", "2022"),
    Edition("SCHEDULEB", "2019"): Edition("HS", "2017"),
}
_PAIRS = re.compile(r"(?:[0-9]{2}){1,6}")
_OWN = re.compile(r"9[89](?:[0-9A-Z]{2}){0,5}")
_SUBHEADING = 6


@dataclass(frozen=True, slots=True)
class Code:
    """A code of an edition.

    Attributes:
        edition: the edition, in which the code has one meaning.
        code: the code as text, leading zeros kept.
        title: English title, which stands alone.
        level: number of its digits; 1 for a section of the ISIC; the digits of the first code of a
            span such as 31-33; steps below the total in the EBOPS.
        parent: the code above it, empty at the top. Above a line of the HTS or of Schedule B it is
            a subheading of the HS, which some lines have not.
    """

    edition: Edition
    code: str
    title: str
    level: int
    parent: str


def held(edition: Edition) -> Edition:
    """Return an edition by its name here: the HS of 1988 is that of 1992.

    Raises:
        UnknownProduct: its codes are not known; the editions that are known are named.
    """
    named = _ALSO_NAMED.get(edition, edition)
    if named.edition not in editions(named.nomenclature):
        raise unknown_edition(edition)
    return named


@cache
def codes_of(edition: Edition) -> Mapping[str, Code]:
    """Return every code of an edition, by code.

    Raises:
        UnknownProduct: the codes of the edition are not known.
    """
    named = held(edition)
    name = named.nomenclature

    def made(row: int) -> Code:
        code, title, level, parent = (
            cell(name, column, row) for column in ("code", "title", "level", "parent")
        )
        return Code(named, code, title, int(level), parent)

    return Records(rows_of(name, named.edition), made)


def code_of(edition: Edition, code: str) -> Code:
    """Return a code of an edition.

    Raises:
        UnknownProduct: the edition has no such code; the nearest ones, and the editions that have
            it, are named. Or the codes of the edition are not known.
    """
    known = codes_of(edition)
    if code not in known:
        named = held(edition)
        raise unknown_code(named.nomenclature, code, named.edition)
    return known[code]


def parent_of(edition: Edition, code: str) -> Code | None:
    """Return the code above one; None at the top, and for a line without a subheading of the HS.

    Raises:
        UnknownProduct: the edition has no such code.
    """
    above = code_of(edition, code).parent
    named = held(edition)
    return codes_of(_SUBHEADINGS.get(named, named)).get(above)


def lineage_of(edition: Edition, code: str) -> tuple[Code, ...]:
    """Return the codes above one, the next above first; those of the HS above a tariff line.

    Raises:
        UnknownProduct: the edition has no such code.
    """
    found: list[Code] = []
    above = parent_of(edition, code)
    while above is not None:
        found.append(above)
        above = parent_of(above.edition, above.code)
    return tuple(found)


def children_of(edition: Edition, code: str = "") -> tuple[Code, ...]:
    """Return the codes next below one, in order; those at the top when none is given.

    Below a subheading of the HS an edition of the HTS or of Schedule B has its lines.

    Raises:
        UnknownProduct: the codes of the edition are not known.
    """
    known = codes_of(edition)
    return tuple(known[one] for one in _below(held(edition)).get(code, ()))


def fits(edition: Edition, code: str) -> bool:
    """Tell whether a publisher's table may state a code: the one rule for all of them.

    A code must be listed. Of the HS a country's own line of eight, ten or twelve digits may stand
    under a listed subheading, and all of chapters 98 and 99 is the publisher's own.

    Args:
        edition: the edition; with an empty name any of the nomenclature, for publishers convert
            between editions and leave a few codes of one in another.
        code: the code as text, leading zeros kept.

    Raises:
        UnknownProduct: the codes of the edition are not known.
    """
    named = edition if edition.edition == ANY else held(edition)
    listed = rows_of(named.nomenclature, named.edition)
    if code in listed or named.nomenclature != "HS":
        return code in listed
    national = bool(_PAIRS.fullmatch(code)) and len(code) > _SUBHEADING
    return bool(_OWN.fullmatch(code)) or (national and code[:_SUBHEADING] in listed)


@cache
def _below(edition: Edition) -> dict[str, list[str]]:
    """Return the codes next below each."""
    parents, found = texts(edition.nomenclature, "parent"), dict[str, list[str]]()
    for code, row in rows_of(edition.nomenclature, edition.edition).items():
        found.setdefault(parents[row], []).append(code)
    return found
