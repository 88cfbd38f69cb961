"""The classes that exist, read from data, and their look-up by name."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from steelyard.classes.selection import Selection
from steelyard.nomenclature.products import editions, product, products
from steelyard.terms.errors import UnknownClass, did_you_mean
from steelyard.terms.yaml_text import read_yaml

_CODED = re.compile(r"^(hs|naics)(\d{4})?:(.*)$", re.DOTALL)
_LONGEST = 60
_SEARCHED = 4


class TechnologyClass(BaseModel):
    """A named set of product codes, or of what else a publisher counts.

    Attributes:
        name: the word that asks for it.
        title: human title.
        publisher, version, valid, reference: who defines it, which edition, when, where.
        nomenclature: nomenclature of its codes, in words.
        selections: how held data can answer for it, the best first.
        goods: False for services and contracts, of which no share in the goods balance is taken.
        groups: names of its groups by number; none when it has no groups.
        exact: True when the source publishes the class itself, False for a proxy.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    publisher: str
    version: str
    valid: str
    nomenclature: str
    selections: tuple[Selection, ...]
    goods: bool = True
    groups: dict[str, str] = {}
    exact: bool
    reference: str


@cache
def all_classes() -> tuple[TechnologyClass, ...]:
    """Return every named class, sorted by name."""
    text = resources.files("steelyard.classes").joinpath("classes.yaml").read_text("utf-8")
    found = [TechnologyClass.model_validate(entry) for entry in read_yaml(text)]
    return tuple(sorted(found, key=lambda entry: entry.name))


def find_class(name: str) -> TechnologyClass:
    """Return the class of this name, or the class that product codes make.

    Codes are written ``hs:85``, ``hs:8541,8542``, ``naics:334``; ``hs2017:8542`` names an edition.

    Raises:
        UnknownClass: there is none; the nearest names are offered.
        UnknownProduct: a nomenclature has no such code.
    """
    wanted = name.strip().casefold()
    for entry in all_classes():
        if entry.name == wanted:
            return entry
    if coded := _CODED.match(wanted):
        return _of_codes(coded[1].upper(), coded[2] or "", coded[3], name)
    names = [entry.name for entry in all_classes()]
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
    headings = [e for e in products("HS").values() if len(e.code) == _SEARCHED]
    known = [e for e in headings if word.rstrip("s") in e.title.casefold() or e.code == word]
    told = [f"hs:{entry.code} ({_short(entry.title)})" for entry in known[:3]]
    return f" Product codes of that name: {', '.join(told)}." if told else ""


def _of_codes(nomenclature: str, edition: str, text: str, given: str) -> TechnologyClass:
    asked = tuple(sorted({code.strip() for code in text.split(",")}))
    found = [product(nomenclature, code) for code in asked]
    codes = tuple(part for code in asked for part in _spanned(code))
    if edition and edition not in editions(nomenclature):
        raise UnknownClass(
            f"You asked for the class {given!r}",
            f"{nomenclature} has no edition {edition} here",
            "A code means different goods in different editions",
            f"Known are {', '.join(editions(nomenclature))}; leave it out for the one in force.",
        )
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


def _spanned(code: str) -> tuple[str, ...]:
    """Return the codes of a span of sectors such as 31-33, else the code itself."""
    first, dash, last = code.partition("-")
    return tuple(map(str, range(int(first), int(last) + 1))) if dash else (code,)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rpartition(' ')[0]} ..."
