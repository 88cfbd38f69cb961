"""Codes of fewer digits than a class names: how much of each it holds.

A class of ten-digit lines says of a six-digit code only that it is in whole, in part, or out. What
that means for a sum of six-digit values is told by the spread of the class (``spread``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from steelyard.classes.listing import Member


@dataclass(frozen=True, slots=True)
class Covered:
    """A short code of which a class, or one of its groups, holds some.

    Attributes:
        code: the short code.
        group: key of the group; empty for the class as a whole.
        lines: lines of the full list below it.
        in_class: how many of them the class (the group) holds.
        share: part of it in the class, 0 to 1, by count of lines.
    """

    code: str
    group: str
    lines: int
    in_class: int
    share: Fraction

    @property
    def low(self) -> int:
        """The part surely in the class: 1 when every line is, else 0."""
        return int(self.in_class == self.lines)

    @property
    def high(self) -> int:
        """The part that may be in the class: 1, for some line is."""
        return 1


def coverage(
    members: Iterable[Member],
    lines: Iterable[str],
    digits: int,
    *,
    grouped: bool = False,
) -> tuple[Covered, ...]:
    """Return the codes of ``digits`` digits of which a class holds some line, sorted.

    Args:
        members: the class, in the edition of ``lines``.
        lines: every code of the full list at its finest level.
        digits: digits of the short codes; a line that is no longer stands for itself.
        grouped: one row a group, in place of one for the class as a whole.
    """
    group_of = _finder(members, grouped=grouped)
    below: dict[str, dict[str, str | None]] = {}
    for line in lines:
        below.setdefault(line[:digits], {})[line] = group_of(line)
    return tuple(
        _covered(code, group, found)
        for code, found in sorted(below.items())
        for group in sorted({group for group in found.values() if group is not None})
    )


def without_line(members: Iterable[Member], lines: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of a class that the full list does not know, sorted: of another edition."""
    codes = {member.code for member in members}
    lengths = {len(code) for code in codes}
    known = {line[:length] for line in lines for length in lengths}
    return tuple(sorted(codes - known))


def _finder(members: Iterable[Member], *, grouped: bool) -> Callable[[str], str | None]:
    """Return what tells the group of a line, by the longest code above it; None outside."""
    groups = {member.code: member.group if grouped else "" for member in members}
    lengths = sorted({len(code) for code in groups}, reverse=True)

    def group_of(line: str) -> str | None:
        above = (line[:length] for length in lengths if length <= len(line))
        return next((groups[code] for code in above if code in groups), None)

    return group_of


def _covered(code: str, group: str, found: Mapping[str, str | None]) -> Covered:
    mine = sum(its_group == group for its_group in found.values())
    return Covered(code, group, len(found), mine, Fraction(mine, len(found)))
