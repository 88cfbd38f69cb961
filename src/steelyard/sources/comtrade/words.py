"""Codes of rows and the words they stand for -> columns of text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from steelyard.sources.blocks import wordless
from steelyard.sources.gaps import missing_but

if TYPE_CHECKING:
    from steelyard.sources.gaps import Flags, Numbers


class Wording(NamedTuple):
    """What codes say in words.

    Attributes:
        texts: the words, each once, in the order of the codes.
        places: the place of each code's word in ``texts``, -1 for none; None where it is the code.
    """

    texts: pa.StringArray
    places: Numbers | None

    def column(self, codes: pa.Int32Array) -> pa.DictionaryArray:
        """Return the words of some codes."""
        if not len(self.texts):
            return wordless(len(codes))
        if self.places is not None:
            found = self.places.take(codes.to_numpy())
            codes = pa.array(np.maximum(found, 0))
            codes = missing_but(codes, found >= 0) if self.places.min() < 0 else codes
        return pa.DictionaryArray.from_arrays(codes, self.texts, safe=False)


def wording(words: pa.DictionaryArray, places: pa.Int32Array) -> Wording:
    """Return what codes say.

    Args:
        words: words, in the order in which they occur first, and null for none.
        places: the place of each code's word among them; no two are the same.
    """
    if len(words.dictionary) == len(words):
        return Wording(words.dictionary.take(places), None)
    found = words.indices.take(places).dictionary_encode()
    texts = words.dictionary.take(found.dictionary)
    own = len(texts) == len(places)
    return Wording(texts, None if own else found.indices.fill_null(-1).to_numpy())


def either(flags: Flags, no: str, yes: str) -> pa.DictionaryArray:
    """Return one of two words for each row."""
    codes = pa.array(flags.astype(np.int32))
    return pa.DictionaryArray.from_arrays(codes, _two(no, yes), safe=False)


@cache
def _two(no: str, yes: str) -> pa.StringArray:
    return pa.array([str(no), str(yes)], pa.string())
