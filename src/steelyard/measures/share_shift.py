"""Constant market shares: how much of a change the market explains, and how much the share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from steelyard.measures.by_keys import MISSING, added, change, double, under, unknown

Frame = nw.LazyFrame[Any]

GROWTH, STRUCTURE, COMPETITIVENESS = "market-growth", "structure", "competitiveness"
NEW_MARKET, NO_REFERENCE = "new-market", "no-reference"
_OF = "_of"


def share_shift(
    pairs: Frame, keys: Sequence[str] = (), market: Sequence[str] = ("product",)
) -> Frame:
    """Return the change split into growth of the market, structure and competitiveness.

    Equation: with ``g_i = R_i_to / R_i_from - 1`` of the market of pair i and ``g = sum R_to /
    sum R_from - 1`` of all markets: ``market-growth = v_from g``, ``structure = v_from (g_i - g)``,
    ``competitiveness = v_to - v_from (1 + g_i)``. Their sum is ``v_to - v_from``.

    Keys: in ``keys, market, value_from, value_to, reference_from, reference_to``, the reference
    being the same in all rows of a market; out ``keys, term, contribution``. A market that the
    trader is not in belongs in the frame too, with nil values: it counts in g.

    Units: those of the value, in double precision; the reference may be in any unit.

    Missing and zero: a pair with a missing value stands under the term ``missing``, its
    contribution missing. Where the market was nil at the first end, g_i has no value and the whole
    change stands under ``new-market``; where the reference is missing (or below zero) at either
    end, under ``no-reference``. A market counts in g where its reference is told at both ends. A
    pair of nil trade at both ends adds no row.

    Weights are those of the first end, so that the split read backwards is another one.

    Source: Leamer and Stern (1970), Quantitative International Economics, ch. 7, pp. 171-183;
    Richardson (1971), Journal of International Economics 1(2), pp. 227-239, also on its limits.
    """
    told = pairs.join(_whole(pairs, market), how="cross").with_columns(_kind().alias(_OF))
    start, end = nw.col("value_from"), nw.col("value_to")
    rows = told.filter(unknown() | (start != 0) | (end != 0))
    split = rows.filter(nw.col(_OF) == COMPETITIVENESS)
    found = [
        under(split, keys, nw.lit(GROWTH), _growth()),
        under(split, keys, nw.lit(STRUCTURE), _structure()),
        under(rows, keys, nw.col(_OF), _competitiveness()),
    ]
    return added(nw.concat(found, how="vertical"), keys)


def _whole(pairs: Frame, market: Sequence[str]) -> Frame:
    """Return the sums of all markets, each counted once, in one row."""
    start, end = double("reference_from"), double("reference_to")
    known = pairs.filter((start >= 0) & (end >= 0))
    once = known.group_by(*market).agg(start.max().alias("_start"), end.max().alias("_end"))
    return once.select(nw.col("_start").sum(), nw.col("_end").sum())


def _kind() -> nw.Expr:
    """Return the term that takes what neither market nor structure explains."""
    start, end = nw.col("reference_from"), nw.col("reference_to")
    nil = (start == 0) & (end >= 0)
    found = nw.when(nil).then(nw.lit(NEW_MARKET)).otherwise(nw.lit(NO_REFERENCE))
    both = (start > 0) & (end >= 0)
    found = nw.when(both).then(nw.lit(COMPETITIVENESS)).otherwise(found)
    return nw.when(unknown()).then(nw.lit(MISSING)).otherwise(found)


def _growth() -> nw.Expr:
    grown = (nw.col("_end") - nw.col("_start")) / nw.col("_start")
    return double("value_from") * grown


def _own_growth() -> nw.Expr:
    start, end = double("reference_from"), double("reference_to")
    return double("value_from") * ((end - start) / start)


def _structure() -> nw.Expr:
    return _own_growth() - _growth()


def _competitiveness() -> nw.Expr:
    split = nw.col(_OF) == COMPETITIVENESS
    return nw.when(split).then(change() - _own_growth()).otherwise(change())
