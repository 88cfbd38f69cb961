"""Whether a sum of product codes is whole, in releases that need not hold every code.

A release collected in pieces holds what somebody asked its publisher for: one subheading of a
chapter looks like the chapter. A sum of codes is whole only if the release itself proves it.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from steelyard.accounts.choice import Choice
from steelyard.accounts.ledger import Ledger, of_series
from steelyard.measures.totals import total
from steelyard.store.series import series_columns
from steelyard.terms.flow import ObsStatus
from steelyard.terms.product import TOTAL_NOMENCLATURE
from steelyard.terms.tables import DETAILS

Frame = nw.LazyFrame[Any]
HELD = "held"
"""Column of the sum of what is held, where nothing proves that it is all."""

_CELL = ("partner", "period")
_COLUMNS = ("partner", "source", "group", "value", "status", HELD)
_RELATIVE = 1e-6


def proved(ledger: Ledger, choice: Choice, facts: Frame, rows: Frame, every: Frame) -> Frame:
    """Return sums of codes with those that nothing proves whole moved from ``value`` to ``held``.

    A sum of a partner and period is proved if every code of its level together makes the total of
    all goods, or if the codes below each code asked make the row of that code, both stated by the
    same release for a series otherwise alike: within a millionth, or one unit a code for what
    rounding loses. Else its value is missing with the status ``selection``.

    Args:
        ledger: reads the store.
        choice: the series that is summed.
        facts: ``partner, source, group, value, status``, sums of ``rows``.
        rows: rows of the products asked, of one edition a partner and period.
        every: rows of all products at the same level.
    """
    if not choice.unproved:
        return facts
    whole = _of_level(ledger, choice, rows, every)
    told = facts.join(whole.rename({"period": "source"}), on=["partner", "source"], how="left")
    sure = ~nw.col("of_level").is_null()
    if choice.way.codes and not choice.way.listed:
        codes = _of_codes(ledger, choice, rows).rename({"period": "source"})
        told = told.join(codes, on=["partner", "source"], how="left")
        sure = sure | (nw.col("of_codes").fill_null(0) >= len(choice.way.codes))
    bounds = [name for name in ("low", "high") if name in facts.collect_schema().names()]
    return _moved(told.with_columns(sure.alias("sure"))).select(*_COLUMNS, *bounds)


def with_held(cells: Frame) -> Frame:
    """Return cells with the sums of what is held as their values."""
    if HELD not in cells.collect_schema().names():
        return cells
    return cells.with_columns(nw.coalesce(nw.col("value"), nw.col(HELD)).alias("value"))


def _moved(told: Frame) -> Frame:
    sure, value = nw.col("sure"), nw.col("value")
    some = ~sure & ~value.is_null()
    selected = nw.when(some).then(nw.lit(str(ObsStatus.SELECTION)))
    return told.with_columns(
        nw.when(sure).then(value).alias("value"),
        nw.when(~sure).then(value).alias(HELD),
        selected.otherwise(nw.col("status")).alias("status"),
    )


def _of_level(ledger: Ledger, choice: Choice, rows: Frame, every: Frame) -> Frame:
    """Return ``partner, period, of_level`` where every code of the level makes all goods."""
    edition = nw.col("edition").fill_null("").alias("used")
    used = rows.with_columns(edition).group_by(*_CELL).agg(nw.col("used").max())
    level = every.with_columns(edition).join(used, on=[*_CELL, "used"], how="inner")
    summed = level.group_by(*_CELL).agg(_sum(), nw.len().alias("codes"))
    goods = _stated(ledger, choice, nw.col("nomenclature") == TOTAL_NOMENCLATURE)
    near = _near(summed.join(goods, on=list(_CELL), how="inner"))
    return near.group_by(*_CELL).agg(nw.len().alias("of_level"))


def _of_codes(ledger: Ledger, choice: Choice, rows: Frame) -> Frame:
    """Return ``partner, period, of_codes``: how many of the codes asked their rows prove whole."""
    codes = choice.way.codes
    coded = rows.with_columns(_asked(codes).alias("code"))
    summed = coded.group_by(*_CELL, "code").agg(_sum(), nw.len().alias("codes"))
    same = nw.col("nomenclature") == choice.said("nomenclature")
    stated = _stated(ledger, choice, same & nw.col("product").is_in(codes))
    both = summed.join(stated.rename({"product": "code"}), on=[*_CELL, "code"], how="inner")
    return _near(both).group_by(*_CELL).agg(nw.col("code").n_unique().alias("of_codes"))


def _asked(codes: tuple[str, ...]) -> nw.Expr:
    """Return, of each row, the code asked with which its product begins."""
    found = []
    for digits in sorted({len(code) for code in codes}):
        begins = nw.col("product").str.slice(0, digits)
        these = [code for code in codes if len(code) == digits]
        found.append(nw.when(begins.is_in(these)).then(begins))
    return nw.coalesce(*found)


def _stated(ledger: Ledger, choice: Choice, mine: nw.Expr) -> Frame:
    """Return ``partner, period, product, stated`` of whole flows alike but for their product."""
    conditions, _ = of_series(choice.held, choice.series.of)
    named = zip(series_columns(choice.held.release.kind), conditions, strict=True)
    same = [one for name, one in named if name not in {"nomenclature", "level"}]
    whole = [nw.col(name).is_null() for name in DETAILS]
    rows = ledger.store.scan(choice.held).filter(mine, *same, *whole)
    each = rows.group_by(*_CELL, "product", "edition").agg(total("value").alias("stated"))
    return each.select(*_CELL, "product", "stated")


def _sum() -> nw.Expr:
    return nw.col("value").sum().alias("sum")


def _near(both: Frame) -> Frame:
    """Keep the rows whose ``sum`` of ``codes`` codes is what is ``stated``, but for rounding."""
    summed, stated = nw.col("sum").cast(nw.Float64), nw.col("stated").cast(nw.Float64)
    off = (summed - stated).abs()
    return both.filter((off <= stated.abs() * _RELATIVE) | (off <= nw.col("codes")))
