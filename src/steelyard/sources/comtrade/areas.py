"""Reporters and partners of UN Comtrade, by the numbers of its own list of areas."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from steelyard.nomenclature.places import all_places, from_comtrade
from steelyard.sources.comtrade.meanings import bare, listed
from steelyard.terms.errors import UnknownPlace
from steelyard.terms.place import WORLD, Place, PlaceKind

_KNOWN = 2**16
_SEVERAL = {PlaceKind.WORLD, PlaceKind.PUBLISHER_GROUP}
_CHECKED = {PlaceKind.COUNTRY, PlaceKind.TERRITORY}
_AREA = re.compile(r"[0-9]{1,4}")


@lru_cache(_KNOWN)
def place(text: str) -> str:
    """Return the place of a number of an area.

    Raises:
        ValueError: no place has it.
    """
    return _area(text).code


def second_place(text: str) -> str | None:
    """Return the place of a second partner; None for the world, which stands for all of them."""
    found = place(text) if bare(text) else WORLD
    return None if found == WORLD else found


def several(text: str) -> str | None:
    """Return the number of an area that is several partners: the world, or a group."""
    return text if _area(text).kind in _SEVERAL else None


def agreeing(number: str, iso: str) -> None:
    """Check that a number and an ISO code beside it name one place.

    Only codes of today's countries are compared: the list of areas has codes of its own (``S19``)
    and bears those of former states twice.

    Raises:
        ValueError: they name two.
    """
    stated = _countries().get(iso.strip())
    found = place(number)
    if stated and found in _countries().values() and stated != found:
        raise ValueError(f"{number} is {found} in the list of areas, and {iso} stands beside it")


def _area(text: str) -> Place:
    found = _known_area(text)
    if found is None:
        raise ValueError(
            f"{bare(text)[:20]!r} is not in UN Comtrade's list of areas. Compare it with the "
            "publisher's list of reporters and partners."
        )
    return found


@lru_cache(_KNOWN)
def _known_area(text: str) -> Place | None:
    code = bare(text)
    if not _AREA.fullmatch(code):
        return None
    try:
        return from_comtrade(listed("areas").get(code, code))
    except UnknownPlace:
        return None


@cache
def _countries() -> dict[str, str]:
    return {p.code: p.code for p in all_places() if p.kind in _CHECKED}
