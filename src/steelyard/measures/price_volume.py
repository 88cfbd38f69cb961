"""The change of a value split into price and volume: exact sums, the same read backwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from steelyard.measures.by_keys import change, double
from steelyard.measures.price_pairs import NIL, NOT_SPLIT, SPLIT
from steelyard.measures.totals import total

Frame = nw.LazyFrame[Any]

PRICE, VOLUME, WHOLE = "price", "volume", "not-split"
_NEAR = 1e-3


def bennet(kinded: Frame, keys: Sequence[str] = ()) -> Frame:
    """Return the change split into price and volume at the means of both ends.

    Equation: ``price = (q_from + q_to) / 2 (p_to - p_from)``, ``volume = (p_from + p_to) / 2
    (q_to - q_from)``, ``p = v / q``; ``entered = v_to``, ``left = -v_from``, ``not-split = v_to -
    v_from``. Their sum is ``v_to - v_from``; with the ends swapped each changes its sign.

    Keys: in ``keys``, the columns of the frame of pairs and ``kind`` of ``price_pairs.kinds``; out
    ``keys, term, reason, contribution``, where ``reason`` is the kind of the pairs that cannot be
    split, each under a row of its own, and null for other terms.

    Units: those of the value, in double precision. Missing and zero: a pair with a missing value
    stands under the term ``missing``, its contribution missing; one of nil trade at both ends
    changes nothing and adds no row. A quantity of zero is not split.

    Source: Bennet (1920), Journal of the Royal Statistical Society 83(3), p. 457; Diewert (2005),
    American Journal of Economics and Sociology 64(1), pp. 311-360.
    """
    before, after = double("quantity_from"), double("quantity_to")
    then, now = double("value_from") / before, double("value_to") / after
    price = (before + after) / 2 * (now - then)
    return _terms(kinded, keys, price, (then + now) / 2 * (after - before))


def lmdi(kinded: Frame, keys: Sequence[str] = ()) -> Frame:
    """Return the change split into price and volume in proportion to their logarithms.

    Equation: ``price = L ln(p_to / p_from)``, ``volume = L ln(q_to / q_from)``, with the
    logarithmic mean ``L = (v_to - v_from) / ln(v_to / v_from)``, and ``L = v`` where the two are
    equal. Other terms, the sum and what swapping the ends does are as in ``bennet``, and so are
    keys, units, missing and zero.

    Source: Ang (2005), Energy Policy 33(7), p. 868 (LMDI-I, additive); Ang (2004), Energy Policy
    32(9), pp. 1131-1139; Ang (2015), Energy Policy 86, pp. 233-238. With two factors it is the
    split of Montgomery and Vartia (1976), Scandinavian Journal of Statistics 3, pp. 121-126.
    """
    values = double("value_to") / double("value_from")
    volumes = double("quantity_to") / double("quantity_from")
    mean = logarithmic_mean(double("value_from"), double("value_to"))
    return _terms(kinded, keys, mean * (values / volumes).log(), mean * volumes.log())


def logarithmic_mean(one: nw.Expr, other: nw.Expr) -> nw.Expr:
    """Return the logarithmic mean of two figures above zero.

    Equation: ``L(a, b) = (b - a) / ln(b / a)``, ``L(a, a) = a``. Of figures so near that the
    quotient would lose digits, the series ``(a + b) / 2 / (1 + z^2 / 3 + z^4 / 5)`` with ``z = (b
    - a) / (b + a)``, which leaves out less than a double holds.
    """
    z = (other - one) / (other + one)
    series = (one + other) / 2 / (1 + z * z / 3 + z * z * z * z / 5)
    near = z.abs() < _NEAR
    return nw.when(near).then(series).otherwise((other - one) / (other / one).log())


def _terms(kinded: Frame, keys: Sequence[str], price: nw.Expr, volume: nw.Expr) -> Frame:
    """Return the terms of both parts of the pairs that can be split, and of all others."""
    split = nw.col("kind") == SPLIT
    moved = nw.when(split).then(volume).otherwise(change()).alias("_moved")
    parts = kinded.filter(nw.col("kind") != NIL).with_columns(
        nw.when(split).then(price).alias("_price"), moved
    )
    sums = parts.group_by(*keys, "kind").agg(
        total("_price").alias("_price"), total("_moved").alias("_moved")
    )
    prices = sums.filter(split).with_columns(nw.lit(PRICE).alias("term"))
    others = sums.with_columns(_term().alias("term"))
    found = [_row(prices, keys, "_price"), _row(others, keys, "_moved")]
    return nw.concat(found, how="vertical")


def _term() -> nw.Expr:
    kind = nw.col("kind")
    found = nw.when(kind.is_in(NOT_SPLIT)).then(nw.lit(WHOLE)).otherwise(kind)
    return nw.when(kind == SPLIT).then(nw.lit(VOLUME)).otherwise(found)


def _row(frame: Frame, keys: Sequence[str], contribution: str) -> Frame:
    reason = nw.when(nw.col("kind").is_in(NOT_SPLIT)).then(nw.col("kind"))
    return frame.select(
        *keys, nw.col("term"), reason.alias("reason"), nw.col(contribution).alias("contribution")
    )
