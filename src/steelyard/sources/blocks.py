"""Blocks: some rows of a publisher's table as columns, whatever format it came in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

TEXT = pa.dictionary(pa.int32(), pa.string())
EXACT = pa.decimal128(38, 6)
Cells = tuple[str, ...]
_EXACT_FLOAT = 2.0**53
_COLUMNS = 16


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be split into the cells of the header.

    Attributes:
        line: its line in the file.
        why: what is wrong.
        cells: what stands there, as far as it can be told apart.
    """

    line: int
    why: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a publisher's table.

    Attributes:
        table: the wanted columns by name, as text (``TEXT``; an empty cell is empty text) or as
            exact numbers (``EXACT``; an empty cell is null) where every cell of the block is one.
        lines: the line of each row in the file, or its number where a file has no lines.
        cells: gives every cell of some rows, by their places in the block, as they stand in the
            file: what is kept of a row that is rejected.
        broken: rows that could not be split.
    """

    table: pa.Table
    lines: pa.Int64Array
    cells: Callable[[Sequence[int]], list[Cells]]
    broken: tuple[Broken, ...] = ()


def whole(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as one array, without a copy where it is one."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def repeated(word: str, rows: int) -> pa.DictionaryArray:
    """Return one word for every row."""
    return pa.DictionaryArray.from_arrays(_zeros(rows), _one(word), safe=False)


@lru_cache(_COLUMNS)
def wordless(rows: int) -> pa.DictionaryArray:
    """Return a column of text without a word in any row."""
    return pa.nulls(rows, TEXT)


@lru_cache(_COLUMNS)
def _one(word: str) -> pa.StringArray:
    return pa.array([word], pa.string())


@lru_cache(_COLUMNS)
def _zeros(rows: int) -> pa.Int32Array:
    return pa.array(np.zeros(rows, np.int32))


def with_empty(table: pa.Table, wanted: Sequence[str]) -> pa.Table:
    """Return the wanted columns of a table, those that it lacks as empty text."""
    if table.column_names == list(wanted):
        return table
    rows = table.num_rows
    held = set(table.column_names)
    return pa.table({name: table[name] if name in held else repeated("", rows) for name in wanted})


def block_of_rows(
    names: Sequence[str],
    rows: Sequence[Cells],
    lines: Sequence[int],
    wanted: Sequence[str],
    broken: tuple[Broken, ...] = (),
) -> Block:
    """Return a block of rows that were split one by one.

    Args:
        names: names of all cells, in order.
        rows: the rows; each as long as ``names``.
        lines: the line of each.
        wanted: names of the columns that the block shall have; those not among ``names`` are empty.
        broken: rows that could not be split.
    """
    places = {name: place for place, name in enumerate(names)}
    columns = {
        name: pa.array(
            [row[places[name]] if name in places else "" for row in rows], pa.string()
        ).dictionary_encode()
        for name in wanted
    }
    table = pa.table(columns) if columns else pa.table({"": pa.nulls(len(rows))})
    return Block(
        table, pa.array(lines, pa.int64()), lambda asked: [rows[row] for row in asked], broken
    )


def block_of_columns(batch: pa.RecordBatch, first: int, wanted: Sequence[str]) -> Block:
    """Return a block of a columnar file, every wanted column as text.

    Args:
        batch: rows of the file, with its own types.
        first: number of its first row.
        wanted: names of the columns that the block shall have; those not in the file are empty.
    """
    rows = batch.num_rows
    places = {name: place for place, name in reversed(list(enumerate(batch.schema.names)))}
    columns = {
        n: _as_text(batch.column(places[n])) if n in places else repeated("", rows) for n in wanted
    }
    lines = pa.array(range(first, first + rows), pa.int64())

    def cells(asked: Sequence[int]) -> list[Cells]:
        picked = batch.take(pa.array(asked, pa.int64()))
        texts = [_as_text(column).cast(pa.string()).to_pylist() for column in picked.columns]
        return list(zip(*texts, strict=True))

    return Block(pa.table(columns), lines, cells)


def _as_text(column: pa.Array) -> pa.Array:
    """Return a column as text: null as empty, whole floats without a point."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    try:
        text = _floats(column) if pa.types.is_floating(column.type) else column.cast(pa.string())
    except pa.ArrowException:  # no table of trade has cells that are lists, or bytes
        text = pa.array([None if c is None else str(c) for c in column.to_pylist()], pa.string())
    return pc.fill_null(text, "").dictionary_encode()


def _floats(column: pa.Array) -> pa.Array:
    """Return floats as text; one that is no number says nothing, as null does."""
    stated = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    whole = pc.and_(pc.equal(pc.floor(stated), stated), pc.less(pc.abs(stated), _EXACT_FLOAT))
    integers = pc.if_else(whole, stated, pa.scalar(0, column.type)).cast(pa.int64())
    return pc.if_else(whole, integers.cast(pa.string()), stated.cast(pa.string()))
