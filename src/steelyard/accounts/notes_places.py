"""Notes on who stands behind a partner: members of groups, places with a history."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.account import Account
from steelyard.accounts.members import Partner
from steelyard.terms.answer import Note
from steelyard.terms.definition import InOut
from steelyard.terms.period import Period
from steelyard.terms.place import Group, Place


def membership(account: Account) -> Iterator[Note]:
    """Say whose trade is summed for a group, and how its membership changes."""
    partner, periods = account.case.partner, account.case.periods
    if not isinstance(partner.target, Group) or not periods:
        return
    counts = [len(partner.members(period)) for period in (periods[0], periods[-1])]
    spread = str(counts[0]) if counts[0] == counts[1] else f"{counts[0]} to {counts[1]}"
    source = partner.target.source.rstrip(".")
    text = f"{partner.target.code} is summed from its members ({spread}; {partner.rule()})."
    if partner.reporter in partner.target.ever():
        text += f" {partner.reporter} itself is left out."
    yield Note("group-of-members", f"{text}{_changes(partner, periods)} Source: {source}.")
    absent = sorted({code for period in periods for code in partner.absent(period)})
    if absent:
        text = "Members that do not exist for statistics in part of the periods"
        yield Note("members-absent", f"{text}: {joined(absent)}.")


def _changes(partner: Partner, periods: tuple[Period, ...]) -> str:
    """Name who joined and who left in the span, for then parts need not add up to the whole."""
    first, last = set(partner.members(periods[0])), set(partner.members(periods[-1]))
    moves = [("joined", sorted(last - first)), ("left", sorted(first - last))]
    told = [f"{word}: {joined(codes)}" for word, codes in moves if codes]
    if not told:
        return ""
    return f" In the span, {'; '.join(told)}; parts of a year of change need not add up."


def place(account: Account) -> Iterator[Note]:
    """Say what a user of a place's figures must know."""
    target, partner = account.case.partner.target, account.case.partner
    together = account.case.definition.hong_kong_macao is InOut.IN and account.choices()
    if together and "CHN" in partner.members_named():
        yield Note("place", "China is counted together with Hong Kong and Macao.")
    elif isinstance(target, Place) and target.note:
        yield Note("place", f"{target.code}: {target.note}")


def joined(words: list[str]) -> str:
    """Return words in one line."""
    return ", ".join(words)
