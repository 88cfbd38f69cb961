from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_twins import HEADER, TWIN, contract, line, read

from steelyard.sources import census, frb, published
from steelyard.terms.errors import BadDate, BadFile, SteelyardError


def recognised(folder: Path, data: bytes) -> bool:
    path = folder / "any.name"
    path.write_bytes(data)
    return published.recognises(path)


def test_tables_are_told_by_their_header_and_by_no_one_else(tmp_path: Path) -> None:
    assert recognised(tmp_path, TWIN.encode())
    assert recognised(tmp_path, b"\xef\xbb\xbf" + TWIN.replace("\n", "\r\n").encode())
    assert not frb.recognises(tmp_path / "any.name")
    assert not census.recognises(tmp_path / "any.name")


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01", b"PAR1....", b"year,country,rate,quote\n2022,China,6.7,units per USD\n"],
)
def test_other_files_are_left_to_others(tmp_path: Path, data: bytes) -> None:
    assert not recognised(tmp_path, data)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (line(value=""), "ow 2, column value"),
        (line(value="1,000"), "ow 2"),
        (line(value="6e9"), "ow 2, column value"),
        (line(value="nan"), "ow 2, column value"),
        (line(value="9" * 30), "ow 2, column value"),
        (line(period="2023-13"), "ow 2, column period"),
        (line(period="2023-03/2023-06"), "ow 2, column period"),
        (line(period="2011/1982"), "ow 2, column period"),
        (line(period="2023-02-30"), "ow 2, column period"),
        (line(period=""), "ow 2, column period"),
        (line(out="12 January"), "ow 2, column release_date"),
        (line(out="2023-02-30"), "ow 2, column release_date"),
        (line(first="maybe"), "ow 2, column is_first_print"),
        (line(unit="yi"), "ow 2, column unit"),
        (line(currency=""), "ow 2, column currency"),
        (line("re-export"), "ow 2, column flow"),
        (line(partner="XYZ"), "ow 2, column reporter or partner"),
        (line(series="gacc_china_mars"), "unknown series gacc_china_mars"),
        (line(series=""), "ow 2, column series"),
        (line(scope="all services"), "unknown for the series gacc_china_us_annual"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, row: str, named: str) -> None:
    with pytest.raises(BadFile, match=named):
        read(tmp_path, f"{HEADER}\n{row}")


def test_one_fact_from_one_page_may_not_stand_twice(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="ows 2 and 3 state one fact"):
        read(tmp_path, "\n".join((HEADER, line(), line(value="664.46"))))


def test_series_of_two_datasets_are_no_release(tmp_path: Path) -> None:
    mixed = "\n".join((HEADER, line(), contract("export", "2006", "0.58")))
    with pytest.raises(BadFile, match="series of several datasets"):
        read(tmp_path, mixed)


@pytest.mark.parametrize("text", [HEADER, HEADER.replace(",value", ""), "", "nothing"])
def test_a_table_without_rows_or_columns_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadFile):
        read(tmp_path, text)


def test_a_row_cut_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="ow 8"):
        read(tmp_path, TWIN[: TWIN.rindex(",Customs")])


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDate):
        read(tmp_path, TWIN, "soon")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_gives_a_release_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    raw = bytearray(TWIN.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        got = read(tmp_path_factory.mktemp("damage"), bytes(raw))
    except SteelyardError:
        return
    assert got.observations_in == got.table.num_rows
