"""A change in words: sentences made from the figures, true when they are printed alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from steelyard.accounts.account import Account
from steelyard.accounts.change import Change
from steelyard.accounts.explained import Part
from steelyard.accounts.levels import Level
from steelyard.classes.spoken import spoken_class
from steelyard.measures.statements import in_words as period_in_words
from steelyard.nomenclature.spoken import possessive, spoken
from steelyard.questions.explain_choices import told as choices_told
from steelyard.questions.explain_codes import Changed
from steelyard.questions.explain_moved import Moved, signed, signs
from steelyard.terms.answer import Note
from steelyard.terms.money import in_prose as money
from steelyard.terms.period import Period
from steelyard.terms.question import ExplainQuestion

_WHAT = {"exports": "exports", "imports": "imports", "total_trade": "trade"}
_WITH = {"exports": "to", "imports": "from"}


def in_words(
    account: Account,
    level: Level | None,
    changes: Sequence[Change],
    parts: Sequence[Part],
    codes: Sequence[Changed] = (),
) -> Iterator[Note]:
    """Yield one note a step: what changed, by how much, and the parts that moved it most.

    It names every choice of the question, and every fact of the series, that is not the usual.
    Codes that only one of two editions has are not named: what they tell is no trade.
    """
    question = account.case.question
    measure = question.measure if isinstance(question, ExplainQuestion) else ""
    for one in changes:
        mine = [part for part in parts if part.step == one.step]
        if one.first is not None and one.last is not None and mine:
            said = _Said(account, measure, one, one.first, one.last).sentence()
            lost = frozenset(c for told in codes if told.step == one.step for c in told.codes)
            moved = Moved(account, level, measure, one, mine, lost).sentences()
            yield Note("in-words", " ".join([said, *moved]))


@dataclass(frozen=True, slots=True)
class _Said:
    """A change that is known at both ends, to be said."""

    account: Account
    measure: str
    change: Change
    first: Decimal
    last: Decimal

    def sentence(self) -> str:
        """Return what changed, and by how much."""
        if self.measure == "balance":
            return self._balanced()
        verb, change = self._verb("rose", "fell"), signed(self.last - self.first, self._currency)
        growth = self.first and 100 * (self.last - self.first) / self.first
        percent = f", {signs(f'{growth:+.1f} %')}" if growth else ""
        return (
            f"{self._subject(self._figure())} {verb} from {self._at_first(self.first)} to "
            f"{self._at_last(self.last)} ({change}{percent})."
        )

    @property
    def _currency(self) -> str:
        return self.account.case.definition.currency

    def _subject(self, figure: str) -> str:
        whose = possessive(self.account.case.question.reporter)
        choices = choices_told(self.account, self.measure)
        return f"{whose[:1].upper()}{whose[1:]} {figure}{choices}"

    def _figure(self, balance: str = "balance") -> str:
        """Return the figure in words, without whose it is."""
        what, case = spoken_class(self.account.case.cls), self.account.case
        other = spoken(case.question.partner)
        if self.measure == "balance":
            return f"{balance} with {other} in {what}"
        if self.measure == "total_trade":
            return f"trade in {what} with {other}"
        return f"{_WHAT[self.measure]} of {what} {_WITH[self.measure]} {other}"

    def _balanced(self) -> str:
        """Say how a balance moved; of one that keeps its sign, that deficit or surplus did."""
        change = signed(self.last - self.first, self._currency)
        if self.first * self.last > 0:
            figure = self._figure("surplus" if self.first > 0 else "deficit")
            verb = self._verb("grew", "shrank")
            sizes = f"{self._at_first(abs(self.first))} to {self._at_last(abs(self.last))}"
            end = f", which moved the balance by {change}" if self.last != self.first else ""
            return f"{self._subject(figure)} {verb} from {sizes}{end}."
        ends = f"{self._state(self.first)} in {self._period(0)} to {self._state(self.last)}"
        return (
            f"{self._subject(self._figure())} went from {ends} in {self._period(1)}, "
            f"a change of {change}."
        )

    def _verb(self, more: str, less: str) -> str:
        if self.first == self.last:
            return "stayed the same:"
        return more if abs(self.last) > abs(self.first) else less

    def _state(self, value: Decimal) -> str:
        if not value:
            return "zero"
        return f"a {'surplus' if value > 0 else 'deficit'} of {money(abs(value), self._currency)}"

    def _at_first(self, value: Decimal) -> str:
        return f"{money(value, self._currency)} in {self._period(0)}"

    def _at_last(self, value: Decimal) -> str:
        return f"{money(value, self._currency)} in {self._period(1)}"

    def _period(self, end: int) -> str:
        labels = (self.change.step.first, self.change.step.last)
        return period_in_words(Period.labelled(labels[end]))
