"""The cells of a column that have no value."""

from __future__ import annotations

import narwhals as nw

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import NOW
from steelyard.accounts.gaps import MissingCell


def missing_cells(account: Account, column: str) -> list[MissingCell]:
    """Return the cells of a column that have no value, or one that nothing proves whole."""
    found, engine = account.found.get(column), account.case.ledger.store.engine
    if found is None:
        return []
    lacking = found.filter(nw.col("value").is_null(), nw.col("role") == NOW)
    names = ("period", "partner", "source", "status")
    rows = engine.rows(lacking.select(*names), names[:3])
    return [MissingCell(column, p, who, source, status or "") for p, who, source, status in rows]
