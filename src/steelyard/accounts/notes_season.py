"""The note on figures from which the season was taken out here."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.account import Account
from steelyard.accounts.season import Unseasoned
from steelyard.terms.answer import Note


def season(account: Account) -> Iterator[Note]:
    """Say how the season was taken out, over which months, and where that could not be done."""
    if not account.case.definition.adjustment.own:
        return
    yield from dict.fromkeys(map(_told, account.case.ledger.seasons.values()))


def _told(found: Unseasoned) -> Note:
    how = " and ".join(found.versions) or "nothing"
    text = (
        f"The season was taken out here, by {how}, over the months held from {found.first} to "
        f"{found.last}: no publisher's figures. Months that come later will change them."
    )
    back = f" STL stands in for X-13: {'; '.join(found.fell_back)}." if found.fell_back else ""
    lost = " months in stretches shorter than two years are missing."
    short = f" {found.short}{lost}" if found.short else ""
    return Note("season-taken-out", text + back + short)
