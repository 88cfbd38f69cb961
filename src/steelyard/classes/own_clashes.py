"""What is wrong between the lines of an own file: groups or editions left out, goods twice."""

from __future__ import annotations

from steelyard.classes.coding import Coding
from steelyard.classes.listing import Member
from steelyard.classes.meaning import above
from steelyard.classes.own_text import Row, bad_class_file

Made = list[tuple[Row, Member]]


def check_whole(file: str, asked: Coding, made: Made) -> None:
    """Refuse a file whose lines do not make one class together.

    Raises:
        BadClassFile: a code has no group beside others that have, a group no code of an edition
            that others have, or a code stands twice or under another one in the same flow and year.
    """
    _check_groups(file, made)
    _check_editions(file, asked, made)
    _check_once(file, asked, made)


def _check_groups(file: str, made: Made) -> None:
    """Refuse codes without a group beside codes with one: they would be in no group's sum."""
    without = next((row for row, member in made if not member.group), None)
    if without and any(member.group for _, member in made):
        why = f"{without.place} has no group, while other lines have one"
        raise bad_class_file(file, why, "Give every line a group, or none.")


def _check_editions(file: str, asked: Coding, made: Made) -> None:
    """Refuse a group without a code of an edition that others have: it would count as nothing."""
    named = {member.edition for _, member in made} - {""}
    having: dict[str, set[str]] = {}
    for _, member in made:
        having.setdefault(member.group, set()).update({member.edition} if member.edition else named)
    for row, member in made:
        if lost := min(named - having[member.group], default=""):
            of = f"{asked.nomenclature} {lost}, of which other groups have some"
            why = f"{row.place}: its group {member.group!r} has no code of {of}"
            remedy = "List the codes of every group for each edition, or name one edition only."
            raise bad_class_file(file, why, remedy)


def _check_once(file: str, asked: Coding, made: Made) -> None:
    """Refuse a code that stands twice, or under another one, in the same flow and year."""
    seen: dict[str, Made] = {}
    for row, member in made:
        seen.setdefault(member.code, []).append((row, member))
    for row, member in made:
        for code in (*above(asked, member.code), member.code):
            for other, theirs in seen.get(code, ()):
                if theirs is not member and _clash(member, theirs):
                    raise _twice(file, (row, member), (other, theirs))


def _clash(one: Member, other: Member) -> bool:
    same = one.flow == other.flow or not one.flow or not other.flow
    at_once = one.first <= other.last and other.first <= one.last
    together = one.edition == other.edition or not one.edition or not other.edition
    return same and at_once and together


def _twice(file: str, one: tuple[Row, Member], other: tuple[Row, Member]) -> Exception:
    (row, member), (there, theirs) = one, other
    if member.code == theirs.code:
        why = f"{there.place}: {theirs.code} stands already at {row.place}"
    else:
        why = f"{row.place}: {member.code} is part of {theirs.code} at {there.place}"
    return bad_class_file(
        file, f"{why}, so that its goods would be counted twice", "Leave one of them out."
    )
