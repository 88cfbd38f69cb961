"""Places and groups by code or name.

Codes: ISO 3166-1 alpha-3 and alpha-2, ISO 3166-3 for former states, the UN's M49 numbers, UN
Comtrade's numbers (which differ: the United States is 840 and 842) and the US Census Bureau's
Schedule C. Sources: UNSD, UN Comtrade, US Census Bureau; see ``data/README.md``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from steelyard.nomenclature import place_tables
from steelyard.nomenclature.place_errors import not_a_partner, unknown_census, unknown_place
from steelyard.nomenclature.place_tables import CensusCode
from steelyard.nomenclature.spelling import key
from steelyard.nomenclature.synthetic_places import synthetic_named, synthetic_place
from steelyard.terms.place import Group, Place

if TYPE_CHECKING:
    from steelyard.terms.period import Period

__all__ = [
    "CensusCode",
    "all_groups",
    "all_places",
    "existing_members",
    "expand",
    "find",
    "from_census",
    "from_comtrade",
    "place",
]

_NUMBER = re.compile(r"[0-9]{1,3}")
_CENSUS = re.compile(r"(?:census:)?([0-9]{4})", re.IGNORECASE)


def place(code: str) -> Place:
    """Return the place of a canonical code, such as ``CHN``, ``WLD`` or ``census:0003``.

    Raises:
        UnknownPlace: no place has exactly this code.
    """
    found = place_tables.places().get(code) or synthetic_place(code)
    if found is None:
        raise unknown_place(code, "it is no canonical code of a place")
    return found


def find(text: str) -> Place | Group:
    """Return the place or group that a user means.

    Accepted are, spaces around them ignored: codes of places and groups in either case (``CHN``,
    ``chn``, ``EU27_2020``); ISO alpha-2 in capitals (``CN``); names and aliases, whatever their
    case and accents (``Cote d'Ivoire``, ``St Lucia``); one to three digits as an M49 or UN
    Comtrade number (``4``, ``004``, ``842``); four digits, or ``census:`` and four digits, as a
    code of the US Census Bureau (``5700`` is China); ``QMA`` to ``QZZ`` for synthetic countries.

    Raises:
        UnknownPlace: nothing, or more than one place, answers to the text.
        NotAPartner: the text is a row of the US Census table that is no partner.
    """
    asked = text.strip()
    if _NUMBER.fullmatch(asked):
        return _by_number(asked)
    if census := _CENSUS.fullmatch(asked):
        return _by_census(census[1])
    hits: tuple[Place | Group, ...] = _by_iso2().get(asked) or _by_key().get(key(asked), ())
    if len(hits) == 1:
        return hits[0]
    if not hits and (made_up := synthetic_named(asked)):
        return made_up
    found = "more than one place has it" if hits else "no place or group has this code or name"
    raise unknown_place(text, found, hits)


def from_census(code: str) -> CensusCode:
    """Return what a code of the US Census country tables stands for.

    Raises:
        UnknownPlace: the code is not mapped; dropping it would falsify totals.
    """
    found = place_tables.census_codes().get(code)
    if found is None:
        raise unknown_census(code)
    return found


def from_comtrade(code: str) -> Place:
    """Return the place of a UN Comtrade reporter or partner number.

    Unlike ``find`` it reads the number in Comtrade's sense only: 492 is 'Europe EU, nes' there
    and Monaco elsewhere. Several numbers may have one place: 840 and 842 are the United States.

    Raises:
        UnknownPlace: the number is not mapped; dropping it would falsify totals.
    """
    found = place_tables.comtrade_codes().get(code.lstrip("0") or "0") if code else None
    if found is None:
        raise unknown_place(code, "UN Comtrade's list of areas does not have this number")
    return place(found)


def all_places() -> tuple[Place, ...]:
    """Return every place but the synthetic ones, sorted by code."""
    return tuple(place_tables.places().values())


def all_groups() -> tuple[Group, ...]:
    """Return every group, sorted by code."""
    return tuple(place_tables.groups().values())


def expand(target: Place | Group, period: Period) -> tuple[str, ...]:
    """Return the codes of the places to sum for ``target`` in ``period``.

    A place stands for itself. A dated group gives its members on the last day of the period, and
    none before its foundation: an empty answer is a gap, not zero. A fixed group gives its list.
    """
    return (target.code,) if isinstance(target, Place) else target.in_period(period)


def existing_members(target: Place | Group, period: Period) -> tuple[str, ...]:
    """Return those of ``expand(target, period)`` that exist for statistics in the period's year.

    Estonia, for one, has no figures before 1992, though a fixed group lists it in every year.
    """
    return tuple(c for c in expand(target, period) if place(c).exists_in(period.year))


def _by_number(digits: str) -> Place:
    code = _by_m49().get(digits.zfill(3)) or place_tables.comtrade_codes().get(str(int(digits)))
    if code is None:
        raise unknown_place(digits, "neither M49 nor UN Comtrade has this number")
    return place(code)


def _by_census(digits: str) -> Place:
    row = from_census(digits)
    error = not_a_partner(row)
    if error is not None:
        raise error
    return place(row.place)


@cache
def _by_m49() -> dict[str, str]:
    return {p.m49: p.code for p in all_places() if p.m49}


@cache
def _by_iso2() -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for known in all_places():
        if known.iso2:
            found[known.iso2].append(known)
    return {iso2: tuple(hits) for iso2, hits in found.items()}


@cache
def _by_key() -> dict[str, tuple[Place | Group, ...]]:
    found: dict[str, dict[str, Place | Group]] = defaultdict(dict)
    everything: tuple[Place | Group, ...] = (*all_places(), *all_groups())
    for known in everything:
        for name in (known.code, known.name, *known.aliases):
            found[key(name)][known.code] = known
    return {name: tuple(hits.values()) for name, hits in found.items()}
