"""Rows as numbers beside the draft they are written to, for checks that read them many times.

What tells rows apart is text of few words: reporters, periods, products. Each group of such columns
is one column of numbers here, in a file of its own, so that a check compares numbers and memory
does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa

from steelyard.store.column import Column
from steelyard.store.series import measured, series_columns
from steelyard.store.vocabulary import Numbers, Vocabulary, Words, ranked
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import Kind

REPORTER, PERIOD, PARTNER, PRODUCT = "reporter", "period", "partner", "product"
SORT = "sort"
"""The group of all columns that no other group has: what sort of figure a row states."""

_GROUPS = {
    REPORTER: ("reporter",),
    PERIOD: ("period",),
    PARTNER: ("partner", "partner_stated"),
    "partner2": ("partner2",),
    PRODUCT: ("nomenclature", "edition", "product", "level"),
    "place": ("place",),
    "party": ("party",),
    "from": ("from_place", "from_sector"),
    "to": ("to_place", "to_sector"),
}
_LOW, _HIGH, _LACKS = "value-low", "value-high", "value-lacks"
_LIMB, _THOUSAND, _SAFE = 0xFFFFFFFF, 1000, 2.0**62


def groups_of(kind: Kind) -> dict[str, tuple[str, ...]]:
    """Return the groups of columns of a kind of table by which its rows are told apart.

    They have every column of the natural key and every one that tells series apart.
    """
    told = [name for name in kind.names if name in {*kind.key, *series_columns(kind.name)}]
    groups = {name: tuple(c for c in of if c in told) for name, of in _GROUPS.items()}
    taken = {column for columns in groups.values() for column in columns}
    rest = tuple(column for column in told if column not in taken)
    return {name: of for name, of in {**groups, SORT: rest}.items() if of}


@dataclass(frozen=True, slots=True)
class Codes:
    """The rows of a draft as numbers.

    Attributes:
        kind: kind of table.
        rows: how many.
        names: columns of each group.
        words: combinations of words that occur in each group, in the order of the text, a missing
            word first.
        stated: periods in which some row states a value that is no forecast.
        ranks: the place among ``words`` of each number of a group, as ``columns`` have it.
        columns: the numbers of each row, where they lie; what is not there is 0 everywhere.
    """

    kind: Kind
    rows: int
    names: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Sequence[Words]]
    stated: frozenset[str]
    ranks: Mapping[str, Numbers]
    columns: Mapping[str, Numbers]

    def of(self, group: str, at: Numbers | slice) -> Numbers:
        """Return the place of each row's words of a group among ``words``, for some rows."""
        ranks: Numbers = self.ranks[group]
        if group not in self.columns:
            return np.full(len(self._at(at)), ranks[0] if len(ranks) else 0)
        return ranks.take(self.columns[group][at])

    def limbs(self, at: Numbers | slice) -> tuple[list[Numbers], int]:
        """Return values of some rows in limbs of which sums are exact, missing ones as 0.

        A value is the sum of ``limbs[i] * 2**(32 * i)`` times the unit, in millionths; the last
        limb has the sign. There is one limb where no sum of these rows can exceed it.
        """
        low, high = self._held(_LOW, at), self.columns.get(_HIGH)
        if high is None:
            return _single(low) or ([low & _LIMB, low >> 32], 1)
        top = np.asarray(high[at]) + (low >> 63)
        return [low & _LIMB, (low >> 32) & _LIMB, top & _LIMB, top >> 32], 1

    def lacks(self, at: Numbers | slice) -> Numbers | None:
        """Tell which of some rows lack a value; None when no row of the draft does."""
        held = self.columns.get(_LACKS)
        return None if held is None else held[at]

    def _held(self, name: str, at: Numbers | slice) -> Numbers:
        column = self.columns.get(name)
        return np.zeros(len(self._at(at)), np.int64) if column is None else np.asarray(column[at])

    def _at(self, at: Numbers | slice) -> range | Numbers:
        return range(self.rows)[at] if isinstance(at, slice) else at


class Coder:
    """Writes rows as numbers into files of a folder.

    Args:
        kind: kind of table.
        folder: an existing folder; the files are read as long as the codes are in use.
    """

    def __init__(self, kind: Kind, folder: Path) -> None:
        self._kind, self._folder, self._rows = kind, folder, 0
        self._words = {name: Vocabulary(of) for name, of in groups_of(kind).items()}
        self._columns: dict[str, Column] = {}
        self._states = Vocabulary([name for name in ("period", "status") if name in kind.names])
        self._stated: set[int] = set()

    def add(self, table: pa.Table) -> None:
        """Add rows with the columns of the kind; text may be dictionary-encoded."""
        for rows in table.to_batches():
            if rows.num_rows:
                self._add_rows(rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for column in self._columns.values():
            column.close()

    def codes(self) -> Codes:
        """Return the rows that were added, once all were."""
        words, ranks = {}, {}
        for name, vocabulary in self._words.items():
            words[name], ranks[name] = ranked(vocabulary.words)
        columns = {name: column.read() for name, column in self._columns.items()}
        states = self._states.words
        told = [states[at] for at in self._stated]
        stated = frozenset(of[0] for of in told if of[0] and str(ObsStatus.FORECAST) not in of[1:])
        return Codes(
            self._kind,
            self._rows,
            groups_of(self._kind),
            words,
            stated,
            ranks,
            {name: held for name, held in columns.items() if held is not None},
        )

    def _add_rows(self, rows: pa.RecordBatch) -> None:
        for group, vocabulary in self._words.items():
            self._add(group, vocabulary.numbers(rows))
        values = rows[measured(self._kind)]
        lacks = values.is_null().to_numpy(zero_copy_only=False)
        self._add(_LACKS, lacks)
        if pa.types.is_decimal128(values.type):
            self._add_values(values, lacks)
        if PERIOD in self._words:
            stated = self._states.numbers(rows)[~lacks]
            self._stated |= set(np.flatnonzero(np.bincount(stated)).tolist())
        self._rows += rows.num_rows

    def _add(self, name: str, numbers: Numbers) -> None:
        if name not in self._columns:
            self._columns[name] = Column(self._folder / f"{name}.codes", numbers.dtype)
        self._columns[name].add(numbers)

    def _add_values(self, values: pa.Array, lacks: Numbers) -> None:
        pairs = np.frombuffer(values.buffers()[1], np.int64).reshape(-1, 2)
        low, high = pairs[values.offset : values.offset + len(values)].T
        if values.null_count:
            low, high = np.where(lacks, 0, low), np.where(lacks, 0, high)
        self._add(_LOW, low)
        self._add(_HIGH, high - (low >> 63))


def _single(low: Numbers) -> tuple[list[Numbers], int] | None:
    """Return values in thousands of millionths, if they are whole ones whose sums are small."""
    thousands = low // _THOUSAND
    largest = max(abs(int(thousands.min(initial=0))), abs(int(thousands.max(initial=0))))
    if largest * len(low) > _SAFE or not np.array_equal(thousands * _THOUSAND, low):
        return None
    return [thousands], _THOUSAND
