"""``classes find``: codes, classes and groups by a code or by words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated

from steelyard.classes.holding import holding
from steelyard.classes.sought import (
    Found,
    by_code,
    by_everyday_words,
    by_words,
    described,
    every_edition,
    firsts,
    named,
)
from steelyard.nomenclature.code_errors import unknown_code
from steelyard.nomenclature.code_search import alike, strange
from steelyard.nomenclature.code_tables import ANY, NOMENCLATURES
from steelyard.nomenclature.edition_words import editions_named
from steelyard.nomenclature.everyday import readings
from steelyard.questions.classes_words import count_asked
from steelyard.terms.answer import Answer, Column, Note, Row
from steelyard.terms.ask import Ask, AskKind
from steelyard.terms.errors import UnknownProduct
from steelyard.terms.product import Edition
from steelyard.terms.version import __version__

SHOWN = 50
_LONGEST, _OFFERED = 60, 5
COLUMNS = (
    Column("of"),
    Column("match"),
    Column("nomenclature"),
    Column("edition"),
    Column("code"),
    Column("title"),
    Column("classes"),
)


def find_codes(
    words: Annotated[str, Ask("a code, or words of titles, in quotes", AskKind.ARGUMENT)],
    *,
    within: Annotated[
        str,
        Ask(
            "search one list of codes, such as hs2022, sitc4 or naics; all when left out",
            metavar="EDITION",
            flag="in",
        ),
    ] = "",
    rows: Annotated[int | str | None, Ask("most rows; 50 by default", metavar="N")] = None,
) -> Answer:
    """Find codes by their titles, or what a code is, and the classes that hold them.

    A code is told in every edition that has it, with what stands above and below. Words are looked
    for in the newest edition of each nomenclature, and in older ones where those have none. Whole
    words count, whatever their ending.

    Missing and zero: ``nomenclature``, ``edition`` and ``code`` are missing for a class or a group;
    ``classes`` where none holds the code.

    Raises:
        UnknownProduct: nothing has all the words, or there is no such list of codes.
        BadOption: ``rows`` is no number.
    """
    most = count_asked(rows, SHOWN)
    words, within = _parted(words, within.strip())
    where = editions_named(within) if within else every_edition()
    found = tuple(dict.fromkeys(_sought(words, where, everywhere=not within)))
    if not found:
        raise _nothing(words, within, where)
    return Answer(
        "classes find",
        __version__,
        {"words": words, "in": within, "rows": most},
        COLUMNS,
        tuple(map(_row, found[:most])),
        notes=(*_other_words(words, found), *_left(len(found), most), *_line_note(words, found)),
    )


def _parted(words: str, within: str) -> tuple[str, str]:
    """Return words and where to look for them; hs2022:8542 names both."""
    head, colon, rest = words.partition(":")
    try:
        named = bool(colon and rest.strip() and not within and editions_named(head))
    except UnknownProduct:
        named = False
    return (rest.strip(), head.strip()) if named else (words.strip(), within)


def _sought(text: str, where: tuple[Edition, ...], *, everywhere: bool) -> Iterator[Found]:
    codes = tuple(by_code(text, where))
    names = tuple(named(text)) if everywhere else ()
    titles = tuple(by_words(text, firsts(where) if everywhere else where))
    daily = () if codes else tuple(by_everyday_words(text, firsts(where) if everywhere else where))
    if everywhere and not (codes or titles or daily):
        titles = tuple(by_words(text, where))
    having = {one.of: one for one in (*daily, *titles)}
    asked = {one.of for one in codes}
    titled = sorted((one for one in having.values() if one.of not in asked), key=_place)
    known = asked.union(having)
    members = (one for one in described(text) if one.edition in where and one.of not in known)
    return chain(codes, names, titled, members)


def _place(one: Found) -> tuple[int, bool]:
    """Return where a title stands: by nomenclature, the words as they were asked first.

    So that titles in other words are not hidden behind all lines of a country.
    """
    name = one.edition.nomenclature if one.edition else NOMENCLATURES[-1]
    return NOMENCLATURES.index(name), one.match != "title"


def _row(found: Found) -> Row:
    if found.edition is None:
        return (found.of, found.match, None, None, None, found.title, None)
    return (
        found.of,
        found.match,
        found.edition.nomenclature,
        found.edition.edition,
        found.code,
        found.title,
        ", ".join(holding(found.edition, found.code)) or None,
    )


def _other_words(text: str, found: tuple[Found, ...]) -> Iterator[Note]:
    used = [one for one in readings(text) if any(f'"{one}"' in each.match for each in found)]
    if used:
        words = ", ".join(map('"{}"'.format, used))
        yield Note("everyday-words", f"By our own list of words, titles with {words} count too.")


def _line_note(text: str, found: tuple[Found, ...]) -> Iterator[Note]:
    if found[0].match == "above":
        above = found[0]
        told = f"{text} is a line of a country's own below {above.of}; no list held names it."
        yield Note("own-line", f"{told} Data by six digits tell hs:{above.code} as a whole.")


def _left(found: int, most: int) -> Iterator[Note]:
    if found > most:
        text = f"{most:,} of {found:,} are shown; {found - most:,} more: --rows {found}."
        yield Note("more-rows", text)


def _nothing(text: str, within: str, where: tuple[Edition, ...]) -> UnknownProduct:
    if text and text.replace(".", "").replace(" ", "").isdecimal():
        code = text.replace(".", "").replace(" ", "")[:_LONGEST]
        return unknown_code(where[0].nomenclature, code, where[0].edition if within else ANY)
    near = dict.fromkeys(word for edition in firsts(where) for word in alike(text, edition))
    named = ", ".join(list(near)[:_OFFERED])
    return UnknownProduct(
        f"You searched for {text[:_LONGEST]!r}{f' in {within}' if within else ''}",
        "no code, and no title of a code or a class, has all of its words",
        "Titles are searched by whole words, so that one good is not taken for another",
        f"Did you mean {named}?" if near else _other(text, where),
    )


def _other(text: str, where: tuple[Edition, ...]) -> str:
    """Return what to do where no word resembles those of a text: which of them no title has."""
    lost = dict.fromkeys(text.split())
    for edition in firsts(where):
        having = set(strange(text, edition))
        lost = {word: None for word in lost if word.casefold() in having}
    some = f"No title has {', '.join(list(lost)[:_OFFERED])}. " if lost else ""
    return f"{some}Use fewer or other words, of goods rather than of their use, or a code."
