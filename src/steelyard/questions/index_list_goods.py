"""Indices of products: advantage, and trade in both directions."""

from __future__ import annotations

from steelyard.questions import index_advantage as gained
from steelyard.questions import index_trade as trade
from steelyard.questions.index_entry import COUNTRY, PAIR, Index

_ADVANTAGE = "Balassa (1965), The Manchester School 33(2), pp. 99-123"
_LAURSEN = "Laursen (2015), Eurasian Business Review 5(1), pp. 99-115"
_GRUBEL = "Grubel and Lloyd (1975), Intra-Industry Trade, ch. 2, pp. 20-22"
_KINDS = "Fontagne and Freudenberg (1997), CEPII working paper 97-01"

OF_ADVANTAGE = (
    Index("balassa", "ratio", "(x_cp / x_c) / (x_p / x)", _ADVANTAGE, gained.balassa),
    Index(
        "symmetric",
        "ratio",
        "(B - 1) / (B + 1), B the index of Balassa",
        f"Dalum, Laursen and Villumsen (1998); {_LAURSEN}",
        gained.symmetric,
    ),
    Index(
        "additive",
        "ratio",
        "x_cp / x_c - x_p / x",
        "Hoen and Oosterhaven (2006), The Annals of Regional Science 40(3), pp. 677-691",
        gained.additive,
    ),
    Index(
        "lafay",
        "per cent",
        "100 (b_cp - b_c) t_cp / t_c, b = (x - m) / (x + m), t = x + m",
        "Lafay (1992), in Dagenais and Muet (eds.), International Trade Modelling, pp. 209-234",
        gained.lafay,
        takes=COUNTRY,
    ),
    Index(
        "michaely",
        "ratio",
        "x_cp / x_c - m_cp / m_c",
        f"Michaely (1962), Concentration in International Trade; {_LAURSEN}",
        gained.michaely,
        takes=COUNTRY,
    ),
)
OF_OVERLAP = (
    Index(
        "grubel-lloyd",
        "ratio",
        "1 - |x_p - m_p| / (x_p + m_p); of all: sum(x + m - |x - m|) / sum(x + m)",
        _GRUBEL,
        trade.grubel_lloyd,
        COUNTRY,
        PAIR,
    ),
    Index(
        "marginal-intra-industry",
        "ratio",
        "1 - |dx - dm| / (|dx| + |dm|), d the last year less the first; of all: weighted by "
        "|dx| + |dm|",
        "Bruelhart (1994), Weltwirtschaftliches Archiv 130(3), pp. 600-613, index A",
        trade.of_change,
        COUNTRY,
        PAIR,
    ),
    Index(
        "unit-value-ratio",
        "ratio",
        "(x_p / q_p of exports) / (m_p / q_p of imports)",
        _KINDS,
        trade.priced,
        COUNTRY,
        PAIR,
    ),
    Index(
        "intra-industry-kinds",
        "share of trade",
        "one-way: min(x, m) <= 10 % of max(x, m); else horizontal: 1/1.15 <= u <= 1.15, u the "
        "ratio of unit values, vertical-high above, vertical-low below; two-way: u is not known",
        _KINDS,
        trade.kinds,
        COUNTRY,
        PAIR,
    ),
)
