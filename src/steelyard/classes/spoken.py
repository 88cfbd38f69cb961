"""What a class is called within an English sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from steelyard.classes.asked import file_named
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.registry import class_names, find_class
from steelyard.nomenclature.spoken import title_of_code

_WHOLE = {
    "goods": "goods",
    "end-use": "goods by end use (BEC)",
    "lall": "goods by level of technology (Lall)",
    "oecd-rd": "goods by the R&D intensity of their industry (OECD)",
}
_GROUPS = {"oecd-rd": (" R&D intensity", "{} R&D-intensity industries")}
"""Of classes whose groups make no phrase alone: the end cut from each, and the phrase of them."""
_REST, _NAMED = re.compile(r"\s*[;:(].*|\s*\.\.\.$", re.DOTALL), 3
_LITTLE = 3


def spoken_class(cls: TechnologyClass) -> str:
    """Return the name of a class as it stands after ``exports of`` or ``balance in``.

    A named class is called by its title, groups of one by theirs. Of codes and of files the word
    that asks for them follows in brackets.
    """
    head, _, groups = cls.name.partition(":")
    if head not in class_names():
        return f"{_own(cls)} ({_word(cls.name)})"
    whole = find_class(head)
    if not groups:
        return _WHOLE.get(head) or in_sentence(whole.title)
    titles = [in_sentence(title) for title in cls.groups.values()]
    if head in _GROUPS:
        end, phrase = _GROUPS[head]
        return phrase.format(_joined([title.removesuffix(end) for title in titles]))
    of = _WHOLE.get(head) or in_sentence(whole.title)
    return f"{_joined(titles)} ({of.replace(' (', ', ').rstrip(')')})"


def in_sentence(title: str) -> str:
    """Return a title in small letters where it begins; one all in capitals is so throughout.

    A title with a capital at every word keeps them all.
    """
    if title.isupper():
        return title.lower()
    words = [word for word in title.split() if len(word) > _LITTLE]
    name = len(words) > 1 and all(word[0].isupper() for word in words)
    first = title.partition(" ")[0]
    kept = name or (len(first) > 1 and first.isupper())
    return title if kept else title[:1].lower() + title[1:]


def _own(cls: TechnologyClass) -> str:
    """Return what codes mean, or the title of a file; goods where codes are many or unknown."""
    if file_named(cls.name):
        return cls.title
    titles = list(dict.fromkeys(_titles(cls)))
    return _joined(titles) if all(titles) and 0 < len(titles) <= _NAMED else "goods"


def _titles(cls: TechnologyClass) -> Iterator[str]:
    first = cls.selections[0] if cls.selections else None
    for code in first.codes if first else ():
        yield in_sentence(_REST.sub("", title_of_code(first.nomenclature, code))) if first else ""


def _word(name: str) -> str:
    """Return the word that asks for a class; of a file without the folders it lies in."""
    found = file_named(name)
    if found is None:
        return name
    path, groups = found
    return ":".join(part for part in (PurePath(path).name, groups) if part)


def _joined(words: Sequence[str]) -> str:
    if any(" and " in word or ":" in word for word in words):
        return "; ".join(words)
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
