"""Which pairs of values have unit values that can be compared, and how much of trade they cover."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import narwhals as nw

from steelyard.measures.by_keys import MISSING, by_keys, double, ratio_of, unknown

Frame = nw.LazyFrame[Any]

SPLIT, ENTERED, LEFT, NIL = "split", "entered", "left", "nil"
NO_QUANTITY, MIXED_UNITS, OUTLIER, NEGATIVE = "no-quantity", "mixed-units", "outlier", "negative"
NOT_SPLIT = (NO_QUANTITY, MIXED_UNITS, OUTLIER, NEGATIVE)
"""Kinds of pairs that are traded at both ends and whose change cannot be split."""

SLIP = 1000.0
"""The slip that must be caught: grams for kilograms, kilograms for tonnes, units for thousands."""
FURTHEST = math.sqrt(SLIP)
"""The furthest ratio of unit values.

A ratio nearer than this is further away than this once it has slipped by ``SLIP``.
"""
NEAREST = 2.0
"""Ratios within this factor of the median are never outliers, however close together others lie."""
SPREADS = 3.5
"""Robust standard deviations from the median beyond which a ratio is an outlier."""
_NORMAL = 1.4826


def kinds(pairs: Frame, within: Sequence[str] = ()) -> Frame:
    """Add the kind of each pair: whether its change can be split into price and volume, or why not.

    Equation: with ``r = (v_to / q_to) / (v_from / q_from)``, ``x = ln r``, m the median of x and
    ``s = 1.4826 median |x - m|``, the pair is an outlier where ``|x| >= ln(1000) / 2`` or
    ``|x - m| > max(3.5 s, ln 2)``. The rule is the same read forwards and backwards, and in any
    unit of quantity.

    Keys: in ``value_from, value_to, quantity_from, quantity_to, unit_from, unit_to``; adds
    ``kind``: ``missing`` (a value is), ``nil`` (zero at both ends), ``entered`` (zero at the first
    only), ``left`` (zero at the last only), ``negative`` (a value below zero), ``no-quantity`` (a
    quantity, or its unit, is not told, or the quantity is not above zero), ``mixed-units`` (two
    units), ``outlier``, and ``split`` for all others.

    Args:
        pairs: one row a crossing of one flow.
        within: columns by which medians are taken apart; one median for all by default.

    Missing and zero: a quantity of zero beside a value is a quantity not told.

    Source: median and its spread: Hampel (1974), Journal of the American Statistical Association
    69(346), p. 388; 3.5 of them: Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers,
    pp. 11-12. The two bounds beside them, a factor of 2 and the root of 1000, are ours.
    """
    logs = pairs.with_columns(_log_ratio().alias("_log"), nw.lit(1).alias("_one"))
    groups = ("_one", *within)
    centred = logs.with_columns(nw.col("_log").median().over(*groups).alias("_median"))
    aside = (nw.col("_log") - nw.col("_median")).abs()
    spread = centred.with_columns(aside.alias("_aside"))
    spread = spread.with_columns(nw.col("_aside").median().over(*groups).alias("_spread"))
    named = spread.with_columns(_kind().alias("kind"))
    return named.drop("_log", "_one", "_median", "_aside", "_spread")


def coverage(kinded: Frame, keys: Sequence[str] = ()) -> Frame:
    """Return the share of trade, by value, that the pairs which can be split make up at each end.

    Equation: ``c = sum of v_i over pairs that are split / sum of v_i over all pairs``.

    Keys: in ``keys, kind, value_from, value_to``; out ``keys, coverage_from, coverage_to``, one
    row a key.

    Units: ratio. Missing and zero: a missing value is left out of the sum at its end (the term
    ``missing`` of the split tells of it); the share is missing where the sum is zero or empty, and
    zero where there is trade and no pair can be split.
    """
    sides = ("from", "to")
    sums = by_keys(kinded.with_columns(*_covered(sides)), keys, *_sums(sides))
    shares = [ratio_of(nw.col(f"_split_{s}"), nw.col(f"_all_{s}")) for s in sides]
    named = [share.alias(f"coverage_{s}") for share, s in zip(shares, sides, strict=True)]
    return sums.select(*keys, *named)


def tallied(kinded: Frame, keys: Sequence[str] = ()) -> Frame:
    """Return how many pairs of each kind there are, and their value at each end.

    Equation: ``n = #pairs``, ``V = sum of v_i``, over the pairs of a key and kind.

    Keys: in ``keys, kind, value_from, value_to``; out ``keys, kind, pairs, value_from, value_to``.

    Units: pairs, and those of the values. Missing and zero: missing values are left out; a sum of
    nothing else is missing.
    """
    values = [
        nw.when(nw.col(name).count() > 0).then(nw.col(name).sum()).alias(name)
        for name in ("value_from", "value_to")
    ]
    return kinded.group_by(*keys, "kind").agg(nw.len().alias("pairs"), *values)


def _log_ratio() -> nw.Expr:
    """Return the logarithm of the ratio of unit values where they can be compared, else null."""
    comparable = _traded() & _measured() & (nw.col("unit_from") == nw.col("unit_to"))
    values = double("value_to") / double("value_from")
    volumes = double("quantity_to") / double("quantity_from")
    return nw.when(comparable).then((values / volumes).log())


def _kind() -> nw.Expr:
    start, end = nw.col("value_from"), nw.col("value_to")
    found = _choice(_out_of_line(), OUTLIER, nw.lit(SPLIT))
    found = _choice(nw.col("unit_from") != nw.col("unit_to"), MIXED_UNITS, found)
    found = _choice(~nw.coalesce(_measured(), nw.lit(value=False)), NO_QUANTITY, found)
    found = _choice(end == 0, LEFT, found)
    found = _choice(start == 0, ENTERED, found)
    found = _choice((start < 0) | (end < 0), NEGATIVE, found)
    found = _choice((start == 0) & (end == 0), NIL, found)
    return _choice(unknown(), MISSING, found)


def _choice(condition: nw.Expr, name: str, otherwise: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(name)).otherwise(otherwise)


def _out_of_line() -> nw.Expr:
    allowed = nw.max_horizontal(SPREADS * _NORMAL * nw.col("_spread"), nw.lit(math.log(NEAREST)))
    return (nw.col("_log").abs() >= math.log(FURTHEST)) | (nw.col("_aside") > allowed)


def _traded() -> nw.Expr:
    return (nw.col("value_from") > 0) & (nw.col("value_to") > 0)


def _measured() -> nw.Expr:
    """Tell whether both quantities are above zero and have a unit; null where one is null."""
    units = ~nw.col("unit_from").is_null() & ~nw.col("unit_to").is_null()
    return units & (nw.col("quantity_from") > 0) & (nw.col("quantity_to") > 0)


def _covered(sides: Sequence[str]) -> list[nw.Expr]:
    return [
        nw.when(nw.col("kind") == SPLIT).then(double(f"value_{s}")).alias(f"_in_{s}") for s in sides
    ]


def _sums(sides: Sequence[str]) -> list[nw.Expr]:
    """Return the sums over pairs that are split and over all; a sum over none of them is zero."""
    split = [nw.col(f"_in_{s}").sum().alias(f"_split_{s}") for s in sides]
    return [*split, *[double(f"value_{s}").sum().alias(f"_all_{s}") for s in sides]]
