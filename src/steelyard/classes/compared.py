"""What two classes, or two years of one, count differently, code by code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from steelyard.classes.listing import Member
from steelyard.classes.standing import Codes
from steelyard.nomenclature.bracket import grouped
from steelyard.nomenclature.concordance import Concordance
from steelyard.nomenclature.tables import lowest
from steelyard.nomenclature.weights import WHOLE
from steelyard.terms.product import Edition

_IN = "in"


class Change(StrEnum):
    """What becomes of a code from the first class to the second.

    ``PERHAPS_`` where the two are of different nomenclatures and the tables between them do not
    tell: of what the code may be, some is in the other class and some is not.
    """

    ADDED = "added"
    DROPPED = "dropped"
    REGROUPED = "regrouped"
    RENAMED = "renamed"
    KEPT = "kept"
    PERHAPS_ADDED = "perhaps added"
    PERHAPS_DROPPED = "perhaps dropped"


@dataclass(frozen=True, slots=True)
class Changed:
    """What becomes of one code.

    Attributes:
        code: the code.
        change: what becomes of it.
        before: its group in the first class, empty where it has none or is not in it.
        after: its group in the second class, likewise.
        share: part of the code that is in the class whose codes are of another nomenclature or
            edition, by weights; None where no concordance is needed to tell.
    """

    code: str
    change: Change
    before: str = ""
    after: str = ""
    share: Fraction | None = None


def changes(
    first: Iterable[Member], second: Iterable[Member], *, versions: bool = False
) -> tuple[Changed, ...]:
    """Return what becomes of every code of two lists of one edition, by code.

    Codes are compared as they are written: bring lists of several levels to one before
    (``as_lines``).

    Args:
        first: one list.
        second: the other.
        versions: both are versions of one class, so that groups and descriptions can differ.
    """
    one, other = _by_code(first), _by_code(second)
    codes = sorted(one.keys() | other.keys())
    return tuple(_changed(c, one.get(c), other.get(c), versions=versions) for c in codes)


def crossed(
    found: Concordance, mine: Mapping[str, str], theirs: Collection[str], *, back: bool = False
) -> tuple[Changed, ...]:
    """Return what becomes of every lowest code of an edition that either of two classes may hold.

    Args:
        found: the concordance from the edition of one class to that of the other.
        mine: the lowest codes of the first edition that are in the one class, with their groups.
        theirs: those of the second edition that are in the other.
        back: the one class is the second of the two that are compared, not the first.
    """
    table = grouped(found, dict.fromkeys(theirs, _IN)).to_pylist()
    rows = {row["source"]: row for row in table if row["group"] == _IN}
    changed = (_across(c, mine.get(c), rows.get(c), back=back) for c in sorted(found.weights))
    return tuple(one for one in changed if one)


def as_lines(edition: Edition, members: Iterable[Member]) -> tuple[Member, ...]:
    """Return the lowest codes of an edition that stand under some codes, each with its group."""
    asked = Codes(edition, tuple((member.code, member.group) for member in members))
    found = ((code, asked.group_of(code)) for code in sorted(lowest(edition)))
    return tuple(Member(code=code, group=group) for code, group in found if group is not None)


def levels(members: Iterable[Member]) -> frozenset[int]:
    """Return how many digits some codes have."""
    return frozenset(len(member.code) for member in members)


def _by_code(members: Iterable[Member]) -> dict[str, Member]:
    return {member.code: member for member in members}


def _changed(code: str, one: Member | None, other: Member | None, *, versions: bool) -> Changed:
    before, after = one.group if one else "", other.group if other else ""
    if one is None or other is None:
        return Changed(code, Change.ADDED if one is None else Change.DROPPED, before, after)
    if versions and before != after:
        return Changed(code, Change.REGROUPED, before, after)
    said = {one.description, other.description} - {""}
    renamed = versions and len(said) > 1
    return Changed(code, Change.RENAMED if renamed else Change.KEPT, before, after)


def _across(
    code: str, group: str | None, row: Mapping[str, Any] | None, *, back: bool
) -> Changed | None:
    """Return what becomes of a code of the one class's edition; None where neither can hold it."""
    mine = group is not None
    if row is None and not mine:
        return None
    leaving = mine != back
    if row is None:
        change = Change.DROPPED if leaving else Change.ADDED
    elif row["low"]:
        change = Change.KEPT if mine else Change.DROPPED if leaving else Change.ADDED
    else:
        change = Change.PERHAPS_DROPPED if leaving else Change.PERHAPS_ADDED
    share = Fraction(row["parts"], WHOLE) if row else Fraction(0)
    before, after = ("", group or "") if back else (group or "", "")
    return Changed(code, change, before, after, share)
