"""The reporter's trade with the world, read as the trade that is explained is."""

from __future__ import annotations

from dataclasses import replace

from steelyard.accounts.account import Account, open_account
from steelyard.accounts.choice import Unanswered
from steelyard.accounts.sides import view
from steelyard.nomenclature.places import place
from steelyard.terms.place import WORLD

_OTHER_LEVEL = Unanswered(
    "it is held by codes of other digits only", "Ask for products of those digits with --in."
)


def with_world(account: Account, column: str) -> Account | Unanswered:
    """Return the account of a column with the world as partner, or why there is none.

    It is of the same class at the same level of products, and of the same table where that holds
    the world.
    """
    case = account.case
    world = replace(case, partner=replace(case.partner, target=place(WORLD)))
    source, own = view(world, column), account.views[column].answered()
    for reason in source.reasons():
        return reason
    choice = source.answered()
    if choice is None or own is None or choice.said("level") != own.said("level"):
        return _OTHER_LEVEL
    return open_account(world, f"reference of {column}", bases=False, seen={column: source})
