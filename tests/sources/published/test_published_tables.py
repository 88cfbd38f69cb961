"""Tables that hold several figures a row."""

from __future__ import annotations

from pathlib import Path

import pytest
from published_twins import found, read

from steelyard.sources import published
from steelyard.terms.errors import BadFile

MONTHS = (
    "year,month,total_100m_cny,exports_100m_cny,imports_100m_cny,balance_100m_cny\n"
    "2023,1,33312.0,19863.0,13450.0,6413.0\n2023,12,38090.0,21729.0,16363.0,5366.0\n"
)
CONTRACTS = (
    "year,flow,breakdown,item,contracts,value_bn_usd,share_pct,source_url,source\n"
    '2006,export,total,all,281,0.58,,http://example.org/1,"A daily, 2012-12-07"\n'
    "2006,import,origin,European Union,2597,8.66,39.3,same,same\n"
)
SERVICES = (
    "period,item,credit_100m_cny,debit_100m_cny,credit_100m_usd,debit_100m_usd,basis,source_url\n"
    "2020-01,Charges for the use of intellectual property,34,158,5,23,BPM6 monthly,http://e.org/1\n"
)
MIRROR = (
    "source,year,us_reported_deficit_busd,china_reported_surplus_busd,gap_busd\n"
    "CRS RS22640,2011,295.5,206.2,89.3\n"
)
JOBS = (
    "report,year,us_exports_busd,us_imports_busd,balance_busd,jobs_supported_k,jobs_displaced_k,"
    "net_jobs_displaced_k,jobs_per_musd_exports,jobs_per_musd_imports\n"
    '"2001-2013 (BP385, 2014)",2001,18.0,102.1,-84.1,161.4,1127.7,966.3,8.967,11.045\n'
    "2001-2017 (2018),2001,19.2,102.3,-83.0,179.2,1170.7,991.5,9.333,11.444\n"
)


@pytest.mark.parametrize("text", [MONTHS, CONTRACTS, SERVICES, MIRROR, JOBS])
def test_every_such_table_is_recognised(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.name"
    path.write_text(text)
    assert published.recognises(path)


def test_months_in_100_million_yuan(tmp_path: Path) -> None:
    got = read(tmp_path, MONTHS)
    assert (got.card.dataset, got.published_at) == ("gacc-china-world-monthly-cny", "2024-01")
    (total,) = found(got.table.to_pylist(), period="2023-12", flow="TOTAL")
    assert (total["value"], total["precision"]) == (3_809_000_000_000, 50_000_000)
    assert (total["unit"], total["vintage"]) == ("CNY", None), "dated as the release"
    assert got.observations_in == 8


def test_contracts_take_place_date_and_address_from_their_row(tmp_path: Path) -> None:
    got = read(tmp_path, CONTRACTS)
    assert (got.observations_in, got.published_at) == (5, "2012-12-07")
    table = got.table.to_pylist()
    (value,) = found(table, flow="X", measure="level")
    assert (value["value"], value["partner"]) == (580_000_000, "WLD")
    (share,) = found(table, measure="share")
    assert (share["value"], share["partner"], share["published_at"]) == (0.393, "EU", "2012-12-07")
    assert share["url"] == "http://example.org/1"


def test_services_by_item_of_the_sixth_manual(tmp_path: Path) -> None:
    table = read(tmp_path, SERVICES).table.to_pylist()
    (debit,) = found(table, flow="M", unit="USD")
    assert (debit["indicator"], debit["scope"]) == ("services:intellectual-property", "bpm6")
    assert (debit["value"], debit["account"]) == (2_300_000_000, "bop")


def test_a_deficit_printed_without_its_sign_is_a_balance_below_zero(tmp_path: Path) -> None:
    table = read(tmp_path, MIRROR).table.to_pylist()
    balances = {row["place"]: row["value"] for row in found(table, indicator="goods")}
    assert balances == {"USA": -295_500_000_000, "CHN": 206_200_000_000}
    (gap,) = found(table, indicator="goods-balance-gap")
    assert gap["value"] == 89_300_000_000


def test_editions_of_the_jobs_table_keep_their_basis(tmp_path: Path) -> None:
    table = read(tmp_path, JOBS).table.to_pylist()
    net = {
        row["scope"]: (row["value"], row["import_basis"], row["published_at"])
        for row in found(table, indicator="jobs-net-displaced")
    }
    assert net == {
        "domestic-consumption": (966_300, "consumption", "2014"),
        "total-general": (991_500, "general", "2018"),
    }
    implied = found(table, vintage="implied", measure="level")
    assert len(implied) == 4
    notes = {row["value"]: str(row["note"]) for row in implied}
    assert notes[8.967].startswith("161.4 / 18.0")
    (wide,) = found(implied, value=8.967)
    assert wide["precision"] == pytest.approx(0.0005 + 8.967 * (0.05 / 161.4 + 0.05 / 18.0))


@pytest.mark.parametrize(
    ("text", "damage", "named"),
    [
        (MONTHS, ("19863.0", "19863.5"), "ow 2, column exports_100m_cny"),
        (MONTHS, ("2023,12", "2023,13"), "column period"),
        (SERVICES, ("Charges", "Charge"), "holds the scope"),
        (MIRROR, ("295.5", "x"), "ow 2, column us_reported_deficit_busd"),
        (JOBS, ("(2018)", "(2021)"), "holds the scope"),
    ],
)
def test_damage_is_named(tmp_path: Path, text: str, damage: tuple[str, str], named: str) -> None:
    with pytest.raises(BadFile, match=named):
        read(tmp_path, text.replace(*damage))
