"""To whom a country sells: intensity of trade, and the fit of what one sells and another buys."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from steelyard.measures.balance import ratio
from steelyard.measures.structure import with_share, with_total
from steelyard.measures.totals import total

Frame = nw.LazyFrame[Any]


def trade_intensity(flows: Frame) -> Frame:
    """Return how much more a country sells to a partner than the partner's size would make it.

    Equation: ``I_ij = (x_ij / x_i) / (m_j / (m - m_i))``, x exports, ``m_j = sum_k x_kj`` the
    imports of j and m those of all, both as the exporters state them. A country does not import
    from itself, so its own imports leave the denominator.

    Keys: in ``reporter, partner, value``, one row each; out ``reporter, partner, index``.

    Units: ratio, 1 where the partner takes the part that it has in all imports but the reporter's.
    Missing and zero: missing where a value that a sum needs is, or a sum is zero; no exports to
    the partner give 0.

    Source: Brown (1949), Applied Economics, Allen & Unwin; Kojima (1964), The Pattern of
    International Trade Among Advanced Countries, Hitotsubashi Journal of Economics 5(1), pp. 16-36.
    """
    told = with_total(flows, "value", "sold", "reporter")
    told = with_total(told, "value", "bought", "partner")
    told = with_total(told, "value", "all_bought")
    bought = flows.group_by("partner").agg(total("value").alias("own_bought"))
    own = bought.with_columns(nw.lit(1).alias("buys")).rename({"partner": "reporter"})
    told = told.join(own, on="reporter", how="left")
    none = nw.col("all_bought") - nw.col("all_bought")
    left = nw.when(nw.col("buys").is_null()).then(none).otherwise(nw.col("own_bought"))
    told = told.with_columns((nw.col("all_bought") - left).alias("others_bought"))
    told = told.with_columns(
        ratio("value", "sold").alias("share"), ratio("bought", "others_bought").alias("usual")
    )
    return told.with_columns(ratio("share", "usual").alias("index")).select(
        "reporter", "partner", "index"
    )


def complementarity(exports: Frame, imports: Frame) -> Frame:
    """Return how well what one country sells fits what another buys.

    Equation: ``C_ij = 1 - sum_p |s_ip - t_jp| / 2``, s the shares of products in the exports of i,
    t those in the imports of j.

    Keys: in ``country, product, value`` of exports, and the same of imports, each with a row of
    every product; out ``country, partner, index`` for each exporter and each other importer.

    Units: ratio, 0 for nothing in common to 1 for equal shares. Missing and zero: missing where a
    value of either is missing, or it sells (buys) nothing; a product without a row is none of it.

    Source: Michaely (1996), Trade Preferential Agreements in Latin America: An Ex-Ante Assessment,
    World Bank Policy Research Working Paper 1583.
    """
    sold = with_share(exports, "value", "share", "country").select("country", "product", "share")
    bought = with_share(imports, "value", "their_share", "country")
    theirs = bought.rename({"country": "partner"}).select("partner", "product", "their_share")
    both = sold.join(theirs, on="product", how="inner")
    both = both.filter(nw.col("country") != nw.col("partner"))
    mine, other = nw.col("share"), nw.col("their_share")
    least = nw.when(mine < other).then(mine).otherwise(other)
    known = nw.when(~mine.is_null() & ~other.is_null()).then(least)
    # Both kinds of share add up to 1, so that 1 - sum|s - t| / 2 is the sum of the smaller ones.
    summed = both.with_columns(known.alias("common")).group_by("country", "partner")
    return summed.agg(total("common").alias("index"))
