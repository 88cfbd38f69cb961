"""Names of places as they stand within an English sentence, and of codes for which lists differ."""

from __future__ import annotations

from steelyard.nomenclature.code_titles import any_title
from steelyard.nomenclature.places import find
from steelyard.nomenclature.products import product
from steelyard.terms.errors import UnknownProduct

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


def title_of_code(nomenclature: str, code: str) -> str:
    """Return the title of a code, of those too that no edition has but publishers; empty if none.

    Such are what the Census Bureau states beside the NAICS, and lines of a country's own.
    """
    if found := any_title(nomenclature, code):
        return found
    try:
        return product(nomenclature, code).title
    except UnknownProduct:
        return ""
