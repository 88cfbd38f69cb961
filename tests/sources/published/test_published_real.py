"""The real tables, where they are at hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from published_twins import SHARED, Rows, found

from steelyard.sources import published
from steelyard.sources.contract import Converted
from steelyard.terms.tables import INDICATORS

US, ICS, ATP = "published_china_us", "published_ics_and_crude", "published_us_atp_cells"
FILES = {
    f"trade/{US}/china_us_trade_annual.csv": ("gacc-china-us-annual", 100),
    f"trade/{US}/china_us_trade_monthly.csv": ("gacc-china-us-monthly", 91),
    f"trade/{US}/china_us_trade_year_to_date.csv": ("gacc-china-us-year-to-date", 95),
    f"trade/{US}/china_world_trade_annual.csv": ("gacc-china-world-annual", 184),
    f"trade/{US}/china_world_trade_monthly.csv": ("gacc-china-world-monthly", 237),
    f"trade/{US}/china_services_trade.csv": ("mofcom-china-services", 236),
    f"trade/{US}/china_high_tech_products.csv": ("gacc-high-tech", 44),
    f"trade/{US}/control_counts_and_tariff_lists.csv": ("policy-counts", 25),
    f"trade/{ICS}/china_ic_and_crude.csv": ("gacc-china-ics-crude", 99),
    f"trade/{ICS}/semiconductor_shares.csv": ("semiconductor-shares", 41),
    "trade/published_technology_contracts/technology_contracts.csv": (
        "mofcom-technology-contracts",
        75,
    ),
    f"trade/{ATP}/us_atp_and_goods_cells.csv": ("census-published-cells", 46),
    f"trade/{ATP}/epi_usitc_inputs.csv": ("epi-usitc-inputs", 116),
    "trade/mofcom_technology_contracts/technology_contracts.csv": (
        "mofcom-technology-contracts-selected",
        29,
    ),
    "trade/gacc_china_total_monthly/china_total_trade_cny_2023_2024.csv": (
        "gacc-china-world-monthly-cny",
        96,
    ),
    "trade/safe_china_services/china_services_selected_months.csv": ("safe-china-services", 28),
    "model/published/epi_us_china_trade_jobs.csv": ("epi-us-china-trade-jobs", 96),
    "model/published/mirror_us_china_crs.csv": ("crs-us-china-mirror", 15),
}
DIFFERING = {"gacc-china-world-annual", "epi-usitc-inputs", "epi-us-china-trade-jobs"}
pytestmark = pytest.mark.skipif(
    not (SHARED / f"trade/{US}").is_dir(), reason="the published figures lie outside the repository"
)


@cache
def converted(name: str) -> Converted:
    path: Path = SHARED / name
    assert published.recognises(path)
    return published.convert(path)


def held(dataset: str) -> Rows:
    (name,) = [file for file, (known, _) in FILES.items() if known == dataset]
    return converted(name).table.to_pylist()


@pytest.mark.parametrize(("name", "expected"), FILES.items())
def test_every_row_is_in_its_dataset_once(name: str, expected: tuple[str, int]) -> None:
    got = converted(name)
    assert (got.card.dataset, got.table.num_rows) == expected
    assert got.observations_in == got.accepted == got.table.num_rows
    keys = {tuple(row[k] for k in INDICATORS.key) for row in got.table.to_pylist()}
    assert len(keys) == got.table.num_rows


@pytest.mark.parametrize("name", FILES)
def test_reconciliations_fail_only_where_the_source_contradicts_itself(name: str) -> None:
    got = converted(name)
    failed = [check.name for check in got.checks if not check.passed]
    assert bool(failed) == (got.card.dataset in DIFFERING), got.checks


@pytest.mark.parametrize("name", ["identity_checks.csv", "revisions.csv"])
def test_what_was_computed_from_the_tables_is_no_table(name: str) -> None:
    assert not published.recognises(SHARED / f"trade/{US}/{name}")


def test_china_and_the_united_states_in_2023() -> None:
    year = found(held("gacc-china-us-annual"), period="2023")
    levels = {
        (row["flow"], row["value"], row["vintage"], row["status"])
        for row in found(year, measure="level", unit="USD")
    }
    assert levels == {
        ("TOTAL", 664_450_000_000, "later", "A"),
        ("M", 164_160_000_000, "first", "A"),
        ("X", 500_030_000_000, "first", "A"),
        ("X", 500_290_000_000, "implied", "A"),
        ("BALANCE", 336_000_000_000, "first", "A"),
    }
    growth = found(year, measure="growth", flow="TOTAL", unit="USD")
    assert {(row["value"], row["vintage"]) for row in growth} == {
        (-0.116, "first"),
        (-0.116, "later"),
    }


def test_a_growth_rate_is_on_the_revised_base() -> None:
    totals = found(held("gacc-china-us-annual"), period="2022", flow="TOTAL", measure="level")
    base = {row["vintage"]: float(str(row["value"])) for row in totals}
    assert 664.45e9 / base["implied"] - 1 == pytest.approx(-0.116, abs=0.0005)
    assert 664.45e9 / base["later"] - 1 == pytest.approx(-0.125, abs=0.0005)


def test_yuan_and_dollars_grow_apart_in_2023() -> None:
    total = found(held("gacc-china-world-annual"), period="2023", flow="TOTAL", measure="growth")
    assert {(row["unit"], row["value"]) for row in total} >= {("CNY", 0.002), ("USD", -0.05)}


def test_technology_contracts_of_2006_and_2011() -> None:
    rows = found(held("mofcom-technology-contracts"), indicator="technology-contracts", flow="X")
    told = {(row["period"], row["measure"]): row["value"] for row in found(rows, span=None)}
    assert told["2006", "level"] == 580_000_000
    assert told["2006", "count"] == 281
    assert told["2011", "level"] == 21_399_000_000
    assert told["2011", "count"] == 47_221


def test_forecasts_are_marked() -> None:
    forecast = found(held("semiconductor-shares"), status="F")
    assert {row["period"] for row in forecast} == {"2023", "2024", "2025", "2026"}
    assert {row["indicator"] for row in forecast} == {"ic-self-sufficiency-forecast"}


def test_the_months_of_2023_add_to_the_year_in_yuan() -> None:
    rows = found(held("gacc-china-world-monthly-cny"), flow="TOTAL")
    year = [float(str(row["value"])) for row in rows if str(row["period"]).startswith("2023")]
    assert sum(year) == 41_751_000_000_000


def test_the_surplus_of_october_2012_is_largest_since_january_2009() -> None:
    rows = found(held("gacc-china-world-monthly"), flow="BALANCE", measure="level", span=None)
    value = {str(row["period"]): float(str(row["value"])) for row in rows}
    assert value["2012-10"] == 31_990_000_000
    assert value["2009-01"] > value["2012-10"]
    between = [p for p in value if "2009-01" < p < "2012-10"]
    assert len(between) < 44, "not every month between the two is held"
    assert max(value[p] for p in between) < value["2012-10"]
