"""The nomenclature of places against the publishers' own files; skipped where these are absent."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from steelyard.nomenclature import place_tables, places
from steelyard.nomenclature.places import find, from_census, from_comtrade, place
from steelyard.terms.errors import NotAPartner
from steelyard.terms.period import Period

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
TABLES = SHARED / "nomenclature" / "countries"
GOODS = SHARED / "trade" / "census_goods_by_country"
HS10 = SHARED / "trade" / "census_hs10_imports_2024" / "imports_2024_hs10_by_partner.parquet"
BUILT = ("places.csv", "census.csv", "comtrade.csv")

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not here")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def query(sql: str, file: Path) -> list[tuple[str, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(sql, [str(file)]).fetchall()


@pytest.mark.parametrize("vintage", ["2016-12", "2023-03"])
def test_every_partner_of_the_country_table_is_mapped(vintage: str) -> None:
    file = GOODS / f"country_monthly_vintage_{vintage}.parquet"
    codes = query("select distinct cty_code from read_parquet(?)", file)
    assert len(codes) > 250
    for (code,) in codes:
        assert place(from_census(code).place)


@pytest.mark.parametrize("vintage", ["2016-12", "2023-03"])
def test_the_names_of_the_country_table_find_the_same_places(vintage: str) -> None:
    file = GOODS / f"country_monthly_vintage_{vintage}.parquet"
    for code, name in query("select distinct cty_code, ctyname from read_parquet(?)", file):
        row = from_census(code)
        if row.kind == "country" and row.place != "PSE":
            assert find(name).code == row.place


@pytest.mark.parametrize("vintage", ["2016-12", "2023-03"])
def test_a_place_exists_in_every_year_with_trade(vintage: str) -> None:
    file = GOODS / f"country_monthly_vintage_{vintage}.parquet"
    years = query(
        "select distinct cty_code, cast(year as integer) from read_parquet(?) "
        "where iyr <> 0 or eyr <> 0",
        file,
    )
    wrong = [(c, y) for c, y in years if not place(from_census(c).place).exists_in(int(y))]
    assert wrong == []


def test_country_rows_add_up_to_the_world() -> None:
    file = GOODS / "country_monthly_vintage_2023-03.parquet"
    stated = query(
        "select cty_code, sum(iyr) from read_parquet(?) where year = 2011 group by 1", file
    )
    imports = {code: float(value) for code, value in stated}
    countries = sum(v for c, v in imports.items() if from_census(c).kind == "country")
    assert countries == pytest.approx(imports["0015"], abs=1)


def test_every_partner_of_the_ten_digit_file_is_mapped() -> None:
    for code, name in query("select distinct cty_code, cty_name from read_parquet(?)", HS10):
        row = from_census(code)
        if row.kind == "country":
            assert find(name).code == row.place


def test_every_code_of_schedule_c_is_mapped() -> None:
    for row in rows(TABLES / "census_schedule_c.csv"):
        known = from_census(row["schedule_c"])
        assert known.name == row["name"].strip()
        assert known.kind == "country"


def test_every_area_of_comtrade_is_mapped() -> None:
    for row in rows(TABLES / "comtrade_areas.csv"):
        known = from_comtrade(row["id"])
        if known.iso2 and known.code != "TWN":
            assert row["iso_2"].strip() in {known.iso2, ""}


def test_every_place_of_iso_is_there() -> None:
    for row in rows(TABLES / "m49_iso.csv"):
        known = place(row["ISO3166-1-Alpha-3"])
        assert known.iso2 == row["ISO3166-1-Alpha-2"]
        assert int(known.m49) == int(row["M49"])
        if row["official_name_en"] != "Congo":  # either of the two
            assert find(row["official_name_en"]) is known


@pytest.mark.parametrize(("group", "column"), [("OECD", "OECD"), ("EA", "EURO")])
def test_years_of_joining_agree_with_country_converter(group: str, column: str) -> None:
    theirs = {r["ISO3"]: r[column] for r in rows(TABLES / "country_converter.csv") if r[column]}
    ours = {m.place: m.joined[:4] for m in place_tables.groups()[group].members}
    later = {code for code, year in ours.items() if year > "2024"}
    assert {code: year for code, year in ours.items() if code not in later} == theirs


@pytest.mark.parametrize(
    ("group", "column"),
    [
        ("EU27_2020", "EU"),
        ("EU28", "EU28"),
        ("EU27_2007", "EU27_2007"),
        ("EU25", "EU25"),
        ("EU15", "EU15"),
        ("G7", "G7"),
        ("APEC", "APEC"),
    ],
)
def test_members_agree_with_country_converter(group: str, column: str) -> None:
    theirs = {r["ISO3"] for r in rows(TABLES / "country_converter.csv") if r[column]}
    assert set(places.expand(find(group), Period.parse("2024"))) == theirs


def test_the_seasonally_adjusted_world_and_the_product_total_are_refused_as_partners() -> None:
    for code in ("0004", "0007"):
        with pytest.raises(NotAPartner):
            find(code)


def test_the_data_files_are_what_the_script_builds(tmp_path: Path) -> None:
    script = ROOT / "tools" / "build_places.py"
    subprocess.run([sys.executable, script, TABLES, "--out", tmp_path], check=True)
    for name in BUILT:
        held = ROOT / "src" / "steelyard" / "nomenclature" / "data" / name
        assert (tmp_path / name).read_bytes() == held.read_bytes()
