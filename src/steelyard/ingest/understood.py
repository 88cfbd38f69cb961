"""What was understood of a file: the words that a person checks before trusting its figures."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.ingest.dating import ending
from steelyard.store.codes import Codes

WORDS = ("reporters", "currency", "valuation", "basis", "nomenclature", "frequency")
_ASKED = {
    "reporters": (("reporter",), ("place",), ("base", "quote")),
    "currency": (("currency",), ("unit",)),
    "valuation": (("flow", "valuation"),),
    "basis": (("flow", "import_basis", "export_scope", "account"),),
    "nomenclature": (("nomenclature", "edition"), ("indicator",)),
    "frequency": (("freq",),),
}
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file was taken for.

    Attributes:
        first, last: first and last period that hold a value which is no forecast.
        words: what the rows say of themselves, by the names of ``WORDS``.
    """

    first: str
    last: str
    words: dict[str, str]


def understood(codes: Codes) -> Understood:
    """Return what the rows of a draft say of themselves."""
    words = dict.fromkeys(WORDS, "")
    for what, choices in _ASKED.items():
        columns = next((c for c in choices if set(c) <= set(codes.kind.names)), None)
        if columns is not None:
            words[what] = _shown(_values(codes, columns))
    labels = sorted(codes.stated, key=ending)
    first, last = (labels[0], labels[-1]) if labels else ("", "")
    return Understood(first, last, words)


def _values(codes: Codes, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the combinations of some columns, which are of one group, without what is missing."""
    names, words = next(
        (names, codes.words[group])
        for group, names in codes.names.items()
        if set(columns) <= set(names)
    )
    places = [names.index(name) for name in columns]
    found = {tuple(word for at in places if (word := one[at])) for one in words}
    return sorted(one for one in found if one)


def _shown(found: list[tuple[str, ...]]) -> str:
    texts = [" ".join(row) for row in found]
    if len(texts) <= _SHOWN:
        return ", ".join(texts)
    return f"{', '.join(texts[:_SHOWN])} and {len(texts) - _SHOWN} more"
