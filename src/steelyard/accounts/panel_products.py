"""Which rows of a table a class counts, and under which code of the level that is told apart."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.ledger import Ledger, listed
from steelyard.accounts.panel_asked import PanelAsked
from steelyard.accounts.panel_tables import PanelTable
from steelyard.accounts.spread_keys import KEY, keyed, map_of
from steelyard.accounts.spreading import spreads
from steelyard.classes.ways import Converted
from steelyard.nomenclature.weights import WHOLE

Frame = nw.LazyFrame[Any]
AMOUNTS = ("value", "quantity", "net_weight")
PART = nw.lit(Decimal(1) / WHOLE)
"""What sums of a converted class are multiplied by: rows are taken in whole parts."""


def of_class(
    ledger: Ledger, table: PanelTable, every: Frame, years: list[int]
) -> tuple[Frame, str]:
    """Return the rows that the class counts, and the condition that selects them, as SQL.

    Of a converted class ``AMOUNTS`` are in parts of ``WHOLE``.
    """
    way, column = table.way, nw.col("product")
    if isinstance(way, Converted):
        return _converted(ledger, table, every)
    if way.listed:
        return _listed(ledger, table, every, years)
    if table.whole:
        return every, f"level = '{table.level}'"
    if not way.digits or {len(code) for code in way.codes} == {table.level}:
        return every.filter(column.is_in(way.codes)), f"product IN ({listed(way.codes)})"
    begins = [
        column.str.slice(0, digits).is_in([code for code in way.codes if len(code) == digits])
        for digits in sorted({len(code) for code in way.codes})
    ]
    words = " OR ".join(f"product LIKE '{code}%'" for code in way.codes)
    return every.filter(nw.any_horizontal(*begins, ignore_nulls=True)), f"({words})"


def as_asked(rows: Frame, asked: PanelAsked) -> Frame:
    """Return rows with the codes of the level asked: one code, empty, where products are summed."""
    if asked.summed:
        return rows.with_columns(nw.lit("").alias("product"))
    if asked.level is None:
        return rows
    return rows.with_columns(nw.col("product").str.slice(0, asked.level.digits))


def _listed(ledger: Ledger, table: PanelTable, every: Frame, years: list[int]) -> tuple[Frame, str]:
    flow = table.of["flow"]
    lines = table.way.lines(flow, years)
    members = ledger.table(
        {
            "product": pa.array([line.code for line in lines], pa.string()),
            "year": pa.array([str(line.first) for line in lines], pa.string()),
        }
    ).unique()
    words = f"product IN (list {table.way.list_name} for {flow} of {', '.join(map(str, years))})"
    return every.join(members, on=["product", "year"], how="inner"), words


def _converted(ledger: Ledger, table: PanelTable, every: Frame) -> tuple[Frame, str]:
    found = spreads(ledger, table.choice, every, grouped=False)
    parts = map_of(ledger, found).filter(nw.col("parts") > 0).select("source", "parts")
    rows = keyed(ledger, every, found).join(parts, left_on=KEY, right_on="source", how="inner")
    shared = rows.with_columns(nw.col(*AMOUNTS) * nw.col("parts"))
    return shared, f"product IN ({table.way} in {found}: {found.told})"
