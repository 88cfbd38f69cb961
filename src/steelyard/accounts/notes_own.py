"""What a reader must know of a class that stands in the asker's own file."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.accounts.account import Account
from steelyard.classes.asked import file_named
from steelyard.terms.answer import Note


def own_file(account: Account) -> Iterator[Note]:
    """Name the file of a class with its digest, and say in which edition its codes were read."""
    cls = account.case.cls
    if file_named(cls.name) is None:
        return
    dated = any(way.edition for way in cls.selections) or any(m.edition for m in cls.members)
    free = "" if dated else ", in the edition in which the data state each"
    yield Note(
        "class-file", f"{cls.title}: {cls.reference}. Codes of the {cls.nomenclature}{free}."
    )
