"""Which of several series that all answer goes first."""

from __future__ import annotations

from steelyard.accounts.choice import Choice, Wanted
from steelyard.accounts.stated_periods import count_whole
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import Period

_VALUATIONS = {
    FlowKind.EXPORT: ("FOB", "FAS"),
    FlowKind.IMPORT: ("CUSTOMS", "CIF", "FOB"),
}
_ROLES = ("origin", "destination", "consignment", "last-known")


def best(left: list[Choice], wanted: Wanted) -> Choice:
    """Return the series that goes first, in the order that ``resolve`` states.

    Between datasets the periods that count are those of which every part has rows; they are looked
    up only where the one that reaches furthest has fewer of them than it reaches.
    """
    reached = [_held_of(choice, wanted.periods) for choice in left]
    found = _first(left, wanted, reached)
    if found.published or wanted.stated is None or len({_dataset(c) for c in left}) == 1:
        return found
    if count_whole(wanted.stated, found, wanted.periods) == _held_of(found, wanted.periods):
        return found
    return _first(left, wanted, [count_whole(wanted.stated, c, wanted.periods) for c in left])


def _first(left: list[Choice], wanted: Wanted, counts: list[int]) -> Choice:
    reach: dict[str, int] = {}
    for choice, count in zip(left, counts, strict=True):
        reach[_dataset(choice)] = max(reach.get(_dataset(choice), 0), count)
    ranks = [_rank(choice, wanted, reach[_dataset(choice)]) for choice in left]
    lowest = min(ranks)
    first = [choice for choice, rank in zip(left, ranks, strict=True) if rank == lowest]
    first.sort(key=lambda c: (c.held.bundled, _dataset(c), sorted(c.series.of.items())))
    return max(first, key=lambda choice: choice.held.release.out_by)


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


def _dataset(choice: Choice) -> str:
    return choice.held.release.dataset


def _held_of(choice: Choice, periods: tuple[Period, ...]) -> int:
    """Count the periods asked that a series reaches; of single figures no more than there are."""
    reached = sum(choice.reaches((period,)) for period in periods)
    if not choice.published or not periods:
        return reached
    parts = max(periods[0].freq.months // choice.freq.months, 1)
    return min(reached, choice.series.rows // parts)


def _place(order: tuple[str, ...], value: str) -> int:
    return order.index(value) if value in order else len(order)
