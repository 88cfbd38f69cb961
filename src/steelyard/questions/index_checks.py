"""The words of a question about an index, checked."""

from __future__ import annotations

from collections.abc import Mapping

from steelyard.accounts.levels import Level, level_named
from steelyard.accounts.members import check_two_sides, reporter_place
from steelyard.nomenclature.places import find, place
from steelyard.questions.index_list import INDICES, Index
from steelyard.terms.errors import BadOption, NotAReporter, did_you_mean
from steelyard.terms.place import Group

MOST = 200
_LARGEST = 10**9
_EVEN = "HS"


def index_named(name: str) -> Index:
    """Return the index of a name, whatever its case and blanks.

    Raises:
        BadOption: there is none; the nearest names are offered.
    """
    word = "-".join(name.strip().casefold().replace("_", "-").split())
    if word in INDICES:
        return INDICES[word]
    raise BadOption(
        f"You asked for the index {name!r}",
        "no index has this name",
        "Another index would answer another question",
        did_you_mean(word, INDICES, f"There are {', '.join(INDICES)}."),
    )


def level_asked(text: str | None) -> Level | None:
    """Return the level of product codes that a word names; None for no word.

    Raises:
        BadOption: there is no such level.
    """
    level = level_named(text) if text else None
    if level and level.nomenclature == _EVEN and level.digits % 2:
        raise BadOption(
            f"You asked for products in {text!r}",
            "codes of the HS have an even number of digits",
            "Half of a pair of digits is no product",
            "Write hs2, hs4 or hs6.",
        )
    return level


def place_named(text: str, role: str) -> str:
    """Return the code of the one country that a text names; empty for no text.

    A partner may be the world too.

    Raises:
        UnknownPlace: there is none of this name.
        NotAReporter: it names a group or, but for a partner, the world.
    """
    if not text.strip():
        return ""
    found = find(text)
    if role != "partner":
        return reporter_place(text).code
    if isinstance(found, Group):
        raise NotAReporter(
            f"You named {found.code} ({found.name}) as partner",
            "it is a group, and the index compares one country with another",
            "An index of a sum is not the sum of the indices of its members",
            f"Name one place, for example {found.ever()[0]}.",
        )
    return found.code


def check_named(index: Index, named: Mapping[str, str]) -> None:
    """Refuse places that an index has no use for, and an index without a place that it needs.

    Raises:
        BadOption: a place is lacking, or one too many.
        SamePlace: country and partner are one.
    """
    for role in index.needs:
        if not named[role]:
            raise BadOption(
                f"You asked for the index {index.name} of no {role}",
                f"it is made for one {role}",
                "There is no such index of all places together",
                f"Write steelyard index {index.name} {' '.join(map(str.upper, index.takes))}.",
            )
    for role, code in named.items():
        if code and role not in index.takes:
            raise BadOption(
                f"You asked for the index {index.name} with the {role} {code}",
                f"it takes {' and '.join(index.takes)} only",
                "A place that is passed over would answer another question",
                f"Leave the {role} out.",
            )
    if named["country"] and named["partner"]:
        check_two_sides(place(named["country"]), place(named["partner"]))


def top_asked(top: int | str | None) -> int:
    """Return how many rows a year are wanted.

    Raises:
        BadOption: it is no whole number above zero.
    """
    text = str(MOST if top is None else top).strip()
    if text.isascii() and text.isdigit() and 0 < int(text[:10]) < _LARGEST:
        return int(text)
    raise BadOption(
        f"You gave --top {text}",
        "it is a whole number of rows above zero",
        "A number that is guessed would hide rows",
        "Write --top 20, or leave it out.",
    )
