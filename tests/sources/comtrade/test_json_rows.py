from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources import json_text
from steelyard.sources.json_rows import Envelope, blocks, elements, opening_of, text_of
from steelyard.terms.errors import BadFile

AS_TEXT = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=9) | st.integers() | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=9,
)


@given(
    rows=st.lists(VALUES.map(lambda v: [v]), max_size=9),
    step=st.integers(1, 40),
    indent=st.booleans(),
)
def test_elements_are_those_of_the_array(rows: list, step: int, indent: bool) -> None:
    data = json.dumps({"a": 1, "data": rows, "b": {"c": []}}, indent=2 if indent else None).encode()
    around = Envelope()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "_STEP", step)
        found = list(elements(io.BytesIO(data), "name", ["data"], around))
    assert found == AS_TEXT.decode(json.dumps(rows))
    assert around == Envelope("data", {"a": "1", "b": {"c": []}})


def test_an_array_alone_is_read_and_numbers_keep_their_digits() -> None:
    data = b'\xef\xbb\xbf [1.10, 12345678901234567890.123456, "\xc3\xa9", null, true]'
    expected = ["1.10", "12345678901234567890.123456", "é", None, True]
    assert list(elements(io.BytesIO(data), "name")) == expected
    assert [text_of(value) for value in (*expected[2:], ["1"])] == ["é", "", "true", '["1"]']


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"[",
        b"[1",
        b"[1,",
        b"[1,]",
        b"[1] 2",
        b"[1}",
        b'{"data": [1}',
        b'{"data": [1]',
        b"{1: 2}",
        b"[" * 100_000,
        b'["\xff\xff"]' * 2,
        b'{"a" 1}',
        b"[" + b'"' + b"x" * (json_text.LARGEST * 2),
    ],
)
def test_damaged_text_is_refused(data: bytes) -> None:
    with pytest.raises(BadFile):
        list(elements(io.BytesIO(data), "name", ["data"]))


@given(st.binary(max_size=60) | st.text('[]{},:"1e-. ntrue', max_size=60).map(str.encode))
def test_nothing_but_our_errors_is_raised(data: bytes) -> None:
    opening_of(data, ["data"])
    try:
        list(elements(io.BytesIO(data), "name", ["data"]))
    except BadFile:
        return


def test_an_opening_shows_the_first_row() -> None:
    found = opening_of(b'{"count": 2, "data": [{"a": 1}, {"a"', ["data"])
    assert found is not None
    assert (found.first, found.envelope.members) == ({"a": "1"}, {"count": "2"})
    assert opening_of(b"a,b\n1,2\n") is None


def test_objects_become_blocks_and_others_are_broken() -> None:
    (block,) = blocks([{"a": "1", "c": "x"}, 5, {"b": None}], ["a", "b"], ["a", "z"])
    assert block.table["a"].to_pylist() == ["1", ""]
    assert block.table["z"].to_pylist() == ["", ""]
    assert block.lines.to_pylist() == [1, 3]
    assert block.cells([0]) == [("1", "")]
    assert [broken.line for broken in block.broken] == [2]


def test_half_of_a_character_is_a_question_mark() -> None:
    rows = elements(io.BytesIO(b'[{"a": "x\\ud800\xc3\xa9"}]'), "name")
    (block,) = blocks(rows, ["a"], ["a"])
    assert block.table["a"].to_pylist() == ["x?\u00e9"]
