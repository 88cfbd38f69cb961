"""Weights: how much of a code goes to each of its candidates, in whole parts that add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction

from steelyard.nomenclature.tables import Links

WHOLE = 10**12
"""The parts of a code: a weight is a number of them, so that those of a code add up exactly."""


class Rule(StrEnum):
    """How a code with several candidates is shared out.

    ``PUBLISHED`` takes the publisher's one answer where there is one, and shares among its lines
    where that is a group; where there is none, and under ``EQUAL``, it shares among all candidates.
    Shares are those of the reference values that are given, and equal where none is above zero.
    """

    PUBLISHED = "published"
    EQUAL = "equal"


class Ground(StrEnum):
    """On what a weight rests, the strongest first; of several steps the weakest counts."""

    ONLY = "only"
    PUBLISHED = "published"
    SHARES = "shares"
    EQUAL = "equal"


class Lost(Enum):
    """Why a part of a code has no target: its links are too many to follow, or there is none."""

    NOT_FOLLOWED = "not-followed"
    NO_LINK = "no-link"


Target = str | Lost
Shared = Mapping[Target, tuple[int, Ground]]
"""The parts of each target of one code, and on what they rest."""
Weights = Mapping[str, Shared]

NO_LINK: Shared = {Lost.NO_LINK: (WHOLE, Ground.ONLY)}
_NOT_FOLLOWED: Shared = {Lost.NOT_FOLLOWED: (WHOLE, Ground.ONLY)}
_RANK = {ground: rank for rank, ground in enumerate(Ground)}


def weighed(links: Links, followed: Links, rule: Rule, values: Mapping[str, Decimal]) -> Weights:
    """Return the weights of one step.

    Args:
        links: every link of the step.
        followed: those of them that are followed.
        rule: how a code with several candidates is shared out.
        values: reference values of the targets. A candidate without a value, or with none above
            zero, takes no share while another has one.
    """
    known = {source for source, targets in links.every.items() if _codes(targets)}
    return {source: _shared(source, followed, rule, values) for source in known}


def _shared(source: str, followed: Links, rule: Rule, values: Mapping[str, Decimal]) -> Shared:
    candidates = _codes(followed.every.get(source, ()))
    if len(candidates) <= 1:
        return dict.fromkeys(candidates, (WHOLE, Ground.ONLY)) or _NOT_FOLLOWED
    answer = _codes(followed.published.get(source, ())) if rule is Rule.PUBLISHED else []
    if len(answer) == 1:
        return {answer[0]: (WHOLE, Ground.PUBLISHED)}
    pool = answer or candidates
    stated: dict[Target, Fraction] = {c: Fraction(values[c]) for c in pool if values.get(c, 0) > 0}
    ground = Ground.SHARES if stated else Ground.EQUAL
    equal: dict[Target, Fraction] = dict.fromkeys(pool, Fraction(1))
    return {code: (number, ground) for code, number in in_parts(stated or equal).items()}


def chained(source: str, steps: Iterable[Weights]) -> Shared:
    """Return the weights of one code over several steps, rounded to parts once, at the end.

    Equation: ``w(a, c) = sum over b of w(a, b) w(b, c)``. What is lost on the way stays lost.
    """
    amounts: dict[Target, int] = {source: 1}
    grounds: dict[Target, Ground] = {source: Ground.ONLY}
    for step in steps:
        before, amounts = amounts, {}
        known, grounds = grounds, {}
        for code, amount in before.items():
            for target, (parts, ground) in _onward(code, step).items():
                amounts[target] = amounts.get(target, 0) + amount * parts
                grounds[target] = weakest(grounds.get(target, ground), ground, known[code])
    return {target: (parts, grounds[target]) for target, parts in in_parts(amounts).items()}


def _onward(code: Target, step: Weights) -> Shared:
    if isinstance(code, Lost):
        return {code: (WHOLE, Ground.ONLY)}
    return step.get(code, NO_LINK)


def weakest(*grounds: Ground) -> Ground:
    """Return the weakest of some grounds."""
    return max(grounds, key=_RANK.__getitem__)


def in_parts(amounts: Mapping[Target, int] | Mapping[Target, Fraction]) -> dict[Target, int]:
    """Return amounts as parts of ``WHOLE``, which they add up to; those of no part are left out.

    Each amount's parts are rounded down; the parts left over go one by one to the largest
    remainders, of equal ones to the first by code.
    """
    total = sum(amounts.values())
    divided = {target: divmod(amount * WHOLE, total) for target, amount in amounts.items()}
    left = WHOLE - sum(int(parts) for parts, _ in divided.values())
    order = sorted(divided, key=lambda target: (-divided[target][1], str(target)))
    more = set(order[:left])
    found = {target: int(parts) + (target in more) for target, (parts, _) in divided.items()}
    return {target: parts for target, parts in found.items() if parts}


def _codes(found: Iterable[str | None]) -> list[str]:
    return sorted(code for code in found if code is not None)
