from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from worldbank_twins import CPI, GDP, parquet, read, values

from steelyard.nomenclature import places
from steelyard.sources.contract import arrow_schema
from steelyard.sources.worldbank import gdp, inflation
from steelyard.sources.worldbank.economies import economies
from steelyard.terms.errors import BadDate
from steelyard.terms.tables import INDICATORS


def test_gdp_is_a_level_in_dollars(tmp_path: Path) -> None:
    got = read(gdp, tmp_path, GDP)
    row = next(r for r in got.table.to_pylist() if r["place"] == "CAN")
    filled = {name: value for name, value in row.items() if value is not None}
    assert filled == {
        "place": "CAN",
        "indicator": "gdp",
        "measure": "level",
        "unit": "USD",
        "period": "2010",
        "freq": "A",
        "value": 1617343367486.26,
        "status": "A",
    }
    assert all(check.passed for check in got.checks)


def test_inflation_is_growth_as_a_ratio(tmp_path: Path) -> None:
    got = read(inflation, tmp_path, CPI)
    assert values(got)["USA", "2022"] == pytest.approx(0.0800279982052121, rel=1e-15)
    assert values(got)["ABW", "2022"] == -0.005
    rows = got.table.to_pylist()
    assert {(r["indicator"], r["measure"], r["unit"]) for r in rows} == {
        ("inflation", "growth", "ratio")
    }
    assert all(check.passed for check in got.checks)


def test_aggregates_are_counted_and_the_world_is_kept(tmp_path: Path) -> None:
    got = read(gdp, tmp_path, GDP)
    assert [(r.reason, r.observations) for r in got.rejected] == [("aggregate", 1)]
    ((line, words),) = got.rejected[0].every
    assert words.startswith("NAC (North America), 2010, ")
    assert line > 1
    assert (got.observations_in, got.accepted, got.table.num_rows) == (9, 8, 8)
    assert values(got)["WLD", "2010"] == 16800000000000.0


def test_the_bank_codes_of_no_iso_standard_have_places(tmp_path: Path) -> None:
    got = values(read(gdp, tmp_path, GDP))
    assert ("XKX", "2010") in got
    assert ("comtrade:830", "2007") in got
    assert places.find("Channel Islands").code == "comtrade:830"


def test_no_aggregate_hides_a_place() -> None:
    ours = {place.code for place in places.all_places()}
    assert not ours & set(economies().aggregates)
    assert set(economies().places.values()) <= ours


@pytest.mark.parametrize(("source", "text"), [(gdp, GDP), (inflation, CPI)])
def test_the_form_of_the_file_does_not_matter(
    tmp_path: Path, source: ModuleType, text: str
) -> None:
    got = read(source, tmp_path, text)
    assert read(source, tmp_path, parquet(source, text)).table.equals(got.table)
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert read(source, tmp_path, windows).table.equals(got.table)
    assert got.table.schema.equals(arrow_schema(INDICATORS))
    keys = [(row["place"], row["period"]) for row in got.table.to_pylist()]
    assert keys == sorted(set(keys))


def test_an_empty_value_is_not_reported(tmp_path: Path) -> None:
    got = read(gdp, tmp_path, GDP.replace("1617343367486.26", ""))
    row = next(r for r in got.table.to_pylist() if r["place"] == "CAN")
    assert (row["value"], row["status"]) == (None, "O")


def test_the_checks_can_fail(tmp_path: Path) -> None:
    def failing(source: ModuleType, text: str) -> list[str]:
        return [c.name for c in read(source, tmp_path, text).checks if not c.passed]

    assert failing(gdp, GDP.replace("6634526000", "6634526001000")) == [
        "north-america-is-its-economies",
        "economies-against-world",
    ]
    assert failing(gdp, GDP.replace("16800000000000", "19800000000000")) == [
        "economies-against-world"
    ]
    assert failing(gdp, GDP.replace("Kosovo,", "Serbia,")) == ["names-agree-with-codes"]
    assert failing(inflation, CPI.replace("WLD,2022,1.97", "WLD,2022,1.98")) == [
        "world-is-the-median"
    ]


def test_the_dates(tmp_path: Path) -> None:
    got = read(gdp, tmp_path, GDP)
    assert (got.published_at, got.dated) == ("2011-07", "inferred")
    got = read(gdp, tmp_path, GDP + "Aruba,ABW,2023,4000000000\n")
    assert got.published_at == "2024-10"
    assert "datasets/gdp" in got.dated_how
    got = read(inflation, tmp_path, CPI, published_at="2023-07-01")
    assert (got.published_at, got.dated) == ("2023-07-01", "stated")
    with pytest.raises(BadDate):
        read(inflation, tmp_path, CPI, published_at="2023-07-32")
