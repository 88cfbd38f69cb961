"""The full list that a class is a part of, and how much of each shorter code the class covers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from steelyard.classes.coverage import Covered, coverage, without_line
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.members import list_years, members
from steelyard.nomenclature.code_tables import editions
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.errors import NotHeld
from steelyard.terms.product import Edition


@dataclass(frozen=True, slots=True)
class Coverage:
    """Short codes of which a class holds some, of one edition.

    Attributes:
        edition: the full list in which lines are counted.
        codes: the short codes, sorted by code and group.
        unknown: codes of the class that the full list does not know; they are in no short code.
    """

    edition: Edition
    codes: tuple[Covered, ...]
    unknown: tuple[str, ...]


def covered(
    cls: TechnologyClass,
    year: int,
    flow: str,
    digits: int,
    *,
    grouped: bool = False,
) -> Coverage:
    """Return the codes of ``digits`` digits of which a class holds some line, with how much.

    Lines of national lists are known of few years (of US imports 2022, of US exports 2019); another
    year is served by the class's list and the lines of such a year, which ``Coverage.edition``
    names (``full_list``). The other arguments are those of ``coverage``.

    Raises:
        NotHeld: the class has no codes for the flow, or their full list is not held.
    """
    edition = full_list(cls, year, flow)
    listed_in = int(edition.edition) if list_years(cls, flow) else year
    every = members(cls, listed_in, flow)
    mine = [member for member in every if member.edition in {"", edition.edition}]
    lines = lines_of(edition)
    found = coverage(mine, lines, digits, grouped=grouped)
    return Coverage(edition, found, without_line(mine, lines))


def full_list(cls: TechnologyClass, year: int, flow: str) -> Edition:
    """Return the edition in which the lines of a class are counted for ``year``.

    The newest that is not later than the year, else the oldest, of those whose codes are held.

    Raises:
        NotHeld: there is none.
    """
    known = full_lists(cls, flow)
    if not known:
        raise _no_list(cls, flow)
    return max((e for e in known if float(e.edition) <= year), default=known[0])


def full_lists(cls: TechnologyClass, flow: str) -> tuple[Edition, ...]:
    """Return the editions whose codes are held and in which a class is read, oldest first."""
    nomenclature = cls.coded.get(flow, cls.coded.get("", ""))
    own = set(cls.editions) | {member.edition for member in cls.members} - {""}
    dated = {str(year) for year in list_years(cls, flow)}
    known = [one for one in editions(nomenclature) if one in (own or dated or {one})]
    return tuple(Edition(nomenclature, one) for one in known)


@cache
def lines_of(edition: Edition) -> tuple[str, ...]:
    """Return the codes of an edition that have none below them."""
    known = codes_of(edition)
    if len({len(code) for code in known}) == 1:
        return tuple(known)
    above = {code.parent for code in known.values()}
    return tuple(code for code in known if code not in above)


def _no_list(cls: TechnologyClass, flow: str) -> NotHeld:
    what = "is a published total and names no codes" if not cls.members else "names other codes"
    return NotHeld(
        f"You asked which codes {cls.name} covers{f' for the flow {flow}' if flow else ''}",
        f"{cls.name} {what}, or their full list is not held",
        "How much of a short code belongs to a class is told by all lines below it",
        "Ask at the digits of the class's own list.",
    )
