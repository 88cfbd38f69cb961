"""Revealed comparative advantage: in which products a country trades more than others do."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from steelyard.measures.balance import ratio
from steelyard.measures.structure import with_share, with_total

Frame = nw.LazyFrame[Any]
_OUT = ("country", "product", "index")


def balassa(exports: Frame) -> Frame:
    """Return the share of a product in a country's exports over its share in all exports.

    Equation: ``B_cp = (x_cp / x_c) / (x_p / x)``; sums run over the rows of the panel.

    Keys: in ``country, product, value``, one row each; out ``country, product, index``.

    Units: ratio, 1 where the country is like the panel. Missing and zero: a missing value leaves
    the sums that it belongs to missing; nil exports give 0; where a country or a product has no
    exports at all there is no share, and the index is missing.

    Source: Balassa (1965), Trade Liberalisation and "Revealed" Comparative Advantage, The
    Manchester School 33(2), pp. 99-123.
    """
    told = _shares(exports)
    return told.with_columns(ratio("share", "usual").alias("index")).select(*_OUT)


def symmetric(exports: Frame) -> Frame:
    """Return Balassa's index put between -1 and 1.

    Equation: ``S = (B - 1) / (B + 1)``.

    Keys: in ``country, product, value``; out ``country, product, index``.

    Units: ratio, 0 where the country is like the panel. Missing and zero: as ``balassa``; nil
    exports give -1.

    Source: Dalum, Laursen and Villumsen (1998), Structural Change in OECD Export Specialisation
    Patterns, International Review of Applied Economics 12(3), pp. 423-443; Laursen (2015),
    Eurasian Business Review 5(1), pp. 99-115.
    """
    index = nw.col("index")
    return balassa(exports).with_columns(((index - 1) / (index + 1)).alias("index"))


def additive(exports: Frame) -> Frame:
    """Return how far the share of a product in a country's exports is from that in all exports.

    Equation: ``A_cp = x_cp / x_c - x_p / x``. Over the products of a country it adds up to 0.

    Keys: in ``country, product, value``; out ``country, product, index``.

    Units: ratio. Missing and zero: as ``balassa``; a product that nobody exports has 0.

    Source: Hoen and Oosterhaven (2006), On the Measurement of Comparative Advantage, The Annals
    of Regional Science 40(3), pp. 677-691; the reference is every country of the panel.
    """
    gap = (nw.col("share") - nw.col("usual")).alias("index")
    return _shares(exports).with_columns(gap).select(*_OUT)


def lafay(trade: Frame) -> Frame:
    """Return what a product adds to the balance beyond its part in the trade of the country.

    Equation: ``L_cp = 100 (b_cp - b_c) t_cp / t_c``, with ``b = (x - m) / (x + m)`` of the product
    and of all products, and ``t = x + m``. Over the products of a country it adds up to 0.

    Keys: in ``country, product, exports, imports``, one row each; out ``country, product, index``.

    Units: per cent of the country's trade. Missing and zero: missing where exports or imports of
    any product of the country are missing, or it has no trade; a product without trade has 0.

    Source: Lafay (1992), The Measurement of Revealed Comparative Advantages, in Dagenais and Muet
    (eds.), International Trade Modelling, Chapman & Hall, pp. 209-234; without the weight of
    the gross domestic product.
    """
    exports, imports = nw.col("exports"), nw.col("imports")
    told = trade.with_columns((exports - imports).alias("net"), (exports + imports).alias("both"))
    for name in ("net", "both"):
        told = with_total(told, name, f"all_{name}", "country")
    told = told.with_columns(
        ratio("net", "all_both").alias("net_part"),
        ratio("both", "all_both").alias("weight"),
        ratio("all_net", "all_both").alias("whole"),
    )
    index = 100 * (nw.col("net_part") - nw.col("whole") * nw.col("weight"))
    return told.with_columns(index.alias("index")).select(*_OUT)


def michaely(trade: Frame) -> Frame:
    """Return the share of a product in exports less its share in imports.

    Equation: ``M_cp = x_cp / x_c - m_cp / m_c``, from -1 to 1.

    Keys: in ``country, product, exports, imports``, one row each; out ``country, product, index``.

    Units: ratio. Missing and zero: missing where a value of the country is, or it has no exports
    or no imports at all.

    Source: Michaely (1962), Concentration in International Trade, North-Holland, as written by
    Laursen (2015), Eurasian Business Review 5(1), pp. 99-115.
    """
    told = with_share(trade, "exports", "of_exports", "country")
    told = with_share(told, "imports", "of_imports", "country")
    gap = (nw.col("of_exports") - nw.col("of_imports")).alias("index")
    return told.with_columns(gap).select(*_OUT)


def _shares(exports: Frame) -> Frame:
    """Add ``share`` in the country's exports and ``usual``, that in the exports of all."""
    told = with_total(exports, "value", "of_country", "country")
    told = with_total(told, "value", "of_product", "product")
    told = with_total(told, "value", "of_all")
    return told.with_columns(
        ratio("value", "of_country").alias("share"), ratio("of_product", "of_all").alias("usual")
    )
