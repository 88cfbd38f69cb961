"""The real files of the Bureau: their own totals, and the figures their descriptions state."""

from __future__ import annotations

from functools import cache
from types import ModuleType

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from goods_twins import DATA

from steelyard.sources.census import (
    exports_hs6,
    hs2_exports,
    hs2_imports,
    hs10_imports,
    naics3_china,
    naics3_imports,
    naics6_imports,
)
from steelyard.sources.contract import Converted
from steelyard.terms.tables import FLOWS

FILES = {
    "china": (naics3_china, "census_us_china_naics_monthly/us_china_naics3_2002_2019.parquet"),
    "hs10": (hs10_imports, "census_hs10_imports_2024/imports_2024_hs10_by_partner.parquet"),
    "hs2m": (hs2_imports, "census_monthly_sectors/hs2_imports_2013_2021.parquet"),
    "hs2x": (hs2_exports, "census_monthly_sectors/hs2_exports_2013_2020.parquet"),
    "naics3": (naics3_imports, "census_monthly_sectors/naics3_imports_2013_2025.parquet"),
    "naics6": (naics6_imports, "census_monthly_sectors/naics6_world_imports_2020_2025.parquet"),
    "hs6": (
        exports_hs6,
        "census_us_exports_to_china_hs6/us_exports_china_hs6_monthly_2013_2020.parquet",
    ),
    "hs6p": (
        exports_hs6,
        "census_us_exports_selected_hs6/us_exports_hs6_monthly_vietnam_ireland_2013_2026.parquet",
    ),
}
HELD = {  # observations, of these accepted, rows, date of the release
    "china": (14_688, 14_688, 14_688, "2020-07"),
    "hs10": (147_121, 147_121, 147_121, "2025-06"),
    "hs2m": (202_911, 201_012, 201_012, "2021-08"),
    "hs2x": (193_789, 193_789, 193_789, "2021-01"),
    "naics3": (162_186, 162_186, 162_186, "2026-01"),
    "naics6": (28_495, 28_495, 28_495, "2026-02"),
    "hs6": (357_476, 356_907, 359_506, "2021-02"),
    "hs6p": (637_686, 637_686, 637_686, "2026-03"),
}


@cache
def specimen(name: str) -> Converted:
    source, file = FILES[name]
    return source.convert(DATA / file)


@pytest.fixture(autouse=True)
def _data() -> None:
    if not DATA.is_dir():
        pytest.skip(f"the publishers' files are not at {DATA}")


def billions(name: str, year: str, **wanted: str) -> float:
    table = specimen(name).table
    kept = pc.starts_with(table["period"], year)
    for column, value in wanted.items():
        kept = pc.and_(kept, pc.equal(table[column], value))
    return float(pc.sum(table.filter(kept)["value"]).as_py()) / 1e9


@pytest.mark.parametrize("name", FILES)
def test_a_specimen_is_taken_in_whole(name: str) -> None:
    got = specimen(name)
    keys = got.table.select(FLOWS.key)
    assert (got.observations_in, got.accepted, got.table.num_rows, got.published_at) == HELD[name]
    assert keys.group_by(list(FLOWS.key)).aggregate([]).num_rows == got.table.num_rows
    assert [c for c in got.checks if not c.passed] == []


@pytest.mark.parametrize("name", FILES)
def test_a_specimen_is_known_by_its_content(name: str) -> None:
    source, file = FILES[name]
    sources: set[ModuleType] = {module for module, _ in FILES.values()}
    assert [m for m in sources if m.recognises(DATA / file)] == [source]


@pytest.mark.parametrize(
    ("year", "exports", "imports"),
    [("2002", 22.128, 125.192), ("2007", 62.937, 321.443), ("2011", 104.122, 399.371)],
)
def test_all_commodities_equal_the_table_by_country(
    year: str, exports: float, imports: float
) -> None:
    total = {"nomenclature": "TOTAL"}
    assert billions("china", year, flow="X", **total) == pytest.approx(exports, abs=0.001)
    assert billions("china", year, flow="M", **total) == pytest.approx(imports, abs=0.001)


def test_tariff_lines_add_up_to_the_trade_of_a_partner() -> None:
    assert billions("hs10", "2024", partner="CHN") == pytest.approx(429.4, abs=0.05)


def test_chapters_counted_twice_are_the_month_of_june_2021() -> None:
    got = specimen("hs2m")
    left = {r.reason: r.observations for r in got.rejected}
    assert left == {"repeated-row": 1_879, "total-counts-repeated-rows": 20}
    june = billions("hs2m", "2021-06", partner="WLD", nomenclature="HS")
    assert june == pytest.approx(243.1, abs=0.05)


def test_industries_add_up_to_the_subsectors_of_the_world() -> None:
    fine, coarse = specimen("naics6").table, specimen("naics3").table
    world = pc.and_(pc.equal(coarse["partner"], "WLD"), pc.equal(coarse["nomenclature"], "NAICS"))
    stated = coarse.filter(world).select(["product", "period", "value", "duty"])
    subsector = pc.utf8_slice_codeunits(fine["product"], 0, 3)
    summed = fine.select(["period", "value", "duty"]).append_column("product", subsector)
    summed = summed.group_by(["product", "period"]).aggregate([("value", "sum"), ("duty", "sum")])
    both = stated.join(summed, ["product", "period"], join_type="inner")
    since = pc.greater_equal(stated["period"], "2020-01")
    assert both.num_rows == stated.filter(since).num_rows
    assert pc.all(pc.equal(both["value"], both["value_sum"])).as_py()
    assert pc.all(pc.equal(both["duty"], both["duty_sum"])).as_py()


@pytest.mark.parametrize(("year", "dollars"), [("2017", 129.0), ("2018", 119.6), ("2019", 106.0)])
def test_exports_to_china_by_subheading(year: str, dollars: float) -> None:
    assert billions("hs6", year) == pytest.approx(dollars, abs=0.05)


def test_exports_to_china_agree_with_the_chapters_but_for_two() -> None:
    by_chapter = specimen("hs2x").table
    china = pc.and_(pc.equal(by_chapter["partner"], "CHN"), pc.equal(by_chapter["level"], "2"))
    stated = by_chapter.filter(china).select(["product", "period", "value"])
    fine = specimen("hs6").table
    chapter = pc.utf8_slice_codeunits(fine["product"], 0, 2)
    summed = fine.select(["period", "value"]).append_column("product", chapter)
    summed = summed.group_by(["product", "period"]).aggregate([("value", "sum")])
    both = stated.join(summed, ["product", "period"]).combine_chunks()
    sums = pc.coalesce(both["value_sum"], pa.scalar(0, both["value_sum"].type))
    off = both.filter(pc.not_equal(sums, both["value"]))
    assert set(off["product"].to_pylist()) == {"27", "29"}
    assert off.num_rows == 2 * 95


@pytest.mark.parametrize(
    ("partner", "year", "dollars"),
    [("VNM", "2024", 13.04), ("VNM", "2025", 15.66), ("IRL", "2024", 16.76)],
)
def test_exports_by_partner(partner: str, year: str, dollars: float) -> None:
    assert billions("hs6p", year, partner=partner) == pytest.approx(dollars, abs=0.005)


def test_codes_of_the_new_edition_begin_with_january_2022() -> None:
    table = specimen("hs6p").table
    traded = table.filter(pc.greater(table["value"], 0))
    new = traded.filter(pc.equal(traded["product"], "851713"))
    old = traded.filter(pc.equal(traded["product"], "851712"))
    assert pc.min(new["period"]).as_py() == "2022-01"
    assert pc.max(old["period"]).as_py() == "2021-12"
