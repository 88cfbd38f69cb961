"""Following the codes of an edition into a class by one rule, keeping what was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import NamedTuple

from steelyard.classes.belonging import (
    CHAPTER,
    COLUMNS,
    OWN_CHAPTERS,
    Spread,
    nowhere,
    table_of,
)
from steelyard.classes.lines import PREFIX, own_lines
from steelyard.classes.shortened import shortened
from steelyard.classes.standing import NATIONAL, SUBHEADING, Codes
from steelyard.nomenclature.bracket import Row
from steelyard.nomenclature.bracket import grouped as in_groups
from steelyard.nomenclature.concordance import Concordance, Shares, apart, concordance
from steelyard.nomenclature.relation import NOWHERE
from steelyard.nomenclature.tables import lowest
from steelyard.nomenclature.weights import Ground, Rule, weakest
from steelyard.terms.errors import NoConcordance
from steelyard.terms.product import Edition

_INSIDE = "="
"""Stands before the groups of a class, which may be empty, to part them from what is outside."""


class Data(NamedTuple):
    """The codes in which data are held.

    Attributes:
        edition: their edition.
        digits: their digits.
        own: the list of lines of the country that states them, if one is held: it tells what codes
            are that the edition does not have.
    """

    edition: Edition
    digits: int
    own: Edition | None = None


@dataclass(frozen=True, eq=False)
class Follower:
    """Makes maps by one rule, each once.

    Attributes:
        rule: how a code with several candidates is shared out.
        shares: reference values, see ``nomenclature.concordance``.
        told: whose values they are, in words.
    """

    rule: Rule = Rule.PUBLISHED
    shares: Shares | None = None
    told: str = ""

    @cached_property
    def spread(self) -> Callable[[Codes, Data], Spread | None]:
        """Make what a class is in the codes of some data, by following them; None if too short."""
        return lru_cache(maxsize=24)(partial(_followed, self))

    @cached_property
    def _every(self) -> Callable[[Edition, Edition], Concordance]:
        """Make the map of all codes of an edition."""
        return lru_cache(maxsize=8)(partial(concordance, rule=self.rule, shares=self.shares))

    @cached_property
    def _apart(self) -> Callable[[frozenset[str], tuple[Edition, Edition]], Concordance]:
        """Make the map of lines that are under no subheading."""
        made = partial(apart, avoid=PREFIX, rule=self.rule, shares=self.shares)
        return lru_cache(maxsize=8)(made)

    def maps(self, data: Data, target: Edition) -> tuple[Concordance, ...]:
        """Return the map of an edition, then that of lines that are under none of its codes."""
        every = self._every(data.edition, target)
        codes = own_lines(data.own, data.edition) if data.own else frozenset()
        if not data.own or not codes:
            return (every,)
        try:
            return every, self._apart(codes, (data.own, target))
        except NoConcordance:
            return (every,)


@cache
def plain(rule: Rule) -> Follower:
    """Return what follows codes by a rule that needs no reference values."""
    return Follower(rule)


def _followed(by: Follower, asked: Codes, data: Data) -> Spread | None:
    """Return the codes that lead, or may lead, into the class; None of too few digits."""
    first, *others = by.maps(data, asked.edition)
    lengths = {len(code) for code in first.weights}
    if data.digits < min(lengths):
        return None
    length, national = min(data.digits, max(lengths)), first.source.nomenclature in NATIONAL
    every = _rows(first, others, asked)
    rows = shortened(every, length)
    lines = frozenset(row[0] for row in rows) if national else frozenset[str]()
    if national:
        length = SUBHEADING
        rows = [*rows, *shortened(every, length)]
    return _told((first, *others), asked, rows, lines, length)


def _rows(first: Concordance, others: list[Concordance], asked: Codes) -> list[Row]:
    """Return the rows of every code, of those that are followed apart their own."""
    told = ((code, asked.group_of(code)) for code in lowest(asked.edition))
    groups = {code: f"{_INSIDE}{group}" for code, group in told if group is not None}
    apart_from = {code for other in others for code in other.weights}
    rows = [row for row in _listed(first, groups) if row[0] not in apart_from]
    return [*rows, *(row for other in others for row in _listed(other, groups))]


def _listed(found: Concordance, groups: dict[str, str]) -> Iterator[Row]:
    table = in_groups(found, groups)
    return zip(*(table[name].to_pylist() for name in COLUMNS), strict=True)


def _told(
    maps: tuple[Concordance, ...],
    asked: Codes,
    rows: list[Row],
    lines: frozenset[str],
    length: int,
) -> Spread:
    first, *others = maps
    inside = [
        (code, group.removeprefix(_INSIDE), parts, low, high)
        for code, group, parts, low, high in rows
        if group and group.startswith(_INSIDE)
    ]
    mine = {row[0] for row in inside}
    unlinked = _unlinked(maps, {length, *map(len, lines)}) - mine
    made = Spread(
        held=first.source,
        target=asked.edition,
        digits=length,
        table=table_of(inside),
        known=frozenset(row[0] for row in rows),
        nowhere=nowhere(rows, mine),
        grounds=_grounds(maps, mine),
        path=tuple(map(str, first.path)),
        lines=lines,
        aside=tuple(str(step) for other in others for step in other.path),
        groups=tuple(sorted({group for _, group in asked.members})),
        families=frozenset(step.table.family.name for found in maps for step in found.path),
    )
    return made.with_unknown(unlinked)


def _unlinked(maps: tuple[Concordance, ...], lengths: set[int]) -> set[str]:
    """Return the codes of which no table on the way tells any successor.

    In a country's own chapters also those of which some lines have none, which may be any goods.
    """
    every = {code: may for found in maps for code, may in found.relation.items()}.items()
    lost = {code[:length] for code, may in every for length in lengths if not may - NOWHERE}
    linked = {code[:length] for code, may in every for length in lengths if may - NOWHERE}
    return {code for code in lost if code not in linked or code[:CHAPTER] in OWN_CHAPTERS}


def _grounds(maps: tuple[Concordance, ...], mine: set[str]) -> dict[str, Ground]:
    """Return the weakest ground on which the weights of each code rest."""
    grounds: dict[str, Ground] = {}
    lengths = {len(code) for code in mine}
    for source, shared in (pair for found in maps for pair in found.weights.items()):
        on = [ground for _, ground in shared.values()]
        for code in {source[:length] for length in lengths} & mine:
            grounds[code] = weakest(grounds.get(code, Ground.ONLY), *on)
    return grounds
