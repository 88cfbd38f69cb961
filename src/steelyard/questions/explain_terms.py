"""The terms into which ``explain`` splits the change of each part."""

from __future__ import annotations

from steelyard.accounts.account import Account
from steelyard.accounts.split_exchange import Exchange
from steelyard.accounts.split_margins import Margins
from steelyard.accounts.split_prices import METHODS as WAYS
from steelyard.accounts.split_prices import Prices
from steelyard.accounts.split_shares import Shares
from steelyard.accounts.splits import Split
from steelyard.terms.question import ExplainQuestion

SPLITS: dict[str, type[Split]] = {
    "value": Split,
    "price-volume": Prices,
    "margins": Margins,
    "share-shift": Shares,
    "currency": Exchange,
}

TERMS = tuple(SPLITS)
METHODS = tuple(WAYS)


def split_of(question: ExplainQuestion, account: Account) -> Split:
    """Return what splits the change of each pair into the terms asked."""
    if question.terms == "price-volume":
        return Prices(account, method=question.method, enough=question.coverage)
    return SPLITS[question.terms](account)
