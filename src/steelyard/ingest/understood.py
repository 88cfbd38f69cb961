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

_ASKED = {
    "reporter": "reporters",
    "currency": "currency",
    "unit": "unit",
    "valuation": "valuation",
    "import_basis": "basis of imports",
    "export_scope": "scope of exports",
    "nomenclature": "nomenclature",
    "freq": "frequency",
}
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file was taken for.

    Attributes:
        first, last: first and last period that hold a value which is no forecast.
        words: what the rows say of themselves, by name, such as currency and valuation.
    """

    first: str
    last: str
    words: dict[str, str]


def understood(engine: Engine, frame: nw.LazyFrame[Any], kind: Kind) -> Understood:
    """Return what the rows of a draft say of themselves."""
    told = {name: _values(engine, frame, (name,)) for name in _ASKED if name in kind.names}
    words = {_ASKED[name]: _shown(found) for name, found in told.items() if found}
    if "edition" in kind.names:
        words["nomenclature"] = _shown(_values(engine, frame, ("nomenclature", "edition")))
    if "flow" in kind.names and "valuation" in kind.names:
        words["valuation"] = _shown(_values(engine, frame, ("flow", "valuation")))
    return Understood(*_span(engine, frame, kind), {k: v for k, v in words.items() if v})


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
