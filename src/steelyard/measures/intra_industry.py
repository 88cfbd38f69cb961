"""Trade in both directions within a product: how much of it, of what kind, and at which prices."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from steelyard.measures.balance import ratio
from steelyard.measures.structure import with_total

Frame = nw.LazyFrame[Any]
OVERLAP = 0.10
"""Smaller over larger flow, up to which trade counts as going one way."""
PRICES = 1.15
"""Ratio of unit values, and its inverse, within which goods count as alike in quality."""


def grubel_lloyd(trade: Frame, *keys: str) -> Frame:
    """Return the part of trade in each product that goes both ways.

    Equation: ``G_p = 1 - |x_p - m_p| / (x_p + m_p)``.

    Keys: in ``keys, product, exports, imports``, one row each; out ``keys, product, index``.

    Units: ratio, 0 for one way to 1 for balanced trade. Missing and zero: missing where either
    flow is, or both are nil.

    Source: Grubel and Lloyd (1975), Intra-Industry Trade, Macmillan, ch. 2, pp. 20-22.
    """
    told = _both_ways(trade).with_columns(ratio("overlap", "trade").alias("index"))
    return told.select(*keys, "product", "index")


def grubel_lloyd_total(trade: Frame, *keys: str) -> Frame:
    """Return the part of all trade that goes both ways within its product.

    Equation: ``G = sum(x_p + m_p - |x_p - m_p|) / sum(x_p + m_p)``: the index of each product,
    weighted by its trade. It is not corrected for the imbalance of the whole.

    Keys: in ``keys, product, exports, imports``; out ``keys, index``, one row each.

    Units: ratio. Missing and zero: missing where one flow of any product is, or there is no trade.

    Source: Grubel and Lloyd (1975), Intra-Industry Trade, Macmillan, ch. 2, pp. 20-22.
    """
    return _weighted(_both_ways(trade), "overlap", "trade", keys)


def marginal(changes: Frame, *keys: str) -> Frame:
    """Return the part of the change of trade in each product that goes the same way in both flows.

    Equation: ``A_p = 1 - |dx_p - dm_p| / (|dx_p| + |dm_p|)``, d the change between two periods.

    Keys: in ``keys, product, exports_from, exports_to, imports_from, imports_to``, one row each;
    out ``keys, product, index``.

    Units: ratio, 0 for a change of one flow or of both against each other to 1 for equal ones.
    Missing and zero: missing where one of the four flows is, or nothing changed.

    Source: Bruelhart (1994), Marginal Intra-Industry Trade, Weltwirtschaftliches Archiv 130(3),
    pp. 600-613, index A.
    """
    told = _moved(changes).with_columns(ratio("matched", "moved").alias("index"))
    return told.select(*keys, "product", "index")


def marginal_total(changes: Frame, *keys: str) -> Frame:
    """Return the part of all changes of trade that goes the same way within its product.

    Equation: ``A = sum(w_p A_p)``, ``w_p = (|dx_p| + |dm_p|) / sum(|dx_p| + |dm_p|)``.

    Keys: in as ``marginal``; out ``keys, index``, one row each.

    Units: ratio. Missing and zero: missing where a flow of any product is, or nothing changed.

    Source: Bruelhart (1994), Marginal Intra-Industry Trade, Weltwirtschaftliches Archiv 130(3),
    pp. 600-613, index A.
    """
    return _weighted(_moved(changes), "matched", "moved", keys)


def unit_value_ratio(trade: Frame) -> Frame:
    """Add the price of what is exported over the price of what is imported, of each product.

    Equation: ``u_p = (x_p / q_p^x) / (m_p / q_p^m)``.

    Keys: in ``exports, imports, exports_quantity, imports_quantity, exports_unit, imports_unit``;
    adds ``unit_value_ratio``.

    Units: ratio. Missing and zero: missing where a value or a quantity is, one of them is nil, or
    the two quantities are in different units.

    Source: Fontagne and Freudenberg (1997), Intra-Industry Trade: Methodological Issues
    Reconsidered, CEPII working paper 97-01.
    """
    priced = trade.with_columns(
        ratio("exports", "exports_quantity").alias("exports_price"),
        ratio("imports", "imports_quantity").alias("imports_price"),
    )
    alike = (nw.col("exports_unit") == nw.col("imports_unit")) & (nw.col("exports_price") != 0)
    told = nw.when(alike).then(ratio("exports_price", "imports_price"))
    return priced.with_columns(told.alias("unit_value_ratio")).drop(
        "exports_price", "imports_price"
    )


def kinds(trade: Frame) -> Frame:
    """Add what kind of trade each product is, by the overlap of its flows and its prices.

    Equation: ``one-way`` where ``min(x, m) / max(x, m) <= 10 %``; else, u the ratio of unit values,
    ``horizontal`` where ``1 / 1.15 <= u <= 1.15``, ``vertical-high`` above, ``vertical-low`` below.

    Keys: in as ``unit_value_ratio``; adds ``unit_value_ratio, kind``.

    Units: none. Missing and zero: missing where a flow is, or both are nil; ``two-way`` where
    both flows are told and no ratio of prices is.

    Source: Fontagne and Freudenberg (1997), Intra-Industry Trade: Methodological Issues
    Reconsidered, CEPII working paper 97-01: an overlap of ten per cent, prices within 15 per cent.
    """
    exports, imports = (nw.col(name).cast(nw.Float64) for name in ("exports", "imports"))
    smaller, larger = nw.min_horizontal(exports, imports), nw.max_horizontal(exports, imports)
    known, price = ~exports.is_null() & ~imports.is_null() & (larger > 0), nw.col("price")
    kind = (
        nw.when(smaller <= OVERLAP * larger)
        .then(nw.lit("one-way"))
        .otherwise(
            nw.when(price.is_null())
            .then(nw.lit("two-way"))
            .otherwise(
                nw.when(price > PRICES)
                .then(nw.lit("vertical-high"))
                .otherwise(
                    nw.when(price < 1 / PRICES)
                    .then(nw.lit("vertical-low"))
                    .otherwise(nw.lit("horizontal"))
                )
            )
        )
    )
    told = unit_value_ratio(trade).with_columns(nw.col("unit_value_ratio").alias("price"))
    return told.with_columns(nw.when(known).then(kind).alias("kind")).drop("price")


def _both_ways(trade: Frame) -> Frame:
    exports, imports = nw.col("exports"), nw.col("imports")
    both = exports + imports
    overlap = both - (exports - imports).abs()
    return trade.with_columns(both.alias("trade"), overlap.alias("overlap"))


def _moved(changes: Frame) -> Frame:
    exports = nw.col("exports_to") - nw.col("exports_from")
    imports = nw.col("imports_to") - nw.col("imports_from")
    moved = exports.abs() + imports.abs()
    matched = moved - (exports - imports).abs()
    return changes.with_columns(moved.alias("moved"), matched.alias("matched"))


def _weighted(frame: Frame, part: str, whole: str, keys: tuple[str, ...]) -> Frame:
    """Return the sum of one column over that of another, one row for each of the keys."""
    summed = with_total(with_total(frame, part, "part", *keys), whole, "whole", *keys)
    told = summed.with_columns(ratio("part", "whole").alias("index"))
    return told.select(*keys, "index").unique()
