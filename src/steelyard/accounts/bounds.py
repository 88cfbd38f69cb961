"""Between which bounds the figures of a converted class lie, as columns of the main table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals as nw

from steelyard.accounts.account import Account
from steelyard.accounts.cells import KEYS, spine
from steelyard.accounts.sides import COLUMNS
from steelyard.accounts.spreading import BOUNDS
from steelyard.terms.answer import Column

Key = tuple[str, str]
Number = Decimal | float | None
_OTHER = dict(zip(BOUNDS, reversed(BOUNDS), strict=True))


def bound_columns(account: Account, whose: str = "") -> tuple[Column, ...]:
    """Return the columns of bounds; none where nothing is converted.

    Args:
        account: the account.
        whose: stands before the name of each, ``partner_`` for the other side's.
    """
    names = [f"{whose}{figure}_{bound}" for figure in (*COLUMNS, "balance") for bound in BOUNDS]
    unit = account.case.definition.currency
    return tuple(Column(name, "number", unit) for name in names) if account.converted else ()


def bounds_of(account: Account) -> dict[Key, tuple[Number, ...]]:
    """Return the bounds of exports, imports and the balance, by period and group.

    Equation: ``low(X - M) = low(X) - high(M)``, ``high(X - M) = high(X) - low(M)``.

    Missing: where the figure is, or the value of a code that may belong to the class.
    """
    if not account.converted:
        return {}
    rows = account.case.ledger.rows(_frame(account), KEYS)
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def _frame(account: Account) -> nw.LazyFrame[Any]:
    frame, partial = spine(account.case), account.case.question.partial
    for column in COLUMNS:
        for bound in BOUNDS:
            told = account.bounds(column, bound, partial=partial)
            named = told.rename({"value": f"{column}_{bound}"})
            frame = frame.join(named, on=list(KEYS), how="left")
    balance = [
        (nw.col(f"exports_{bound}") - nw.col(f"imports_{_OTHER[bound]}")).alias(f"balance_{bound}")
        for bound in BOUNDS
    ]
    names = [f"{figure}_{bound}" for figure in (*COLUMNS, "balance") for bound in BOUNDS]
    return frame.with_columns(*balance).select(*KEYS, *names)
