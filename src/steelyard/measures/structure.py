"""What the shares of a panel are taken of: a total beside each of its cells."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from steelyard.measures.balance import ratio
from steelyard.measures.totals import total

Frame = nw.LazyFrame[Any]
_ALL = "all_rows"


def with_total(frame: Frame, column: str, name: str, *keys: str) -> Frame:
    """Add the total of a column over the rows that have the same keys; over all without keys.

    Equation: ``T_k = sum(v_i)`` over the rows i whose keys are k.

    Keys: in ``keys`` and ``column``; adds ``name``.

    Units: those of the column. Missing and zero: a total with a missing part is missing.

    Source: the definition.
    """
    keyed = frame.with_columns(nw.lit(0).alias(_ALL))
    sums = keyed.group_by(_ALL, *keys).agg(total(column).alias(name))
    return keyed.join(sums, on=[_ALL, *keys], how="left").drop(_ALL)


def with_share(frame: Frame, column: str, name: str, *keys: str) -> Frame:
    """Add what part a column has in its total over the rows that have the same keys.

    Equation: ``s_i = v_i / T_k``.

    Keys: in ``keys`` and ``column``; adds ``name``.

    Units: ratio. Missing and zero: missing where the value or the total is, or the total is zero.

    Source: the definition.
    """
    summed = with_total(frame, column, f"{name}_whole", *keys)
    share = ratio(column, f"{name}_whole").alias(name)
    return summed.with_columns(share).drop(f"{name}_whole")
