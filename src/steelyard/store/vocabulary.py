"""Words of rows as numbers: each combination of some columns of text gets one."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Words = tuple[str | None, ...]
Numbers = npt.NDArray[Any]

_SMALL = 2**20


class Vocabulary:
    """The combinations that occur in some columns, numbered in the order in which they came.

    Args:
        names: names of the columns.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._numbers: dict[Words, int] = {}

    @property
    def words(self) -> list[Words]:
        """The combinations by their numbers."""
        return list(self._numbers)

    def numbers(self, table: pa.Table) -> Numbers:
        """Return the number of each row's combination; a new one is added."""
        columns = [_codes(table[name]) for name in self.names]
        size = prod(len(words) for _, words in columns)
        mixed = _mixed(columns, table.num_rows)
        found, places = _distinct(mixed, size)
        numbers = [self._number(words) for words in _worded(found, columns)]
        return np.array(numbers, np.int32)[places]

    def _number(self, words: Words) -> int:
        return self._numbers.setdefault(words, len(self._numbers))


def ranked(words: Sequence[Words]) -> tuple[list[Words], Numbers]:
    """Return words in the order of their text, and the place of each in it."""
    order = sorted(range(len(words)), key=lambda at: [(w is not None, w or "") for w in words[at]])
    ranks = np.empty(len(words), np.int64)
    ranks[order] = np.arange(len(words))
    return [words[at] for at in order], ranks


def _codes(column: pa.ChunkedArray) -> tuple[Numbers, list[str | None]]:
    """Return a column as places in a list of words, of which the last is None if it has gaps."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    array = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    words = array.dictionary.to_pylist()
    if array.indices.null_count:
        return array.indices.fill_null(len(words)).to_numpy(), [*words, None]
    return array.indices.to_numpy(), words


def _mixed(columns: Sequence[tuple[Numbers, list[str | None]]], rows: int) -> Numbers:
    """Return one number for each row's combination: its places as digits."""
    mixed = np.zeros(rows, np.int64)
    for places, words in columns:
        if len(words) > 1:
            mixed *= len(words)
            mixed += places
    return mixed


def _distinct(mixed: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Return the numbers that occur, in order, and the place of each row's among them."""
    if size > _SMALL:
        found, places = np.unique(mixed, return_inverse=True)
        return found, places
    occurs = np.zeros(size, np.bool_)
    occurs[mixed] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs, dtype=np.int32) - 1)[mixed]


def _worded(found: Numbers, columns: Sequence[tuple[Numbers, list[str | None]]]) -> Sequence[Words]:
    """Return the words of combinations given as mixed numbers."""
    told: list[list[str | None]] = []
    for _, words in reversed(columns):
        found, place = np.divmod(found, len(words))
        told.append([words[at] for at in place.tolist()])
    return list(zip(*reversed(told), strict=True))
