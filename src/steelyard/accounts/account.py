"""The account of one place with another: every column of the balance in one lazy frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from steelyard.accounts.calendar import BASE, NOW
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner
from steelyard.accounts.resolve import Choice
from steelyard.accounts.sides import (
    COLUMNS,
    View,
    needed_by_partner,
    read_cells,
    side,
    spine,
    view,
)
from steelyard.classes.registry import TechnologyClass, find_class
from steelyard.measures.balance import balance, growth, rank_partners, share_of_total
from steelyard.measures.totals import totals_by
from steelyard.nomenclature.places import place
from steelyard.terms.period import Period
from steelyard.terms.place import WORLD
from steelyard.terms.question import WeighQuestion

Frame = nw.LazyFrame[Any]
_MAIN_USE = "exports, imports, balance, growth"
MAIN = (
    "period",
    "exports",
    "imports",
    "balance",
    "total_trade",
    "exports_growth",
    "imports_growth",
    "balance_change",
    "share_of_total_balance",
    "partner_rank",
)


@dataclass(frozen=True, slots=True)
class Account:
    """A question on its way to an answer.

    Attributes:
        ledger: what was read, with its evidence.
        question: the question, its periods settled.
        cls: the technology class asked.
        partner: the other side.
        periods: the periods asked.
        views: where exports and imports are read, by column.
        found: the cells behind each column, None where nothing answers.
        frame: the main table, one row a period asked.
    """

    ledger: Ledger
    question: WeighQuestion
    cls: TechnologyClass
    partner: Partner
    periods: tuple[Period, ...]
    views: dict[str, View]
    found: dict[str, Frame | None]
    frame: Frame


def open_account(
    ledger: Ledger,
    question: WeighQuestion,
    cls: TechnologyClass,
    partner: Partner,
    periods: tuple[Period, ...],
) -> Account:
    """Return the account that answers a question, not yet computed."""
    views = {c: view(ledger, question, c, cls.nomenclature, partner) for c in COLUMNS}
    found = {
        c: read_cells(ledger, views[c], cls, periods, question.definition, _MAIN_USE)
        for c in COLUMNS
    }
    books = Books(ledger, views, found, periods)
    frame = _with_growth(books, partial=question.partial)
    frame = share_of_total(frame, _whole(ledger, question, cls, partner, books))
    frame = _with_rank(ledger, question, cls, partner, views, periods, frame)
    main = spine(ledger, periods).join(frame, on="period", how="left").select(*MAIN)
    return Account(ledger, question, cls, partner, periods, views, found, main)


@dataclass(frozen=True, slots=True)
class Books:
    """The cells of exports and imports with what is needed to total them."""

    ledger: Ledger
    views: dict[str, View]
    found: dict[str, Frame | None]
    periods: tuple[Period, ...]

    def balance(self, role: str, *, partial: bool) -> Frame:
        """Return ``period, exports, imports, balance, total_trade`` of one role."""
        frame = spine(self.ledger, self.periods)
        for column in COLUMNS:
            source, found = self.views[column], self.found[column]
            totals = side(self.ledger, source, found, role, partial=partial)
            frame = frame.join(totals.rename({"value": column}), on="period", how="left")
        return balance(frame)


def _with_growth(books: Books, *, partial: bool) -> Frame:
    """Return the balance with growth; an incomplete total has none, for its base is longer."""
    frame, base = books.balance(NOW, partial=partial), books.balance(BASE, partial=False)
    if not partial:
        return growth(frame, base)
    whole = growth(books.balance(NOW, partial=False), base)
    added = whole.select("period", "exports_growth", "imports_growth", "balance_change")
    return frame.join(added, on="period", how="left")


def _whole(
    ledger: Ledger, question: WeighQuestion, cls: TechnologyClass, partner: Partner, books: Books
) -> Frame:
    """Return ``period, whole_balance``: all goods, the reporter with the world."""
    goods = find_class("goods")
    if partner.target.code != WORLD or cls != goods:
        world = Partner(place(WORLD), question.reporter, question.definition, partner.end)
        views = {c: view(ledger, question, c, goods.nomenclature, world) for c in COLUMNS}
        use = "share_of_total_balance"
        found = {c: read_cells(ledger, views[c], goods, books.periods, None, use) for c in COLUMNS}
        books = Books(ledger, views, found, books.periods)
    whole = books.balance(NOW, partial=question.partial)
    return whole.select("period", nw.col("balance").alias("whole_balance"))


def _with_rank(
    ledger: Ledger,
    question: WeighQuestion,
    cls: TechnologyClass,
    partner: Partner,
    views: dict[str, View],
    periods: tuple[Period, ...],
    frame: Frame,
) -> Frame:
    """Add ``partner_rank``, missing unless the partner is one country."""
    answered = all(isinstance(v.choice, Choice) and v.partner == partner for v in views.values())
    if not (partner.single and partner.target.code != WORLD and answered):
        return frame.with_columns(nw.lit(None).cast(nw.Int64).alias("partner_rank"))
    sides = [_by_partner(ledger, question, cls, views[c], periods, c) for c in COLUMNS]
    both = balance(sides[0].join(sides[1], on=["period", "partner"], how="inner"))
    ranked = rank_partners(both, question.definition.rank_by)
    own = ranked.filter(nw.col("partner") == partner.target.code)
    return frame.join(own.select("period", "partner_rank"), on="period", how="left")


def _by_partner(
    ledger: Ledger,
    question: WeighQuestion,
    cls: TechnologyClass,
    source: View,
    periods: tuple[Period, ...],
    column: str,
) -> Frame:
    choice, needed = needed_by_partner(source, periods)
    cells = ledger.partners(choice, cls.codes, needed, "partner_rank")
    each = totals_by(cells, "period", "partner", partial=question.partial)
    return each.rename({"value": column})

