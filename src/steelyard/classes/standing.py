"""Where the codes of a class stand as written: in which edition, and which codes they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from steelyard.classes.definition import TechnologyClass
from steelyard.classes.full_lists import full_list
from steelyard.classes.listing import Member
from steelyard.classes.members import list_years
from steelyard.classes.selection import Selection
from steelyard.nomenclature.code_tables import NOMENCLATURES, editions, rows_of, texts
from steelyard.nomenclature.paths import path
from steelyard.terms.errors import NoConcordance, NotHeld
from steelyard.terms.product import Edition

NATIONAL = {"HTS", "SCHEDULEB"}
"""Nomenclatures of lines below the subheadings of the HS."""
SUBHEADING = 6
_STEPS = {"EBOPS"}  # one code may begin like another that is not above it


@dataclass(frozen=True)
class Codes:
    """The codes of a class in one edition.

    Attributes:
        edition: the edition in which they stand as written.
        members: each code with the key of its group; a code stands for every code below it.
    """

    edition: Edition
    members: tuple[tuple[str, str], ...]

    @cached_property
    def groups(self) -> dict[str, str]:
        """The group of each code."""
        return dict(self.members)

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(code) for code in self.groups}, reverse=True)

    @property
    def digits(self) -> int:
        """Digits of the longest code; 0 where codes have steps instead of digits."""
        return 0 if self.edition.nomenclature in _STEPS else self._lengths[0]

    def as_one(self) -> Codes:
        """Return the codes without their groups."""
        return replace(self, members=tuple((code, "") for code, _ in self.members))

    def group_of(self, code: str) -> str | None:
        """Return the group of a code by the nearest of the class's codes above it; None outside."""
        if self.edition.nomenclature not in _STEPS:
            for length in self._lengths:
                if code[:length] in self.groups:
                    return self.groups[code[:length]]
        return next((self.groups[one] for one in self._above(code) if one in self.groups), None)

    def _above(self, code: str) -> Iterator[str]:
        """Yield a code and all above it: a letter above divisions, a span above its sectors."""
        nomenclature = self.edition.nomenclature
        rows = rows_of(nomenclature, self.edition.edition)
        parents = texts(nomenclature, "parent")
        while code in rows:
            yield code
            code = parents[rows[code]]


def codes_way(cls: TechnologyClass) -> Selection | None:
    """Return the selection that tells the codes of a class; None for a published total.

    That is its list, where it has one, else the codes that are asked. Of a list that is read in
    several editions none is named.
    """
    coded = [way for way in cls.selections if way.kind == "flows"]
    lists = [way for way in coded if way.listed]
    if lists:
        own = {way.edition for way in lists}
        return lists[0] if len(own) == 1 else lists[0].model_copy(update={"edition": ""})
    named = [way for way in coded if way.digits and way.nomenclature in NOMENCLATURES]
    return named[0] if named else None


def nomenclature_of(cls: TechnologyClass, flow: str) -> str:
    """Return the nomenclature in which a class names its codes for a flow; empty for none."""
    way = codes_way(cls)
    if way is None:
        return ""
    stated = cls.coded.get(flow, cls.coded.get("", "")) if way.listed else ""
    return stated or way.nomenclature


def own_editions(cls: TechnologyClass, flow: str) -> tuple[Edition, ...]:
    """Return the editions that a class names for its codes; none where it means any edition."""
    way, nomenclature = codes_way(cls), nomenclature_of(cls, flow)
    if way is None:
        return ()
    of_members = {member.edition for member in cls.members if way.listed} - {""}
    named = (way.edition,) if way.edition else cls.editions or tuple(sorted(of_members))
    return tuple(Edition(nomenclature, edition) for edition in named)


def standing(cls: TechnologyClass, held: Edition, year: int, flow: str) -> Codes | None:
    """Return the codes of a class in the edition nearest to a held one; None without any.

    That is the held edition where the class may be read in it; else of the editions of the class
    the one to which the cheapest way leads, of several the newest.

    Args:
        cls: the class.
        held: the edition of the data.
        year: the year of the data, for lists that are dated.
        flow: ``X`` or ``M``.
    """
    targets = _targets(cls, held, year, flow)
    costs = {edition: cost for edition in targets if (cost := _cost(held, edition)) is not None}
    if not costs:
        return None
    edition = max(edition for edition, cost in costs.items() if cost == min(costs.values()))
    members = _members(cls, edition, year, flow)
    return Codes(edition, members) if members else None


def _targets(cls: TechnologyClass, held: Edition, year: int, flow: str) -> tuple[Edition, ...]:
    own, nomenclature = own_editions(cls, flow), nomenclature_of(cls, flow)
    if nomenclature in NATIONAL and not own:
        return _national(cls, year, flow)
    if own or nomenclature == held.nomenclature:
        return own or (held,)
    every = [Edition(nomenclature, edition) for edition in editions(nomenclature)]
    return tuple(edition for edition in every if _complete(cls, edition, year, flow))[-1:]


def _national(cls: TechnologyClass, year: int, flow: str) -> tuple[Edition, ...]:
    try:
        return (full_list(cls, year, flow),)
    except NotHeld:
        return ()


def _complete(cls: TechnologyClass, edition: Edition, year: int, flow: str) -> bool:
    """Tell whether an edition has every code of a class, or codes below it."""
    known = rows_of(edition.nomenclature, edition.edition)
    asked = [code for code, _ in _members(cls, edition, year, flow)]
    return all(code in known or any(one.startswith(code) for one in known) for code in asked)


def _members(
    cls: TechnologyClass, edition: Edition, year: int, flow: str
) -> tuple[tuple[str, str], ...]:
    """Return the codes of a class that are of an edition, each with its group, sorted.

    The list of a year without its own full list is that of the full list's year.
    """
    way = codes_way(cls)
    if way is None:
        return ()
    if not way.listed:
        return tuple((code, "") for code in way.codes)
    if edition.nomenclature in NATIONAL and list_years(cls, flow):
        year = int(edition.edition)
    lines = way.lines(flow, [year])
    return tuple(sorted({(line.code, line.group) for line in lines if _of(line, edition)}))


def _of(line: Member, edition: Edition) -> bool:
    return line.edition in {"", edition.edition}


def _cost(held: Edition, edition: Edition) -> int | None:
    """Return what the way from a held edition costs; None when no table leads there."""
    try:
        return sum(step.cost for step in path(held, edition))
    except NoConcordance:
        return None
