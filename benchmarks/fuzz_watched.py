"""Publishers' sources, watched while they read: what every source owes is checked row by row."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.ingest.recognise import sources
from steelyard.sources.contract import AnySource, Converted, StreamingSource, arrow_schema
from steelyard.sources.received import Received
from steelyard.sources.stream import REJECTED, Batch, Reading
from steelyard.terms.tables import LINE, Kind

MONTH = r"(19|20|21)\d\d(-(0[1-9]|1[0-2])(-\d\d)?|-Q[1-4])?"
PERIOD = re.compile(f"{MONTH}(/{MONTH})?")
REASON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PLACED = {
    "flows": ("reporter", "partner"),
    "indicators": ("place",),
    "rates": ("base", "quote"),
}
WORDS = ("flow", "freq", "nomenclature", "product", "valuation", "currency", "status", "unit")


class BrokenPromise(AssertionError):
    """A source does not keep the contract of sources."""


@dataclass(frozen=True)
class Watched:
    """A source that reads in steps, watched."""

    source: StreamingSource

    @cached_property
    def CARDS(self) -> tuple[Any, ...]:  # noqa: N802  (the name that the contract of sources gives)
        return getattr(self.source, "CARDS", None) or (self.source.CARD,)  # type: ignore[attr-defined]

    def knows(self, received: Received) -> bool:
        try:
            return self.source.knows(received)
        except Exception as error:
            raise BrokenPromise(f"knows raises {type(error).__name__}: {error}") from error

    def stream(self, received: Received, published_at: str | None) -> Reading:
        reading = self.source.stream(received, published_at)
        return replace(reading, batches=watched(reading))


@dataclass(frozen=True)
class WatchedWhole:
    """A source that reads a file whole, watched."""

    source: Any

    @cached_property
    def CARDS(self) -> tuple[Any, ...]:  # noqa: N802  (the name that the contract of sources gives)
        return getattr(self.source, "CARDS", None) or (self.source.CARD,)

    def recognises(self, path: Path) -> bool:
        try:
            return bool(self.source.recognises(path))
        except Exception as error:
            raise BrokenPromise(f"recognises raises {type(error).__name__}: {error}") from error

    def convert(self, path: Path, published_at: str | None) -> Converted:
        made: Converted = self.source.convert(path, published_at)
        check_rows(made.table, made.kind)
        promise(0 <= made.accepted <= made.observations_in, "accepted and rejected do not add up")
        for left in made.rejected:
            promise(bool(REASON.fullmatch(left.reason)), f"the reason {left.reason!r} is no code")
            promise(left.observations > 0, "a reason without observations")
        promise(bool(made.table.num_rows) or not made.accepted, "accepted, and no row")
        return made


def all_watched() -> tuple[tuple[str, AnySource], ...]:
    """Return every source, watched, by name."""
    return tuple((name, watching(source)) for name, source in sources())


def watching(source: AnySource) -> AnySource:
    """Return a source watched, in its own way of reading."""
    return Watched(source) if isinstance(source, StreamingSource) else WatchedWhole(source)


def watched(reading: Reading) -> Iterator[Batch]:
    """Yield the batches of a reading, each checked."""
    promise(len(set(reading.columns)) == len(reading.columns), "two columns have one name")
    for batch in reading.batches:
        check_batch(batch, reading)
        yield batch


def check_batch(batch: Batch, reading: Reading) -> None:
    """Check what was accepted and rejected of a block."""
    rejected = batch.rejected
    promise(rejected.schema.equals(REJECTED), f"rejected rows have the schema {rejected.schema}")
    left, whole = rejected.num_rows, reading.columns == ("observation",)
    if LINE in batch.table.column_names:
        taken = len(pc.unique(batch.table[LINE]))
        promise(taken + left == batch.observations, f"{taken} + {left} is not {batch.observations}")
        both = pc.is_in(batch.table[LINE], value_set=rejected[LINE].combine_chunks())
        promise(whole or not pc.any(both).as_py(), "a row is accepted and rejected")
    for row in rejected.to_pylist():
        promise(
            bool(row["reason"] and REASON.fullmatch(row["reason"])), f"the reason {row['reason']!r}"
        )
        promise(row["cells"] is not None, "a rejected row has lost its cells")
        promise(LINE not in batch.table.column_names or row["line"] is not None, "no line is told")
        promise(bool(row["detail"]) or reading.columns == ("observation",), "no detail is told")
    check_rows(batch.table, reading.kind)


def check_rows(table: pa.Table, kind: Kind) -> None:
    """Check rows accepted: places, periods, words and finite figures."""
    promise(set(kind.names) <= set(table.column_names), "columns of the kind are missing")
    for name in PLACED[kind.name]:
        promise(all(_cells(table, name)), f"a row has no {name}")
    if "period" in kind.names:
        odd = [p for p in set(_cells(table, "period")) if not p or not PERIOD.fullmatch(p)]
        promise(not odd, f"the period {odd[:1]}")
    for name in set(WORDS) & set(kind.names):
        promise("" not in set(_cells(table, name)), f"the {name} is an empty word")
    for field in arrow_schema(kind):
        if pa.types.is_floating(field.type):
            odd = [v for v in _cells(table, field.name) if v is not None and not math.isfinite(v)]
            promise(not odd, f"{field.name} is {odd[:1]}")


def promise(kept: bool, found: str) -> None:
    """Raise if something promised is not kept."""
    if not kept:
        raise BrokenPromise(found)


def _cells(table: pa.Table, name: str) -> list[Any]:
    column = table[name]
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return pc.unique(column).to_pylist()
