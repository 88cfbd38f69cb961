"""What a code means that somebody asks for, and which codes of a tree stand for it in data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from steelyard.classes.code_writing import undotted
from steelyard.classes.coding import Coding
from steelyard.nomenclature.code_errors import unknown_code
from steelyard.nomenclature.code_tables import rows_of
from steelyard.nomenclature.codes import children_of, code_of, codes_of, parent_of
from steelyard.nomenclature.products import product
from steelyard.terms.product import Edition

_NAMED = "EBOPS"
"""Codes of services are names: ``1`` does not stand above ``10.1``."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code that is known.

    Attributes:
        code: the code as its list writes it.
        title: what it means; of a line that no list holds the title of its six digits.
        spanned: the codes that begin every code below it: itself, but for a section of the ISIC and
            a span such as 31-33, of which it is the divisions.
    """

    code: str
    title: str
    spanned: tuple[str, ...]


def meaning(asked: Coding, text: str) -> Meaning:
    """Return what a code means in a nomenclature.

    Raises:
        UnknownProduct: there is no such code; the nearest ones are named.
    """
    code = _written(asked, text.strip())
    return Meaning(code, _title(asked, code), _spanned(asked, code))


def inside(asked: Coding, code: str, other: str) -> bool:
    """Tell whether a code stands under another, different one."""
    if asked.nomenclature == _NAMED:
        return other in above(asked, code)
    mine, theirs = _spanned(asked, code), _spanned(asked, other)
    return code != other and all(one.startswith(theirs) for one in mine)


def above(asked: Coding, code: str) -> tuple[str, ...]:
    """Return what may stand above a code: its beginnings, or the items that hold an item.

    Raises:
        UnknownProduct: a list whose codes are names has no such code.
    """
    if asked.nomenclature != _NAMED:
        return tuple(code[:digits] for digits in range(1, len(code)))
    edition, found = Edition(asked.nomenclature, asked.edition), list[str]()
    while (over := parent_of(edition, found[-1] if found else code)) is not None:
        found.append(over.code)
    return tuple(found)


def _written(asked: Coding, code: str) -> str:
    """Return a code as the list writes it: without dots between digits, letters in its case."""
    code = undotted(asked.nomenclature, code)
    known = rows_of(asked.nomenclature, asked.edition)
    return next((one for one in (code, code.upper(), code.lower()) if one in known), code)


def _title(asked: Coding, code: str) -> str:
    if asked.flow:
        return _of_line(asked, code)
    if asked.nomenclature not in {"HS", "NAICS"}:
        return code_of(Edition(asked.nomenclature, asked.edition), code).title
    known = product(asked.nomenclature, code)
    if not asked.edition or not known.editions:
        return known.title
    if asked.edition not in known.editions:
        raise unknown_code(asked.nomenclature, code, asked.edition)
    stated = codes_of(Edition(asked.nomenclature, asked.edition)).get(known.code)
    return stated.title if stated else known.title


def _of_line(asked: Coding, code: str) -> str:
    """Return the title of a line of a country, or of the shorter code that begins some lines."""
    for name in reversed(asked.editions()):
        edition = Edition(asked.nomenclature, name)
        if code in codes_of(edition):
            return code_of(edition, code).title
        if code in _beginnings(edition):
            first = next(line for line in codes_of(edition) if line.startswith(code))
            six = parent_of(edition, first)
            if six is None:
                return "own lines of the country"
            title = code_of(six.edition, code[: len(six.code)]).title
            return title if len(code) <= len(six.code) else f"part of: {title}"
    raise unknown_code(asked.nomenclature, code, asked.edition)


@cache
def _beginnings(edition: Edition) -> frozenset[str]:
    """Return the codes of 2, 4, 6 and 8 digits that begin some line."""
    return frozenset(line[:digits] for line in codes_of(edition) for digits in (2, 4, 6, 8))


def _spanned(asked: Coding, code: str) -> tuple[str, ...]:
    first, dash, last = code.partition("-")
    if dash:
        return tuple(map(str, range(int(first), int(last) + 1)))
    if asked.nomenclature == "ISIC" and not code.isdecimal():
        return tuple(one.code for one in children_of(Edition("ISIC", asked.edition), code))
    return (code,)
