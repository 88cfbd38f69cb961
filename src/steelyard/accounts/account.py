"""The account of one place with another: every column of the balance in one lazy frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import base_of, with_bases
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner
from steelyard.accounts.resolve import Unanswered
from steelyard.accounts.sides import (
    COLUMNS,
    View,
    figures,
    needed_by_partner,
    spine,
    view,
)
from steelyard.classes.registry import TechnologyClass, find_class
from steelyard.measures.balance import balance, growth, rank_partners, share_of_total
from steelyard.measures.totals import total
from steelyard.nomenclature.places import place
from steelyard.terms.period import Period
from steelyard.terms.place import WORLD
from steelyard.terms.question import WeighQuestion

Frame = nw.LazyFrame[Any]
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
    extended = with_bases(periods, question.definition)
    sides, found = _sides(ledger, question, cls, views, extended, "exports, imports and balance")
    frame = growth(balance(sides), _bases(ledger, question, periods))
    frame = share_of_total(frame, _whole(ledger, question, cls, partner, periods, sides))
    frame = _with_rank(ledger, question, cls, partner, views, periods, frame)
    main = spine(ledger, periods).join(frame, on="period", how="left").select(*MAIN)
    return Account(ledger, question, cls, partner, periods, views, found, main)


def _sides(
    ledger: Ledger,
    question: WeighQuestion,
    cls: TechnologyClass,
    views: dict[str, View],
    periods: tuple[Period, ...],
    used_for: str,
) -> tuple[Frame, dict[str, Frame | None]]:
    frame, found = spine(ledger, periods), {}
    for column in COLUMNS:
        totals, found[column] = figures(
            ledger, views[column], cls, periods, used_for, partial=question.partial
        )
        frame = frame.join(totals.rename({"value": column}), on="period", how="left")
    return frame, found


def _bases(ledger: Ledger, question: WeighQuestion, periods: tuple[Period, ...]) -> Frame:
    bases = [str(base_of(period, question.definition)) for period in periods]
    labels = [str(period) for period in periods]
    return ledger.table(
        {"period": pa.array(labels, pa.string()), "base": pa.array(bases, pa.string())}
    )


def _whole(
    ledger: Ledger,
    question: WeighQuestion,
    cls: TechnologyClass,
    partner: Partner,
    periods: tuple[Period, ...],
    sides: Frame,
) -> Frame:
    """Return ``period, whole_balance``: all goods, the reporter with the world."""
    goods = find_class("goods")
    if partner.target.code == WORLD and cls == goods:
        whole = balance(sides)
    else:
        world = Partner(place(WORLD), question.reporter, question.definition, partner.end)
        views = {c: view(ledger, question, c, goods.nomenclature, world) for c in COLUMNS}
        used_for = "share_of_total_balance"
        whole = balance(_sides(ledger, question, goods, views, periods, used_for)[0])
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
    answered = not any(isinstance(v.choice, Unanswered) or v.partner != partner for v in views.values())
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
    if isinstance(source.choice, Unanswered):
        message = "a ranking needs both columns"
        raise TypeError(message)
    needed = needed_by_partner(source, periods)
    cells = ledger.partners(source.choice, cls.codes, needed, "partner_rank")
    amount = total("value", partial=question.partial).alias(column)
    return cells.group_by("period", "partner").agg(amount)

