"""Rows as numbers: what they stand for, in any batches, with any sort of column."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.store.codes import Coder, groups_of
from steelyard.store.portions import ordered, packed, starts_of
from steelyard.store.series import series_columns
from steelyard.store.vocabulary import Vocabulary
from steelyard.terms.tables import KINDS, RATES, Kind

few = settings(derandomize=True, database=None, deadline=None, max_examples=30)
texts = st.lists(st.tuples(*[st.sampled_from([None, "", "a", "b"])] * 2), min_size=1, max_size=30)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_column_that_tells_rows_apart_is_in_one_group(kind: Kind) -> None:
    held = [column for columns in groups_of(kind).values() for column in columns]
    assert sorted(held) == sorted({*kind.key, *series_columns(kind.name)})


@few
@given(held=texts, size=st.integers(1, 9), coded=st.booleans())
def test_numbers_stand_for_the_words(
    held: list[tuple[str | None, str | None]], size: int, coded: bool
) -> None:
    table = pa.table(
        {name: pa.array([row[at] for row in held], pa.string()) for at, name in enumerate("xy")}
    )
    vocabulary = Vocabulary(["x", "y"])
    numbers: list[int] = []
    for batch in table.to_batches(max_chunksize=size):
        some = pa.Table.from_batches([batch])
        if coded:
            some = pa.table({name: some[name].dictionary_encode() for name in "xy"})
        numbers += vocabulary.numbers(some).tolist()
    assert [vocabulary.words[number] for number in numbers] == held


@few
@given(
    rows=st.lists(st.tuples(*[st.integers(0, 2**40)] * 3), min_size=1, max_size=50),
)
def test_packed_numbers_keep_the_order_of_their_columns(rows: list[tuple[int, int, int]]) -> None:
    columns = list(pa.table(dict(zip("abc", zip(*rows, strict=True), strict=True))).columns)
    key, order = ordered(*packed([column.to_numpy() for column in columns]))
    assert order.tolist() == sorted(range(len(rows)), key=lambda at: (rows[at], at))
    assert len(starts_of(key)) == len(set(rows))


def test_rates_have_numbers_too_and_no_rows_are_no_trouble() -> None:
    with TemporaryDirectory() as folder:
        with Coder(RATES, Path(folder)) as coder:
            pass
        assert coder.codes().rows == 0
