"""The classes that exist, read from data, and their look-up by name."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pydantic import ValidationError

from steelyard.classes.definition import TechnologyClass
from steelyard.classes.listing import damaged, own, plugged, stated
from steelyard.classes.selection import Selection
from steelyard.nomenclature.code_errors import unknown_code
from steelyard.nomenclature.code_search import find
from steelyard.nomenclature.codes import codes_of, held
from steelyard.nomenclature.products import ProductCode, editions, product
from steelyard.terms.errors import UnknownClass, UnknownProduct, did_you_mean
from steelyard.terms.product import Edition

__all__ = ["TechnologyClass", "all_classes", "class_names", "find_class"]

_CODED = re.compile(r"^(hs|naics)(\d{4})?:(.*)$", re.DOTALL)
_LONGEST = 60
_SEARCHED = 4


@cache
def class_names() -> tuple[str, ...]:
    """Return the name of every class, of the package and plugged in, sorted."""
    return tuple(sorted({**plugged(), **own()}))


@cache
def all_classes() -> tuple[TechnologyClass, ...]:
    """Return every named class, sorted by name."""
    return tuple(map(_named, class_names()))


@cache
def _named(name: str) -> TechnologyClass:
    entry = stated(name)
    try:
        return TechnologyClass.model_validate(entry)
    except ValidationError as error:
        raise damaged(name, error) from error


def find_class(name: str) -> TechnologyClass:
    """Return the class of this name, or the class that product codes make.

    Codes are written ``hs:85``, ``hs:8541,8542``, ``naics:334``; ``hs2017:8542`` names an edition.

    Raises:
        UnknownClass: there is none; the nearest names are offered.
        UnknownProduct: a nomenclature has no such code.
    """
    wanted = name.strip().casefold()
    if wanted in own():
        return _named(wanted)
    if coded := _CODED.match(wanted):
        return _of_codes(coded[1].upper(), coded[2] or "", coded[3], name)
    if wanted in plugged():
        return _named(wanted)
    names = class_names()
    raise UnknownClass(
        f"You asked for the class {name!r}",
        "no technology class has this name",
        "What counts as technology changes the answer, so it is never guessed",
        did_you_mean(
            name,
            names,
            f"Held are {', '.join(names)}, and product codes such as hs:85 or naics:334; "
            "see `steelyard classes list`.",
        )
        + _codes_named(wanted),
    )


def _codes_named(word: str) -> str:
    """Return a sentence on the product codes that a word or bare digits may mean, or nothing."""
    if len(word) < _SEARCHED:
        return ""
    newest = Edition("HS", editions("HS")[-1])
    known = [entry for entry in find(word, newest) if entry.level == _SEARCHED]
    told = [f"hs:{entry.code} ({_short(entry.title)})" for entry in known[:3]]
    return f" Product codes of that name: {', '.join(told)}." if told else ""


def _of_codes(nomenclature: str, edition: str, text: str, given: str) -> TechnologyClass:
    edition = _edition(nomenclature, edition, given)
    asked = tuple(sorted({code.strip() for code in text.split(",")}))
    found = [_meant(nomenclature, edition, code) for code in asked]
    codes = tuple(part for code in asked for part in _spanned(code))
    name = f"{nomenclature.lower()}{edition}:{','.join(asked)}"
    flows = Selection(
        nomenclature=nomenclature, edition=edition, codes=codes, digits=max(map(len, codes))
    )
    return TechnologyClass(
        name=name,
        title=" and ".join(f"{nomenclature} {one.code}: {_short(one.title)}" for one in found),
        publisher="World Customs Organization" if nomenclature == "HS" else "US Census Bureau",
        version=edition or "edition in force",
        valid="all years",
        nomenclature=nomenclature,
        selections=(flows, Selection(kind="indicators", codes=(name,))),
        exact=True,
        reference="codes beginning with these digits",
    )


def _edition(nomenclature: str, edition: str, given: str) -> str:
    """Return an edition by its name here; empty stays empty, for the one in force."""
    try:
        return held(Edition(nomenclature, edition)).edition if edition else ""
    except UnknownProduct as error:
        raise UnknownClass(
            f"You asked for the class {given!r}",
            f"{nomenclature} has no edition {edition} here",
            "A code means different goods in different editions",
            f"Known are {', '.join(editions(nomenclature))}; leave it out for the one in force.",
        ) from error


def _meant(nomenclature: str, edition: str, code: str) -> ProductCode:
    """Return a code with what it means in an edition, or in the newest one."""
    known = product(nomenclature, code)
    if not edition:
        return known
    if edition not in known.editions:
        raise unknown_code(nomenclature, code, edition)
    stated = codes_of(Edition(nomenclature, edition)).get(known.code)
    return replace(known, title=stated.title) if stated else known


def _spanned(code: str) -> tuple[str, ...]:
    """Return the codes of a span of sectors such as 31-33, else the code itself."""
    first, dash, last = code.partition("-")
    return tuple(map(str, range(int(first), int(last) + 1))) if dash else (code,)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rpartition(' ')[0]} ..."
