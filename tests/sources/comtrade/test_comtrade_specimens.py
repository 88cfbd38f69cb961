from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from comtrade_twins import read

from steelyard.sources import comtrade
from steelyard.sources.received import Received

SHARED = Path(__file__).parents[4] / "shared/data"
FORMATS = SHARED / "formats/comtrade"
BILATERAL = SHARED / "trade/comtrade_us_bilateral"
ROWS = {
    "api_v1_get_HS-60a6ad.json": (4, 4),
    "bulk_legacy_short_columns_india_china.csv": (1999, 1999),
    "comtradeplus_camelcase_cp1252_thailand_8542.csv": (211, 211),
    "comtradeplus_titlecase_header_trailing_comma.csv": (24, 36),
    "comtradeplus_titlecase_usa_mex_2015.csv": (24, 36),
    "legacy_download_hs6_with_quantities_sample.csv": (1199, 1199),
    "legacy_download_world_totals.csv": (2863, 2863),
}
formats = pytest.mark.skipif(not FORMATS.exists(), reason=f"{FORMATS} is not there")
bilateral = pytest.mark.skipif(not BILATERAL.exists(), reason=f"{BILATERAL} is not there")


@pytest.fixture(scope="module")
def china() -> pa.Table:
    _, table, rejected = read(Received(BILATERAL / "us_china_both_flows_2015_2025.parquet"))
    assert rejected.num_rows == 0
    return table


@formats
@pytest.mark.parametrize("name", ROWS)
def test_every_row_of_a_real_file_is_taken_in(name: str) -> None:
    given = Received(FORMATS / name)
    assert comtrade.knows(given)
    _, table, rejected = read(given)
    assert rejected.num_rows == 0
    assert (len(pc.unique(table["line"])), table.num_rows) == ROWS[name]


@formats
def test_imports_stand_under_both_valuations() -> None:
    name = "comtradeplus_titlecase_header_trailing_comma.csv"
    _, table, _ = read(Received(FORMATS / name))
    january = [
        (r["flow"], r["valuation"], r["value"])
        for r in table.to_pylist()
        if r["period"] == "2022-01"
    ]
    assert sorted(january) == [
        ("M", "CIF", 51_584_018_551),
        ("M", "FOB", 47_845_213_772),
        ("X", "FOB", 11_475_205_432),
    ]


@formats
def test_italy_had_another_number() -> None:
    _, table, _ = read(Received(FORMATS / "legacy_download_world_totals.csv"))
    assert pc.sum(pc.equal(table["reporter"], "ITA")).as_py() == 39


@bilateral
def test_totals_are_the_sums_of_subheadings_in_every_year_and_flow(china: pa.Table) -> None:
    primary = {"M": "CIF", "X": "FOB"}
    sums = china.group_by(["level", "flow", "valuation", "period"]).aggregate([("value", "sum")])
    found = {
        (r["level"], r["flow"], r["period"]): r["value_sum"]
        for r in sums.to_pylist()
        if r["valuation"] == primary[r["flow"]]
    }
    totals = {key[1:]: value for key, value in found.items() if key[0] is None}
    assert len(totals) == 22
    assert totals == {key[1:]: value for key, value in found.items() if key[0] == "6"}
    assert round(totals["M", "2024"] / 10**6) == 462_620


@bilateral
def test_the_fob_value_of_imports_is_that_of_the_census_bureau() -> None:
    _, table, _ = read(Received(BILATERAL / "us_china_both_flows_2015_2025.parquet"))
    imports = table.filter(
        pc.and_(pc.equal(table["flow"], "M"), pc.equal(table["valuation"], "FOB"))
    )
    totals = imports.filter(pc.equal(imports["nomenclature"], "TOTAL"))
    years = dict(zip(totals["period"].to_pylist(), totals["value"].to_pylist(), strict=True))
    assert sorted(years) == ["2019", "2022", "2023", "2024", "2025"]
    assert round(years["2024"] / 10**8) == 4389


@bilateral
def test_the_imports_from_mexico_are_read() -> None:
    _, table, rejected = read(Received(BILATERAL / "us_imports_from_mexico_2015_2025.parquet"))
    assert (len(pc.unique(table["line"])), rejected.num_rows) == (54_610, 0)
    assert pa.types.is_decimal(table["value"].type)
