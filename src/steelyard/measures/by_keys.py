"""Sums by any keys, none among them, and the terms of a change as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from steelyard.measures.totals import total

Frame = nw.LazyFrame[Any]

MISSING = "missing"


def by_keys(frame: Frame, keys: Sequence[str], *sums: nw.Expr) -> Frame:
    """Return sums by keys, one row a group; of the whole frame, in one row, without keys."""
    return frame.group_by(*keys).agg(*sums) if keys else frame.select(*sums)


def added(terms: Frame, keys: Sequence[str]) -> Frame:
    """Return the contributions of pairs added up by keys and term.

    Equation: ``C(k, t) = sum of c_i`` over the pairs i of the key k and the term t.

    Keys: in ``keys, term, contribution``; out the same, one row a key and term.

    Units: those of the contribution. Missing and zero: missing where that of any pair is, which is
    so under the term ``missing`` alone.
    """
    return terms.group_by(*keys, "term").agg(total("contribution").alias("contribution"))


def double(column: str) -> nw.Expr:
    """Return a column of exact figures in double precision."""
    return nw.col(column).cast(nw.Float64)


def change() -> nw.Expr:
    """Return ``value_to - value_from`` in double precision, taken before it is rounded."""
    return (nw.col("value_to") - nw.col("value_from")).cast(nw.Float64)


def unknown() -> nw.Expr:
    """Tell whether the value of a pair is missing at either end."""
    return nw.col("value_from").is_null() | nw.col("value_to").is_null()


def ratio_of(over: nw.Expr, under: nw.Expr) -> nw.Expr:
    """Return ``over / under`` in double precision; missing where ``under`` is zero or missing."""
    return nw.when(under != 0).then(over.cast(nw.Float64) / under.cast(nw.Float64))


def under(frame: Frame, keys: Sequence[str], term: nw.Expr, contribution: nw.Expr) -> Frame:
    """Return the keys of each row with a term and what the row contributes to it."""
    return frame.select(*keys, term.alias("term"), contribution.alias("contribution"))
