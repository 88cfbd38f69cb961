"""The margins of trade: what went on, what entered and what left; breadth against depth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from steelyard.measures.by_keys import MISSING, added, by_keys, change, double, ratio_of, unknown

Frame = nw.LazyFrame[Any]

CONTINUING, ENTERED, LEFT = "continuing", "entered", "left"
_OWN, _REFERENCE = "_own", "_reference"


def margins(pairs: Frame, keys: Sequence[str] = ()) -> Frame:
    """Return the change split into pairs that went on, that entered and that left.

    Equation: ``continuing = v_to - v_from`` where both are other than zero, ``entered = v_to``
    where ``v_from = 0``, ``left = -v_from`` where ``v_to = 0``; their sum is ``v_to - v_from``.

    Keys: in ``keys, value_from, value_to``; out ``keys, term, contribution``.

    Units: those of the value, in double precision. Missing and zero: zero is nil trade, hence an
    entry or an exit; a pair with a missing value stands under the term ``missing``, its
    contribution missing; one of nil trade at both ends adds no row.

    Source: the definition; see Besedes and Prusa (2011), Journal of Development Economics 96(2),
    pp. 371-379, for entry, survival and deepening as the parts of growth.
    """
    rows = _named(pairs).with_columns(change().alias("contribution"))
    return added(rows, keys)


def survival(pairs: Frame, keys: Sequence[str] = ()) -> Frame:
    """Return how many pairs were traded at each end, and the share of the first that is still.

    Equation: ``survival = #(v_from > 0 and v_to > 0) / #(v_from > 0)``; by value, ``sum of v_from
    over those that went on / sum of v_from``.

    Keys: in ``keys, value_from, value_to``; out ``keys, pairs_from, pairs_to, continuing, entered,
    left, missing, survival, survival_by_value``, one row a key.

    Units: pairs and ratios. Missing and zero: a pair with a missing value counts under ``missing``
    only; a rate is missing where nothing was traded at the first end.

    Source: the definition; a pair is one crossing of the frame, such as product and partner.
    """
    rows = _named(pairs).with_columns(*_flags(), *_stakes())
    names = (CONTINUING, ENTERED, LEFT, MISSING)
    sums = [nw.col(f"_{name}").sum().cast(nw.Int64).alias(name) for name in names]
    found = by_keys(rows, keys, *sums, nw.col("_stake").sum(), nw.col("_kept").sum())
    ends = {"pairs_from": nw.col(CONTINUING) + nw.col(LEFT)}
    ends["pairs_to"] = nw.col(CONTINUING) + nw.col(ENTERED)
    counted = found.with_columns(*[end.alias(name) for name, end in ends.items()])
    rates = ratio_of(nw.col(CONTINUING), nw.col("pairs_from")).alias("survival")
    by_value = ratio_of(nw.col("_kept"), nw.col("_stake")).alias("survival_by_value")
    return counted.with_columns(rates, by_value).select(
        *keys, *ends, *names, "survival", "survival_by_value"
    )


def hummels_klenow(own: Frame, reference: Frame, keys: Sequence[str] = ()) -> Frame:
    """Return the extensive and the intensive margin of one trader against a reference.

    Equation: with I the products that ``own`` trades (value above zero), ``extensive = sum of w_i
    over I / sum of w_i over all``, ``intensive = sum of v_i over I / sum of w_i over I``; v the own
    value, w that of the reference. Their product is ``share``, own total over reference total.

    Keys: in both frames ``keys, product, value``; out ``keys, extensive, intensive, share,
    outside``, one row a key. ``outside`` is the share of the own total in products that the
    reference does not trade; the paper's reference trades all, so that it is zero there.

    Units: ratios. Missing and zero: a product without a row is nil trade; where any value of
    either frame is missing, so are all four. Intensive is missing where the reference trades none
    of the own products, all but ``outside`` where it trades nothing.

    Source: Hummels and Klenow (2005), American Economic Review 95(3), p. 710.
    """
    stacked = nw.concat([_side(own, keys, _OWN), _side(reference, keys, _REFERENCE)])
    sums = [nw.col(name).sum().alias(name) for name in (_OWN, _REFERENCE, "_unknown")]
    products = stacked.group_by(*keys, "product").agg(*sums)
    met = nw.when(nw.col(_OWN) > 0).then(nw.col(_REFERENCE)).otherwise(nw.lit(0.0))
    alone = nw.when(nw.col(_REFERENCE) > 0).then(nw.lit(0.0)).otherwise(nw.col(_OWN))
    sides = products.with_columns(met.alias("_met"), alone.alias("_alone"))
    more = [nw.col(name).sum().alias(name) for name in ("_met", "_alone")]
    return by_keys(sides, keys, *sums, *more).select(*keys, *_margins())


def _margins() -> list[nw.Expr]:
    own, reference, met = nw.col(_OWN), nw.col(_REFERENCE), nw.col("_met")
    found = {
        "extensive": ratio_of(met, reference),
        "intensive": ratio_of(own, met),
        "share": ratio_of(own, reference),
        "outside": ratio_of(nw.col("_alone"), own),
    }
    whole = nw.col("_unknown") == 0
    return [nw.when(whole).then(margin).alias(name) for name, margin in found.items()]


def _side(frame: Frame, keys: Sequence[str], name: str) -> Frame:
    """Return the values of one side, nil on the other, and whether each is missing."""
    nil = nw.lit(0.0)
    value = nw.coalesce(double("value"), nil)
    sides = {_OWN: nil, _REFERENCE: nil, name: value}
    columns = [sides[side].alias(side) for side in (_OWN, _REFERENCE)]
    lacks = nw.col("value").is_null().cast(nw.Int64).alias("_unknown")
    return frame.select(*keys, "product", *columns, lacks)


def _named(pairs: Frame) -> Frame:
    """Add the term of each pair; pairs of nil trade at both ends are left out."""
    start, end = nw.col("value_from"), nw.col("value_to")
    found = nw.when(end == 0).then(nw.lit(LEFT)).otherwise(nw.lit(CONTINUING))
    found = nw.when(start == 0).then(nw.lit(ENTERED)).otherwise(found)
    found = nw.when(unknown()).then(nw.lit(MISSING)).otherwise(found)
    traded = unknown() | (start != 0) | (end != 0)
    return pairs.filter(traded).with_columns(found.alias("term"))


def _flags() -> list[nw.Expr]:
    names = (CONTINUING, ENTERED, LEFT, MISSING)
    return [(nw.col("term") == name).cast(nw.Int64).alias(f"_{name}") for name in names]


def _stakes() -> list[nw.Expr]:
    """Return the first value of pairs that are known, and of those that went on."""
    there, value, nil = nw.col("term"), double("value_from"), nw.lit(0.0)
    stake = nw.when(there.is_in((CONTINUING, LEFT))).then(value).otherwise(nil)
    kept = nw.when(there == CONTINUING).then(value).otherwise(nil)
    return [stake.alias("_stake"), kept.alias("_kept")]
