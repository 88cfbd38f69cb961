"""What a shell offers for a class: names, groups after a colon, codes of a nomenclature."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.classes.asked import words
from steelyard.classes.coding import Coding, coding, coding_words
from steelyard.classes.registry import all_classes, class_names, find_class
from steelyard.classes.restricted import spelt
from steelyard.nomenclature.code_tables import editions
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.errors import InputError
from steelyard.terms.product import Edition

_MOST = 100


def classes(incomplete: str) -> list[tuple[str, str]]:
    """Return the words that may follow what is typed, each with its meaning.

    After a comma the next class is offered, after ``+`` the next group or code.
    """
    last = words(incomplete)[-1]
    before = incomplete[: len(incomplete.rstrip()) - len(last)] if last else incomplete
    head, colon, rest = last.partition(":")
    if not colon:
        return [(f"{before}{name}", title) for name, title in _names()]
    begun, plus, typed = rest.rpartition("+")
    stem = f"{before}{head}:{begun}{plus}"
    return [(f"{stem}{word}", title) for word, title in _within(head, typed)]


def _names() -> Iterator[tuple[str, str]]:
    yield from ((entry.name, entry.title) for entry in all_classes())
    yield from ((f"{word}:", "product codes") for word in coding_words())


def _within(head: str, typed: str) -> list[tuple[str, str]]:
    """Return the groups of a class, or the shortest codes that begin as typed."""
    try:
        if head.casefold() in class_names():
            cls = find_class(head)
            return [(spelt(cls, key), title) for key, title in cls.groups.items()]
        asked = coding(head)
    except InputError:
        return []
    return list(_codes(asked, typed)) if asked else []


def _codes(asked: Coding, typed: str) -> Iterator[tuple[str, str]]:
    edition = Edition(asked.nomenclature, asked.edition or editions(asked.nomenclature)[-1])
    known = codes_of(edition)
    begun = [code for code in known if code.casefold().startswith(typed.casefold())]
    shortest = min((len(code) for code in begun if len(code) > len(typed)), default=len(typed))
    short = [code for code in begun if len(code) <= shortest]
    yield from ((code, known[code].title) for code in short[:_MOST])
