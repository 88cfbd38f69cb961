"""Which classes hold a code: as a whole, or some of what stands below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from steelyard.classes.definition import TechnologyClass
from steelyard.classes.listing import FIRST, LAST, Member
from steelyard.classes.members import list_year
from steelyard.classes.registry import all_classes
from steelyard.nomenclature.code_tables import editions
from steelyard.nomenclature.codes import codes_of, lineage_of
from steelyard.terms.product import Edition

_NATIONAL = {"HTS": "2022", "SCHEDULEB": "2017"}
"""Lists of lines below the HS, with the edition of the HS to which an undated class belongs."""


def holding(edition: Edition, code: str) -> tuple[str, ...]:
    """Return the classes that hold a code of an edition, sorted by name.

    Returns:
        For a class that holds all of the code its word of ``--of``, with the group where it has
        groups; for one that holds some of what stands below the name and ``(in part)``.
    """
    return tuple(word for cls in all_classes() for word in _held(cls, edition, code))


def _held(cls: TechnologyClass, edition: Edition, code: str) -> Iterator[str]:
    for read, one in _upward(edition, code):
        groups = _groups(cls.name, read)
        if one in groups:
            yield f"{cls.name}:{groups[one]}" if groups[one] else cls.name
            return
    if code in _above(cls.name, edition):
        yield f"{cls.name} (in part)"


def _upward(edition: Edition, code: str) -> Iterator[tuple[Edition, str]]:
    """Yield a code and those above it, each with its edition."""
    yield edition, code
    if code in codes_of(edition):
        yield from ((above.edition, above.code) for above in lineage_of(edition, code))


@cache
def _groups(name: str, edition: Edition) -> Mapping[str, str]:
    """Return the codes of a class that are read in an edition, each with its group."""
    cls = next(one for one in all_classes() if one.name == name)
    return {m.code: m.group for m in cls.members if _is_read(cls, m, edition)}


@cache
def _above(name: str, edition: Edition) -> frozenset[str]:
    """Return the codes of an edition below which a class has some of its own."""
    codes = _groups(name, edition)
    if edition.nomenclature in {"HS", *_NATIONAL}:
        return frozenset(code[:n] for code in codes for n in range(2, len(code), 2))
    known = codes_of(edition)
    return frozenset(a.code for code in codes if code in known for a in lineage_of(edition, code))


def _is_read(cls: TechnologyClass, member: Member, edition: Edition) -> bool:
    """Tell whether a member is read in an edition; of a dated list by the list in force then."""
    nomenclature = cls.coded.get(member.flow, cls.coded.get("", ""))
    own = (member.edition,) if member.edition else cls.editions
    if own:
        return edition.nomenclature == nomenclature and edition.edition in own
    if edition.nomenclature == nomenclature and nomenclature in _NATIONAL:
        used = list_year(cls, int(edition.edition), member.flow) or 0
        return member.first <= used <= member.last
    if edition.nomenclature != "HS" or nomenclature not in _NATIONAL:
        return False
    if (member.first, member.last) == (FIRST, LAST):
        return edition.edition == _NATIONAL[nomenclature]
    return member.first < _next(edition) and int(edition.edition) <= member.last


def _next(edition: Edition) -> int:
    """Return the year of the next edition of the HS."""
    later = [int(one) for one in editions(edition.nomenclature) if one > edition.edition]
    return min(later, default=LAST)
