"""Several columns of codes read together, once for each combination that occurs."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.blocks import EXACT, Block, repeated, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BETWEEN = "\x1f"
Cells = tuple[str, ...]
Around = tuple[str | None, ...]


class Combined(NamedTuple):
    """The combinations of words that occur in some columns.

    Attributes:
        codes: for each row the place of its combination.
        around: the word of each column that has one only, None of the others. Where all have one
            only, None of the first.
        varying: for each combination the words of those others, joined by ``BETWEEN``; each text
            once. Combinations may be among them that no row has.
    """

    codes: pa.Int32Array
    around: Around
    varying: pa.StringArray

    def cells(self, varying: str) -> Cells:
        """Return one of the combinations as the words of all columns.

        Where several columns are read together, ``BETWEEN`` within a word counts as a space.
        """
        words = iter(varying.split(BETWEEN, self.around.count(None) - 1))
        cells = tuple(next(words) if word is None else word for word in self.around)
        return cells if len(cells) == 1 else tuple(cell.replace(BETWEEN, " ") for cell in cells)


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
    columns = {field: whole(block.table[name]) for field, name in names.items()}
    empty, nothing = repeated("", rows), pa.nulls(rows, EXACT)
    columns |= {field: empty for field in texts if field not in columns}
    columns |= {field: nothing for field in numbers if field not in columns}
    return Block(pa.table(columns), block.lines, block.cells, block.broken)


def combined(columns: Sequence[pa.DictionaryArray]) -> Combined:
    """Return the combinations of words that occur in some columns."""
    vary = [len(column.dictionary) != 1 for column in columns]
    vary[0] |= not any(vary)
    around = tuple(
        None if varies else column.dictionary[0].as_py()
        for column, varies in zip(columns, vary, strict=True)
    )
    several = list(compress(columns, vary))
    if len(several) == 1:
        return Combined(several[0].indices, around, several[0].dictionary)
    codes, texts = several[0].indices, [_plain(several[0])]
    for column in several[1:]:
        codes, left, right = _pairs(codes, column)
        texts = [of.take(left) for of in texts] + [_plain(column).take(right)]
    joined = pc.binary_join_element_wise(*texts, BETWEEN).dictionary_encode()
    return Combined(joined.indices.take(codes), around, joined.dictionary)


def _pairs(
    left: pa.Int32Array, right: pa.DictionaryArray
) -> tuple[pa.Int32Array, pa.Array, pa.Array]:
    """Return the place of each row's pair of codes, and the left and right one of each pair."""
    size = len(right.dictionary)
    mixed = left.to_numpy().astype(np.int64) * size + right.indices.to_numpy()
    found = pa.array(mixed).dictionary_encode()
    first, second = np.divmod(found.dictionary.to_numpy(), size)
    return found.indices, pa.array(first), pa.array(second)


def _plain(column: pa.DictionaryArray) -> pa.StringArray:
    return pc.replace_substring(column.dictionary, BETWEEN, " ")
