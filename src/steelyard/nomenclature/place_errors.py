"""What a user is told when a place cannot be found, with the nearest places."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import cache

from steelyard.nomenclature import place_tables
from steelyard.nomenclature.place_tables import CensusCode
from steelyard.nomenclature.spelling import key
from steelyard.terms.errors import NotAPartner, UnknownPlace
from steelyard.terms.place import Group, Place, PlaceKind

_OFFERED = 3
_LONGEST = 60  # of a text that is quoted and compared
_ALIKE, _VERY_ALIKE = 0.6, 0.8  # how near a spelling must be to be offered
_NO_PARTNERS = {
    "0004": (
        "It is the world adjusted, not another partner; the two kinds of figures do not mix",
        "--set adjustment=seasonal",
    ),
    "0007": ("It is a total over products, not a partner", "--of atp"),
}
_FORMS = (
    "Write an ISO code such as CHN, an English name, or a group such as ASEAN; up to three digits "
    "are read as a UN number, four as a US Census code"
)


def unknown_place(text: str, found: str, candidates: Iterable[Place | Group] = ()) -> UnknownPlace:
    """Return the error for a text that names no place, or more than one (``candidates``)."""
    short = text.strip()[:_LONGEST]
    labels = [_label(known.code) for known in candidates] or nearest_places(short)
    remedy = f"Did you mean {' or '.join(labels)}?" if labels else _FORMS
    return UnknownPlace(
        f"You asked for the place {short!r}",
        found if short else "the text is empty",
        "A place that is guessed or left out would give a wrong total",
        remedy,
    )


def unknown_census(code: str) -> UnknownPlace:
    """Return the error for a code that the US Census tables have and we do not."""
    return UnknownPlace(
        f"You asked for the US Census code {code[:_LONGEST]!r}",
        "no place is known for it; four digits are read as a code of Schedule C",
        "A partner that is dropped would falsify every total",
        "Write the ISO code, such as CHN for 5700. If the Census Bureau has made the code since, "
        "it must be added to the nomenclature of places",
    )


def not_a_partner(row: CensusCode) -> NotAPartner | None:
    """Return the error for a US Census row that is no partner, or None for one that is."""
    if row.code not in _NO_PARTNERS:
        return None
    why, choice = _NO_PARTNERS[row.code]
    return NotAPartner(
        f"You asked for the place {row.code!r}",
        f"row {row.code} of the US Census country table is {row.name}",
        why,
        f"Ask for the partner WLD with `{choice}`",
    )


def nearest_places(text: str) -> list[str]:
    """Return the nearest places and groups as ``CODE (Name)``, best first, at most three.

    First the place whose two letters they are, then those whose name has every word of the text
    ("Korea" has two), then those that are spelt alike.
    """
    asked, known = key(text), _names()
    letters = [p.code for p in place_tables.places().values() if p.iso2 == text.upper() != ""]
    holding = [known[name] for name in _holding(asked)]
    cutoff = _VERY_ALIKE if holding else _ALIKE
    alike = [known[n] for n in get_close_matches(asked, list(known), 4 * _OFFERED, cutoff)]
    codes = dict.fromkeys((*letters, *holding, *alike))
    return [_label(code) for code in list(codes)[:_OFFERED]]


def _holding(asked: str) -> list[str]:
    """Return the names that have every word of ``asked``, remainders of the world last."""
    words = set(asked.split())
    names = [name for name in _names() if words and words <= set(name.split())]
    return sorted(names, key=lambda n: (_is_residual(n), -_likeness(asked, n), n))


def _is_residual(name: str) -> bool:
    known = place_tables.places().get(_names()[name])
    return known is not None and known.kind is PlaceKind.RESIDUAL


def _likeness(asked: str, name: str) -> float:
    return SequenceMatcher(None, asked, name).ratio()


@cache
def _names() -> dict[str, str]:
    """Return the code of each name, alias and code, under its key."""
    everything: tuple[Place | Group, ...] = (
        *place_tables.places().values(),
        *place_tables.groups().values(),
    )
    return {key(n): k.code for k in everything for n in (k.code, k.name, *k.aliases)}


def _label(code: str) -> str:
    known = place_tables.places().get(code) or place_tables.groups()[code]
    return f"{code} ({known.name})"
