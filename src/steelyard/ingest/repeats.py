"""Rows of one file that state the same flow: exact repeats are told once, contradictions never."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.store.codes import PRODUCT, Codes
from steelyard.store.packing import packed, starts_of
from steelyard.store.picked import picked
from steelyard.store.portions import Portion, arranged, cell_groups
from steelyard.store.vocabulary import Numbers
from steelyard.terms.errors import BadFile
from steelyard.terms.tables import LINE

AGAIN, CONTRADICTION = "repeated-row", "contradicting-rows"
MOST = 200_000

Repeated = list[list[int]]


def repeated(codes: Codes) -> Callable[[Portion], Repeated]:
    """Return what finds the rows of a portion that have one natural key.

    It returns the places of the rows of each such key among all rows. A missing value equals a
    missing value.
    """
    keys = {
        group: picked(codes, group, [name for name in names if name in codes.kind.key])[1]
        for group, names in codes.names.items()
    }
    return lambda portion: _repeated(portion, keys)


def repeats(file: Path, found: Repeated) -> dict[int, tuple[str, str]]:
    """Return the lines that must be rejected because others state the same, with the reason.

    Of rows that are alike in every column the first stays; of rows with one natural key and
    different content none does, since which of them is right cannot be told.

    Raises:
        BadFile: so many rows are repeated that the file must have been put together wrongly.

    Args:
        file: the Parquet file of the rows.
        found: the places of the rows of each key that stands more than once.
    """
    if not found or LINE not in pq.read_schema(file).names:
        return {}
    if sum(map(len, found)) > MOST:
        raise _too_many(sum(map(len, found)))
    rows = dict(_rows(file, sorted(at for group in found for at in group)))
    groups = [sorted((rows[at] for at in group), key=lambda row: row[0]) for group in sorted(found)]
    judged = dict(chain.from_iterable(_contradictions(group) for group in groups))
    left = [[row for row in group if row[0] not in judged] for group in groups]
    return {**dict(chain.from_iterable(map(_again, left))), **judged}


def _repeated(portion: Portion, keys: dict[str, Numbers]) -> Repeated:
    product = keys.get(PRODUCT, np.zeros(1, np.int64))
    width = int(product.max()).bit_length()
    told = [keys[group][portion.of_cells(group)] for group in cell_groups(portion.codes)]
    cell, _ = packed([np.zeros_like(portion.cells), *told], width)
    key, rows = arranged(*portion.keyed(cell << width, product))
    if not np.any(key[1:] == key[:-1]):
        return []
    starts = starts_of(key)
    lengths = np.diff(starts, append=len(key))
    rows = np.arange(len(key))[rows]
    return [
        sorted(portion.places(rows[start : start + length]).tolist())
        for start, length in zip(starts[lengths > 1], lengths[lengths > 1], strict=True)
    ]


def _rows(file: Path, places: Sequence[int]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield some rows of a file, by their places: the line and what it states."""
    with pq.ParquetFile(file) as held:
        first = 0
        for batch in held.iter_batches():
            end = first + batch.num_rows
            wanted = places[bisect_left(places, first) : bisect_left(places, end)]
            found = batch.take(pa.array([at - first for at in wanted], pa.int64()))
            lines = found.column(LINE).to_pylist()
            facts = zip(*(c.to_pylist() for c in found.drop_columns([LINE]).columns), strict=True)
            yield from zip(wanted, zip(lines, facts, strict=True), strict=True)
            first = end


Row = tuple[int, tuple[Any, ...]]
Judged = Iterator[tuple[int, tuple[str, str]]]


def _contradictions(rows: Sequence[Row]) -> Judged:
    """Yield the lines of one key whose facts differ; each row is its line and its facts."""
    if len({facts for _, facts in rows}) > 1:
        shown = ", ".join(str(line) for line, _ in rows[:5])
        detail = f"lines {shown} state one flow with different figures"
        yield from ((line, (CONTRADICTION, detail)) for line, _ in rows)


def _again(rows: Sequence[Row]) -> Judged:
    """Yield the lines that state again what the first of them states."""
    yield from ((line, (AGAIN, f"line {rows[0][0]} is the same row")) for line, _ in rows[1:])


def _too_many(rows: int) -> BadFile:
    return BadFile(
        "You added a file",
        f"{rows:,} of its rows state a flow that another row states too",
        "So many are no slip: the file was put together of parts that overlap",
        "Add the parts one by one, or remove what stands there twice.",
    )
