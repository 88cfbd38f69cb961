"""Some columns of a group of words: what they say of each combination."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from steelyard.store.codes import Codes
from steelyard.store.vocabulary import Numbers, Words


def picked(codes: Codes, group: str, names: Sequence[str]) -> tuple[list[Words], Numbers]:
    """Return the words of some columns of a group, and which of them each combination has.

    Args:
        codes: rows as numbers.
        group: the group; without words it has one combination, of none.
        names: which of its columns; they may be none.

    Returns:
        Their combinations as they come, in the order of the text where the columns left out are
        the last, and the place among these of each combination of the group.
    """
    held = codes.names.get(group, ())
    words = codes.words.get(group, [()])
    columns = [[one[held.index(name)] for one in words] for name in names]
    told = list(zip(*columns, strict=True)) if columns else [()] * len(words)
    known = {one: place for place, one in enumerate(dict.fromkeys(told))}
    return list(known), np.array([known[one] for one in told], np.int64)
