"""Conversion of values by a factor of the same period: currencies and prices."""

from __future__ import annotations

from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]


def convert(frame: Frame, rates: Frame, on: str = "period") -> Frame:
    """Convert the values of each period at that period's rate.

    Equation: ``v' = v * e``; e is units of the new currency for one of the old (period average), or
    the price index of the base year over that of the period.

    Keys: in ``value`` with the columns of ``frame``, and ``rates`` with ``on, rate``; out the
    columns of ``frame``.

    Units: base units of the new currency, or of the old one at the base year's prices, in double
    precision. Missing and zero: missing where the value or the rate is.

    Source: the definition; the average of the period stands for the rates of its days.
    """
    joined = frame.join(rates, on=on, how="left")
    product = nw.col("value").cast(nw.Float64) * nw.col("rate")
    return joined.with_columns(product.alias("value")).drop("rate")
