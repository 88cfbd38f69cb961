"""A table that may answer for a panel: one release and one definition for all its countries.

A table gives way to a newer vintage of itself. Of those that are left and meet the definition the
first wins, ordered by: releases that something confirms, ways of the class that need no conversion,
tables that state the world's total where it is wanted, the number of countries and years that are
held in full, the basis, scope, valuation and role of the partner that come first where none is
named, the level nearest to the one asked (the finest, where none is), the coarsest frequency, the
source's precedence, the newest publication, the user's own store before the bundled data.
"""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.accounts.choice import Choice
from steelyard.accounts.panel_asked import PanelAsked
from steelyard.accounts.unconfirmed import unconfirmed
from steelyard.classes.selection import Selection
from steelyard.classes.ways import Converted
from steelyard.store.release import Held, Series
from steelyard.terms.period import Frequency

_FIRST = {
    "import_basis": ("general", "consumption"),
    "export_scope": ("total", "domestic"),
    "valuation": ("FOB", "FAS", "CUSTOMS", "CIF"),
    "partner_role": ("origin", "destination", "consignment", "last-known"),
}
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class PanelTable:
    """Series of one release that share one definition, one series a reporting place.

    Attributes:
        held: the release.
        of: what the series say of themselves, but for the place that reports.
        way: how they answer for the class.
        place: place of the way among those of the class.
        series: the series.
    """

    held: Held
    of: dict[str, str]
    way: Selection
    place: int
    series: tuple[Series, ...]

    @property
    def freq(self) -> Frequency:
        """Frequency in which the series are stated."""
        return Frequency(self.of["freq"])

    @property
    def level(self) -> int:
        """Digits of the product codes; 0 for totals and named groups."""
        return int(self.of.get("level") or 0)

    @property
    def digits(self) -> int:
        """Digits at which products are told apart."""
        return self.way.digits if self.whole else self.level

    @property
    def whole(self) -> bool:
        """True where every code of the level counts: all goods."""
        return self.way.codes == ("",)

    @property
    def choice(self) -> Choice:
        """The first series as the choice of a column."""
        return Choice(self.held, self.series[0], self.way)

    @property
    def summable(self) -> bool:
        """True where the partners of a reporting place add up to its trade with the world."""
        return self.closed and self.held.release.assembly != "piecewise"

    @property
    def closed(self) -> bool:
        """True where every place that reports is a partner too, and there are two at least."""
        reporters = {one.of["reporter"] for one in self.series}
        partners = {code for one in self.series for code in one.partners}
        return len(reporters) >= _SEVERAL and reporters <= partners

    def supersedes(self, other: PanelTable) -> bool:
        """Tell whether this is a newer vintage of another: same dataset, definition and codes."""
        mine, theirs = self.held.release, other.held.release
        same = (self.of, self.way) == (other.of, other.way) and mine.dataset == theirs.dataset
        return same and mine.out_by > theirs.out_by

    def rank(self, asked: PanelAsked, count: int) -> tuple[object, ...]:
        """Return the place of the table among others; the least comes first."""
        firsts = [_at(order, self.of.get(name)) for name, order in _FIRST.items()]
        near = self.level - asked.level.digits if asked.level else -self.level
        release = self.held.release
        partners = {code for one in self.series for code in one.partners}
        return (
            unconfirmed(release),
            isinstance(self.way, Converted),
            not partners.issuperset(asked.also),
            -count,
            *firsts,
            self.place,
            near,
            -self.freq.months,
            release.precedence,
            -int(release.out_by.replace("-", "")),
            self.held.bundled,
            release.name,
            str(sorted(self.of.items())),
        )


def _at(order: tuple[str, ...], word: str | None) -> int:
    return order.index(word) if word in order else len(order)
