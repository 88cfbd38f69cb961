"""Who stands behind a partner in each period: members of groups, Hong Kong and Macao, existence."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.nomenclature.places import expand, find, place
from steelyard.terms.definition import Definition, InOut, Members
from steelyard.terms.errors import NotAReporter, SamePlace
from steelyard.terms.period import Period
from steelyard.terms.place import Group, Place, PlaceKind

_WITH_CHINA = ("HKG", "MAC")
_NO_REPORTERS = {PlaceKind.WORLD, PlaceKind.RESIDUAL, PlaceKind.PUBLISHER_GROUP}


@dataclass(frozen=True, slots=True)
class Partner:
    """The other side of a question.

    Attributes:
        target: the place or group named.
        reporter: code of the place on this side, never its own partner.
        definition: the free choices.
        end: the last period asked, which settles a membership held fixed.
    """

    target: Place | Group
    reporter: str
    definition: Definition
    end: Period | None = None

    @property
    def single(self) -> bool:
        """True for one country or territory, False for the world and for groups."""
        return isinstance(self.target, Place) and self.members_named() == (self.target.code,)

    def members_named(self) -> tuple[str, ...]:
        """Return the codes named by the target at any time, Hong Kong and Macao included if in."""
        named = (self.target.code,) if isinstance(self.target, Place) else self.target.ever()
        return self._with_china(named)

    def members(self, period: Period) -> tuple[str, ...]:
        """Return the codes to add up in ``period``: members then, existing then, not oneself."""
        exist = [code for code in self._named(period) if place(code).exists_in(period.year)]
        return tuple(code for code in exist if code != self.reporter)

    def absent(self, period: Period) -> tuple[str, ...]:
        """Return the members that do not exist for statistics in ``period``."""
        return tuple(c for c in self._named(period) if not place(c).exists_in(period.year))

    def rule(self) -> str:
        """Say how the members of a group are found."""
        if isinstance(self.target, Group) and not self.target.dated:
            return "fixed membership"
        if self.definition.membership is Members.FIXED:
            return f"the members on the last day of {self.end} throughout"
        return "by the members on the last day of each period"

    def _named(self, period: Period) -> tuple[str, ...]:
        fixed = self.definition.membership is Members.FIXED
        at = self.end if fixed and self.end is not None else period
        return self._with_china(expand(self.target, at))

    def _with_china(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        if self.definition.hong_kong_macao is InOut.IN and "CHN" in codes:
            return tuple(sorted({*codes, *_WITH_CHINA}))
        return codes


def reporter_place(text: str) -> Place:
    """Return the place that reports; a group cannot report.

    Raises:
        UnknownPlace: there is none of this name.
        NotAReporter: the text names a group or the world.
    """
    found = find(text)
    if isinstance(found, Place) and found.kind not in _NO_REPORTERS:
        return found
    member = found.ever()[0] if isinstance(found, Group) else "USA"
    raise NotAReporter(
        f"You named {found.code} ({found.name}) as reporter",
        "it does not report; single places do",
        "Trade inside it would be counted on both sides",
        f"Name one place, for example {member}, and {found.code} as partner.",
    )


def check_two_sides(reporter: Place, partner: Place | Group) -> None:
    """Refuse a question about a place's trade with itself.

    Raises:
        SamePlace: both sides are one place.
    """
    if partner.code == reporter.code:
        raise SamePlace(
            f"You asked for the trade of {reporter.code} with itself",
            "reporter and partner are the same place",
            "A balance needs two sides",
            "Name another partner; WLD is the world.",
        )
