"""A block's rows told apart: each kept or rejected once, with the first thing that is wrong."""

from __future__ import annotations

import io
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources.blocks import EXACT, Block, Broken, block_of_columns, block_of_rows
from steelyard.sources.chunks import chunks
from steelyard.sources.delimited import block_of
from steelyard.sources.fill import filled
from steelyard.sources.layout import Layout
from steelyard.sources.sieve import Sieve, exact_number
from steelyard.terms.errors import UnknownPlace
from steelyard.terms.tables import FLOWS

LAYOUT = Layout("utf-8", "\t", 0, ("place", "value"), 2)


def block(*rows: tuple[str, str], broken: tuple[Broken, ...] = ()) -> Block:
    return block_of_rows(["place", "value"], rows, range(1, len(rows) + 1), LAYOUT.names, broken)


def place(text: str) -> str | None:
    if text == "":
        return None
    if text == "Atlantis":
        raise UnknownPlace("asked", "no place has the code 'Atlantis'", "why", "Did you mean x?")
    return {"USA": "USA", "Taiwan": "TWN"}[text]


def test_words_are_mapped_and_unknown_ones_refuse_their_rows() -> None:
    sieve = Sieve(block(("USA", "1"), ("Atlantis", "2"), ("Taiwan", "3"), ("", "4"), ("Mu", "5")))
    words = sieve.mapped("place", place, "unknown-place")
    assert words.to_pylist() == ["USA", None, "TWN", None, None]
    assert [(r["line"], r["reason"]) for r in sieve.rejected().to_pylist()] == [
        (2, "unknown-place"),
        (5, "unknown-place"),
    ]
    assert (
        "no place has the code 'Atlantis'. Did you mean x?" in sieve.rejected()["detail"][0].as_py()
    )
    kept = sieve.kept(pa.table({"place": words}))
    assert kept.to_pydict() == {"place": ["USA", "TWN", None], "line": [1, 3, 4]}


def test_the_first_fault_of_a_row_is_told_and_broken_rows_stand_between() -> None:
    sieve = Sieve(block(("Mu", "x"), ("USA", "y"), broken=(Broken(7, "why", ("a",)),)))
    sieve.mapped("place", place, "unknown-place")
    sieve.exact("value")
    sieve.refuse(pa.array([None, True]), "late", "too late")
    told = sieve.rejected().to_pylist()
    assert [(r["line"], r["reason"], r["cells"]) for r in told] == [
        (1, "unknown-place", ["Mu", "x"]),
        (2, "no-number", ["USA", "y"]),
        (7, "broken-row", ["a"]),
    ]
    assert told[1]["detail"] == "value: 'y' is no number"
    assert sieve.observations == 3
    assert sieve.kept(pa.table({"n": [1, 2]})).num_rows == 0


def test_what_a_source_reads_as_a_number_is_made_exact() -> None:
    sieve = Sieve(block(("USA", "1.23456789"), ("USA", "7"), ("USA", "0")))
    found = sieve.exact("value", lambda text: Decimal(text) / 3 if text != "0" else Decimal(1) / 0)
    assert found.to_pylist() == [Decimal("0.411523"), Decimal("2.333333"), None]
    assert sieve.rejected()["reason"].to_pylist() == ["no-number"]


@pytest.mark.parametrize("text", ["x", "1_0", "nan", "inf", "1e40", "--1", "9" * 40, "1.2.3"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        exact_number(text)


@pytest.mark.parametrize("text", ["9" * 32, "9" * 32 + ".123456", "-" + "8" * 30 + ".5", "1e31"])
def test_the_largest_numbers_are_kept_exactly(text: str) -> None:
    assert exact_number(text) == Decimal(text)


@given(
    st.one_of(
        st.decimals(allow_nan=False, allow_infinity=False).map(str),
        st.sampled_from(["", "1e3", " 7 ", "+5", ".5", "5.", "-0", "0001", "1,5", "x", "１"]),
        st.text(alphabet="0123456789.-+eE ", max_size=12),
    )
)
def test_a_number_does_not_depend_on_the_rows_around_it(text: str) -> None:
    alone, beside = (
        Sieve(block_of(next(chunks(io.BytesIO(data), LAYOUT)), LAYOUT, ["place"], ["value"]))
        for data in (f"x\t{text}\n".encode(), f"x\t{text}\ny\tno\nbroken\n".encode())
    )
    assert alone.exact("value").to_pylist() == beside.exact("value").to_pylist()[:1]


def test_many_wrong_words_take_linear_time() -> None:
    rows = [(f"Mu {number}", "1") for number in range(20_000)]
    sieve = Sieve(block(*rows))
    sieve.mapped("place", place, "unknown-place")
    assert sieve.rejected().num_rows == 20_000


def test_columns_of_any_type_are_text() -> None:
    batch = pa.record_batch(
        {
            "f": pa.array([1.0, None, float("nan"), 2.5]),
            "i": pa.array([1, 2, None, 4]),
            "d": pa.array(["a", "b", None, "a"]).dictionary_encode(),
            "l": pa.array([[1], [], None, [2]]),
            "b": pa.array([b"\xff", None, b"a", b"b"]),
            "t": pa.array([True, False, None, True]),
        }
    )
    found = block_of_columns(batch, 5, ["f", "i", "d", "l", "b", "t", "none"])
    assert found.lines.to_pylist() == [5, 6, 7, 8]
    assert found.table["f"].to_pylist() == ["1", "", "", "2.5"]
    assert found.table["i"].to_pylist() == ["1", "2", "", "4"]
    assert found.table["t"].to_pylist() == ["true", "false", "", "true"]
    assert found.table["none"].to_pylist() == [""] * 4
    assert found.cells([3])[0][:3] == ("2.5", "4", "a")


def test_a_column_named_twice_is_the_first_of_them() -> None:
    batch = pa.RecordBatch.from_arrays([pa.array(["1"]), pa.array(["2"])], names=["a", "a"])
    assert block_of_columns(batch, 1, ["a"]).table["a"].to_pylist() == ["1"]


def test_rows_whose_codes_are_wrong_are_refused_with_what_is_wrong() -> None:
    sieve = Sieve(block(("USA", "1"), ("Mu", "2"), ("USA", "3")))
    codes = sieve.text("place").indices
    sieve.refuse_codes(codes, "none", {})
    sieve.refuse_codes(codes, "unknown-place", {1: "Mu is no place"})
    (row,) = sieve.rejected().to_pylist()
    assert (row["line"], row["reason"], row["detail"]) == (2, "unknown-place", "Mu is no place")


def test_text_that_says_nothing_is_filled_without_words() -> None:
    table = filled(FLOWS, {"product": pa.nulls(2, pa.string())}, 2)
    assert table["product"].to_pylist() == [None, None]
    assert table["product"].chunk(0).dictionary.to_pylist() == []


def test_every_column_of_a_kind_is_filled() -> None:
    table = filled(FLOWS, {"reporter": "USA", "value": pa.array([1, 2]), "aggregate": False}, 2)
    assert table["reporter"].to_pylist() == ["USA", "USA"]
    assert table["partner"].to_pylist() == [None, None]
    assert table["value"].type == EXACT
    assert table.column_names == [field.name for field in FLOWS.fields]


def typed(*values: str) -> Block:
    exact = pa.array([Decimal(text) if text else None for text in values], EXACT)
    lines = pa.array(range(1, len(values) + 1), pa.int64())
    return Block(pa.table({"value": exact}), lines, lambda asked: [(values[at],) for at in asked])


@pytest.mark.parametrize("large", ["1" + "0" * 25, "-1" + "0" * 25, "9" * 32, "-" + "9" * 32])
@pytest.mark.parametrize("held", ["9" * 24 + ".5", "-" + "9" * 25 + ".999999", ""])
def test_a_number_too_large_for_a_figure_of_trade_is_refused(large: str, held: str) -> None:
    for given_rows in (block(("USA", held), ("USA", large), ("USA", "")), typed(held, large, "")):
        sieve = Sieve(given_rows)
        sieve.exact("value")
        told = sieve.rejected().to_pylist()
        assert [(r["line"], r["reason"]) for r in told] == [(2, "too-large")]
