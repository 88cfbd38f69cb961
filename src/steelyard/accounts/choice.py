"""A column's wish, the series that meets it, and the reason when none does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from steelyard.classes.selection import Selection
from steelyard.classes.ways import Converted
from steelyard.store.release import Held, Series
from steelyard.terms.definition import Definition
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import Frequency, Period

_NAMES = {"reporter": "place", "currency": "unit"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one column asks for.

    Attributes:
        reporter: place whose report counts.
        flow: direction, as that place reports it.
        ways: in which ways held data can answer for the class asked, the best first.
        freq: frequency of the answer.
        definition: the free choices.
        partners: the places whose trade is asked; any of them will do.
        periods: the periods asked; none while they are not settled.
        stated: tells in which of some periods a series has rows; None where only its first and
            last are known.
    """

    reporter: str
    flow: FlowKind
    ways: tuple[Selection, ...]
    freq: Frequency
    definition: Definition
    partners: tuple[str, ...]
    periods: tuple[Period, ...] = ()
    stated: Callable[[Choice, Iterable[str]], frozenset[str]] | None = field(
        default=None, compare=False, repr=False
    )

    @property
    def cumulated(self) -> bool:
        """True when periods run from January."""
        short = self.freq is not Frequency.A
        return short and any(p.cumulated and len(p.months) > 1 for p in self.periods)


@dataclass(frozen=True, slots=True)
class Choice:
    """The one series of one release that answers a column, and the way in which it does.

    Attributes:
        held, series, way: the release, its series, and how it answers for the class.
        instead: why a better way of the class did not answer, or empty.
    """

    held: Held
    series: Series
    way: Selection
    instead: str = field(default="", compare=False)

    @property
    def freq(self) -> Frequency:
        """Frequency in which the series is stated."""
        return Frequency(self.series.of["freq"])

    @property
    def published(self) -> bool:
        """True for single figures that a publisher stated, False for a table of flows."""
        return self.way.kind == "indicators"

    @property
    def currency(self) -> str:
        """Currency in which the series is stated."""
        return self.said("currency")

    @property
    def sums(self) -> bool:
        """True when codes longer than those asked, or those of a dated list, are added up."""
        way, level = self.way, self.said("level")
        if way.kind != "flows" or not way.digits:
            return False
        listed = way.listed or isinstance(way, Converted)
        return bool(listed) or any(str(len(code)) != level for code in way.codes)

    @property
    def unproved(self) -> bool:
        """True when codes are added up and the release need not hold every one of them.

        A release collected in pieces holds what somebody asked its publisher for.
        """
        release = self.held.release
        return release.assembly == "piecewise" and release.absent == "missing" and self.sums

    def products(self) -> tuple[str, ...]:
        """Return the products held that the class asks for, of a series that names its products.

        Of a converted class all that are named, for what it counts depends on their edition.
        """
        way, named = self.way, self.series.products
        if isinstance(way, Converted):
            return named
        if way.listed:
            lines = {line.code for line in way.lines(self.said("flow"), self.years())}
            return tuple(code for code in named if code in lines)
        if not way.digits:
            return tuple(code for code in named if code in way.codes)
        return tuple(code for code in named if code.startswith(way.codes))

    def years(self) -> range:
        """Return the years from the first value of the series to the last."""
        first, last = self.series.first[:4], self.series.last[:4]
        return range(int(first), int(last) + 1) if first else range(0)

    def reaches(self, periods: tuple[Period, ...]) -> bool:
        """Tell whether the series reaches one of the periods; any series reaches none asked."""
        first = Period.labelled(self.series.first).months[0]
        last = Period.labelled(self.series.last).months[-1]
        return not periods or any(p.months[0] <= last and p.months[-1] >= first for p in periods)

    def said(self, column: str) -> str:
        """Return what the series says of a column of flows, or nothing."""
        name = _NAMES.get(column, column) if self.published else column
        return self.series.of.get(name, "")

    def about(self) -> dict[str, str]:
        """Return what a column made from the series says of itself."""
        facts = {
            "valuation": self.said("valuation"),
            "basis": self.said("import_basis"),
            "scope": self.said("export_scope"),
            "counts": self.said("scope"),
            "account": self.said("account"),
            "partner_role": self.said("partner_role"),
            "adjustment": self.said("adjustment"),
            "kind": "published figures" if self.published else "",
            "dataset": self.held.release.dataset,
            "release": self.held.release.release,
        }
        return {name: value for name, value in facts.items() if value}


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why no series answers.

    Attributes:
        why: the requirement that left nothing, with what is held instead.
        remedy: what would be needed.
        met: number of requirements met before it; of several reasons the one that got furthest is
            told.
    """

    why: str
    remedy: str
    met: int = field(default=0, compare=False)
