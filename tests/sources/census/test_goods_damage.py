from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import goods_twins as twins
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from goods_twins import TWINS, read
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources.census import hs2_imports
from steelyard.terms.errors import BadFile, SteelyardError


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("con_val_usd", -1.0),
        ("con_val_usd", 0.5),
        ("con_val_usd", float("inf")),
        ("con_val_usd", float("nan")),
        ("con_val_usd", 1e300),
        ("con_val_usd", None),
        ("time", "2021-13"),
        ("time", "202111"),
        ("time", None),
        ("hs2", "8"),
        ("hs2", "84A"),
        ("cty_name", " "),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(tmp_path: Path, column: str, cell: object) -> None:
    rows = twins.arrivals_by_chapter()
    rows[5][column] = cell
    with pytest.raises(BadFile) as caught:
        read(tmp_path, hs2_imports, rows)
    assert f"row 6, column {column} holds" in caught.value.found


@pytest.mark.parametrize("cell", ["n/a", "1,234", "-1", "1e9", "0.5", "", "1_0"])
def test_a_bad_written_number_is_named(tmp_path: Path, cell: str) -> None:
    rows = [r | {"con_val_usd": str(int(r["con_val_usd"]))} for r in twins.arrivals_by_chapter()]
    rows[5]["con_val_usd"] = cell
    with pytest.raises(BadFile) as caught:
        hs2_imports.convert(twins.csv(tmp_path / "any", rows))
    assert "row 7, column con_val_usd" in caught.value.found


def test_codes_that_lost_their_zeros_are_refused(tmp_path: Path) -> None:
    rows = [r | {"hs2": int(r["hs2"])} for r in twins.arrivals_by_chapter()]
    with pytest.raises(BadFile, match=r"(?i)row 1, column hs2"):
        read(tmp_path, hs2_imports, rows)


def test_a_column_of_another_kind_is_refused(tmp_path: Path) -> None:
    rows = [r | {"con_val_usd": True} for r in twins.arrivals_by_chapter()]
    with pytest.raises(BadFile, match="bool"):
        read(tmp_path, hs2_imports, rows)
    rows = [r | {"hs2": [1]} for r in twins.arrivals_by_chapter()]
    with pytest.raises(BadFile, match="column hs2"):
        read(tmp_path, hs2_imports, rows)


def test_a_column_more_or_less_is_not_recognised(tmp_path: Path) -> None:
    rows = [r | {"more": 1} for r in twins.arrivals_by_chapter()]
    path = twins.parquet(tmp_path / "more", rows)
    assert not hs2_imports.recognises(path)
    with pytest.raises(BadFile, match=r"(?i)its columns are"):
        hs2_imports.convert(path)


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none"
    pq.write_table(pa.Table.from_pylist(twins.arrivals_by_chapter()).slice(0, 0), path)
    with pytest.raises(BadFile, match="no rows"):
        hs2_imports.convert(path)


@pytest.mark.parametrize("name", TWINS)
@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1PAR1", b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    source, _ = TWINS[name]
    (tmp_path / "any").write_bytes(data)
    assert not source.recognises(tmp_path / "any")
    with pytest.raises(BadFile):
        source.convert(tmp_path / "any")


@settings(max_examples=120)
@given(
    name=st.sampled_from(sorted(TWINS)),
    text=st.booleans(),
    places=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8
    ),
)
def test_damage_raises_nothing_but_our_errors(
    name: str, text: bool, places: list[tuple[float, int]]
) -> None:
    source, make = TWINS[name]
    with TemporaryDirectory() as folder:
        path = (twins.csv if text else twins.parquet)(Path(folder) / "any", make())
        data = bytearray(path.read_bytes())
        for place, byte in places:
            data[int(place * len(data))] = byte
        path.write_bytes(bytes(data))
        assert source.recognises(path) in {True, False}
        try:
            source.convert(path)
        except SteelyardError:
            return
