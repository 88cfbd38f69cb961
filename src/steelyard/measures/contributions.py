"""Contributions: which parts moved a figure, adding up to its change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from steelyard.measures.by_keys import MISSING
from steelyard.measures.totals import total

__all__ = ["CHANGE", "MISSING", "SIDES", "TERM", "changes", "largest", "summed"]

Frame = nw.LazyFrame[Any]
CHANGE = "change"
TERM = ("term", "contribution")
SIDES = ("value_from", "value_to")


def changes(pairs: Frame, keys: Sequence[str]) -> Frame:
    """Return the change of each part between two periods, as one term.

    Equation: ``c_i = v_i(to) - v_i(from)``.

    Keys: in ``keys, value_from, value_to``; out ``keys, term, contribution``, the term being
    ``change``, or ``missing`` where a value is.

    Units: those of the values. Missing and zero: missing where either value is; zero is nil trade.

    Source: the definition.
    """
    change = nw.col("value_to") - nw.col("value_from")
    known = nw.when(change.is_null()).then(nw.lit(MISSING)).otherwise(nw.lit(CHANGE))
    return pairs.select(*keys, known.alias("term"), change.alias("contribution"))


def summed(parts: Frame, keys: Sequence[str]) -> Frame:
    """Return the terms of parts added up by some of their keys, with how many parts there are.

    Equation: ``C(k, term) = sum of c_i(term)`` over the parts i with the keys k.

    Keys: in ``keys, term, contribution``; out those and ``parts``.

    Units: those of the contributions, exact to the sixth decimal, so that a sum does not depend on
    the order of parts. Missing and zero: a term that is missing stays missing and
    is never added to one that is known.
    """
    exact = parts.with_columns(nw.col("contribution").cast(nw.Decimal(38, 6)))
    return exact.group_by(*keys, "term").agg(
        total("contribution").alias("contribution"), nw.len().alias("parts")
    )


def largest(summed_parts: Frame, keys: Sequence[str], top: int) -> Frame:
    """Return the keys of the parts that moved most, one row each.

    Equation: the first ``top`` by ``|sum over terms of C(k, term)|``, largest first; parts that
    moved alike stand in the order of their keys.

    Keys: in ``keys, term, contribution``; out ``keys, moved``.

    Missing and zero: a part of which nothing is known to have moved is not among them.
    """
    moved = summed_parts.group_by(*keys).agg(total("contribution", partial=True).alias("moved"))
    known = moved.filter(~nw.col("moved").is_null(), nw.col("moved") != 0)
    sized = known.with_columns(nw.col("moved").abs().alias("size"))
    order = sized.sort("size", *keys, descending=[True, *(False for _ in keys)])
    return order.head(top).drop("size")
