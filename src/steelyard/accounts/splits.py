"""How the change of each pair is split into terms: the change itself, and what every split has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import narwhals as nw

from steelyard.accounts.ledger import Frame
from steelyard.accounts.pairs import KEYS, Step
from steelyard.measures.contributions import SIDES, changes
from steelyard.terms.answer import Gap, Note, Table
from steelyard.terms.evidence import Method

if TYPE_CHECKING:
    from steelyard.accounts.account import Account


@dataclass(frozen=True, slots=True)
class Split:
    """The change of each pair as it is: one term.

    Attributes:
        account: the account whose change is split.
        notes, gaps, tables: what is found to tell while pairs are split.
    """

    account: Account
    notes: list[Note] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    finest: ClassVar[bool] = False
    """Whether pairs must be told apart by product and partner, whatever is asked."""

    methods: ClassVar[tuple[Method, ...]] = ()

    def source(self) -> Account:
        """Return the account from which pairs are read; usually the one that is explained."""
        return self.account

    def terms(self, column: str, step: Step, pairs: Frame) -> Frame:
        """Return ``flow, group, product, partner, term, contribution`` of the pairs of a column."""
        del column, step
        return changes(pairs, KEYS)

    def ends(self, step: Step, pairs: Frame) -> Frame:
        """Return ``flow, group, product, partner, value_from, value_to`` in the answer's money."""
        del step
        return pairs.select(*KEYS, *(nw.col(name) for name in SIDES))

    def finish(self) -> None:
        """Tell what is known only when every pair has been split."""
