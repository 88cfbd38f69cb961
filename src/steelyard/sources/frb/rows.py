"""Rows of our table of rates, from the figures of the Board."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from steelyard.sources.contract import arrow_schema
from steelyard.sources.frb.read import Quote
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import RATES

if TYPE_CHECKING:
    from collections.abc import Sequence

DOLLAR = "USD"
Row = dict[str, object]


def pair(code: str, way: Quote) -> Row:
    """Return base and quote currency of a rate written that way."""
    base, quote = (code, DOLLAR) if way is Quote.DOLLARS_PER_UNIT else (DOLLAR, code)
    return {"base": base, "quote": quote}


def figure(rate: float | None, status: ObsStatus = ObsStatus.NORMAL) -> Row:
    """Return a rate with its status; an empty cell is a rate that was not reported."""
    return {"rate": rate, "status": str(ObsStatus.NOT_REPORTED if rate is None else status)}


def table_of(rows: Sequence[Row]) -> pa.Table:
    """Return the rows as our table, sorted by the natural key."""
    table = pa.Table.from_pylist(list(rows), schema=arrow_schema(RATES))
    return table.sort_by([(name, "ascending") for name in RATES.key])
