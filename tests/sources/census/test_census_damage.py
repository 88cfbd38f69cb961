from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from census_twins import (
    CHINA,
    HEADER,
    csv_bytes,
    find,
    line,
    parquet_bytes,
    release,
    write,
    xlsx_bytes,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources import census
from steelyard.terms.errors import BadFile, SteelyardError

WHOLE = {"csv": csv_bytes, "parquet": parquet_bytes, "xlsx": xlsx_bytes}
FILES = {kind: make(release()) for kind, make in WHOLE.items()}


def refusal(tmp_path: Path, data: bytes) -> BadFile:
    with pytest.raises(BadFile) as caught:
        census.convert(write(tmp_path / "country.xlsx", data))
    assert all((caught.value.asked, caught.value.found, caught.value.why, caught.value.remedy))
    return caught.value


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("ifeb", "n/a"),
        ("ifeb", "-1"),
        ("ifeb", "1,234.5"),
        ("ifeb", "inf"),
        ("ifeb", "1_0"),
        ("eyr", "1e300"),
        ("year", "2022.5"),
        ("year", "next"),
        ("cty_code", "57000"),
        ("cty_code", ""),
        ("cty_code", "CHN"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(tmp_path: Path, column: str, cell: str) -> None:
    lines = release()
    number = lines.index(find(lines, CHINA, 2022)) + 2
    find(lines, CHINA, 2022)[column] = cell
    error = refusal(tmp_path, csv_bytes(lines))
    assert f"row {number}, column {column} holds {cell!r}" in error.found


def test_a_missing_month_is_named(tmp_path: Path) -> None:
    header = [name for name in HEADER if name != "emar"]
    assert "emar" in refusal(tmp_path, csv_bytes(release(), header)).found


@pytest.mark.parametrize("kind", FILES)
def test_a_missing_month_is_recognised_and_refused(tmp_path: Path, kind: str) -> None:
    if kind == "parquet":
        table = pq.read_table(pa.BufferReader(FILES[kind])).drop_columns(["ijul"])
        pq.write_table(table, tmp_path / "short")
        data = (tmp_path / "short").read_bytes()
    else:
        data = WHOLE[kind](release()).replace(b"ijul", b"xxxx")
        data = data if kind == "csv" else _renamed_in_workbook()
    assert census.recognises(write(tmp_path / "short", data))
    assert "ijul" in refusal(tmp_path, data).found


def _renamed_in_workbook() -> bytes:
    position = HEADER.index("ijul")
    try:
        HEADER[position] = "xxxx"
        return xlsx_bytes([{**cells, "xxxx": 0} for cells in release()])
    finally:
        HEADER[position] = "ijul"


def test_a_doubled_column_is_refused(tmp_path: Path) -> None:
    data = csv_bytes(release(), [*HEADER, "ijan"])
    assert "more than once" in refusal(tmp_path, data).found


def test_two_rows_for_one_country_and_year_are_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, csv_bytes([*release(), line(2022, CHINA, 1, 1, 11)]))
    assert "code 5700 has more than one row for 2022" in error.found


def test_a_year_without_its_world_row_is_refused(tmp_path: Path) -> None:
    lines = [cells for cells in release() if (cells["cty_code"], cells["year"]) != ("0015", 2022)]
    assert "missing for 2022" in refusal(tmp_path, csv_bytes(lines)).found


def test_a_table_without_any_published_month_is_refused(tmp_path: Path) -> None:
    lines = [line(2022, "0015", 0, 0), line(2022, CHINA, 0, 0)]
    assert "no month" in refusal(tmp_path, csv_bytes(lines)).found


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"PAR1", b"PK\x03\x04", b"a,b\n1,2\n", csv_bytes([]), b"\xff\xfe\x00"]
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    refusal(tmp_path, data)


def test_a_row_cut_short_is_refused(tmp_path: Path) -> None:
    lines = FILES["csv"].splitlines()
    lines[-1] = lines[-1].rpartition(b",")[0]
    assert "cells where the header has" in refusal(tmp_path, b"\n".join(lines)).found


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_a_file_cut_short_is_refused(tmp_path: Path, kind: str) -> None:
    data = FILES[kind]
    for length in range(4, len(data) - 1, len(data) // 40):
        assert not census.recognises(write(tmp_path / "cut", data[:length]))
        refusal(tmp_path, data[:length])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        census.convert(tmp_path / "absent.xlsx")
    assert not census.recognises(tmp_path / "absent.xlsx")
    assert not census.recognises(tmp_path)


@settings(deadline=None, max_examples=150)
@given(
    kind=st.sampled_from(sorted(FILES)),
    cut=st.floats(0, 1),
    places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
)
def test_damage_raises_nothing_but_our_errors(
    kind: str, cut: float, places: list[tuple[float, int]]
) -> None:
    data = bytearray(FILES[kind])
    for place, byte in places:
        data[int(place * len(data))] = byte
    _survives(bytes(data[: int(len(data) * cut) if not places else len(data)]))


@settings(deadline=None, max_examples=100)
@given(st.sampled_from([b"", b"PAR1", b"PK\x03\x04", b"year,cty_code,ctyname,ijan\n"]), st.binary())
def test_random_bytes_raise_nothing_but_our_errors(start: bytes, rest: bytes) -> None:
    _survives(start + rest)


def _survives(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "any", data)
        assert census.recognises(path) in {True, False}
        try:
            got = census.convert(path)
        except SteelyardError:
            return
        assert got.accepted == got.table.num_rows
