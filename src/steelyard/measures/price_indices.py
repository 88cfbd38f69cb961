"""Indices of price and volume over the pairs whose unit values can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import narwhals as nw

from steelyard.measures.by_keys import by_keys, double, ratio_of
from steelyard.measures.price_pairs import SPLIT

Frame = nw.LazyFrame[Any]
Of = Literal["price", "volume"]

_OTHER: dict[Of, Of] = {"price": "volume", "volume": "price"}


def indices(kinded: Frame, keys: Sequence[str] = ()) -> Frame:
    """Return indices of price and of volume, with the number of pairs and their coverage beside.

    Equation: that of each index, in its function; ``value_ratio = sum v_to / sum v_from`` over the
    pairs that can be split, the product of Fisher's two, and of Laspeyres with Paasche.

    Keys: in ``keys``, the columns of the frame of pairs and ``kind`` of ``price_pairs.kinds``; out
    ``keys, pairs, value_ratio, price_laspeyres, price_paasche, price_fisher, price_tornqvist,
    volume_laspeyres, volume_paasche, volume_fisher, volume_tornqvist, coverage_from, coverage_to``,
    one row a key.

    Units: ratio (1.05 is a rise of five per cent); pairs; coverage as in ``price_pairs.coverage``.

    Missing and zero: all indices are missing where no pair of a key can be split. Nothing is
    carried over to pairs that entered, left or cannot be split: coverage says how much they are.

    Source: International Monetary Fund and others (2009), Export and Import Price Index Manual,
    ch. 16 (the indices) and ch. 2 (unit values in the place of prices, and how they mislead).
    """
    sums = by_keys(_weighed(kinded), keys, *_sums())
    found = {f"{of}_{index.__name__}": index(of) for of in _OTHER for index in _INDICES}
    value = {"value_ratio": ratio_of(nw.col("_to"), nw.col("_from"))}
    ends = ("from", "to")
    covered = {f"coverage_{s}": ratio_of(nw.col(f"_{s}"), nw.col(f"_all_{s}")) for s in ends}
    shown = [index.alias(name) for name, index in {**value, **found, **covered}.items()]
    return sums.select(*keys, "pairs", *shown)


def laspeyres(of: Of) -> nw.Expr:
    """Return Laspeyres' index: the basket of the first period at both periods' prices.

    Equation: ``P = sum p_to q_from / sum p_from q_from``; of volume ``Q = sum p_from q_to /
    sum p_from q_from``.

    Source: Laspeyres (1871), Jahrbuecher fuer Nationaloekonomie und Statistik 16, pp. 296-314.
    """
    return ratio_of(nw.col(f"_moved_{of}"), nw.col("_from"))


def paasche(of: Of) -> nw.Expr:
    """Return Paasche's index: the basket of the last period at both periods' prices.

    Equation: ``P = sum p_to q_to / sum p_from q_to``; of volume ``Q = sum p_to q_to /
    sum p_to q_from``.

    Source: Paasche (1874), Jahrbuecher fuer Nationaloekonomie und Statistik 23, pp. 168-178.
    """
    return ratio_of(nw.col("_to"), nw.col(f"_moved_{_OTHER[of]}"))


def fisher(of: Of) -> nw.Expr:
    """Return Fisher's index, the geometric mean of Laspeyres' and Paasche's.

    Equation: ``F = sqrt(L P)``; ``F_price F_volume = value_ratio``.

    Source: Fisher (1922), The Making of Index Numbers, ch. XI (his formula 353); Diewert (1976),
    Journal of Econometrics 4(2), pp. 115-145.
    """
    return (laspeyres(of) * paasche(of)).sqrt()


def tornqvist(of: Of) -> nw.Expr:
    """Return Tornqvist's index, geometric with the mean of both periods' shares as weights.

    Equation: ``ln T = sum (s_from + s_to) / 2 ln(p_to / p_from)``, ``s = v / sum v``; of volume
    with q for p.

    Source: Tornqvist (1936), Bank of Finland Monthly Bulletin 10, pp. 1-8; Diewert (1976), Journal
    of Econometrics 4(2), pp. 115-145.
    """
    first = ratio_of(nw.col(f"_log_{of}_from"), nw.col("_from"))
    return ((first + ratio_of(nw.col(f"_log_{of}_to"), nw.col("_to"))) / 2).exp()


def _weighed(kinded: Frame) -> Frame:
    """Add what each pair that can be split brings to the sums; nothing for the others."""
    split = nw.col("kind") == SPLIT
    before, after = double("value_from"), double("value_to")
    volumes = double("quantity_to") / double("quantity_from")
    logs = {"price": (after / before / volumes).log(), "volume": volumes.log()}
    parts = {"_from": before, "_to": after}
    parts |= {"_moved_price": after / volumes, "_moved_volume": before * volumes}
    parts |= {f"_log_{of}_from": before * log for of, log in logs.items()}
    parts |= {f"_log_{of}_to": after * log for of, log in logs.items()}
    return kinded.with_columns(*[nw.when(split).then(e).alias(n) for n, e in parts.items()])


def _sums() -> list[nw.Expr]:
    logs = [f"_log_{of}_{end}" for of in _OTHER for end in ("from", "to")]
    names = ["_from", "_to", "_moved_price", "_moved_volume", *logs]
    whole = [double(f"value_{end}").sum().alias(f"_all_{end}") for end in ("from", "to")]
    there = nw.col("_from").count().alias("pairs")
    return [there, *whole, *[nw.col(name).sum() for name in names]]


_INDICES = (laspeyres, paasche, fisher, tornqvist)
