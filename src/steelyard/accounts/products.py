"""Reading a column product by product: cells that add up to the cells of the column itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals as nw

from steelyard.accounts.calendar import Cell
from steelyard.accounts.choice import Choice
from steelyard.accounts.chosen import Chosen, chosen
from steelyard.accounts.flows import counting
from steelyard.accounts.ledger import Ledger, Used
from steelyard.accounts.spread_keys import KEY
from steelyard.measures.totals import total
from steelyard.nomenclature.weights import WHOLE
from steelyard.terms.tables import FLOWS

Frame = nw.LazyFrame[Any]
AMOUNTS = ("quantity", "weight")
_WITH_QUANTITIES = (
    *FLOWS.key,
    "value",
    "status",
    "quantity",
    "quantity_unit",
    "net_weight",
)
_TOLD = ("edition", "unit", "measured", "stated_value")
_CELL = ("partner", "source", "group")


def read_products(
    ledger: Ledger,
    choice: Choice,
    needed: tuple[Cell, ...],
    cells: Frame,
    *,
    grouped: bool,
    quantities: bool = False,
) -> Frame:
    """Return the cells of a column product by product.

    Columns: ``period, role, partner, source, group, product, edition, value, quantity, unit,
    weight, measured, stated_value``: what of the value is stated, and what of that has a quantity
    or a weight beside it. They add up to the cells of the column: where one of those is known, a
    product without a row in it is nil, for the sum holds nothing of it; where it is missing, so is
    a product without a row.

    Args:
        ledger: reads the store.
        choice: the series of the column.
        needed: the cells that are needed.
        cells: the cells of the column, as ``read_flows`` or ``read_partners`` has them; rows of
            other partners are left out.
        grouped: whether groups of the class are told apart.
        quantities: whether figures rest on quantities too, which are then evidence.
    """
    found = chosen(ledger, choice, needed, grouped=grouped)
    if quantities:
        mine = found.rows.join(cells.select("partner").unique(), on="partner", how="semi")
        ledger.record(choice.held, Used(mine, found.condition, {}), _WITH_QUANTITIES, "quantities")
    facts = ledger.read(_facts(found, choice, cells))
    who = facts.select("partner", "group", "product").unique()
    grid = _grouped(cells).join(who, on=["partner", "group"], how="inner")
    told = grid.join(facts, on=[*_CELL, "product"], how="left")
    none = nw.lit(0).cast(nw.Decimal(38, 6))
    nil = nw.col("stated").is_null() & ~nw.col("value").is_null()
    filled = {"value": "own", "quantity": "quantity", "weight": "weight"}
    amounts = [
        nw.when(nil).then(none).otherwise(nw.col(own)).alias(name) for name, own in filled.items()
    ]
    return told.select("period", "role", *_CELL, "product", *_TOLD, *amounts)


def _grouped(cells: Frame) -> Frame:
    """Return cells with the role and group that those of every partner do not state."""
    names = cells.collect_schema().names()
    usual = {"role": nw.lit("now"), "group": nw.lit("")}
    lacking = [text.alias(name) for name, text in usual.items() if name not in names]
    told = cells.with_columns(*lacking) if lacking else cells
    return told.select("period", "role", *_CELL, "value")


def _facts(found: Chosen, choice: Choice, cells: Frame) -> Frame:
    """Return what is stated of each product: ``own`` value, quantities, and ``stated`` rows."""
    mine = cells.select("partner").unique()
    each = counting(found.rows, choice).join(mine, on="partner", how="inner")
    each = each.with_columns(nw.col("value").alias("own"), nw.col("net_weight").alias("weight"))
    if found.map is not None:
        each = _shared(each, found.map)
    stated = (nw.col("quantity") > 0) | (nw.col("weight") > 0)
    each = each.with_columns(nw.when(stated).then(nw.col("own")).alias("measured"))
    summed = each.group_by("partner", "period", "group", "product").agg(
        total("own").alias("own"),
        *(total(name).alias(name) for name in AMOUNTS),
        nw.col("quantity_unit").min().alias("unit"),
        nw.col("quantity_unit").max().alias("other"),
        nw.col("edition").max().alias("edition"),
        nw.col("measured").sum().alias("measured"),
        nw.col("own").sum().alias("stated_value"),
        nw.len().alias("stated"),
    )
    if found.map is not None:
        part = nw.lit(Decimal(1) / WHOLE)
        summed = summed.with_columns(nw.col("own", "measured", "stated_value", *AMOUNTS) * part)
    return _one_unit(summed).rename({"period": "source"})


def _one_unit(summed: Frame) -> Frame:
    """Return sums with the quantity only where every row states it in one unit."""
    one = nw.col("unit") == nw.col("other")
    told = summed.with_columns(
        nw.when(one).then(nw.col("unit")).alias("unit"),
        nw.when(one).then(nw.col("quantity")).alias("quantity"),
    )
    return told.drop("other")


def _shared(each: Frame, map_: Frame) -> Frame:
    """Return the rows of a converted class, in parts of each that are of the class.

    In whole parts, so that a sum does not depend on the order of rows.
    """
    parts = map_.filter(nw.col("parts") > 0).select("source", "group", "parts")
    rows = each.drop("group") if "group" in each.collect_schema().names() else each
    joined = rows.join(parts, left_on=KEY, right_on="source", how="inner")
    return joined.with_columns(nw.col("own", *AMOUNTS) * nw.col("parts"))
