"""The note on made-up figures, which every answer that rests on them carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from steelyard.accounts.account import Account
from steelyard.store.release import Release
from steelyard.terms.answer import Note

DATASET = "synthetic-world"
"""The dataset of every synthetic world."""


def synthetic(account: Account) -> Iterator[Note]:
    """Say that figures of an account are made up."""
    yield from made_up(choice.held.release for choice in account.choices().values())


def made_up(used: Iterable[Release]) -> Iterator[Note]:
    """Say that figures are made up, if any of the releases used is of a synthetic world."""
    names = sorted({release.name for release in used if release.dataset == DATASET})
    if names:
        yield Note(
            "synthetic",
            f"These figures are made up ({', '.join(names)}): they come from a generator, and no "
            "such country, trade or price exists.",
        )
