"""Indices of places: concentration on suppliers and products, similarity, orientation."""

from __future__ import annotations

from steelyard.accounts.panel_suppliers import EFFECTIVE
from steelyard.questions import index_suppliers as supplied
from steelyard.questions import index_trade as trade
from steelyard.questions.index_entry import COUNTRY, PAIR, YEAR, Index
from steelyard.questions.index_similar import similar

_HIRSCHMAN = "Hirschman (1964), American Economic Review 54(5), pp. 761-762"

OF_CONCENTRATION = (
    Index(
        "supplier-shares",
        "ratio",
        "m_i / sum(m_j)",
        "definition",
        supplied.supplier_shares,
        COUNTRY,
        COUNTRY,
        YEAR,
    ),
    Index(
        "supplier-herfindahl",
        "ratio",
        "H = sum(s_i^2), s the shares of suppliers in imports",
        _HIRSCHMAN,
        supplied.concentration,
        COUNTRY,
        COUNTRY,
    ),
    Index(
        "supplier-herfindahl-normalised",
        "ratio",
        "(H - 1/n) / (1 - 1/n), n the suppliers above zero",
        _HIRSCHMAN,
        supplied.normalised,
        COUNTRY,
        COUNTRY,
    ),
    Index(
        EFFECTIVE.name,
        "suppliers",
        EFFECTIVE.equation,
        EFFECTIVE.source,
        supplied.effective,
        COUNTRY,
        COUNTRY,
    ),
    Index(
        "product-herfindahl",
        "ratio",
        "H = sum(s_p^2), s the shares of products in exports",
        _HIRSCHMAN,
        trade.of_products("herfindahl"),
        ranked=YEAR,
    ),
    Index(
        "product-herfindahl-normalised",
        "ratio",
        "(H - 1/n) / (1 - 1/n), n the products exported",
        _HIRSCHMAN,
        trade.of_products("normalised"),
        ranked=YEAR,
    ),
    Index(
        "export-similarity",
        "ratio",
        "sum_p min(s_ap, s_bp), s the shares of products in exports",
        "Finger and Kreinin (1979), The Economic Journal 89(356), pp. 905-912",
        similar,
        takes=(*PAIR, "market"),
        ranked=("period", "country"),
    ),
)
OF_ORIENTATION = (
    Index(
        "trade-intensity",
        "ratio",
        "(x_ij / x_i) / (m_j / (m - m_i))",
        "Kojima (1964), Hitotsubashi Journal of Economics 5(1), pp. 16-36, after Brown (1949)",
        trade.intense,
        takes=PAIR,
        ranked=("period", "country"),
    ),
    Index(
        "complementarity",
        "ratio",
        "1 - sum_p |s_ip - t_jp| / 2, s shares in exports of i, t in imports of j",
        "Michaely (1996), World Bank Policy Research Working Paper 1583",
        trade.fitting,
        takes=PAIR,
        ranked=("period", "country"),
    ),
)
