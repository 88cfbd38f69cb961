"""How concentrated trade is on a few suppliers or products, and how alike two countries sell."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from steelyard.measures.balance import ratio
from steelyard.measures.structure import with_share
from steelyard.measures.totals import total

Frame = nw.LazyFrame[Any]


def shares(parts: Frame, *keys: str) -> Frame:
    """Add the share of each supplier (or product) in its total, and its rank by that share.

    Equation: ``s_i = v_i / sum(v_j)``; ``r_i = 1 + #{j : s_j > s_i}``.

    Keys: in ``keys, value``, one row a supplier or product; adds ``share, rank``. The total is
    that of the column ``whole`` where the frame has one, such as the publisher's row of the world.

    Units: ratio. Missing and zero: missing where a value that the total needs is, or it is zero.

    Source: the definition.
    """
    if "whole" in parts.collect_schema().names():
        told = parts.with_columns(ratio("value", "whole").alias("share"))
    else:
        told = with_share(parts, "value", "share", *keys)
    some = told.with_columns(nw.lit(0).alias("all_rows"))
    rank = nw.col("share").rank("min", descending=True).over("all_rows", *keys)
    known = ~nw.col("share").is_null()
    return some.with_columns(nw.when(known).then(rank).alias("rank")).drop("all_rows")


def herfindahl(parts: Frame, *keys: str) -> Frame:
    """Return the concentration of a total on its parts.

    Equation: ``H = sum(s_i^2)``; ``H* = (H - 1/n) / (1 - 1/n)``, n the parts above zero; ``1 / H``
    is the number of equal parts that would be as concentrated.

    Keys: in ``keys, value`` and perhaps ``whole``, one row a part; out ``keys, herfindahl,
    normalised, effective, parts``, one row each.

    Units: ratios, and a number of parts. Missing and zero: missing where a value is, or the total
    is zero; ``H*`` of one part alone is missing. With a ``whole`` above the sum of the parts, the
    rest counts as many small parts, so that ``H`` is the lowest that it can be.

    Source: Hirschman (1964), The Paternity of an Index, American Economic Review 54(5),
    pp. 761-762; the number of equal parts: Adelman (1969), Comment on the "H" Concentration
    Measure as a Numbers-Equivalent, The Review of Economics and Statistics 51(1), pp. 99-101.
    """
    square = nw.col("share") * nw.col("share")
    counts = (nw.col("value") > 0).cast(nw.Int64)
    told = shares(parts, *keys).with_columns(
        square.alias("square"), counts.alias("counts"), nw.lit(0).alias("all_rows")
    )
    summed = told.group_by("all_rows", *keys).agg(
        total("square").alias("herfindahl"), total("counts").alias("parts")
    )
    level, one = nw.col("herfindahl"), 1 / nw.col("parts").cast(nw.Float64)
    several = nw.when(nw.col("parts") > 1)
    return summed.with_columns(
        several.then((level - one) / (1 - one)).alias("normalised"),
        nw.when(level > 0).then(1 / level).alias("effective"),
    ).select(*keys, "herfindahl", "normalised", "effective", "parts")


def export_similarity(exports: Frame) -> Frame:
    """Return how alike the exports of each two countries of a panel are.

    Equation: ``S_ab = sum_p min(s_ap, s_bp)``, s the share of product p in a country's exports.

    Keys: in ``country, product, value``, each country with a row of every product; out ``country,
    partner, index``, one row for each ordered pair of different countries.

    Units: ratio, 0 for no product in common to 1 for equal shares. Missing and zero: missing where
    a value of either country is missing or it has no exports; a product without a row is none of
    the country's exports.

    Source: Finger and Kreinin (1979), A Measure of "Export Similarity" and Its Possible Uses, The
    Economic Journal 89(356), pp. 905-912.
    """
    told = with_share(exports, "value", "share", "country")
    own = told.select("country", "product", "share")
    other = own.rename({"country": "partner", "share": "their_share"})
    both = own.join(other, on="product", how="inner").filter(nw.col("country") != nw.col("partner"))
    mine, theirs = nw.col("share"), nw.col("their_share")
    least = nw.when(mine < theirs).then(mine).otherwise(theirs)
    unknown = nw.when(~mine.is_null() & ~theirs.is_null()).then(least)
    summed = both.with_columns(unknown.alias("common")).group_by("country", "partner")
    return summed.agg(total("common").alias("index"))
