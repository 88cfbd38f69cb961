"""Conversion of currencies by the rates of the same period."""

from __future__ import annotations

from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]


def convert(frame: Frame, rates: Frame) -> Frame:
    """Convert the values of each period at that period's rate.

    Equation: ``v' = v * e``, e units of the new currency for one of the old, period average.

    Keys: in ``period, value`` and ``rates`` with ``period, rate``; out ``period, value``.

    Units: base units of the new currency, in double precision. Missing and zero: missing where the
    value or the rate is.

    Source: the definition; the average of the period stands for the rates of its days.
    """
    joined = frame.join(rates, on="period", how="left")
    product = nw.col("value").cast(nw.Float64) * nw.col("rate")
    return joined.select("period", product.alias("value"))
