"""The part of a change that is due to the exchange rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from steelyard.measures.by_keys import MISSING, added, double, under

Frame = nw.LazyFrame[Any]

OWN, RATE = "own-currency", "exchange-rate"


def exchange(pairs: Frame, keys: Sequence[str] = ()) -> Frame:
    """Return the change in the answer's currency split into own currency and exchange rate.

    Equation: ``own-currency = (e_from + e_to) / 2 (v_to - v_from)``, ``exchange-rate = (v_from +
    v_to) / 2 (e_to - e_from)``; their sum is ``v_to e_to - v_from e_from``. With the ends swapped
    each changes its sign.

    Keys: in ``keys, value_from, value_to`` in the source's currency and ``rate_from, rate_to``,
    units of the answer's currency for one of the source's; out ``keys, term, contribution``.

    Units: those of the answer's currency, in double precision.

    Missing and zero: a pair with a missing value, or without a rate above zero at an end, stands
    under the term ``missing``, its contribution missing. Nil trade at an end is a value like any
    other; at both ends it adds no row.

    Source: Bennet (1920), Journal of the Royal Statistical Society 83(3), p. 457, with the rate in
    the place of the price.
    """
    known = _known()
    start, end = nw.col("value_from"), nw.col("value_to")
    rows = pairs.filter(~known | (start != 0) | (end != 0))
    last = nw.when(known).then(nw.lit(RATE)).otherwise(nw.lit(MISSING))
    found = [under(rows.filter(known), keys, nw.lit(OWN), _own()), under(rows, keys, last, _rate())]
    return added(nw.concat(found, how="vertical"), keys)


def _known() -> nw.Expr:
    """Tell whether both values and both rates are there; never null."""
    values = ~nw.col("value_from").is_null() & ~nw.col("value_to").is_null()
    rates = (nw.col("rate_from") > 0) & (nw.col("rate_to") > 0)
    return values & nw.coalesce(rates, nw.lit(value=False))


def _own() -> nw.Expr:
    rate = (double("rate_from") + double("rate_to")) / 2
    return rate * (nw.col("value_to") - nw.col("value_from")).cast(nw.Float64)


def _rate() -> nw.Expr:
    value = (double("value_from") + double("value_to")) / 2
    return nw.when(_known()).then(value * (double("rate_to") - double("rate_from")))
