"""Some groups of a class as a class of their own: ``atp:electronics``, ``lall:HT1+HT2``."""

from __future__ import annotations

from steelyard.classes.asked import groups_in
from steelyard.classes.definition import TechnologyClass, slug
from steelyard.classes.selection import Selection
from steelyard.terms.errors import UnknownClass


def restricted(cls: TechnologyClass, text: str) -> TechnologyClass:
    """Return a class without the groups that a text does not name.

    Groups are named by key, title or another name, joined by ``+``. The name of what is returned
    gives each by its key, or by its title where the key is only a number: ``atp:electronics``.

    Raises:
        UnknownClass: the class has no such group; its groups are named.
    """
    asked = {key for word in groups_in(text) for key in _keys(cls, word)}
    keys = tuple(key for key in cls.groups if key in asked)
    ways = (_way(cls, way, keys) for way in cls.selections)
    return cls.model_copy(
        update={
            "name": f"{cls.name}:{'+'.join(spelt(cls, key) for key in keys)}",
            "title": f"{cls.title}: {', '.join(cls.groups[key] for key in keys)}",
            "selections": tuple(way for way in ways if way is not None),
            "groups": {key: cls.groups[key] for key in keys},
            "words": {},
            "core": (),
            "members": tuple(member for member in cls.members if member.group in asked),
        }
    )


def _keys(cls: TechnologyClass, word: str) -> tuple[str, ...]:
    """Return the groups that a word means, or its parts: in an address a ``+`` is a space."""
    try:
        return cls.groups_named(word)
    except UnknownClass:
        if len(word.split()) <= 1:
            raise
    return tuple(key for part in word.split() for key in cls.groups_named(part))


def spelt(cls: TechnologyClass, key: str) -> str:
    """Return how a group is named in the name of a class."""
    return slug(cls.groups[key]) if key.isdecimal() else key


def _way(cls: TechnologyClass, way: Selection, keys: tuple[str, ...]) -> Selection | None:
    """Return how held data answer for some groups; None where they tell the whole class only."""
    if way.listed:
        return way.model_copy(update={"groups": keys})
    plain = {member.code: member.group for member in cls.members}
    if not way.codes or set(way.codes) != set(plain) or len(plain) != len(cls.members):
        return None
    codes = tuple(code for code in way.codes if plain[code] in keys)
    digits = max(map(len, codes), default=0) if way.digits else 0
    return way.model_copy(update={"codes": codes, "digits": digits})
