"""Breaks: neighbouring periods of a series that its release says may not be compared."""

from __future__ import annotations

from steelyard.accounts.account import Account
from steelyard.store.release import Broken
from steelyard.terms.period import Period


def breaks_of(account: Account) -> tuple[tuple[str, Broken], ...]:
    """Return the breaks that releases state for the columns of an account, with the column."""
    return tuple(
        (column, broken)
        for column, choice in account.choices().items()
        for broken in choice.held.release.breaks
        if broken.flow in {"", choice.said("flow")}
        and broken.what in {*choice.way.codes, *account.views[column].partner.members_named()}
    )


def broken_between(broken: Broken, before: Period, after: Period) -> bool:
    """Tell whether a break lies between two periods."""
    first = Period.labelled(broken.first).months[0]
    return before.months[0] < first <= after.months[-1]
