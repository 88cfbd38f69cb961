"""The note on figures of a converted class that are known between bounds only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from steelyard.accounts.account import Account, open_account
from steelyard.accounts.spreading import BOUNDS
from steelyard.terms.answer import Note

_MILLION = 1_000_000


def between(account: Account) -> Iterator[Note]:
    """Say between what the columns of each period lie, where a class was converted in doubt."""
    if not account.bounded:
        return
    unit, account = account.case.definition.currency, _as_whole(account)
    for column in account.views:
        told = [f"{period}: {text}" for period, text in _bounds(account, column)]
        if told:
            yield Note(
                "bounds",
                f"{column.capitalize()} are known between bounds only, in million {unit}: "
                f"{'; '.join(told)}. Changes within them may be changes of codes; parts are shared "
                "out as the note class-converted tells.",
            )


def _as_whole(account: Account) -> Account:
    """Return the account of the class as a whole: its groups may exchange codes among them."""
    case = account.case
    if case.groups == ("",):
        return account
    whole = replace(case, question=replace(case.question, by=""))
    return open_account(whole, "bounds of the class", bases=False, seen=dict(account.views))


def _bounds(account: Account, column: str) -> Iterator[tuple[str, str]]:
    found: dict[str, list[float]] = {}
    for bound in BOUNDS:
        frame = account.bounds(column, bound, partial=False)
        rows = account.case.ledger.rows(frame.select("period", "group", "value"), ["period"])
        for period, _, value in rows:
            if value is not None:
                sums = found.setdefault(period, [0.0, 0.0])
                sums[BOUNDS.index(bound)] += float(value)
    for period, (low, high) in sorted(found.items()):
        if high > low:
            yield period, f"{low / _MILLION:,.1f} to {high / _MILLION:,.1f}"
