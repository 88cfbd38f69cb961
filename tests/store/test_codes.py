"""Rows as numbers: what they stand for, in any batches, with any sort of column."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources.contract import arrow_schema
from steelyard.store.codes import Coder, groups_of
from steelyard.store.packing import ordered, packed, starts_of
from steelyard.store.series import series_columns
from steelyard.store.vocabulary import Vocabulary
from steelyard.terms.tables import FLOWS, KINDS, RATES, Kind

_EXACT = pa.decimal128(38, 6)
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
    assert _told(table, size, coded) == held


@pytest.mark.parametrize("columns", [8, 25])
def test_many_columns_of_many_words_have_numbers_too(columns: int) -> None:
    words = [None, *(f"word {at}" for at in range(8))]
    ends = [tuple(words[(at + row) % 9] for at in range(columns - 2)) for row in range(9)]
    held = [(one, other, *end) for one in words for other in words for end in ends] * 2
    names = [f"c{at}" for at in range(columns)]
    table = pa.table(dict(zip(names, map(list, zip(*held, strict=True)), strict=True)))
    assert _told(table, 300, coded=True) == held


def test_a_dictionary_may_have_words_twice_or_unused() -> None:
    words = pa.array(["b", "a", "b", None, "never"])
    column = pa.DictionaryArray.from_arrays(pa.array([0, 2, 1, 3, None], pa.int32()), words)
    held = [("b",), ("b",), ("a",), (None,), (None,)]
    assert _told(pa.table({"x": column}), 5, coded=False) == held


def _told(table: pa.Table, size: int, coded: bool) -> list[tuple[str | None, ...]]:
    """Return the words for which the numbers of rows stand that come in batches of a size."""
    vocabulary = Vocabulary(table.column_names)
    numbers: list[int] = []
    for batch in table.to_batches(max_chunksize=size):
        columns = [column.dictionary_encode() if coded else column for column in batch.columns]
        rows = pa.RecordBatch.from_arrays(columns, names=table.column_names)
        numbers += vocabulary.numbers(rows).tolist()
    words = vocabulary.words
    assert len(set(words)) == len(words)
    return [words[number] for number in numbers]


@few
@given(
    rows=st.lists(st.tuples(*[st.integers(0, 2**40)] * 3), min_size=1, max_size=50),
)
def test_packed_numbers_keep_the_order_of_their_columns(rows: list[tuple[int, int, int]]) -> None:
    columns = list(pa.table(dict(zip("abc", zip(*rows, strict=True), strict=True))).columns)
    key, order = ordered(*packed([column.to_numpy() for column in columns]))
    assert order.tolist() == sorted(range(len(rows)), key=lambda at: (rows[at], at))
    assert len(starts_of(key)) == len(set(rows))


figures = st.one_of(st.none(), st.integers(-(10**30), 10**30))
stated_rows = st.lists(
    st.tuples(
        st.sampled_from(["2001", "2002", "2003", None]),
        st.sampled_from(["A", "F", "O", None]),
        figures,
    ),
    min_size=1,
    max_size=20,
)


@few
@given(rows=stated_rows, size=st.integers(1, 7))
def test_codes_tell_values_gaps_and_the_periods_that_state_one(
    rows: list[tuple[str | None, str | None, int | None]], size: int
) -> None:
    table = _flows(rows)
    with TemporaryDirectory() as folder:
        with Coder(FLOWS, Path(folder)) as coder:
            for batch in table.to_batches(max_chunksize=size):
                coder.add(pa.Table.from_batches([batch, batch.slice(0, 0)]))
        codes = coder.codes()
        every = slice(0, codes.rows)
        limbs, unit = codes.limbs(every)
        values = [
            sum(int(limb[at]) << (32 * place) for place, limb in enumerate(limbs)) * unit
            for at in range(codes.rows)
        ]
        lacks = codes.lacks(every)
        periods = [codes.words["period"][at][0] for at in codes.of("period", every).tolist()]
    assert values == [(value or 0) * 10**6 for _, _, value in rows]
    assert [value is None for _, _, value in rows] == (
        [False] * len(rows) if lacks is None else lacks.tolist()
    )
    assert periods == [period for period, _, _ in rows]
    assert codes.stated == {p for p, status, v in rows if p and v is not None and status != "F"}


def _flows(rows: list[tuple[str | None, str | None, int | None]]) -> pa.Table:
    periods, states, values = map(list, zip(*rows, strict=True))
    exact = pa.array([Decimal(7 if value is None else value) for value in values], _EXACT)
    stated = pa.array([value is not None for value in values])
    buffers = [stated.buffers()[1], exact.buffers()[1]]  # a gap may have a number beneath it
    value = pa.Array.from_buffers(_EXACT, len(rows), buffers)
    empty = arrow_schema(FLOWS).empty_table()
    given = {"period": periods, "status": states, "value": value}
    return pa.table(
        {n: given.get(n, pa.nulls(len(rows), empty[n].type)) for n in empty.column_names},
        schema=empty.schema,
    )


def test_rates_have_numbers_too_and_no_rows_are_no_trouble() -> None:
    with TemporaryDirectory() as folder:
        with Coder(RATES, Path(folder)) as coder:
            pass
        assert coder.codes().rows == 0
