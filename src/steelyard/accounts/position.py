"""The position of a country in a class: components, each with its definition, and gaps."""

from __future__ import annotations

from dataclasses import dataclass, field

from steelyard.accounts.ledger import Ledger
from steelyard.classes.definition import TechnologyClass
from steelyard.terms.answer import Gap, Note
from steelyard.terms.definition import Definition
from steelyard.terms.evidence import Method
from steelyard.terms.period import PeriodRange


@dataclass(frozen=True, slots=True)
class Component:
    """One component of a position.

    Attributes:
        component: what it is, such as ``market-share``.
        value: the figure; None where data cannot support it.
        unit: ISO currency, ``ratio``, ``suppliers``, ``years`` ...
        period: the year.
        definition: what is counted, and by whose report.
        low, high: between what the figure lies, where that is known.
        of: whom a row is about beside the country: a supplier, a leader; empty for none.
        dataset: dataset and release that the figure rests on; empty for several.
    """

    component: str
    value: float | int | None
    unit: str
    period: str
    definition: str
    low: float | None = None
    high: float | None = None
    of: str = ""
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """What is asked of a position, and what is found on the way.

    Attributes:
        ledger: reads the store and keeps the evidence.
        country: whose position it is.
        cls: the class.
        years: the years asked, or None for the latest held of each component.
        definition: the free choices.
        market: a market in which shares are taken beside the world; empty for none.
        leader: the country behind which a lag is measured; empty for none.
        on: the indicator on which it is measured.
        notes, gaps, methods: what is found to tell.
    """

    ledger: Ledger
    country: str
    cls: TechnologyClass
    years: PeriodRange | None
    definition: Definition
    market: str = ""
    leader: str = ""
    on: str = "exports"
    notes: list[Note] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)

    def lacking(
        self,
        component: str,
        why: str,
        remedy: str,
        *,
        definition: str = "",
        period: str = "",
        of: str = "",
    ) -> Component:
        """Keep a gap, and return the component without a figure.

        Args:
            component: its name.
            why: the reason.
            remedy: what would fill it, and where to get that.
            definition: what is counted; the gap names it too.
            period: the year, likewise; the last one asked by default.
            of: whom it is about beside the country.
        """
        self.gaps.append(Gap(", ".join(filter(None, (component, definition, period))), why, remedy))
        return Component(component, None, "", period or self.period, definition, of=of)

    @property
    def period(self) -> str:
        """The last year asked, or nothing."""
        return str(self.years.last) if self.years else ""

    def tell(self, note: Note) -> None:
        """Keep a note, once."""
        if note not in self.notes:
            self.notes.append(note)

    def by(self, method: Method) -> None:
        """Keep a method, once."""
        if method not in self.methods:
            self.methods.append(method)
