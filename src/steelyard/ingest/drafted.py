"""A file read to its end into the draft of a part: rows accepted here, rows rejected there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.blocks import TEXT
from steelyard.sources.contract import arrow_schema
from steelyard.sources.stream import REJECTED, Batch, Reading
from steelyard.store.codes import Coder, Codes
from steelyard.store.draft import PACKED, STREAMED, Draft, Writer
from steelyard.terms.tables import LINE

Faults = Mapping[int, tuple[str, str]]


@dataclass(slots=True)
class Tally:
    """What was read so far.

    Attributes:
        observations: observations read.
        reasons: observations rejected, by reason.
        examples: one of them, by reason.
    """

    observations: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """Observations rejected."""
        return self.reasons.total()

    def count(self, batch: Batch, rejected: pa.Table) -> None:
        """Add a batch, with all that was rejected of it."""
        self.observations += batch.observations
        self.reasons += Counter(rejected["reason"].to_pylist())
        for reason in set(rejected["reason"].to_pylist()) - set(self.examples):
            row = rejected.filter(pc.equal(rejected["reason"], reason)).slice(0, 1).to_pylist()[0]
            place = "" if row["line"] is None else f"line {row['line']}: "
            self.examples[reason] = f"{place}{row['detail'] or ' '.join(row['cells'])}"


def drafted(
    reading: Reading, folder: Path, faults: Faults, each: Callable[[Tally], None]
) -> tuple[Draft, Codes, Tally]:
    """Read a file to its end and write what it holds into ``folder``.

    Args:
        reading: the file, opened.
        folder: where the draft is written.
        faults: rows to reject whatever the source says: reason and detail by line.
        each: called with the tally after every batch.

    Raises:
        BadFile: the file turns out damaged.
    """
    tally = Tally()
    streamed = reading.columns != ("observation",)
    rows = Writer(folder / "rows.parquet", STREAMED if streamed else PACKED)
    rejects = Writer(folder / "rejects.parquet")
    codes = Coder(reading.kind, folder)
    with rows, rejects, codes:
        for batch in reading.batches:
            accepted, rejected = _without(batch, faults)
            table = _coded(accepted, reading)
            codes.add(table)
            rows.add(table)
            rejects.add(rejected)
            tally.count(batch, rejected)
            each(tally)
    draft = Draft(folder, rows.file, rows.rows, rejects.file if rejects.rows else None)
    return draft, codes.codes(), tally


def _without(batch: Batch, faults: Faults) -> tuple[pa.Table, pa.Table]:
    """Return the rows accepted but for those of faulty lines, and the rows rejected with them."""
    if not faults or batch.block is None or LINE not in batch.table.column_names:
        return batch.table, batch.rejected
    wrong = pc.is_in(batch.table[LINE], value_set=pa.array(list(faults), pa.int64()))
    lines = sorted(set(batch.table.filter(wrong)[LINE].to_pylist()))
    if not lines:
        return batch.table, batch.rejected
    places = {line: place for place, line in enumerate(batch.block.lines.to_pylist())}
    cells = batch.block.cells([places[line] for line in lines])
    told = [
        {"line": line, "reason": faults[line][0], "detail": faults[line][1], "cells": list(found)}
        for line, found in zip(lines, cells, strict=True)
    ]
    rejected = pa.concat_tables([batch.rejected, pa.Table.from_pylist(told, schema=REJECTED)])
    return batch.table.filter(pc.invert(wrong)), rejected.sort_by(LINE)


def _coded(table: pa.Table, reading: Reading) -> pa.Table:
    """Return a table with the columns of its kind in order and its text as codes."""
    columns = {
        field.name: _text(table[field.name])
        if pa.types.is_string(field.type)
        else table[field.name]
        for field in arrow_schema(reading.kind)
    }
    if LINE in table.column_names:
        columns[LINE] = table[LINE]
    return pa.table(columns)


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column if column.type == TEXT else column.cast(pa.string()).dictionary_encode()
