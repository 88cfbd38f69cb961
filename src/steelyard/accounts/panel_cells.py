"""The cells of a panel: sums of rows by product, nil trade filled in, what is no product apart."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from steelyard.accounts.ledger import Ledger
from steelyard.accounts.panel_asked import PanelAsked, Told
from steelyard.accounts.panel_countries import Countries
from steelyard.accounts.panel_products import PART
from steelyard.accounts.panel_tables import PanelTable
from steelyard.classes.ways import Converted
from steelyard.measures.totals import total

Frame = nw.LazyFrame[Any]
PLACE = ["year", "country"]


def summed(rows: Frame, asked: PanelAsked, table: PanelTable) -> Frame:
    """Return the value of each product, missing where a part of it is."""
    pair = ["partner"] if asked.told is Told.BY_PAIR else []
    amounts = _amounts() if asked.quantities else []
    summed = rows.group_by(*PLACE, *pair, "product").agg(total("value").alias("value"), *amounts)
    summed = _one_unit(summed) if asked.quantities else summed
    if not isinstance(table.way, Converted):
        return summed
    names = ("value", "quantity", "weight") if asked.quantities else ("value",)
    return summed.with_columns(nw.col(*names) * PART)


def _amounts() -> list[nw.Expr]:
    return [
        total("quantity").alias("quantity"),
        total("net_weight").alias("weight"),
        nw.col("quantity_unit").min().alias("unit"),
        nw.col("quantity_unit").max().alias("other"),
    ]


def _one_unit(summed: Frame) -> Frame:
    """Keep quantities that are all in one unit."""
    alike = nw.col("unit") == nw.col("other")
    kept = [nw.when(alike).then(nw.col(name)).alias(name) for name in ("quantity", "unit")]
    return summed.with_columns(*kept).drop("other")


def no_product() -> nw.Expr:
    """Tell whether a code is all nines: confidential or low-value trade."""
    code = nw.col("product")
    return (code.str.replace_all("9", "") == "") & (code != "")


def residual(ledger: Ledger, frame: Frame, also: tuple[str, ...]) -> dict[str, float]:
    """Return the value of the countries under codes that are no product, by year."""
    some = frame.filter(no_product() & ~nw.col("country").is_in(also))
    summed = some.group_by("year").agg(nw.col("value").sum().alias("value"))
    return {year: float(value) for year, value in ledger.rows(summed, ["year"]) if value}


def negative(ledger: Ledger, frame: Frame) -> tuple[tuple[str, str, str], ...]:
    """Return year, country and product of the values below nil, sorted."""
    names = ["period", "country", "product"]
    return tuple(ledger.rows(frame.filter(nw.col("value") < 0).select(*names).unique(), names))


def absent(ledger: Ledger, frame: Frame, made: Countries) -> int:
    """Return how many products of a country have no row where another country has one."""
    cells = frame.select("period", "country", "product").unique()
    counts = cells.group_by("period").agg(
        nw.col("product").n_unique().alias("products"), nw.len().alias("rows")
    )
    found = ledger.rows(counts, ["period"])
    return sum(len(made.counted[year]) * products - rows for year, products, rows in found)


def filled(frame: Frame, places: Frame) -> Frame:
    """Return a row of every country and product of a year, nil where the table has none."""
    known = frame.select("year", "product").unique()
    grid = places.join(known, on="year", how="inner")
    both = grid.join(frame, on=[*PLACE, "product"], how="left")
    zero = nw.lit(0).cast(nw.Decimal(38, 6))
    value = nw.when(nw.col("value").is_null()).then(zero).otherwise(nw.col("value"))
    return both.with_columns(value.alias("value"))
