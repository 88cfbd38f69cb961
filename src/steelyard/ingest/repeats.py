"""Rows of one file that state the same flow: exact repeats are told once, contradictions never."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources.stream import LINE
from steelyard.store.codes import Codes
from steelyard.store.portions import Portion, ordered, packed, starts_of
from steelyard.store.vocabulary import Numbers

AGAIN, CONTRADICTION = "repeated-row", "contradicting-rows"

Repeated = list[list[int]]


def repeated(codes: Codes) -> Callable[[Portion], Repeated]:
    """Return what finds the rows of a portion that have one natural key.

    It returns the places of the rows of each such key among all rows. A missing value equals a
    missing value.
    """
    keys = {
        group: numbers
        for group, names in codes.names.items()
        if (numbers := _of_key(codes, group, names)) is not None
    }
    return lambda portion: _repeated(portion, keys)


def repeats(file: Path, found: Repeated) -> dict[int, tuple[str, str]]:
    """Return the lines that must be rejected because others state the same, with the reason.

    Of rows that are alike in every column the first stays; of rows with one natural key and
    different content none does, since which of them is right cannot be told.

    Args:
        file: the Parquet file of the rows.
        found: the places of the rows of each key that stands more than once.
    """
    if not found or LINE not in pq.read_schema(file).names:
        return {}
    rows = dict(_rows(file, sorted(at for group in found for at in group)))
    judged: dict[int, tuple[str, str]] = {}
    for group in sorted(found):
        for line, fault in _judged([rows[at] for at in group]).items():
            if fault[0] == CONTRADICTION or line not in judged:
                judged[line] = fault
    return judged


def _of_key(codes: Codes, group: str, names: Sequence[str]) -> Numbers | None:
    """Return a number for each combination of the group's columns that are of the natural key."""
    kept = [at for at, name in enumerate(names) if name in codes.kind.key]
    if not kept:
        return None
    known: dict[tuple[str | None, ...], int] = {}
    told = [tuple(words[at] for at in kept) for words in codes.words[group]]
    return np.array([known.setdefault(one, len(known)) for one in told], np.int64)


def _repeated(portion: Portion, keys: dict[str, Numbers]) -> Repeated:
    key, bits = packed([numbers[portion.of(group)] for group, numbers in keys.items()])
    plain = np.sort(key)
    if not np.any(plain[1:] == plain[:-1]):
        return []
    key, order = ordered(key, bits)
    starts = starts_of(key)
    lengths = np.diff(starts, append=len(key))
    return [
        portion.places(order[start : start + length]).tolist()
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


def _judged(rows: list[tuple[Any, ...]]) -> dict[int, tuple[str, str]]:
    """Return the lines of one key to reject; each row is its line and its facts."""
    rows = sorted(rows, key=lambda row: int(row[0]))
    lines = [line for line, _ in rows]
    if len({facts for _, facts in rows}) == 1:
        detail = f"line {lines[0]} is the same row"
        return dict.fromkeys(lines[1:], (AGAIN, detail))
    shown = ", ".join(str(line) for line in lines[:5])
    detail = f"lines {shown} state one flow with different figures"
    return dict.fromkeys(lines, (CONTRADICTION, detail))
