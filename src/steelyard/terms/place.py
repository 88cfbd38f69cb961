"""Places: countries, territories, former states, residual areas, the world, and groups of them.

A synthetic place is made up, like its figures; its code is one that ISO 3166-1 leaves to users.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steelyard.terms.period import Period

WORLD = "WLD"


class PlaceKind(StrEnum):
    """What sort of place a code names."""

    COUNTRY = "country"
    TERRITORY = "territory"
    FORMER = "former"
    RESIDUAL = "residual"
    WORLD = "world"
    PUBLISHER_GROUP = "publisher-group"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the trade statistics.

    Attributes:
        code: canonical code: ISO 3166-1 alpha-3, ISO 3166-3 for former states, ``WLD`` for the
            world, ``publisher:code`` for a publisher's own aggregate such as ``census:0003``.
        name: short English name.
        kind: country, territory, former, residual, world, a publisher's own group or synthetic.
        iso2: ISO 3166-1 alpha-2, or empty.
        m49: the UN's three-digit numeric code as text, or empty.
        comtrade: UN Comtrade's numeric code as text without leading zeros, or empty.
        census: US Census Schedule C codes (four digits), oldest first.
        entry_year: first year in which the place exists for statistics, None when always.
        exit_year: last such year, None when it still exists.
        aliases: other names and spellings under which users look for it.
        note: what a user of its figures must know.
    """

    code: str
    name: str
    kind: PlaceKind
    iso2: str = ""
    m49: str = ""
    comtrade: str = ""
    census: tuple[str, ...] = ()
    entry_year: int | None = None
    exit_year: int | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""

    def exists_in(self, year: int) -> bool:
        """Tell whether the place exists for statistics in ``year``."""
        begun = self.entry_year is None or self.entry_year <= year
        return begun and (self.exit_year is None or year <= self.exit_year)


@dataclass(frozen=True, slots=True)
class Membership:
    """One place's time in a group.

    Attributes:
        place: code of the member.
        joined: first month as ``YYYY-MM``, or empty for a founder.
        left: last month as ``YYYY-MM``, or empty while it is a member.
    """

    place: str
    joined: str = ""
    left: str = ""

    def holds_in(self, month: str) -> bool:
        """Tell whether the place is a member in ``month`` (``YYYY-MM``)."""
        return (not self.joined or self.joined <= month) and (not self.left or month <= self.left)


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of places, summed from its members.

    Attributes:
        code: short code, for example ``EU27_2020`` or ``ASEAN``.
        name: English name.
        members: memberships; in a fixed group their dates are empty.
        dated: True when membership changes with time (``EU``), False when fixed (``EU27_2020``).
        source: who states the membership, with its address or title.
        aliases: other names.
    """

    code: str
    name: str
    members: tuple[Membership, ...]
    dated: bool
    source: str
    aliases: tuple[str, ...] = field(default=())

    def in_period(self, period: Period) -> tuple[str, ...]:
        """Return the members on the last day of ``period``, sorted by code."""
        month = period.months[-1]
        return tuple(sorted(m.place for m in self.members if m.holds_in(month)))

    def ever(self) -> tuple[str, ...]:
        """Return every place that was a member at any time, sorted by code."""
        return tuple(sorted({m.place for m in self.members}))
