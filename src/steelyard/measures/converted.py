"""Conversion of flows to another nomenclature: one join with a map, and a bracket beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

import narwhals as nw

from steelyard.measures.totals import total
from steelyard.nomenclature.weights import WHOLE

Frame = nw.LazyFrame[Any]

_PART = Decimal(1) / WHOLE


def converted(
    flows: Frame, table: Frame, keys: Sequence[str], *, partial: bool = False, rest: bool = True
) -> Frame:
    """Return the values of flows by the groups of a map, each with its bracket.

    Equation: ``T(G) = sum over s of v(s) p(s, G) / WHOLE``; v(s) is the total of a source code
    within the keys, p its parts. With v(s) >= 0 the lower bound adds v(s) where s lies surely in G,
    the upper bound where it may be in G; a negative v(s) counts the other way round.

    Keys: in ``keys, product, value`` and the map ``source, group, parts, low, high`` of
    ``nomenclature.bracket.grouped``; out ``keys, target, value, low, high``, one row a target,
    which is the group. The target is missing for what is not followed, codes that the map does not
    know among it, so that the values of all targets add up to those of the flows.

    Missing and zero: the value of a target is missing where that of a code with a part in it is,
    unless ``partial``, when the values there are add up; and where no code of the flows has a part
    in it. A bound is missing where the value of any code that may be in the target is.

    Units: those of the value, up to 10**20 of them, exact on DuckDB; Polars rounds a total at the
    twelfth decimal.

    Args:
        flows: the flows, of codes of the map's source edition.
        table: the map.
        keys: columns to keep apart; none are needed.
        partial: whether a total with missing parts is the total of the others.
        rest: False leaves out codes that the map does not know, before anything is added up: for a
            map of a few groups that are asked, when what lies outside of them is not wanted.
    """
    how: Literal["left", "inner"] = "left" if rest else "inner"
    led = flows.join(_alike(table), left_on="product", right_on="source", how=how)
    values = total("value", partial=partial).alias("value")
    codes = led.group_by(*keys, "alike").agg(values)
    shared = codes.join(table, left_on="alike", right_on="source", how="left")
    return _added(_shared(shared), keys, partial=partial)


def _alike(table: Frame) -> Frame:
    """Return by source code the first that leads alike: of those surely in one group, one for all.

    Their values, whatever the sign, add up before anything is shared out; only codes that are
    split stay apart. Of flows by many keys that leaves few rows to share out.
    """
    codes = table.group_by("source").agg(
        nw.len().alias("rows"),
        nw.col("parts").min().alias("parts"),
        nw.col("low").cast(nw.Int64).min().alias("low"),
        nw.col("group").min().alias("group"),
    )
    sure = (nw.col("rows") == 1) & (nw.col("parts") == WHOLE) & (nw.col("low") == 1)
    first = nw.col("source").min().over("group", "sure")
    alike = nw.when(nw.col("sure")).then(first).otherwise(nw.col("source"))
    return codes.with_columns(sure.alias("sure")).select("source", alike.alias("alike"))


def _shared(joined: Frame) -> Frame:
    """Return what each code adds to a group: value in parts, and to both bounds."""
    value, low, high = nw.col("value"), _known("low", default=True), _known("high", default=True)
    parts = _known("parts", default=WHOLE)
    none = value - value
    below, above = _either(value < 0, value, none), _either(value < 0, none, value)
    return joined.with_columns(
        (parts > 0).cast(nw.Int64).alias("weighs"),
        nw.when(parts > 0).then(value * parts).alias("value"),
        _either(low, value, _either(high, below, none)).alias("low"),
        _either(low, value, _either(high, above, none)).alias("high"),
    )


def _known(column: str, default: int) -> nw.Expr:
    """Return a column of the map; a code that it does not know is surely not followed."""
    return nw.coalesce(nw.col(column), nw.lit(default))


def _either(condition: nw.Expr, then: nw.Expr, otherwise: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(then).otherwise(otherwise)


def _added(shared: Frame, keys: Sequence[str], *, partial: bool) -> Frame:
    present = nw.col("value").count()
    enough = present > 0 if partial else (present > 0) & (present == nw.col("weighs").sum())
    found = shared.group_by(*keys, "group").agg(
        nw.when(enough).then(nw.col("value").sum()).alias("value"),
        total("low", partial=partial).alias("low"),
        total("high", partial=partial).alias("high"),
    )
    return found.select(
        *keys,
        nw.col("group").alias("target"),
        (nw.col("value") * nw.lit(_PART)).alias("value"),
        nw.col("low"),
        nw.col("high"),
    )
