"""Combinations of cells that were met, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.blocks import TEXT

Words = tuple[str | None, ...]
Faults = dict[int, tuple[str, str]]

_EACH = 64


@dataclass(frozen=True, slots=True)
class Known:
    """Combinations of cells that were met, those with the same words around, and what they mean.

    Attributes:
        texts: what varies; each text once.
        columns: our columns, a row for each combination; their dictionaries are in the order in
            which the words occur first.
        faults: reason and detail of those that are wrong, by place.
        size: how much memory they take, more or less, in bytes.
    """

    texts: pa.StringArray
    columns: Sequence[pa.DictionaryArray]
    faults: Faults
    size: int

    def places(self, texts: pa.StringArray) -> pa.Int32Array:
        """Return the places of some combinations, null for those that were not met."""
        return pc.index_in(texts, value_set=self.texts)

    def grown(self, texts: pa.StringArray, words: Sequence[Words], faults: Faults) -> Known:
        """Return these and more combinations.

        Args:
            texts: those that were not met.
            words: our words for each.
            faults: what is wrong with some, by their place among ``texts``.
        """
        first = len(self.texts)
        told = {first + place: fault for place, fault in faults.items()}
        added = [
            pa.array([said[at] for said in words], pa.string()) for at in range(len(self.columns))
        ]
        size = texts.nbytes + _EACH * len(texts) + sum(_EACH + len(d) for _, d in faults.values())
        return Known(
            pa.concat_arrays([self.texts, texts]),
            [_joined(*pair) for pair in zip(self.columns, added, strict=True)],
            {**self.faults, **told},
            self.size + size,
        )


def nothing_known(columns: int) -> Known:
    """Return no combinations, for some number of columns of ours."""
    return Known(pa.array([], pa.string()), [pa.nulls(0, TEXT)] * columns, {}, _EACH)


def _joined(column: pa.DictionaryArray, words: pa.StringArray) -> pa.DictionaryArray:
    return pa.concat_arrays([column.cast(pa.string()), words]).dictionary_encode()
