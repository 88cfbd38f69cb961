"""A question together with what is needed to answer it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from steelyard.accounts.calendar import BASE, asked_periods, base_of
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner
from steelyard.classes.registry import TechnologyClass, find_class
from steelyard.nomenclature.places import place
from steelyard.terms.definition import Definition
from steelyard.terms.period import Frequency, Period, PeriodRange
from steelyard.terms.place import WORLD
from steelyard.terms.question import WeighQuestion

ALL_GOODS = "goods"


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the class and partner it names, and the ledger it is read with.

    Attributes:
        ledger: reads the store and keeps the evidence.
        question: the question.
        cls: the technology class.
        partner: the other side.
    """

    ledger: Ledger
    question: WeighQuestion
    cls: TechnologyClass
    partner: Partner

    @property
    def definition(self) -> Definition:
        """The free choices."""
        return self.question.definition

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods asked."""
        return asked_periods(self.question)

    def labels(self, role: str) -> dict[str, Period]:
        """Return, by the label of each period asked, the period that plays the role for it."""
        if role == BASE:
            return {str(period): base_of(period, self.definition) for period in self.periods}
        return {str(period): period for period in self.periods}

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups asked for one by one; one empty name when the class is asked as a whole."""
        return tuple(self.cls.groups) if self.question.by == "group" else ("",)

    @property
    def whole(self) -> bool:
        """True for all goods with the world."""
        return self.partner.target.code == WORLD and self.cls.name == ALL_GOODS

    def under(self, **choices: object) -> Case:
        """Return the same question with other choices in its definition."""
        definition = self.definition.model_copy(update=choices)
        return replace(self, question=replace(self.question, definition=definition))

    def early(self) -> Case:
        """Return the question from one period earlier on, when it is of whole years."""
        span = self.question.periods
        if span is None or self.question.freq is not Frequency.A:
            return self
        periods = PeriodRange(span.first.shift(-1), span.last)
        return replace(self, question=replace(self.question, periods=periods.at(Frequency.A)))

    def with_world(self) -> Case:
        """Return the same question for all goods with the world."""
        world = replace(self.partner, target=place(WORLD))
        question = replace(self.question, by="")
        return replace(self, question=question, cls=find_class(ALL_GOODS), partner=world)
