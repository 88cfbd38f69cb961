"""A question as a frozen record."""

from __future__ import annotations

from dataclasses import dataclass, field

from steelyard.terms.definition import Definition
from steelyard.terms.period import Frequency, PeriodRange


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
