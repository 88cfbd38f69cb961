"""What a class counts in held data: codes of a nomenclature, or a published indicator."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from steelyard.classes.listing import Member, stated
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.product import Edition

_FULL_LISTS = {("trade_codes_2022", "M"): Edition("HTS", "2022")}
"""What a name in ``known`` stands for, by flow; the export codes of that year are not held."""

_KEPT: dict[str, tuple[Member, ...]] = {}
"""Lists of users' own files, by names that carry the digest of their content."""


class Selection(BaseModel):
    """One way in which held data can answer for a class.

    Attributes:
        kind: ``flows`` or ``indicators``.
        nomenclature: nomenclature of the codes; empty for an indicator.
        edition: edition of the nomenclature, empty for whichever is in force.
        codes: product codes, the beginnings of codes when ``digits`` is given, or indicator names.
        digits: digits of the longest code asked; 0 for totals, named products, and lists of codes
            that are read as they stand.
        listed: name of a dated list that gives the codes instead, or empty.
        known: name of the full list of codes that existed when the newest list was made, or empty;
            goods of later years under another code can be neither in the class nor out of it.
        groups: keys of the groups of the list that count; every group when there are none.
        flow: the only flow for which it answers, X or M; empty for both.
        account: accounting rules that the class has by its nature (services: bop); empty for those
            of the definition.
        note: what a reader must know when this selection answers, or empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["flows", "indicators"] = "flows"
    nomenclature: str = ""
    edition: str = ""
    codes: tuple[str, ...] = ()
    digits: int = 0
    listed: str = ""
    known: str = ""
    groups: tuple[str, ...] = ()
    flow: Literal["", "X", "M"] = ""
    account: str = ""
    note: str = ""

    def fits(self, level: str | None) -> bool:
        """Tell whether rows of a level (digits of the code) can answer."""
        return int(level or 0) >= self.digits and bool(self.digits) == (level is not None)

    def lines(self, flow: str, years: Iterable[int]) -> tuple[Line, ...]:
        """Return the codes of the dated list in force in each of ``years``, year by year.

        Only those of its groups, and of its edition where lines state theirs.
        """
        known = [line for line in dated_list(self.listed) if line.flow == flow]
        if not known:
            return ()
        return tuple(
            line.model_copy(update={"first": year, "last": year})
            for year, used in ((year, in_force(known, year)) for year in sorted(set(years)))
            for line in known
            if line.first <= used <= line.last and self._counts(line)
        )

    def outside(self, flow: str, years: Iterable[int]) -> dict[int, int]:
        """Return the years outside the dated list, each with the year of the list that is used."""
        known = [line for line in dated_list(self.listed) if line.flow == flow]
        return {year: used for year in years if known and (used := in_force(known, year)) != year}

    @property
    def list_name(self) -> str:
        """The list in words, with the groups that count; empty when codes are named instead."""
        some = f", groups {', '.join(self.groups)}" if self.groups else ""
        return f"{self.listed}{some}" if self.listed else ""

    def _counts(self, line: Line) -> bool:
        of_group = not self.groups or line.group in self.groups
        return of_group and (not self.edition or line.edition in {"", self.edition})


Line = Member
"""A member as the accounts know it: always of one flow."""


def in_force(lines: Iterable[Line], year: int) -> int:
    """Return the year whose list serves for ``year``: itself, or the nearest that has a list."""
    listed = {y for line in lines for y in (line.first, line.last)}
    return min(max(year, min(listed)), max(listed))


def keep_list(name: str, members: tuple[Member, ...]) -> None:
    """Make a list that is in no package known for as long as the program runs.

    Args:
        name: a name that tells its content, for it is never read again.
        members: its lines.
    """
    _KEPT.setdefault(name, members)


@cache
def dated_list(name: str) -> tuple[Line, ...]:
    """Return every line of the dated list of a class; one of both flows stands under each."""
    members: tuple[Member, ...] = _KEPT[name] if name in _KEPT else stated(name)["members"]
    return tuple(
        line.model_copy(update={"flow": flow})
        for line in members
        for flow in ((line.flow,) if line.flow else ("X", "M"))
    )


def known_codes(name: str, flow: str) -> tuple[str, ...]:
    """Return every code of a full list for a flow; none when it does not tell them."""
    edition = _FULL_LISTS.get((name, flow))
    return tuple(codes_of(edition)) if edition else ()
