"""Rows and columns of ``explain``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from steelyard.accounts.account import Account
from steelyard.accounts.change import UNALLOCATED, Change
from steelyard.accounts.explained import Part
from steelyard.accounts.levels import Level
from steelyard.accounts.tables import plain
from steelyard.questions.explain_choices import about
from steelyard.questions.explain_names import TITLES, name_of
from steelyard.terms.answer import Column, Row, Table, Value
from steelyard.terms.figures import POINTS


def columns(account: Account, split: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the main table; amounts tell the series that they are made from."""
    money, told = account.case.definition.currency, about(account)
    return (
        Column("period_from"),
        Column("period_to"),
        *(Column(name) for name in split),
        Column("term"),
        Column("contribution", "number", money, told),
        Column("contribution_pp", "number", POINTS),
        Column("share_of_change", "number", "ratio"),
        Column("parts", "integer"),
        Column("value_from", "number", money, told),
        Column("value_to", "number", money, told),
        *(Column(TITLES[name]) for name in split if name in TITLES),
    )


def row_of(part: Part, change: Change, account: Account, level: Level | None) -> Row:
    """Return the row of a part."""
    named = [
        name_of(name, code, account, level, part.step) or _others(part)
        for name, code in part.of.items()
        if name in TITLES
    ]
    return plain(
        (
            part.step.first,
            part.step.last,
            *part.of.values(),
            part.term,
            part.contribution,
            points(part.contribution, change.first),
            ratio(part.contribution, change.change),
            part.parts,
            part.value_from,
            part.value_to,
            *named,
        )
    )


def _others(part: Part) -> str | None:
    """Return what a row says that sums parts not named; None of one whose name nobody knows."""
    if any(part.of.values()):
        return None
    return "told by no part" if part.term == UNALLOCATED else f"all others ({part.parts})"


def unallocated(change: Change, split: Sequence[str]) -> Part:
    """Return the part of a change that no part tells."""
    return Part(change.step, dict.fromkeys(split), UNALLOCATED, change.unallocated, 1)


def total_table(changes: Sequence[Change], measure: str, currency: str) -> Table:
    """Return the table of what is explained: the figure at both ends, and its change."""
    money = [Column(n, "number", currency) for n in ("value_from", "value_to", "change")]
    shown = (
        Column("period_from"),
        Column("period_to"),
        Column("measure"),
        *money,
        Column("growth", "number", "ratio"),
    )
    rows = tuple(
        plain(
            (
                one.step.first,
                one.step.last,
                measure,
                one.first,
                one.last,
                one.change,
                None if measure == "balance" else ratio(one.change, one.first),
            )
        )
        for one in changes
    )
    return Table("total", shown, rows)


def points(part: Decimal | None, first: Decimal | None) -> Value:
    """Return a contribution in percentage points of a figure's size; None where that is nil."""
    return None if part is None or not first else float(100 * part / abs(first))


def ratio(part: Decimal | None, whole: Decimal | None) -> Value:
    """Return the quotient of two figures; None where the second is missing or nil."""
    return None if part is None or not whole else float(part / whole)
