"""Rows of our table of rates, and the account of what was left out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pyarrow as pa

from steelyard.sources.contract import Rejected, arrow_schema
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


def counted(out: Sequence[tuple[str, str]]) -> tuple[Rejected, ...]:
    """Return what was left out, a reason at a time; given are pairs of reason and example."""
    groups = [list(group) for _, group in groupby(sorted(out), key=lambda found: found[0])]
    return tuple(Rejected(group[0][0], len(group), group[0][1]) for group in groups)
