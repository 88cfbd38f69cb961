"""The classes that exist, read from data, and the look-up of any word of ``--of``."""

from __future__ import annotations

from functools import cache

from pydantic import ValidationError

from steelyard.classes.asked import file_named, words
from steelyard.classes.coded import of_codes
from steelyard.classes.coding import coding
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.listing import damaged, own, plugged, stated
from steelyard.classes.own import own_class
from steelyard.classes.restricted import restricted
from steelyard.classes.unknown import unknown_class
from steelyard.terms.errors import BadOption, InputError, UnknownClass

__all__ = ["TechnologyClass", "all_classes", "class_names", "find_class"]


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


def find_class(name: str, *, files: bool = True) -> TechnologyClass:
    """Return the class that one word of ``--of`` asks for.

    ``atp`` is a named class and ``atp:electronics`` some of its groups; ``hs:8542+8486``,
    ``sitc4:776``, ``isic4:26`` and ``naics:334`` are codes, ``hs2017:8542`` those of one edition;
    ``mine.csv`` and ``mine.yaml`` are a user's own files. The name of what is returned finds it
    again.

    Args:
        name: the word.
        files: False where paths of files are refused: whoever asks is not who owns the disk.

    Raises:
        UnknownClass: there is none; the nearest names are offered.
        UnknownProduct: a nomenclature has no such code.
        BadClassFile: the file is no class, or is not to be read.
        BadOption: the text has several words, which name several classes.
    """
    asked = words(name)
    if len(asked) == 1:
        return _class_of(asked[0], files=files)
    known = [_one_of(asked, place, files=files).name for place in range(len(asked))]
    raise BadOption(
        f"You asked for {len(known)} classes at once: {', '.join(known)}",
        "one balance is of one class",
        "Classes share goods, so that their sum would count some goods twice",
        f"Compare them with --of {','.join(known)} --compare, or ask for one; "
        "groups and codes of one class are joined by +.",
    )


def _one_of(asked: tuple[str, ...], place: int, *, files: bool) -> TechnologyClass:
    """Return one of several classes; where ``+`` should have joined its word to another, say so."""
    try:
        return _class_of(asked[place], files=files)
    except UnknownClass:
        if not (meant := _continued(asked[max(place - 1, 0) : place + 1], files=files)):
            raise
    raise UnknownClass(
        f"You asked for the class {asked[place]!r}",
        "no technology class has this name; a comma before a letter begins another class",
        "What counts as technology changes the answer, so it is never guessed",
        f"Did you mean {meant}?",
    )


def _continued(pair: tuple[str, ...], *, files: bool) -> str:
    """Return the name of the class that two words are when ``+`` joins them; empty when none."""
    try:
        return _class_of("+".join(pair), files=files).name if ":" in pair[0] else ""
    except InputError:
        return ""


def _class_of(word: str, *, files: bool) -> TechnologyClass:
    if path := file_named(word):
        found = own_class(path[0], files=files)
        return restricted(found, path[1]) if path[1] else found
    head, colon, rest = (part.strip() for part in word.partition(":"))
    name = head.casefold()
    asked = coding(head, word) if colon and name not in own() else None
    if asked:
        return of_codes(asked, rest)
    if name not in own() and name not in plugged():
        raise unknown_class(word, name, rest if colon else None, all_classes())
    return restricted(_named(name), rest) if colon else _named(name)
