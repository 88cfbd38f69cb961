"""Nil trade: what a publisher means that leaves out products without trade."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from steelyard.accounts.choice import Choice
from steelyard.accounts.chosen import Chosen
from steelyard.accounts.spreading import BOUNDS

Frame = nw.LazyFrame[Any]
_PLACE = ["partner", "source"]


def with_nil(cells: Frame, found: Chosen, choice: Choice) -> Frame:
    """Fill in nil trade where the publisher leaves out products without trade.

    Only in years in which the release states the products asked for some partner: a code that an
    edition of the nomenclature does not have is no product without trade.
    """
    if choice.held.release.absent != "nil" or not choice.way.digits:
        return cells
    year = nw.col("period").str.slice(0, 4).alias("year")
    stated = found.every.filter(~nw.col("value").is_null())
    told = stated.group_by("partner", "period").agg(nw.len().alias("told"))
    anyone = found.rows if found.anyone is None else found.anyone
    named = anyone.with_columns(year).group_by("year").agg(nw.len().alias("named"))
    dated = cells.with_columns(nw.col("source").str.slice(0, 4).alias("year"))
    both = dated.join(told.rename({"period": "source"}), on=_PLACE, how="left")
    both = both.join(named, on="year", how="left")
    lacking = nw.col("value").is_null() & nw.col("status").is_null()
    nil = lacking & ~nw.col("told").is_null() & ~nw.col("named").is_null()
    bounds = [name for name in BOUNDS if name in cells.collect_schema().names()]
    filled = [_nil_where(nil & nw.col(name).is_null(), name) for name in ("value", *bounds)]
    return both.with_columns(*filled).drop("told", "named", "year")


def _nil_where(nil: nw.Expr, column: str) -> nw.Expr:
    zero = nw.lit(0).cast(nw.Decimal(38, 6))
    return nw.when(nil).then(zero).otherwise(nw.col(column)).alias(column)
