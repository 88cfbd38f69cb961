"""Which codes a class counts: of a year and a flow, and in which edition they are to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from steelyard.classes.definition import TechnologyClass
from steelyard.classes.listing import FIRST, LAST, Member
from steelyard.classes.selection import in_force
from steelyard.terms.product import Edition


def listed(cls: TechnologyClass, flow: str) -> tuple[Member, ...]:
    """Return the members of a class for ``X`` or ``M``, of every year."""
    return tuple(member for member in cls.members if member.flow in {"", flow})


def list_year(cls: TechnologyClass, year: int, flow: str) -> int | None:
    """Return the year whose list serves for ``year``: itself, or the nearest that has a list.

    None when no list of the class tells the flow.
    """
    known = listed(cls, flow)
    return in_force(known, year) if known else None


def list_years(cls: TechnologyClass, flow: str) -> range:
    """Return the years that have a list of their own; none when its lists are not dated."""
    ends = [year for member in listed(cls, flow) for year in (member.first, member.last)]
    dated = [year for year in ends if year not in {FIRST, LAST}]
    return range(min(dated), max(dated) + 1) if dated else range(0)


def members(
    cls: TechnologyClass, year: int, flow: str, groups: Iterable[str] = ()
) -> tuple[Member, ...]:
    """Return the codes of the list in force in ``year`` for ``X`` or ``M``, in their order.

    A year outside the lists has the codes of the nearest (``list_year``). With ``groups`` only
    those of these groups; without, of every group. None when no list tells the flow.
    """
    used, asked = list_year(cls, year, flow), frozenset(groups) or frozenset(cls.groups) | {""}
    return tuple(
        member
        for member in listed(cls, flow)
        if used is not None and member.first <= used <= member.last and member.group in asked
    )


def group_counts(found: Iterable[Member]) -> Counter[str]:
    """Return how many codes stand in each group."""
    return Counter(member.group for member in found)


def editions_of(cls: TechnologyClass, member: Member, year: int) -> tuple[Edition, ...]:
    """Return the editions in which a member's code is read as it stands, without conversion.

    Those of the class, or the member's own; else the national list of the year.
    """
    nomenclature = cls.coded.get(member.flow, cls.coded.get("", ""))
    own = (member.edition,) if member.edition else cls.editions
    return tuple(Edition(nomenclature, edition) for edition in own or (str(year),))
