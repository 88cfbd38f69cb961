"""Codes by the words of their titles."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from steelyard.nomenclature.code_tables import NOMENCLATURES, editions, rows_of, texts
from steelyard.nomenclature.code_text import stem, stems
from steelyard.nomenclature.codes import Code, codes_of, held
from steelyard.nomenclature.spelling import key, words
from steelyard.terms.errors import nearest
from steelyard.terms.product import Edition

_LONGEST, _NEAR = 200, 0.82


def newest() -> tuple[Edition, ...]:
    """Return the newest edition of every nomenclature."""
    return tuple(Edition(name, editions(name)[-1]) for name in NOMENCLATURES)


def find(text: str, edition: Edition | None = None) -> tuple[Code, ...]:
    """Return the code that a text is, and the codes whose title has every word of it.

    Whole words count, whatever their ending, case and accents: ``lithography`` finds lithographic
    ink, but not a crab of the family Lithodidae.

    Args:
        text: a code or words.
        edition: where to look; the newest edition of every nomenclature when left out.

    Returns:
        Codes by nomenclature, the broader ones first; none when no title has all the words.

    Raises:
        UnknownProduct: the codes of the edition are not known.
    """
    places = newest() if edition is None else (held(edition),)
    return tuple(code for place in places for code in _found(text[:_LONGEST], place))


def alike(text: str, edition: Edition | None = None) -> tuple[str, ...]:
    """Return the words of titles that resemble those words of a text that no title has.

    Raises:
        UnknownProduct: the codes of the edition are not known.
    """
    places = newest() if edition is None else (held(edition),)
    known = {word for place in places for word in _vocabulary(place)}
    having = {stem(word) for word in known}
    odd = [word for word in words(text[:_LONGEST]) if stem(word) not in having]
    likely = ((word, near) for word in odd for near in nearest(word, known))
    return tuple(dict.fromkeys(near for word, near in likely if _alike(word, near)))


def strange(text: str, edition: Edition | None = None) -> tuple[str, ...]:
    """Return the words of a text that no title has.

    Raises:
        UnknownProduct: the codes of the edition are not known.
    """
    places = newest() if edition is None else (held(edition),)
    having = {stem(word) for place in places for word in _vocabulary(place)}
    return tuple(word for word in words(text[:_LONGEST]) if stem(word) not in having)


def _alike(word: str, other: str) -> bool:
    """Tell whether a word may be another misspelt: learning is not cleansing."""
    near = SequenceMatcher(None, word, other).ratio() >= _NEAR
    return other.startswith(word) or (near and word[0] == other[0])


def _found(text: str, edition: Edition) -> Iterator[Code]:
    known, exact = codes_of(edition), text.strip()
    if exact in known:
        yield known[exact]
    wanted = frozenset(stems(text))
    having = [known[code] for code, title in _titles(edition) if _has(title, wanted)]
    yield from sorted(
        (code for code in having if code.code != exact), key=lambda c: (c.level, c.code)
    )


def _has(title: str, wanted: frozenset[str]) -> bool:
    """Tell whether a title has every stem; all but its last letter must occur, which is quick."""
    likely = all(one[:-1] in title for one in wanted)
    return bool(wanted) and likely and wanted <= {*map(stem, title.split())}


@cache
def _titles(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Return codes and titles of an edition, the titles as words without case and accents."""
    told = texts(edition.nomenclature, "title")
    rows = rows_of(edition.nomenclature, edition.edition)
    return tuple((code, key(told[row])) for code, row in rows.items())


@cache
def _vocabulary(edition: Edition) -> frozenset[str]:
    return frozenset(word for _, title in _titles(edition) for word in title.split())
