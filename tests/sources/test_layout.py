"""Where a header stands, what separates its cells, and what stands before it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources.layout import Layout, check_names, encoding_of, find_layout
from steelyard.terms.errors import BadFile


def is_header(names: Sequence[str]) -> bool:
    return "Period" in names


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_header_is_found_below_a_preamble(delimiter: str) -> None:
    head = f'Title\n\n"A, b"\nPeriod{delimiter}Value\n2020{delimiter}1\n'.encode()
    found = find_layout(head, is_header)
    assert found is not None
    assert (found.delimiter, found.skip, found.names) == (delimiter, 4, ("Period", "Value"))
    assert found.preamble[0] == "Title"
    assert len(found.preamble) == 3


def test_a_header_without_the_names_is_none() -> None:
    assert find_layout(b"a,b\n1,2\n", is_header) is None
    assert find_layout(b"", is_header) is None
    assert find_layout(b"\n" * 50 + b"Period,Value\n", is_header) is None


def test_a_preamble_with_an_open_quotation_mark_hides_no_header() -> None:
    found = find_layout(b'"Title\nPeriod,Value\n2020,1\n', is_header)
    assert found is not None
    assert (found.skip, found.preamble) == (2, ("Title",))


def test_a_header_may_run_over_lines_in_quotation_marks() -> None:
    found = find_layout(b'"Period","Value\nUSD"\n2020,1\n', is_header)
    assert found is not None
    assert (found.skip, found.names) == (2, ("Period", "Value\nUSD"))


def test_stray_spaces_are_no_part_of_a_name() -> None:
    found = find_layout("\ufeff Period ,\xa0Value\n".encode(), is_header)
    assert found is not None
    assert found.names == ("Period", "Value")


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("Period,Value\n1,2\n", 2),
        ("Period,Value,\n1,2\n", 2),
        ("Period,Value\n1,2,\n", 3),
        ("Period,Value,,\n1,2,,\n", 4),
        ("Period,Value\n1\n", 2),
        ("Period,Value\n1,2,3\n", 2),
        ("Period,Value", 2),
        ("Period,Value\n\n \n1,2,\n", 3),
    ],
)
def test_trailing_delimiters_set_the_width(text: str, width: int) -> None:
    found = find_layout(text.encode(), is_header)
    assert found is not None
    assert found.width == width


def test_every_column_has_a_name_of_its_own() -> None:
    layout = Layout("utf-8", ",", 1, ("a", "", "a"), 4)
    assert layout.columns == ["a", "#2", "a#3", "#4"]
    with pytest.raises(BadFile, match="names a more than once"):
        check_names(layout, "f.csv")


def test_encodings_are_told() -> None:
    assert encoding_of(b"abc") == "utf-8"
    assert encoding_of("é".encode()[:1]) == "utf-8"
    assert encoding_of("é,".encode("cp1252")) == "cp1252"
    assert encoding_of("Period,Value".encode("utf-16-be")) == "utf-16-be"
    assert encoding_of(b"\0\0\0\0") == "utf-8"


@given(st.binary(max_size=200))
def test_any_opening_has_a_layout_or_none(head: bytes) -> None:
    find_layout(head, bool)
    find_layout(head, is_header)
