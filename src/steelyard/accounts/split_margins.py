"""A change split into pairs that went on, entered and left, with the margins of each end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from steelyard.accounts.account import Account
from steelyard.accounts.choice import Unanswered
from steelyard.accounts.ledger import Frame
from steelyard.accounts.pairs import FLOWS, KEYS, Finest, Step, paired, parts_of
from steelyard.accounts.reference import market_of
from steelyard.accounts.splits import Split
from steelyard.measures.margins import hummels_klenow, margins, survival
from steelyard.terms.answer import Column, Note, Row, Table
from steelyard.terms.evidence import Method
from steelyard.terms.figures import rounded
from steelyard.terms.place import WORLD

_SURVIVAL = (
    "pairs_from",
    "pairs_to",
    "continuing",
    "entered",
    "left",
    "missing",
    "survival",
    "survival_by_value",
)
_COUNTS = _SURVIVAL.index("survival")
_MARGINS = ("extensive", "intensive", "share")


@dataclass(frozen=True, slots=True)
class Margins(Split):
    """Entry, exit and survival of each pair of product and partner.

    Attributes:
        pairs: rows of the table of pairs.
        breadth: rows of the table of margins.
    """

    pairs: list[Row] = field(default_factory=list)
    breadth: list[Row] = field(default_factory=list)
    finest: ClassVar[bool] = True
    methods: ClassVar[tuple[Method, ...]] = (
        Method(
            "continuing, entered, left",
            "v_1 - v_0 of pairs traded at both ends; v_1 where v_0 is nil; -v_0 where v_1 is nil",
            "definition",
        ),
        Method(
            "extensive, intensive",
            "sum of w_i over products traded / sum of w_i; sum of v_i / sum of w_i over products "
            "traded; w what the buying side imports from the world",
            "Hummels and Klenow (2005), American Economic Review 95(3), p. 710",
        ),
    )

    def terms(self, column: str, step: Step, pairs: Frame) -> Frame:
        """Return the terms of the pairs, and keep how many they are."""
        ledger = self.account.case.ledger
        found = ledger.rows(survival(pairs).select(*_SURVIVAL), ["pairs_from"])[0]
        told = (*found[:_COUNTS], *map(rounded, found[_COUNTS:]))
        self.pairs.append((step.first, step.last, FLOWS[column], *told))
        self._margins(column, step, pairs)
        return margins(pairs, KEYS)

    def finish(self) -> None:
        """Tell the pairs and the margins of every step."""
        step = (Column("period_from"), Column("period_to"), Column("flow"))
        counts = [Column(name, "integer", "pairs") for name in _SURVIVAL[:_COUNTS]]
        rates = [Column(name, "number", "ratio") for name in _SURVIVAL[_COUNTS:]]
        self.tables.append(Table("pairs", (*step, *counts, *rates), tuple(self.pairs)))
        if self.breadth:
            margins_ = [Column(name, "number", "ratio") for name in _MARGINS]
            columns = (Column("period"), Column("flow"), *margins_)
            rows = tuple(dict.fromkeys(self.breadth))
            self.tables.append(Table("margins", columns, rows))

    def _margins(self, column: str, step: Step, pairs: Frame) -> None:
        """Keep the margins of both ends against the reporter's trade with the world."""
        if self.account.case.partner.target.code == WORLD:
            return
        world = market_of(self.account, column)
        by_product = Finest(product=True)
        whole = parts_of(world, "imports", by_product) if isinstance(world, Account) else None
        if whole is None:
            why = f" ({world.why})" if isinstance(world, Unanswered) else ""
            text = f"{column}: the market they go to is not held by product{why}, so that the "
            self.notes.append(Note("no-reference", f"{text}margins of Hummels and Klenow lack."))
            return
        theirs = paired(whole, step, column)
        for end, label in (("from", step.first), ("to", step.last)):
            found = hummels_klenow(_side(pairs, end), _side(theirs, end)).select(*_MARGINS)
            row = self.account.case.ledger.rows(found, ["share"])[0]
            told = map(rounded, row)
            self.breadth.append((label, FLOWS[column], *told))


def _side(pairs: Frame, end: str) -> Frame:
    return pairs.rename({f"value_{end}": "value"}).select("product", "value")
