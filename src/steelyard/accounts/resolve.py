"""Which release answers: a stated precedence from a definition to one series of one release.

A class says in which ways held data can answer for it: as flows of a nomenclature, or as figures
that a publisher has stated (indicators). After all of these come its conversions from the codes of
other editions and nomenclatures, the finest first (``classes.ways``). For each way the requirements
of ``requirements`` are applied in their order, and the first that leaves nothing is the reason
given.

Of what is left the first wins, ordered by: releases that were out by ``as_of`` before later ones
(published figures have dates of their own), series that state the codes asked, or hold every code
of a level, before sums of codes in a release collected in pieces, the number of periods asked
that the dataset holds in full, the source's precedence, the currency asked before one to be
converted, the valuation and the partner's role (as listed in ``precedence``), the level of product
codes nearest to the one asked, the frequency nearest to the one asked, the newest publication, the
user's own store before the bundled data, the dataset's name. Series that hold none of the periods
asked come last, whatever else. One column therefore never mixes two definitions.

Where the series that wins lacks periods asked, a release collected in pieces that holds them all
answers in its place if its own totals prove every sum that is needed (``longer``).

A release that nothing confirms answers only where no other, by any way of the class, has rows of a
period asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from steelyard.accounts.choice import Choice, Unanswered, Wanted
from steelyard.accounts.conditions import Requirement
from steelyard.accounts.precedence import best
from steelyard.accounts.requirements import requirements, whatever_definition
from steelyard.accounts.stated_periods import any_held
from steelyard.accounts.unconfirmed import unconfirmed
from steelyard.classes.selection import Selection
from steelyard.classes.ways import Converted
from steelyard.store.release import Held
from steelyard.terms.period import Period

_TELLING = 2  # the place and the product are held: the reason is more than "no such series"


def resolve(held: Iterable[Held], wanted: Wanted) -> Choice | Unanswered:
    """Return the series that answers ``wanted``, or the reason why none does.

    The ways of the class are tried in its order; the first wins that holds a period asked, else
    the first that answers at all. A conversion that holds none of them does not hide the reason why
    codes of the class itself do not answer.
    """
    every = tuple(held)
    sound = tuple(one for one in every if not unconfirmed(one.release))
    found = _resolved(sound, wanted)
    if len(sound) == len(every) or _has_rows(found, wanted):
        return found
    other = _resolved(every, wanted)
    return other if _has_rows(other, wanted) else found


def _has_rows(found: Choice | Unanswered, wanted: Wanted) -> bool:
    """Tell whether a series has rows of a period asked, as far as can be told."""
    if not isinstance(found, Choice) or not holds(found, wanted.periods):
        return False
    if found.published or wanted.stated is None or not wanted.periods:
        return True
    return any_held(wanted.stated, found, wanted.periods)


def _resolved(held: tuple[Held, ...], wanted: Wanted) -> Choice | Unanswered:
    tried = [_one_way(held, wanted, way) for way in wanted.ways]
    found = [choice for choice in tried if isinstance(choice, Choice)]
    pairs = zip(wanted.ways, tried, strict=True)
    reasons = [(way, reason) for way, reason in pairs if isinstance(reason, Unanswered)]
    in_time = [choice for choice in found if holds(choice, wanted.periods)]
    own = any(r.met > _TELLING for way, r in reasons if not isinstance(way, Converted))
    left = in_time or [c for c in found if not (own and isinstance(c.way, Converted))]
    if not left:
        return _told(reasons)
    better = tried[: wanted.ways.index(left[0].way)]
    told = [reason.why for reason in better if isinstance(reason, Unanswered) and reason.met > 1]
    return replace(left[0], instead=told[0] if told else "")


def _told(reasons: list[tuple[Selection, Unanswered]]) -> Unanswered:
    """Return the reason to tell of those of each way, the best way first.

    It is that of the first way of which the place is held; where that way's codes are not held,
    that of a conversion from codes which are.
    """
    far = [reason for _, reason in reasons if reason.met >= _TELLING]
    if not far:
        return min((reason for _, reason in reasons), key=lambda reason: reason.met < 0)
    further = (r for way, r in reasons if isinstance(way, Converted) and r.met > _TELLING)
    return next(further, far[0]) if far[0].met == _TELLING else far[0]


def candidates(held: Iterable[Held], wanted: Wanted) -> list[Choice]:
    """Return every series that answers ``wanted`` under any definition, in the periods asked.

    Of ways by conversion only where no other answers, and of releases that nothing confirms only
    where no other does.
    """
    every = tuple(held)
    sound = tuple(one for one in every if not unconfirmed(one.release))
    return _candidates(sound, wanted) or _candidates(every, wanted)


def _candidates(held: tuple[Held, ...], wanted: Wanted) -> list[Choice]:
    found: list[Choice] = []
    for way in wanted.ways:
        if found and isinstance(way, Converted):
            break
        left = _met(_all(held, way), whatever_definition(replace(wanted, ways=(way,))))
        found += left if isinstance(left, list) else []
    return [choice for choice in found if holds(choice, wanted.periods)]


def holds(choice: Choice, periods: tuple[Period, ...]) -> bool:
    """Tell whether a series reaches at least one of the periods; any series reaches none asked."""
    return choice.reaches(periods)


def _one_way(held: tuple[Held, ...], wanted: Wanted, way: Selection) -> Choice | Unanswered:
    every = _all(held, way)
    if not every:
        what = "table of flows" if way.kind == "flows" else "published figures"
        return Unanswered(f"the store holds no {what}", "Add one with `steelyard add`.", met=-1)
    left = _met(every, requirements(replace(wanted, ways=(way,))))
    if isinstance(left, Unanswered):
        return left
    whole = [c for c in left if bool(c.said("span")) == wanted.cumulated] or left
    in_time = [choice for choice in whole if holds(choice, wanted.periods)]
    return best(in_time or whole, wanted)


def _all(held: Iterable[Held], way: Selection) -> list[Choice]:
    return [Choice(h, s, way) for h in held if h.release.kind == way.kind for s in h.release.series]


def _met(left: list[Choice], asked: list[Requirement]) -> list[Choice] | Unanswered:
    for met, (accepts, explain) in enumerate(asked):
        kept = [choice for choice in left if accepts(choice)]
        if not kept:
            return replace(explain(left), met=met)
        left = kept
    return left
