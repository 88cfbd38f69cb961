"""A question as a frozen record."""

from __future__ import annotations

from dataclasses import dataclass, field

from steelyard.terms.definition import Definition
from steelyard.terms.period import Frequency, PeriodRange

ENOUGH = 0.6
"""Least share of trade, by value, that pairs with comparable unit values must make up."""


@dataclass(frozen=True, slots=True)
class WeighQuestion:
    """What is the balance of trade of one place with another?

    Attributes:
        reporter: code of the place whose balance is asked.
        partner: code of the place or group on the other side; ``WLD`` for the world.
        of: technology class; ``goods`` for all goods.
        periods: the periods asked, or None for the latest that are complete.
        freq: frequency of the answer.
        cumulate: January to the end of each period.
        partial: add up what there is of an incomplete period.
        definitions: list the figure under every definition too.
        by: ``group`` for one row a group of the class, else empty.
        definition: the free choices.
        compare: the balance by each of several classes, which ``of`` names.
    """

    reporter: str
    partner: str
    of: str = "goods"
    periods: PeriodRange | None = None
    freq: Frequency = Frequency.A
    cumulate: bool = False
    partial: bool = False
    by: str = ""
    definitions: bool = False
    definition: Definition = field(default_factory=Definition)
    compare: bool = False

    @property
    def ends_only(self) -> bool:
        """True when only the first and the last of the periods asked are compared."""
        return False

    def record(self) -> dict[str, object]:
        """Return the question as plain values, as the JSON of an answer shows it."""
        periods = self.periods
        return {
            "reporter": self.reporter,
            "partner": self.partner,
            "of": self.of,
            "periods": [str(periods.first), str(periods.last)] if periods else [],
            "freq": str(self.freq),
            "cumulate": self.cumulate,
            "partial": self.partial,
            "by": self.by,
            "definitions": self.definitions,
            "compare": self.compare,
            "definition": self.definition.model_dump(mode="json"),
        }


@dataclass(frozen=True, slots=True)
class ExplainQuestion(WeighQuestion):
    """What moved the trade of one place with another?

    Attributes:
        measure: ``balance``, ``exports``, ``imports`` or ``total_trade``.
        split: dimensions by which the change is told, in order.
        terms: how the change of each part is split further.
        products: nomenclature and digits at which products are told; empty for those held.
        steps: compare each period with the one before instead of the last with the first.
        top: how many parts are told one by one; the others are summed in one row.
        method: of price and volume, ``bennet`` or ``lmdi``.
        coverage: of price and volume, the least share of trade that quantities must cover.
    """

    measure: str = "balance"
    split: tuple[str, ...] = ()
    terms: str = "value"
    products: str = ""
    steps: bool = False
    top: int = 10
    method: str = "bennet"
    coverage: float = ENOUGH

    @property
    def ends_only(self) -> bool:
        """True unless every step is told."""
        return not self.steps

    def record(self) -> dict[str, object]:
        """Return the question as plain values, as the JSON of an answer shows it."""
        told = WeighQuestion.record(self)
        for name in ("partial", "definitions", "compare"):
            del told[name]
        names = ("measure", "terms", "products")
        own: dict[str, object] = {name: getattr(self, name) for name in names}
        if self.terms == "price-volume":
            own |= {"method": self.method, "coverage": self.coverage}
        last = {"steps": self.steps, "top": self.top, "definition": told.pop("definition")}
        return {**told, "by": ",".join(self.split), **own, **last}
