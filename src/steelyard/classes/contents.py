"""The codes of any class with what they mean: of a named one, and of one that codes make."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from steelyard.classes.definition import TechnologyClass
from steelyard.classes.full_lists import full_list, lines_of
from steelyard.classes.listing import FIRST, LAST, Member
from steelyard.classes.members import editions_of, list_year, list_years, members
from steelyard.classes.selection import Selection
from steelyard.classes.standing import Codes
from steelyard.nomenclature.code_tables import NOMENCLATURES, editions
from steelyard.nomenclature.codes import codes_of, lineage_of
from steelyard.nomenclature.products import product
from steelyard.terms.errors import NotHeld
from steelyard.terms.product import Edition

_SUBHEADING = 6


@dataclass(frozen=True, slots=True)
class Content:
    """A code that a class counts.

    Attributes:
        member: the code with its group and years.
        title: what it means.
        editions: the editions in which it is read as it stands.
    """

    member: Member
    title: str
    editions: tuple[Edition, ...]


def coded(cls: TechnologyClass) -> TechnologyClass:
    """Return a class with the codes that its name states as members.

    They are read in the edition that is named, else in every one that has all of them. A class that
    lists members, and a published total that names no codes, are returned as they are.
    """
    way = named_codes(cls)
    if way is None:
        return cls
    nomenclature = _nomenclature(way)
    known = (way.edition,) if way.edition else editions(nomenclature)
    having = tuple(e for e in known if _has(Edition(nomenclature, e), way.codes)) or known
    made = tuple(Member(code=code, flow=way.flow) for code in way.codes)
    changed = {"members": made, "coded": {way.flow: nomenclature}, "editions": having}
    return cls.model_copy(update=changed)


def _nomenclature(way: Selection) -> str:
    """Return the list in which codes stand: lines of the US in a list of their flow."""
    national = bool(way.flow) or max(map(len, way.codes)) > _SUBHEADING
    lists = "SCHEDULEB" if way.flow == "X" else "HTS"
    return lists if national and way.nomenclature == "HS" else way.nomenclature


def _has(edition: Edition, codes: Iterable[str]) -> bool:
    known = codes_of(edition)
    return all(code in known or _first_line(edition, code) for code in codes)


def named_codes(cls: TechnologyClass) -> Selection | None:
    """Return the product codes that the name of a class states; None when it states none."""
    found = (way for way in cls.selections if way.kind == "flows" and way.codes)
    way = next(found, None)
    made = way is not None and not cls.members and way.nomenclature in NOMENCLATURES
    return way if made else None


def flows_of(cls: TechnologyClass) -> tuple[str, ...]:
    """Return the flows for which a class has lists of their own, imports first; else ``("",)``."""
    found = {member.flow for member in coded(cls).members}
    return tuple(flow for flow in ("M", "X") if flow in found) if found - {""} else ("",)


def year_of(cls: TechnologyClass, year: int | None, flow: str) -> int:
    """Return the year whose list is read: that which serves ``year``, or the newest of all."""
    dated = list_years(cls, flow)
    if year is None:
        return dated[-1] if dated else LAST
    return (list_year(cls, year, flow) or year) if dated else year


def contents(
    cls: TechnologyClass, year: int | None = None, flow: str = "", groups: Iterable[str] = ()
) -> tuple[Content, ...]:
    """Return the codes of a class in their order, with what they mean.

    Args:
        cls: the class; one that codes make has its codes and all that stands below them.
        year: whose list; the newest when left out.
        flow: ``X`` or ``M`` of a class with a list for each, else empty.
        groups: only the codes of these groups.
    """
    used, full = year_of(cls, year, flow), coded(cls)
    found = members(full, used, flow, groups)
    if full is cls:
        return tuple(_content(cls, member, used) for member in found)
    edition = full_list(full, used, flow)
    return tuple(
        Content(Member(code=code, flow=flow or ""), _title(edition, code), (edition,))
        for code in _with_below(edition, [member.code for member in found])
    )


def _with_below(edition: Edition, codes: Iterable[str]) -> tuple[str, ...]:
    """Return some codes and all that stands below them."""
    asked = Codes(edition, tuple((code, "") for code in codes))
    below = {code for code in codes_of(edition) if asked.group_of(code) is not None}
    return tuple(sorted(below.union(codes)))


def _content(cls: TechnologyClass, member: Member, year: int) -> Content:
    read = tuple(sorted(_editions(cls, member, year)))
    return Content(member, member.description or title_in(read, member.code), read)


def _editions(cls: TechnologyClass, member: Member, year: int) -> tuple[Edition, ...]:
    """Return the editions of a member; of an undated national list the one that is held."""
    if member.edition or cls.editions or (member.first, member.last) != (FIRST, LAST):
        return editions_of(cls, member, year)
    try:
        return (full_list(cls, year, member.flow),)
    except NotHeld:
        return ()


def title_in(read: Iterable[Edition], code: str) -> str:
    """Return the title of a code in the newest of some editions that knows it, or nothing.

    A short code that a list of tariff lines has not itself has the title of the HS.
    """
    known = [one for one in read if one.edition in editions(one.nomenclature)]
    titles = (_title(edition, code) for edition in sorted(known, reverse=True))
    return next((title for title in titles if title), "")


def _title(edition: Edition, code: str) -> str:
    if found := codes_of(edition).get(code):
        return found.title
    line = _first_line(edition, code)
    above = lineage_of(edition, line) if line else ()
    title = next((one.title for one in above if one.code == code), "")
    return title or (product("NAICS", code).title if edition.nomenclature == "NAICS" else "")


def _first_line(edition: Edition, code: str) -> str:
    """Return the first line of an edition that begins with a code, or nothing."""
    lines = lines_of(edition)
    line = lines[bisect_left(lines, code) % len(lines)]
    return line if line.startswith(code) else ""
