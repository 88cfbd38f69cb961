"""The market in which trade is explained: all that the place that buys imports of a product."""

from __future__ import annotations

from dataclasses import replace

from steelyard.accounts.account import Account, open_account
from steelyard.accounts.case import Case
from steelyard.accounts.choice import Choice, Unanswered
from steelyard.accounts.members import Partner
from steelyard.accounts.resolve import resolve
from steelyard.accounts.sides import view_of, wanted
from steelyard.nomenclature.places import place
from steelyard.terms.place import WORLD, Group

_GROUP = Unanswered(
    "what a group of countries imports from the world is no one place's report",
    "Ask for one country as partner.",
)
_THE_WORLD = Unanswered("the partner is the world itself", "Ask for one country as partner.")


def market_of(account: Account, column: str) -> Account | Unanswered:
    """Return the account of what the buying side imports from the world, or why there is none.

    For imports the market is that of the place itself, read from the very table, basis and
    valuation of the trade that is explained. For exports it is that of the partner, as the partner
    reports its imports from the world.
    """
    if account.case.partner.target.code == WORLD:
        return _THE_WORLD
    return _own(account) if column == "imports" else _theirs(account)


def _own(account: Account) -> Account | Unanswered:
    case, source = account.case, account.views["imports"]
    choice = source.answered()
    if choice is None:
        return next(iter(source.reasons()))
    world = replace(case, partner=replace(case.partner, target=place(WORLD)))
    found = resolve((choice.held,), wanted(world, "imports"))
    if isinstance(found, Unanswered):
        return found
    if found.series.of != choice.series.of:
        return Unanswered(
            f"{choice.held.release.name} states it for the world under another definition",
            "Name the definition that both have, for example with --basis consumption.",
        )
    return _opened(world, found)


def _theirs(account: Account) -> Account | Unanswered:
    case, choice = account.case, account.views["exports"].answered()
    target = case.partner.target
    if isinstance(target, Group):
        return _GROUP
    partner = Partner(place(WORLD), target.code, case.definition, case.partner.end)
    market = replace(case, question=replace(case.question, reporter=target.code), partner=partner)
    found = resolve(case.ledger.store.held, wanted(market, "imports"))
    if isinstance(found, Unanswered):
        return found
    if choice is not None and found.said("level") != choice.said("level"):
        return Unanswered(
            f"{found.held.release.name} states it by codes of {found.said('level')} digits",
            "Ask for products of those digits with --in.",
        )
    return _opened(market, found)


def _opened(market: Case, found: Choice) -> Account:
    source = view_of(market, found, market.partner, swapped=False)
    return open_account(market, "the market", bases=False, seen={"imports": source})
