"""The balance of trade and what follows from it."""

from __future__ import annotations

from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]


def balance(frame: Frame) -> Frame:
    """Add the balance and the total of trade.

    Equation: ``balance = X - M``; ``total_trade = X + M``.

    Keys: in ``period, exports, imports``; adds ``balance, total_trade``.

    Units: those of exports and imports. Missing and zero: missing where either side is.

    Source: the definition; what exports and imports count is told by the columns' valuation,
    basis and scope.
    """
    exports, imports = nw.col("exports"), nw.col("imports")
    return frame.with_columns(
        (exports - imports).alias("balance"), (exports + imports).alias("total_trade")
    )


def growth(frame: Frame, base: Frame, keys: tuple[str, ...] = ("period",)) -> Frame:
    """Add growth rates and the change of the balance against each period's base period.

    Equation: ``g = v_t / v_b - 1``; ``balance_change = B_t - B_b``, b the base period of t.

    Keys: in ``keys, exports, imports, balance, total_trade``, and ``base`` with the same columns,
    its rows labelled by the period t that is compared with b; adds ``exports_growth,
    imports_growth, total_trade_growth, balance_change``.

    Units: growth as a ratio (0.05 is five per cent); change in the unit of the balance.

    Missing and zero: missing where either period is; a rate on a base of zero is missing too, for
    it has no value.
    """
    figures = ("exports", "imports", "total_trade", "balance")
    earlier = base.select(*keys, *(nw.col(name).alias(f"{name}_base") for name in figures))
    joined = frame.join(earlier, on=list(keys), how="left")
    rates = [ratio(of, f"{of}_base", minus=1).alias(f"{of}_growth") for of in figures[:3]]
    change = (nw.col("balance") - nw.col("balance_base")).alias("balance_change")
    return joined.with_columns(*rates, change)


def share_of_total(frame: Frame, whole: Frame) -> Frame:
    """Add the share of the balance in the reporter's whole balance of goods with the world.

    Equation: ``s = B / B_total``. It is negative when the two have opposite signs.

    Keys: in ``period, balance`` and ``whole`` with ``period, whole_balance``; adds
    ``share_of_total_balance``.

    Units: ratio. Missing and zero: missing where either balance is, or where the whole is zero.
    """
    joined = frame.join(whole, on="period", how="left")
    share = ratio("balance", "whole_balance").alias("share_of_total_balance")
    return joined.with_columns(share)


def rank_partners(partners: Frame, by: str) -> Frame:
    """Add the rank of each partner within its period, 1 for the largest.

    Equation: ``r_i = 1 + #{j : v_j > v_i}``; equal values share the better rank.

    Keys: in ``period, partner, exports, imports, balance, total_trade``; adds ``partner_rank``.

    Args:
        partners: one row a period and partner.
        by: ``total_trade``, ``exports``, ``imports``, ``surplus`` (the balance) or ``deficit``
            (the balance, sign turned).

    Missing and zero: partners whose figure is missing are left out of the ranking.
    """
    figure = {"surplus": "balance", "deficit": "balance"}.get(by, by)
    rank = nw.col(figure).rank("min", descending=by != "deficit").over("period")
    return partners.filter(~nw.col(figure).is_null()).with_columns(rank.alias("partner_rank"))


def ratio(over: str, under: str, *, minus: int = 0) -> nw.Expr:
    """Return ``over / under - minus`` in double precision; missing where ``under`` is zero."""
    quotient = nw.col(over).cast(nw.Float64) / nw.col(under).cast(nw.Float64)
    return nw.when(nw.col(under) != 0).then(quotient - minus)
