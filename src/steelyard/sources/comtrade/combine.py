"""Several columns of codes read together, once for each combination that occurs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.blocks import EXACT, Block

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BETWEEN = "\x1f"
_KNOWN = 2**16


def prepared(
    block: Block,
    names: Mapping[str, str],
    texts: Sequence[str],
    numbers: Sequence[str],
) -> Block:
    """Return a block with columns in the words of the API, absent ones empty.

    Args:
        block: rows with the columns of the file.
        names: names of columns in the file, by what they hold.
        texts: the columns of text wanted.
        numbers: the columns of numbers wanted.
    """
    rows = block.table.num_rows
    columns = {field: block.table[name].combine_chunks() for field, name in names.items()}
    empty = pa.repeat(pa.scalar("", pa.string()), rows).dictionary_encode()
    nothing = pa.nulls(rows, EXACT)
    columns |= {field: empty for field in texts if field not in columns}
    columns |= {field: nothing for field in numbers if field not in columns}
    return Block(pa.table(columns), block.lines, block.cells, block.broken)


def joined(block: Block, together: Mapping[str, Sequence[str]]) -> Block:
    """Return a block with some columns of text joined, by the names of the columns they make."""
    columns = {name: block.table[name].combine_chunks() for name in block.table.column_names}
    made = {name: _joined([columns[f] for f in fields]) for name, fields in together.items()}
    return Block(pa.table(columns | made), block.lines, block.cells, block.broken)


def cells_of(meaning: Callable[[tuple[str, ...]], str | None]) -> Callable[[str], str | None]:
    """Return a meaning of several cells as one of the text that they were joined to, remembered."""
    return lru_cache(_KNOWN)(lambda text: meaning(tuple(text.split(BETWEEN))))


def parts(column: pa.DictionaryArray, count: int) -> list[pa.DictionaryArray]:
    """Return the parts of which each word of a column was joined; empty ones are null."""
    flat = pc.list_flatten(pc.split_pattern(column.dictionary, BETWEEN))
    found = []
    for place in range(count):
        words = flat.take(pa.array(range(place, len(flat), count), pa.int64()))
        nothing = pa.scalar(None, pa.string())
        part = pc.if_else(pc.equal(words, ""), nothing, words).dictionary_encode()
        indices = part.indices.take(column.indices)
        found.append(pa.DictionaryArray.from_arrays(indices, part.dictionary))
    return found


def _joined(columns: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    """Return columns as one: each combination that occurs is one word."""
    several = [column for column in columns if len(column.dictionary) > 1]
    if len(several) == 1:
        return _beside(several[0], columns)
    key = columns[0].indices.cast(pa.int64())
    for column in columns[1:]:
        if len(column.dictionary) > 1:
            key = pc.multiply(key, len(column.dictionary))
            key = pc.add(key, column.indices.cast(pa.int64()))
    found = key.dictionary_encode()
    return pa.DictionaryArray.from_arrays(found.indices, _words(found.dictionary, columns))


def _beside(one: pa.DictionaryArray, columns: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    """Return columns as one where only one of them has several words."""
    texts = [c.dictionary if c is one else c.dictionary[0] for c in columns]
    plain = [pc.replace_substring(text, BETWEEN, " ") for text in texts]
    words = pc.binary_join_element_wise(*plain, BETWEEN)
    return pa.DictionaryArray.from_arrays(one.indices, words)


def _words(numbers: pa.Int64Array, columns: Sequence[pa.DictionaryArray]) -> pa.StringArray:
    """Return the texts of combinations, taken from their numbers from the last to the first."""
    texts = []
    for column in reversed(columns):
        left = pc.divide(numbers, max(len(column.dictionary), 1))
        place = pc.subtract(numbers, pc.multiply(left, len(column.dictionary)))
        texts.append(pc.replace_substring(column.dictionary.take(place), BETWEEN, " "))
        numbers = left
    return pc.binary_join_element_wise(*reversed(texts), BETWEEN)
