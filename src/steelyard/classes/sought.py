"""Codes, classes and groups by a code or by words: what a search of all of them finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from steelyard.classes.contents import Content, contents, flows_of
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.registry import all_classes
from steelyard.classes.restricted import spelt
from steelyard.nomenclature.code_search import find
from steelyard.nomenclature.code_tables import NOMENCLATURES, editions
from steelyard.nomenclature.code_text import stems
from steelyard.nomenclature.codes import Code, children_of, codes_of, fits, lineage_of
from steelyard.nomenclature.edition_words import word_of
from steelyard.nomenclature.everyday import readings
from steelyard.terms.product import Edition

_APART = re.compile(r"(?<=[0-9])[. ](?=[0-9])")
_NATIONAL, _SUBHEADING = {"HTS", "SCHEDULEB"}, 6


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that answers a search.

    Attributes:
        match: why it is found: ``code`` (it is the code asked), ``above``, ``below`` (it stands
            next above or below that code), ``class``, ``group``, ``title`` (the words are in its
            name or title), ``title, as "..."`` (other words for them are), ``member`` (they are in
            what a class says of it).
        of: the word of ``--of`` that asks for it.
        title: its title.
        code: the code; empty for a class or a group.
        edition: the edition of the code; None for a class or a group.
    """

    match: str
    of: str
    title: str
    code: str = ""
    edition: Edition | None = None


def every_edition() -> tuple[Edition, ...]:
    """Return every edition of every nomenclature, the newest of each first."""
    return tuple(Edition(n, one) for n in NOMENCLATURES for one in reversed(editions(n)))


def firsts(where: Iterable[Edition]) -> tuple[Edition, ...]:
    """Return the first edition of each nomenclature."""
    found: dict[str, Edition] = {}
    for edition in where:
        found.setdefault(edition.nomenclature, edition)
    return tuple(found.values())


def by_code(text: str, where: Sequence[Edition]) -> Iterator[Found]:
    """Yield what a code is in each of some editions, then what stands above and below it.

    Above and below are told once for each nomenclature, in the first of its editions that has the
    code; the lines of a national list below a subheading of the HS too. Of a line of a country that
    no list has, the codes above it are told and the lines that begin with it.
    """
    code = _written(text.strip(), where)
    having = [one for one in where if code in codes_of(one)]
    for edition in having:
        yield _found(codes_of(edition)[code], "code")
    for edition in firsts(having):
        yield from (_found(one, "above") for one in reversed(lineage_of(edition, code)))
    if not having:
        yield from _national(code, where)
    lists = [one for one in firsts(where) if one.nomenclature in _NATIONAL]
    for edition in dict.fromkeys((*firsts(having), *lists)):
        yield from (_found(one, "below") for one in children_of(edition, code))


def _national(code: str, where: Sequence[Edition]) -> Iterator[Found]:
    goods = next((one for one in where if one.nomenclature == "HS" and fits(one, code)), None)
    if goods is None or (above := code[:_SUBHEADING]) not in codes_of(goods):
        return
    for one in (codes_of(goods)[above], *lineage_of(goods, above)):
        yield _found(one, "above")
    for edition in firsts(where):
        if edition.nomenclature in _NATIONAL:
            lines = (line for line in codes_of(edition) if line.startswith(code))
            yield from (_found(codes_of(edition)[line], "below") for line in lines)


def by_words(text: str, where: Iterable[Edition]) -> Iterator[Found]:
    """Yield the codes whose title has every word; of one meaning in several editions the first."""
    told = set[tuple[str, str, str]]()
    for edition in where:
        for code in find(text, edition):
            meaning = (edition.nomenclature, code.code, code.title)
            if meaning not in told:
                told.add(meaning)
                yield _found(code, "title")


def by_everyday_words(text: str, where: Iterable[Edition]) -> Iterator[Found]:
    """Yield the codes whose title has the words that titles use for words of every day."""
    places = tuple(where)
    for reading in readings(text):
        match = f'title, as "{reading}"'
        yield from (replace(one, match=match) for one in by_words(reading, places))


def named(text: str) -> Iterator[Found]:
    """Yield the classes and the groups whose names or titles have every word."""
    wanted = frozenset(stems(text))
    for cls in all_classes() if wanted else ():
        if wanted <= frozenset(stems(f"{cls.name} {cls.title}")):
            yield Found("class", cls.name, cls.title)
        for key, title in cls.groups.items():
            words = [word for word, keys in cls.words.items() if keys == (key,)]
            if wanted <= frozenset(stems(" ".join((title, key, *words)))):
                yield Found("group", f"{cls.name}:{spelt(cls, key)}", f"{title} ({cls.title})")


def described(text: str) -> Iterator[Found]:
    """Yield the codes of which a class says every word, in its own description of them.

    A code that no edition held has is asked for by its class.
    """
    wanted = frozenset(stems(text))
    for cls in all_classes() if wanted else ():
        yield from (one for one, having in _descriptions(cls.name) if wanted <= having)


@cache
def _descriptions(name: str) -> tuple[tuple[Found, frozenset[str]], ...]:
    """Return every code that a class describes, with the stems of the words."""
    cls = next(one for one in all_classes() if one.name == name)
    listed = (one for flow in flows_of(cls) for one in contents(cls, flow=flow))
    told = [one for one in listed if one.editions and one.title]
    return tuple((_member(cls, one), frozenset(stems(one.title))) for one in told)


def _member(cls: TechnologyClass, one: Content) -> Found:
    code, group = one.member.code, one.member.group
    every = [
        Edition(one.editions[0].nomenclature, e) for e in editions(one.editions[0].nomenclature)
    ]
    having = [edition for edition in every if code in codes_of(edition)]
    read = max({*having} & {*one.editions} or having, default=max(one.editions))
    asked = f"{cls.name}:{spelt(cls, group)}" if group else cls.name
    word = f"{word_of(read)}:{code}" if having else asked
    return Found("member", word, one.title, code, read)


def _found(code: Code, match: str) -> Found:
    return Found(match, f"{word_of(code.edition)}:{code.code}", code.title, code.code, code.edition)


def _written(text: str, where: Iterable[Edition]) -> str:
    """Return a code as its list writes it; dots and spaces may part the digits, as in 8542.31."""
    known = any(text in codes_of(edition) for edition in where)
    return text if known else _APART.sub("", text)
