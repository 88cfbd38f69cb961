"""Words of rows as numbers: each combination of some columns of text gets one."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Words = tuple[str | None, ...]
Numbers = npt.NDArray[Any]

_ROOM, _LARGEST = 2**22, 2**62


class Vocabulary:
    """The combinations that occur in some columns, numbered as they come.

    Args:
        names: names of the columns.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._columns = [_Column() for _ in names]
        self._sizes = [0 for _ in names]
        self._known: dict[Words, int] = {}
        self._places = np.empty(0, np.int32)

    @property
    def words(self) -> list[Words]:
        """The combinations by their numbers."""
        return list(self._known)

    def numbers(self, rows: pa.RecordBatch) -> Numbers:
        """Return the number of each row's combination; a new one is added.

        Args:
            rows: has the columns as text, dictionary-encoded or not.
        """
        columns = [c.numbers(rows[name]) for c, name in zip(self._columns, self.names, strict=True)]
        self._make_room()
        if not len(self._places):
            return self._searched(columns, rows.num_rows)
        key = _mixed(columns, self._sizes, np.zeros(rows.num_rows, np.int32))
        numbers = self._places.take(key)
        if numbers.min(initial=0) < 0:
            new = pc.unique(pa.array(key[numbers < 0])).to_numpy()
            self._places[new] = self._numbered(np.unravel_index(new, self._sizes))
            numbers = self._places.take(key)
        return numbers

    def _make_room(self) -> None:
        """Have a place for each combination that the words allow, unless these are too many."""
        words = [len(column.words) for column in self._columns]
        if any(now > room for now, room in zip(words, self._sizes, strict=True)):
            self._sizes = [1 << (now - 1).bit_length() for now in words]
            room = prod(self._sizes)
            self._places = np.full(room if room <= _ROOM else 0, -1, np.int32)

    def _searched(self, columns: Sequence[Numbers], rows: int) -> Numbers:
        """Return the number of each row's combination, without a place for each."""
        key = _mixed(columns, self._sizes, np.zeros(rows, np.int64))
        coded = pa.array(key).dictionary_encode()
        which: Numbers = coded.indices.to_numpy()
        example = np.empty(len(coded.dictionary), np.int64)
        example[which] = np.arange(rows)
        whole = [np.broadcast_to(column, rows) for column in columns]
        return self._numbered([column[example] for column in whole])[which]

    def _numbered(self, columns: Sequence[Numbers]) -> Numbers:
        """Return the number of each combination, given by the numbers of its words."""
        told = [
            [column.words[number] for number in numbers.tolist()]
            for column, numbers in zip(self._columns, columns, strict=True)
        ]
        found = [self._known.setdefault(of, len(self._known)) for of in zip(*told, strict=True)]
        return np.array(found, np.int32)


class _Column:
    """Words of one column, numbered as they come; a missing word is one of them."""

    def __init__(self) -> None:
        self.words: list[str | None] = []
        self._known = self._last = pa.array([], pa.string())
        self._numbers = np.empty(0, np.int32)

    def numbers(self, column: pa.Array) -> Numbers:
        """Return the number of each row's word, or one number if all rows have one word."""
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        words, places = coded.dictionary, coded.indices
        if places.null_count == len(places):
            words = pa.nulls(1, pa.string())
        elif places.null_count:
            places = places.fill_null(len(words))
            words = pa.concat_arrays([words, pa.nulls(1, words.type)])
        if not words.equals(self._last):
            self._last, self._numbers = words, self._numbered(words)
        return self._numbers if len(words) == 1 else self._numbers.take(places.to_numpy())

    def _numbered(self, words: pa.Array) -> Numbers:
        found = pc.index_in(words, self._known)
        if found.null_count:
            new = pc.unique(words.filter(found.is_null()))
            self.words += new.to_pylist()
            self._known = pa.concat_arrays([self._known, new])
            found = pc.index_in(words, self._known)
        numbers: Numbers = found.to_numpy()
        return numbers


def ranked(words: Sequence[Words]) -> tuple[list[Words], Numbers]:
    """Return words in the order of their text, and the place of each in it."""
    order = sorted(range(len(words)), key=lambda at: [(w is not None, w or "") for w in words[at]])
    ranks = np.empty(len(words), np.int64)
    ranks[order] = np.arange(len(words))
    return [words[at] for at in order], ranks


def _mixed(columns: Sequence[Numbers], sizes: Sequence[int], key: Numbers) -> Numbers:
    """Return one number for each row's combination: the numbers of its words as digits.

    Args:
        columns: the numbers of words, column by column.
        sizes: how many words each column may have.
        key: a zero for each row, of the type wanted; it may be written to.
    """
    size = 1
    for numbers, most in zip(columns, sizes, strict=True):
        if size * most > _LARGEST:
            found, key = np.unique(key, return_inverse=True)
            size = len(found)
        if most > 1:
            key *= most
            key += numbers
            size *= most
    return key
