"""What was understood of a file: the words that a person checks before trusting its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from steelyard.ingest.dating import ending
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import Kind

if TYPE_CHECKING:
    from steelyard.store.engine import Engine

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


def understood(engine: Engine, frame: nw.LazyFrame[Any], kind: Kind) -> Understood:
    """Return what the rows of a draft say of themselves."""
    words = dict.fromkeys(WORDS, "")
    for what, choices in _ASKED.items():
        columns = next((c for c in choices if set(c) <= set(kind.names)), None)
        if columns is not None:
            words[what] = _shown(_values(engine, frame, columns))
    return Understood(*_span(engine, frame, kind), words)


def _values(
    engine: Engine, frame: nw.LazyFrame[Any], names: tuple[str, ...]
) -> list[tuple[str, ...]]:
    counts = frame.group_by(*names).agg(nw.len().alias("rows"))
    rows = [tuple(str(cell) for cell in row[:-1] if cell) for row in engine.rows(counts, names)]
    return sorted({row for row in rows if row})


def _shown(found: list[tuple[str, ...]]) -> str:
    texts = [" ".join(row) for row in found]
    if len(texts) <= _SHOWN:
        return ", ".join(texts)
    return f"{', '.join(texts[:_SHOWN])} and {len(texts) - _SHOWN} more"


def _span(engine: Engine, frame: nw.LazyFrame[Any], kind: Kind) -> tuple[str, str]:
    if "period" not in kind.names:
        return "", ""
    value = next(name for name in ("value", "rate") if name in kind.names)
    stated = frame.filter(~nw.col(value).is_null())
    if "status" in kind.names:
        stated = stated.filter((nw.col("status") != str(ObsStatus.FORECAST)).fill_null(value=True))
    labels = sorted((row[0] for row in _values(engine, stated, ("period",))), key=ending)
    return (labels[0], labels[-1]) if labels else ("", "")
