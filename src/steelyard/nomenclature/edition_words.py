"""The words that name editions in questions: ``hs2022``, ``sitc4``, ``isic31``, ``naics``."""

from __future__ import annotations

import re

from steelyard.nomenclature.code_tables import NOMENCLATURES, editions
from steelyard.nomenclature.codes import held
from steelyard.terms.errors import UnknownProduct, did_you_mean
from steelyard.terms.product import Edition

_FORM = re.compile(r"([a-z]+?)(?:rev(?:ision)?\.?)?([0-9][0-9.]*)?")
_APART = re.compile(r"[\s_-]+")


def parted(text: str) -> tuple[str, str] | None:
    """Return the nomenclature and the edition that a word names; None when it names none.

    The edition is empty where none is told, and need not be held where one is. Spaces, dashes, the
    word revision and the point of ISIC 3.1 may be left out.
    """
    found = _FORM.fullmatch(_APART.sub("", text.casefold()))
    name, edition = (found[1].upper(), found[2] or "") if found else ("", "")
    if name not in NOMENCLATURES:
        return None
    by_digits = {one.replace(".", ""): one for one in editions(name)}
    return name, by_digits.get(edition.replace(".", ""), edition)


def editions_named(text: str) -> tuple[Edition, ...]:
    """Return the editions that a word names, newest first; without a year or revision, all.

    Raises:
        UnknownProduct: it names none; the nearest words are offered.
    """
    found = parted(text)
    if found is None:
        raise _unknown(text)
    name, edition = found
    if not edition:
        return tuple(Edition(name, one) for one in reversed(editions(name)))
    try:
        return (held(Edition(name, edition)),)
    except UnknownProduct as error:
        raise _unknown(text) from error


def word_of(edition: Edition) -> str:
    """Return the word that names an edition."""
    return f"{edition.nomenclature}{edition.edition}".casefold()


def edition_words() -> tuple[str, ...]:
    """Return every word that names an edition, by nomenclature, newest first."""
    every = ((name, one) for name in NOMENCLATURES for one in reversed(editions(name)))
    return tuple(word_of(Edition(name, one)) for name, one in every)


def _unknown(text: str) -> UnknownProduct:
    words = edition_words()
    return UnknownProduct(
        f"You asked for the edition {text!r}",
        "no list of codes has this name",
        "A code means different goods in different editions",
        did_you_mean(text, words, f"Known are {', '.join(words)}."),
    )
