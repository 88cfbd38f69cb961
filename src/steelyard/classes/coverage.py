"""Codes of fewer digits than a class names: how much of each it holds, and the bracket of a sum.

A class of ten-digit lines says of a six-digit code only that it is in whole, in part, or out. A sum
of six-digit values therefore lies between those in whole and those in part (``bracket``), whatever
the share of the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from steelyard.classes.listing import Member

Values = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Covered:
    """A short code of which a class, or one of its groups, holds some.

    Attributes:
        code: the short code.
        group: key of the group; empty for the class as a whole.
        lines: lines of the full list below it.
        in_class: how many of them the class (the group) holds.
        share: part of it in the class, 0 to 1: by value where values were given and
            some line below has one, else by count of lines.
        by_value: True when ``share`` is by value.
    """

    code: str
    group: str
    lines: int
    in_class: int
    share: Fraction
    by_value: bool = False

    @property
    def low(self) -> int:
        """The part surely in the class: 1 when every line is, else 0."""
        return int(self.in_class == self.lines)

    @property
    def high(self) -> int:
        """The part that may be in the class: 1, for some line is."""
        return 1


@dataclass(frozen=True, slots=True)
class Bracket:
    """A sum that is known between bounds.

    Attributes:
        low: what is surely in the class.
        middle: by the shares.
        high: what may be in the class.
    """

    low: Decimal
    middle: Fraction
    high: Decimal


def coverage(
    members: Iterable[Member],
    lines: Iterable[str],
    digits: int,
    *,
    values: Values | None = None,
    grouped: bool = False,
) -> tuple[Covered, ...]:
    """Return the codes of ``digits`` digits of which a class holds some line, sorted.

    Args:
        members: the class, in the edition of ``lines``.
        lines: every code of the full list at its finest level.
        digits: digits of the short codes; a line that is no longer stands for itself.
        values: worth of the lines in a year of reference; a line that is left out has none. Shares
            by value, that is a proxy for other years and partners; low and high do not change.
        grouped: one row a group, in place of one for the class as a whole.
    """
    group_of = _finder(members, grouped=grouped)
    below: dict[str, dict[str, str | None]] = {}
    for line in lines:
        below.setdefault(line[:digits], {})[line] = group_of(line)
    return tuple(
        _covered(code, group, found, values or {})
        for code, found in sorted(below.items())
        for group in sorted({group for group in found.values() if group is not None})
    )


def without_line(members: Iterable[Member], lines: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of a class that the full list does not know, sorted: of another edition."""
    codes = {member.code for member in members}
    lengths = {len(code) for code in codes}
    known = {line[:length] for line in lines for length in lengths}
    return tuple(sorted(codes - known))


def bracket(covered: Iterable[Covered], values: Mapping[str, Decimal | None]) -> Bracket | None:
    """Return the sum of a class from values of short codes; a code that is left out has none.

    None when a value is missing: a sum of the others would be none of the class. A negative value
    (a correction) moves the bound that it can move.
    """
    low, middle, high = Decimal(0), Fraction(0), Decimal(0)
    for each in covered:
        value = values.get(each.code, Decimal(0))
        if value is None:
            return None
        sure = value if each.low else Decimal(0)
        low, high = low + min(sure, value), high + max(sure, value)
        middle += Fraction(value) * each.share
    return Bracket(low, middle, high)


def _finder(members: Iterable[Member], *, grouped: bool) -> Callable[[str], str | None]:
    """Return what tells the group of a line, by the longest code above it; None outside."""
    groups = {member.code: member.group if grouped else "" for member in members}
    lengths = sorted({len(code) for code in groups}, reverse=True)

    def group_of(line: str) -> str | None:
        above = (line[:length] for length in lengths if length <= len(line))
        return next((groups[code] for code in above if code in groups), None)

    return group_of


def _covered(code: str, group: str, found: Mapping[str, str | None], values: Values) -> Covered:
    mine = [line for line, its_group in found.items() if its_group == group]
    worth = [values.get(line, Decimal(0)) for line in found]
    by_value = sum(worth) > 0 and min(worth) >= 0
    part = sum((values.get(line, Decimal(0)) for line in mine), Decimal(0))
    share = Fraction(part) / Fraction(sum(worth)) if by_value else Fraction(len(mine), len(found))
    return Covered(code, group, len(found), len(mine), share, by_value)
