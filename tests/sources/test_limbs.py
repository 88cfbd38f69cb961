"""Exact numbers as limbs, and gaps as truths: nothing is lost on the way there and back."""

from __future__ import annotations

from decimal import Context, Decimal

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources.blocks import EXACT, TEXT, repeated, whole, wordless
from steelyard.sources.gaps import missing_but, stated
from steelyard.sources.limbs import limbs, of_limbs

WIDE = Context(prec=60)
MILLIONTHS = st.one_of(
    st.integers(-(10**38) + 1, 10**38 - 1),
    st.sampled_from([0, 1, -1, 2**63, 2**63 - 1, -(2**63), -(2**63) - 1, 2**64, -(2**64)]),
)


def exact(millionths: list[int | None]) -> pa.Array:
    cells = [None if m is None else Decimal(m).scaleb(-6, WIDE) for m in millionths]
    return pa.array(cells, EXACT)


@given(st.lists(MILLIONTHS), st.integers(0, 3))
def test_a_number_is_its_limbs(millionths: list[int], start: int) -> None:
    column = exact(millionths).slice(start)
    low, high = limbs(column)
    pairs = zip(low.tolist(), high.tolist(), strict=True)
    assert [h * 2**64 + lo % 2**64 for lo, h in pairs] == millionths[start:]
    assert of_limbs(low, high).equals(column)


@given(st.lists(st.one_of(st.none(), MILLIONTHS)), st.integers(0, 9), st.data())
def test_gaps_are_told_and_made(
    millionths: list[int | None], start: int, data: st.DataObject
) -> None:
    column = exact(millionths).slice(start)
    there = stated(column)
    assert there.tolist() == [m is not None for m in millionths[start:]]
    kept = there & np.array([data.draw(st.booleans()) for _ in there], np.bool_)
    found = missing_but(column, kept)
    found.validate(full=True)
    rows = zip(column.to_pylist(), kept.tolist(), strict=True)
    assert found.to_pylist() == [cell if keep else None for cell, keep in rows]
    assert column.to_pylist() == exact(millionths).to_pylist()[start:]


def test_a_column_without_words_and_one_of_one_word() -> None:
    assert wordless(2).to_pylist() == [None, None]
    assert repeated("a", 2).to_pylist() == ["a", "a"]
    assert wordless(0).type == repeated("", 0).type == TEXT


def test_a_column_in_parts_is_made_one() -> None:
    parts = [repeated("a", 1), repeated("b", 2)]
    assert whole(pa.chunked_array(parts)).to_pylist() == ["a", "b", "b"]
    assert whole(pa.chunked_array(parts[1:])).to_pylist() == ["b", "b"]
    assert whole(pa.chunked_array([], EXACT)).to_pylist() == []
