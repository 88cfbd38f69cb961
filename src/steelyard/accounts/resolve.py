"""Which release answers: a stated precedence from a definition to one series of one release.

A class says in which ways held data can answer for it: as flows of a nomenclature, or as figures
that a publisher has stated (indicators). For each way the requirements of ``requirements`` are
applied in their order, and the first that leaves nothing is the reason given.

Of what is left the first wins, ordered by: releases that were out by ``as_of`` before later ones
(published figures have dates of their own), series that state the codes asked, or hold every code
of a level, before sums of codes in a release collected in pieces, the number of periods asked that
the dataset reaches,
the source's precedence, the currency asked before one
to be converted, the valuation and the partner's role (as listed below), the level of product codes
nearest to the one asked, the frequency nearest to the one asked, the newest publication, the user's
own store before the bundled data, the dataset's name. Series that hold none of the periods asked
come last, whatever else. One column therefore never mixes two definitions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from steelyard.accounts.choice import Choice, Unanswered, Wanted
from steelyard.accounts.conditions import Requirement
from steelyard.accounts.requirements import requirements, whatever_definition
from steelyard.classes.selection import Selection
from steelyard.store.release import Held
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import Period

_VALUATIONS = {
    FlowKind.EXPORT: ("FOB", "FAS"),
    FlowKind.IMPORT: ("CUSTOMS", "CIF", "FOB"),
}
_TELLING = 2  # the place and the product are held: the reason is more than "no such series"
_ROLES = ("origin", "destination", "consignment", "last-known")


def resolve(held: Iterable[Held], wanted: Wanted) -> Choice | Unanswered:
    """Return the series that answers ``wanted``, or the reason why none does.

    The ways of the class are tried in its order; the first wins that holds a period asked, else
    the first that answers at all.
    """
    tried = [_one_way(tuple(held), wanted, way) for way in wanted.ways]
    found = [choice for choice in tried if isinstance(choice, Choice)]
    reasons = [reason for reason in tried if isinstance(reason, Unanswered)]
    in_time = [choice for choice in found if holds(choice, wanted.periods)]
    if not found:
        far = [reason for reason in reasons if reason.met >= _TELLING]
        return (far or sorted(reasons, key=lambda reason: reason.met < 0))[0]
    best = (in_time or found)[0]
    better = tried[: wanted.ways.index(best.way)]
    told = [reason.why for reason in better if isinstance(reason, Unanswered) and reason.met > 1]
    return replace(best, instead=told[0] if told else "")


def candidates(held: Iterable[Held], wanted: Wanted) -> list[Choice]:
    """Return every series that answers ``wanted`` under any definition, in the periods asked."""
    found: list[Choice] = []
    for way in wanted.ways:
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
    return _best(in_time or whole, wanted)


def _all(held: Iterable[Held], way: Selection) -> list[Choice]:
    return [Choice(h, s, way) for h in held if h.release.kind == way.kind for s in h.release.series]


def _met(left: list[Choice], asked: list[Requirement]) -> list[Choice] | Unanswered:
    for met, (accepts, explain) in enumerate(asked):
        kept = [choice for choice in left if accepts(choice)]
        if not kept:
            return replace(explain(left), met=met)
        left = kept
    return left


def _best(left: list[Choice], wanted: Wanted) -> Choice:
    reach: dict[str, int] = {}
    for choice in left:
        name = choice.held.release.dataset
        reach[name] = max(reach.get(name, 0), _held_of(choice, wanted.periods))
    ranks = [_rank(choice, wanted, reach[choice.held.release.dataset]) for choice in left]
    best = [choice for choice, rank in zip(left, ranks, strict=True) if rank == min(ranks)]
    best.sort(key=lambda c: (c.held.bundled, c.held.release.dataset, sorted(c.series.of.items())))
    return max(best, key=lambda choice: choice.held.release.out_by)


def _rank(choice: Choice, wanted: Wanted, reach: int) -> tuple[int, ...]:
    day, release = wanted.definition.as_of, choice.held.release
    return (
        day is not None and not release.known_by(day),
        choice.unproved,
        -reach,
        release.precedence,
        choice.currency != wanted.definition.currency,
        _place(_VALUATIONS[wanted.flow], choice.said("valuation")),
        _place(_ROLES, choice.said("partner_role")),
        bool(choice.said("span")) != wanted.cumulated,
        int(choice.said("level") or 0) - choice.way.digits,
        -_held_of(choice, wanted.periods) if choice.published else 0,
        bool(choice.said("scope")),
        wanted.freq.months - choice.freq.months,
    )


def _held_of(choice: Choice, periods: tuple[Period, ...]) -> int:
    """Count the periods asked that a series reaches; of single figures no more than there are."""
    reached = sum(holds(choice, (period,)) for period in periods)
    if not choice.published or not periods:
        return reached
    parts = max(periods[0].freq.months // choice.freq.months, 1)
    return min(reached, choice.series.rows // parts)


def _place(order: tuple[str, ...], value: str) -> int:
    return order.index(value) if value in order else len(order)
