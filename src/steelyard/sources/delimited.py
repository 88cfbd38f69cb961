"""Chunks of a delimited text -> blocks of columns, with every row that cannot be split."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as arrow_csv

from steelyard.sources.blocks import EXACT, TEXT, Block, Cells, block_of_rows, with_empty
from steelyard.sources.lines import cells_of
from steelyard.sources.split import split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steelyard.sources.chunks import Chunk
    from steelyard.sources.layout import Layout


def block_of(
    chunk: Chunk, layout: Layout, texts: Sequence[str], numbers: Sequence[str] = ()
) -> Block:
    """Return the wanted columns of a chunk.

    Args:
        chunk: rows of the text.
        layout: how they are written.
        texts: names of columns wanted as text; those not in the file are empty.
        numbers: names of columns wanted as exact numbers, as text when any cell is none.
    """
    wanted = dict.fromkeys(texts, TEXT) | dict.fromkeys(numbers, EXACT)
    held = {name: kind for name, kind in wanted.items() if name in layout.columns}
    table = _fast(chunk, layout, held)
    if table is None and EXACT in held.values():
        table = _fast(chunk, layout, dict.fromkeys(held, TEXT))
    if table is None:
        found = split(chunk, layout)
        return block_of_rows(layout.columns, found.rows, found.lines, list(wanted), found.broken)
    lines = pa.arange(chunk.line, chunk.line + table.num_rows)
    return Block(with_empty(table, list(wanted)), lines, lambda asked: _cells(chunk, layout, asked))


def _fast(chunk: Chunk, layout: Layout, types: dict[str, pa.DataType]) -> pa.Table | None:
    """Return the columns if every line is a row of the right width and every number is one."""
    if not chunk.lines or not types or layout.width == 1 or chunk.zeros:
        return None
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(chunk.data),
            arrow_csv.ReadOptions(
                use_threads=False, block_size=len(chunk.data) + 1, column_names=layout.columns
            ),
            arrow_csv.ParseOptions(delimiter=layout.delimiter, ignore_empty_lines=True),
            arrow_csv.ConvertOptions(
                column_types=types,
                include_columns=list(types),
                null_values=[""],
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return table if table.num_rows == chunk.lines else None


def _cells(chunk: Chunk, layout: Layout, asked: Sequence[int]) -> list[Cells]:
    lines = chunk.data.split(b"\n")
    return [cells_of(lines[row].decode("utf-8"), layout.delimiter) for row in asked]
