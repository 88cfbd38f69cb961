"""Names of places as they stand within an English sentence."""

from __future__ import annotations

from steelyard.nomenclature.places import find

_WITH_ARTICLE = {
    "Bahamas",
    "Gambia",
    "Maldives",
    "Netherlands",
    "Philippines",
    "Soviet Union",
    "Vatican",
}
_FIRST_WORDS = ("United ", "European ", "Association ", "Organisation ", "Organization ", "Group ")
_LAST_WORDS = (" Islands", " Republic", " Union", " Federation", " Emirates")


def spoken(code: str) -> str:
    """Return the name of a place or group with the article that it takes.

    Raises:
        UnknownPlace: nothing has this code.
    """
    name = find(code).name
    if name == "World":
        return "the world"
    needs = name in _WITH_ARTICLE or name.startswith(_FIRST_WORDS) or name.endswith(_LAST_WORDS)
    return f"the {name}" if needs else name


def possessive(code: str) -> str:
    """Return the name of a place or group as the owner of what follows it."""
    name = spoken(code)
    return f"{name}'" if name.endswith("s") else f"{name}'s"
