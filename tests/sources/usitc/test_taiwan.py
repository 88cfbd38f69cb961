from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources.contract import arrow_schema
from steelyard.sources.usitc import taiwan
from steelyard.terms.errors import BadFile, SteelyardError
from steelyard.terms.tables import FLOWS

SPECIMEN = (
    Path(__file__).parents[4]
    / "shared/data/trade/usitc_dataweb_us_taiwan/us_imports_from_taiwan_hs6_2015_2025.parquet"
)
specimen = pytest.mark.skipif(not SPECIMEN.exists(), reason=f"{SPECIMEN} is not there")
ROWS = [
    {"hs6": "854231", "year": 2017.0, "customs_value_usd": 42_256_600_000.0},
    {"hs6": "854231", "year": 2024.0, "customs_value_usd": 115_274_000_000.0},
    {"hs6": "010129", "year": 2024.0, "customs_value_usd": 100_000.0},
    {"hs6": "010129", "year": 2025.0, "customs_value_usd": 0.0},
]


def written(folder: Path, rows: list[dict], *, text: bool = False) -> Path:
    path, table = folder / "any.name", pa.Table.from_pylist(rows)
    if text:
        path.write_text(
            "\n".join([",".join(ROWS[0]), *(",".join(map(str, r.values())) for r in rows)])
        )
    else:
        pq.write_table(table, path)
    return path


@pytest.mark.parametrize("text", [False, True])
def test_a_table_keeps_the_contract(tmp_path: Path, text: bool) -> None:
    path = written(tmp_path, ROWS, text=text)
    got = taiwan.convert(path)
    assert taiwan.recognises(path)
    assert got.table.schema == arrow_schema(FLOWS)
    assert got.observations_in == got.accepted == got.table.num_rows == 4
    rows = got.table.to_pylist()
    assert [(r["product"], r["period"], r["edition"]) for r in rows] == [
        ("010129", "2024", "2022"),
        ("010129", "2025", "2022"),
        ("854231", "2017", "2017"),
        ("854231", "2024", "2022"),
    ]
    assert {(r["partner"], r["import_basis"], r["status"]) for r in rows} == {
        ("TWN", "consumption", "A")
    }
    assert (got.published_at, got.dated) == ("2026-02", "inferred")


def test_the_imports_from_another_place_are_refused(tmp_path: Path) -> None:
    rows = [ROWS[0] | {"customs_value_usd": 30e9}]
    with pytest.raises(BadFile, match="whose trade"):
        taiwan.convert(written(tmp_path, rows))


def test_a_year_that_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no year of it has a known total"):
        taiwan.convert(written(tmp_path, ROWS[3:]))


@pytest.mark.parametrize(
    ("column", "cell"),
    [("hs6", "8542"), ("hs6", ""), ("year", 2017.5), ("year", None)]
    + [("customs_value_usd", cell) for cell in (-1.0, 0.5, None, float("inf"))],
)
def test_a_bad_cell_is_named(tmp_path: Path, column: str, cell: object) -> None:
    rows = [dict(row) for row in ROWS]
    rows[1][column] = cell
    with pytest.raises(BadFile) as caught:
        taiwan.convert(written(tmp_path, rows))
    assert f"row 2, column {column} holds" in caught.value.found


def test_two_rows_of_one_year_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="854231 has more than one row for 2017"):
        taiwan.convert(written(tmp_path, [*ROWS, ROWS[0]]))


@pytest.mark.parametrize("data", [b"", b"PAR1", b"a,b\n1,2\n", b"hs6,year,customs_value_usd\n"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "any").write_bytes(data)
    with pytest.raises(BadFile):
        taiwan.convert(tmp_path / "any")


@given(
    text=st.booleans(),
    places=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8
    ),
)
def test_damage_raises_nothing_but_our_errors(text: bool, places: list[tuple[float, int]]) -> None:
    with TemporaryDirectory() as folder:
        path = written(Path(folder), ROWS, text=text)
        data = bytearray(path.read_bytes())
        for place, byte in places:
            data[int(place * len(data))] = byte
        path.write_bytes(bytes(data))
        assert taiwan.recognises(path) in {True, False}
        try:
            taiwan.convert(path)
        except SteelyardError:
            return


@specimen
def test_the_years_are_those_that_are_published() -> None:
    got = taiwan.convert(SPECIMEN)
    sums = got.table.group_by("period").aggregate([("value", "sum")]).to_pylist()
    told = {row["period"]: round(float(row["value_sum"]) / 1e9, 2) for row in sums}
    assert told == {
        "2015": 40.62,
        "2016": 39.13,
        "2017": 42.26,
        "2022": 91.27,
        "2023": 87.29,
        "2024": 115.27,
        "2025": 198.32,
    }
    assert got.accepted == got.table.num_rows == 22_615
    assert all(check.passed for check in got.checks)


@specimen
def test_no_code_of_the_edition_before_is_held_in_2022() -> None:
    table = taiwan.convert(SPECIMEN).table
    phones = table.filter(pc.equal(table["product"], "851712"))
    assert pc.max(phones["period"]).as_py() == "2017"
