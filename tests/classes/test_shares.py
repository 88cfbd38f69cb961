"""Reference values: one table, one year, every import once, each value as it is stated."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals as nw
import pytest
import store_twins

from steelyard.classes.shares import Reference, reference, shares
from steelyard.nomenclature.bracket import grouped
from steelyard.nomenclature.concordance import concordance
from steelyard.nomenclature.weights import WHOLE, Ground
from steelyard.store.package import write_catalogue
from steelyard.store.store import Store
from steelyard.terms.errors import NotHeld
from steelyard.terms.product import Edition

HS17, HS22 = Edition("HS", "2017"), Edition("HS", "2022")
HTS24, ISIC = Edition("HTS", "2024"), Edition("ISIC", "4")
CHIPS, MEMORY, LINE = "854231", "854232", "8542310001"


def flow(product: str, value: int | None, **changed: Any) -> dict[str, Any]:
    """Return one row of imports of Canada from China by product in 2023, save for changes."""
    usual = {"reporter": "CAN", "partner": "CHN", "nomenclature": "HS", "edition": "2022"}
    told = {"product": product, "level": str(len(product)), "period": "2023", "freq": "A"}
    money = {"value": None if value is None else Decimal(value), "status": "A"}
    return {**usual, **told, **money, **changed}


def hold(root: Path, rows: list[dict[str, Any]], **facts: Any) -> Store:
    """Add one release to the store at ``root`` and open it, with no bundled data beside it."""
    name = facts.get("dataset", "twin")
    table = store_twins.table([{**row, "partner_stated": row["partner"]} for row in rows])
    hashed = hashlib.sha256(f"{name}{facts}".encode()).hexdigest()
    told = store_twins.facts(facts.pop("release", "2024-04-15"), **facts)
    assert store_twins.add(root, {**told, "received_sha256": hashed}, table)
    empty = root / "bundled"
    empty.mkdir(exist_ok=True)
    write_catalogue(empty, ())
    return Store(root, bundled=empty)


def plain(found: Reference) -> dict[str, dict[str, int]]:
    """Return values by edition and code as whole numbers."""
    return {str(at): {c: int(v) for c, v in told.items()} for at, told in found.shares.items()}


def test_partners_and_lines_add_up_to_subheadings_by_edition(tmp_path: Path) -> None:
    older = flow(MEMORY, 5, edition="2017")
    rows = [flow(CHIPS, 3), flow(CHIPS, 4, partner="JPN"), flow(MEMORY, 9), older]
    found = reference(hold(tmp_path, rows), 2023)
    assert plain(found) == {"HS 2017": {MEMORY: 5}, "HS 2022": {CHIPS: 7, MEMORY: 9}}
    assert (found.year, found.unit, found.missing) == (2023, "USD", 0)
    assert str(found) == "imports of CAN in 2023 in USD, as twin@2024-04-15 states them"


def test_the_world_counts_in_place_of_its_partners(tmp_path: Path) -> None:
    world = flow(CHIPS, 10, partner="WLD", aggregate=True)
    assert plain(reference(hold(tmp_path, [flow(CHIPS, 3), world]), 2023)) == {
        "HS 2022": {CHIPS: 10}
    }


def test_a_union_counts_in_place_of_its_members_and_other_groups_not_at_all(tmp_path: Path) -> None:
    """Croatia is a member in 2023 and the United Kingdom is none."""
    rows = [
        flow(CHIPS, 100, partner="census:0003", aggregate=True),
        flow(CHIPS, 7, partner="HRV"),
        flow(CHIPS, 20, partner="GBR"),
        flow(CHIPS, 500, partner="census:0012", aggregate=True),
    ]
    assert plain(reference(hold(tmp_path, rows), 2023)) == {"HS 2022": {CHIPS: 120}}


def test_every_reporter_of_the_table_counts_once(tmp_path: Path) -> None:
    rows = [
        flow(CHIPS, 3),
        flow(CHIPS, 4, reporter="JPN"),
        flow(CHIPS, 90, reporter="JPN", partner="WLD", aggregate=True),
        flow(CHIPS, 500, reporter="comtrade:97", aggregate=True),
    ]
    found = reference(hold(tmp_path, rows), 2023)
    assert plain(found) == {"HS 2022": {CHIPS: 93}}
    assert found.where["reporter"] == ["CAN", "JPN"]


@pytest.mark.parametrize(
    "other",
    [
        {"flow": "X"},
        {"period": "2022"},
        {"nomenclature": "NAICS"},
        {"adjustment": "seasonal"},
        {"account": "bop"},
        {"product": "8542", "level": "4"},
        {"mode": "sea"},
        {"procedure": "C00"},
        {"partner2": "HKG"},
        {"edition": None},
    ],
)
def test_other_rows_do_not_count(tmp_path: Path, other: dict[str, Any]) -> None:
    rows = [flow(CHIPS, 3), {**flow(MEMORY, 8, partner="JPN"), **other}]
    found = reference(hold(tmp_path, rows), 2023)
    assert MEMORY not in plain(found).get("HS 2022", {})
    assert plain(found)["HS 2022"] == {CHIPS: 3}


def test_a_missing_value_adds_nothing_and_is_counted(tmp_path: Path) -> None:
    rows = [flow(CHIPS, 3), flow(CHIPS, None, partner="JPN"), flow(MEMORY, None)]
    found = reference(hold(tmp_path, rows), 2023)
    assert (plain(found), found.missing) == ({"HS 2022": {CHIPS: 3}}, 2)


def test_nil_and_negative_values_are_values(tmp_path: Path) -> None:
    rows = [flow(CHIPS, 0), flow(MEMORY, -2)]
    assert plain(reference(hold(tmp_path, rows), 2023)) == {"HS 2022": {CHIPS: 0, MEMORY: -2}}


def test_twelve_months_are_a_year_and_eleven_are_not(tmp_path: Path) -> None:
    months = [flow(CHIPS, 2, period=f"2023-{month:02d}", freq="M") for month in range(1, 13)]
    whole = hold(tmp_path / "whole", [*months, flow(CHIPS, 50, period="2024-01", freq="M")])
    assert plain(reference(whole, 2023)) == {"HS 2022": {CHIPS: 24}}
    with pytest.raises(NotHeld, match=r"twin@2024-04-15 \(2023-01 to 2024-01\)"):
        reference(whole, 2024)
    with pytest.raises(NotHeld):
        reference(hold(tmp_path / "short", months[:-1]), 2023)


def test_the_widest_table_counts_and_of_equals_the_newest(tmp_path: Path) -> None:
    hold(tmp_path, [flow(CHIPS, 3)], dataset="narrow", release="2024-09-01")
    wide = [flow(CHIPS, 5), flow(CHIPS, 6, partner="JPN")]
    hold(tmp_path, wide, dataset="wide", release="2024-05-01")
    own = hold(tmp_path, [*wide, flow(MEMORY, 1)], dataset="wide", release="2024-08-01")
    assert reference(own, 2023).held.release.name == "wide@2024-08-01"
    assert reference(own, 2023, date(2024, 6, 1)).held.release.name == "wide@2024-05-01"


def test_a_table_without_a_value_of_the_year_gives_way(tmp_path: Path) -> None:
    gap = [
        flow(CHIPS, 5, period=year, partner=p) for year in ("2020", "2024") for p in ("CHN", "JPN")
    ]
    hold(tmp_path, gap, dataset="gap")
    own = hold(tmp_path, [flow(CHIPS, 3)], dataset="plain")
    assert reference(own, 2023).held.release.dataset == "plain"


def test_no_table_of_the_year_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(NotHeld, match=r"trade of 2019.*twin@2024-04-15 \(2023\)"):
        shares(hold(tmp_path, [flow(CHIPS, 3)]), 2019)


def test_lines_of_the_us_schedule_have_their_own_values(tmp_path: Path) -> None:
    rows = [flow(LINE, 3, reporter="USA"), flow("8542310099", 4, reporter="USA")]
    found = plain(reference(hold(tmp_path / "us", rows), 2023))
    assert found["HS 2022"] == {CHIPS: 7}
    assert found["HTS 2022"] == found["HTS 2024"] == {LINE: 3}
    foreign = [flow(LINE, 3)]
    assert plain(reference(hold(tmp_path / "ca", foreign), 2023)) == {"HS 2022": {CHIPS: 3}}


def test_lines_of_an_earlier_edition_are_not_those_of_a_later_schedule(tmp_path: Path) -> None:
    rows = [flow(LINE, 3, reporter="USA", edition="2017")]
    assert plain(reference(hold(tmp_path, rows), 2023)) == {"HS 2017": {CHIPS: 3}}


def test_codes_share_their_candidates_by_these_values(tmp_path: Path) -> None:
    """854140 of the HS 2017 became six subheadings."""
    now = {"854141": 1, "854142": 3}
    values = shares(hold(tmp_path, [flow(code, value) for code, value in now.items()]), 2023)
    found = concordance(HS17, HS22, shares=values).weights["854140"]
    assert found == {
        "854141": (WHOLE // 4, Ground.SHARES),
        "854142": (3 * WHOLE // 4, Ground.SHARES),
    }


def test_the_bundled_values_are_those_of_the_release() -> None:
    store = Store()
    found = reference(store, 2024)
    counted = found.rows.filter(nw.col("product").str.starts_with(CHIPS))
    (total,) = store.engine.rows(counted.select(nw.col("value").sum().alias("all")), ["all"])
    assert found.shares[HS22][CHIPS] == total[0] > 0
    assert sum(found.shares[HS22].values()) == sum(found.shares[HTS24].values())
    assert found.held.release.name == "census-imports-hs10@2025-06"
    assert "SVK" not in found.condition
    assert "census:0003" in found.condition


def test_the_bundled_values_move_the_middle_and_never_the_bounds() -> None:
    """Industries of every subheading, by all lines alike and by the trade of lines."""
    usual, by_trade = (
        grouped(concordance(HS22, ISIC, shares=values)).to_pylist()
        for values in (None, shares(Store(), 2024))
    )
    bounds = [
        {(row["source"], row["group"]): (row["low"], row["high"]) for row in rows if row["high"]}
        for rows in (usual, by_trade)
    ]
    assert bounds[0] == bounds[1]
    assert [row["parts"] for row in usual] != [row["parts"] for row in by_trade]


def test_what_is_read_is_told_as_sql_that_finds_the_same_rows(tmp_path: Path) -> None:
    rows = [
        *(flow(CHIPS, n, partner=partner) for n, partner in enumerate(("CHN", "JPN", "MEX"))),
        flow(CHIPS, 4, reporter="JPN", partner="WLD", aggregate=True),
        flow(CHIPS, 4, reporter="JPN", partner="CHN"),
        flow(CHIPS, 8, period="2022"),
        flow(CHIPS, 8, mode="sea"),
    ]
    store = hold(tmp_path, rows)
    found = reference(store, 2023)
    by_sql = store.scan(found.held).to_native().filter(found.condition).fetchall()
    assert sorted(map(str, by_sql)) == sorted(map(str, found.rows.to_native().fetchall()))
    assert len(by_sql) == 4
