"""Two classes that are compared code by code: in which edition, by which tables, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from steelyard.classes.compared import Changed, as_lines, changes, crossed, levels
from steelyard.classes.contents import coded, flows_of, year_of
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.full_lists import full_list, full_lists
from steelyard.classes.listing import Member
from steelyard.classes.members import list_years, members
from steelyard.classes.restricted import restricted
from steelyard.nomenclature.concordance import concordance
from steelyard.nomenclature.paths import Path, path
from steelyard.terms.errors import NoConcordance, NotHeld
from steelyard.terms.product import Edition


@dataclass(frozen=True, slots=True)
class Side:
    """A class, or one year of it, that is compared.

    Attributes:
        cls: the class, with the codes that it names.
        year: the year whose list is read.
        flow: ``X`` or ``M`` of a class with lists of each, else empty.
    """

    cls: TechnologyClass
    year: int
    flow: str

    @property
    def codes(self) -> tuple[Member, ...]:
        """The codes of its list."""
        return members(self.cls, self.year, self.flow)

    def read_in(self, edition: Edition) -> tuple[Member, ...]:
        """Return its codes that are of an edition; of a dated list those of the edition's year."""
        dated = list_years(self.cls, self.flow)
        own = [year for year in dated if str(year) == edition.edition]
        found = members(self.cls, (own or [self.year])[0], self.flow)
        return tuple(member for member in found if member.edition in {"", edition.edition})


@dataclass(frozen=True, slots=True)
class Comparison:
    """What becomes of every code of two sides.

    Attributes:
        codes: what becomes of each, those that are kept too.
        edition: the edition of these codes; None where the codes are compared as they are listed.
        path: the tables between the two, none where they are of one edition.
    """

    codes: tuple[Changed, ...]
    edition: Edition | None = None
    path: Path = ()


def core_of(cls: TechnologyClass) -> TechnologyClass:
    """Return the technology groups of a class that sorts all goods; any other class as it is."""
    return restricted(cls, "+".join(cls.core)) if cls.core else cls


def side(cls: TechnologyClass, year: int | None, flow: str) -> Side:
    """Return a side of a comparison: a class in a year, or with its newest list.

    A class without a list of the flow is taken with the list that it has.

    Raises:
        NotHeld: the class is a published total, which names no codes.
    """
    full = coded(cls)
    if not full.members:
        raise NotHeld(
            f"You asked for the codes of {cls.name}",
            f"{cls.name} is a published total and names no codes",
            "What it counts is not told by its publisher",
            "Ask for its figures with `steelyard weigh`, or name a class of codes.",
        )
    known = flows_of(full)
    own = flow if flow in known else known[0]
    return Side(full, year_of(full, year, own), own)


def compared(first: Side, second: Side) -> Comparison:
    """Return what becomes of every code from one side to the other.

    Two years of one class, and lists of one edition, are compared by code; at the lowest codes
    where they name codes of several levels. Classes of different editions or nomenclatures are
    compared at the lowest codes of the edition from which the cheaper way leads to the other.

    Raises:
        NoConcordance: no way of tables joins the two.
        NotHeld: the full list of codes that is needed is not held.
    """
    if first.cls.name == second.cls.name:
        return Comparison(changes(first.codes, second.codes, versions=True))
    if shared := _shared(first, second):
        return Comparison(_within(first, second, shared), shared)
    mine, theirs, back = _cheapest(first, second)
    if back:
        return _through(second, first, theirs, mine, back=True)
    return _through(first, second, mine, theirs, back=False)


def _cheapest(first: Side, second: Side) -> tuple[Edition, Edition, bool]:
    """Return an edition of each between which the way is cheapest, and whether it leads back.

    Of ways that cost the same, that between the editions of the year, then between the newest.
    """
    own = _own(first), _own(second)
    pairs = product(full_lists(first.cls, first.flow), full_lists(second.cls, second.flow))
    ways = [
        (cost, back, pair)
        for pair in sorted(pairs, key=lambda pair: (pair == own, pair), reverse=True)
        for back in (False, True)
        if (cost := _cost(*(pair[::-1] if back else pair))) is not None
    ]
    if not ways:
        path(*own)  # which tells why there is none
    _, back, (mine, theirs) = min(ways, key=lambda way: way[:2])
    return mine, theirs, back


def _own(one: Side) -> Edition:
    return full_list(one.cls, one.year, one.flow)


def _shared(first: Side, second: Side) -> Edition | None:
    """Return the edition in which both are read: that of the first where it can be."""
    mine, theirs = (full_lists(one.cls, one.flow) for one in (first, second))
    both = [edition for edition in mine if edition in theirs]
    own = _own(first) if both else None
    return own if own in both else max(both, default=None)


def _within(first: Side, second: Side, edition: Edition) -> tuple[Changed, ...]:
    one, other = first.read_in(edition), second.read_in(edition)
    found = levels([*one, *other])
    if len(found) > 1:
        one, other = as_lines(edition, one), as_lines(edition, other)
    groups = bool(first.cls.groups) and first.cls.groups == second.cls.groups
    return changes(one, other, versions=groups)


def _through(one: Side, other: Side, mine: Edition, theirs: Edition, *, back: bool) -> Comparison:
    found = concordance(mine, theirs)
    groups = {member.code: member.group for member in as_lines(mine, one.read_in(mine))}
    targets = {member.code: member.group for member in as_lines(theirs, other.read_in(theirs))}
    codes = crossed(found, groups, targets, back=back)
    return Comparison(codes, mine, found.path)


def _cost(source: Edition, target: Edition) -> int | None:
    try:
        return sum(step.cost for step in path(source, target))
    except NoConcordance:
        return None
