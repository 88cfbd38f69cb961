"""A change split by constant market shares: the market is all that the buying side imports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import narwhals as nw

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.ledger import Frame
from steelyard.accounts.pairs import KEYS, Finest, Step, paired, parts_of
from steelyard.accounts.reference import market_of
from steelyard.accounts.splits import Split
from steelyard.measures.contributions import SIDES
from steelyard.measures.share_shift import share_shift
from steelyard.terms.errors import NotHeld
from steelyard.terms.evidence import Method

_MARKET = ("flow", "group", "product")
_REFERENCE = ("reference_from", "reference_to")


@dataclass(frozen=True, slots=True)
class Shares(Split):
    """Growth of the market, structure and competitiveness of each pair."""

    finest: ClassVar[bool] = True
    methods: ClassVar[tuple[Method, ...]] = (
        Method(
            "market-growth, structure, competitiveness",
            "v_0 g; v_0 (g_i - g); v_1 - v_0 (1 + g_i); g_i the growth of what the buying side "
            "imports of product i from the world, g that of all products",
            "Leamer and Stern (1970), Quantitative International Economics, ch. 7, pp. 171-183",
        ),
    )

    def terms(self, column: str, step: Step, pairs: Frame) -> Frame:
        """Return the terms of the pairs against the market of each product.

        Raises:
            NotHeld: trade with the world is not held by product.
        """
        world = market_of(self.account, column)
        finest = Finest(group=self.account.case.groups != ("",), product=True)
        if isinstance(world, Unanswered):
            raise _no_market(column, world)
        whole = parts_of(world, "imports", finest)
        if whole is None:
            raise _no_market(column, Unanswered("it is stated in single figures", "Ask by value."))
        named = dict(zip(SIDES, _REFERENCE, strict=True))
        market = paired(whole, step, column).rename(named).select(*_MARKET, *_REFERENCE)
        return share_shift(_with_market(pairs, market), KEYS, _MARKET)


def _no_market(column: str, reason: Unanswered) -> NotHeld:
    return NotHeld(
        f"You asked to split {column} by market shares",
        f"what the buying side imports from the world is not held by product: {reason.why}",
        "Without the market nobody can say whether a share was won or the market grew",
        f"{reason.remedy} Or ask for other --terms.",
    )


def _with_market(pairs: Frame, market: Frame) -> Frame:
    """Return pairs with their market, and markets without a pair as nil trade."""
    own = pairs.select(*KEYS, *(nw.col(name).cast(nw.Decimal(38, 6)) for name in SIDES))
    known = own.join(market, on=list(_MARKET), how="left")
    none = [nw.lit(0).cast(nw.Decimal(38, 6)).alias(name) for name in SIDES]
    others = market.join(own.select(*_MARKET).unique(), on=list(_MARKET), how="anti")
    nobody = others.with_columns(nw.lit("").alias("partner"), *none)
    columns = (*KEYS, *SIDES, *_REFERENCE)
    return nw.concat([known.select(*columns), nobody.select(*columns)])
