"""Control totals: what counts as a difference, what as a selection, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from control_tables import Row, coded, release, row

from steelyard.ingest.control import control
from steelyard.ingest.control_details import summing
from steelyard.nomenclature.places import all_places
from steelyard.nomenclature.products import products
from steelyard.sources.contract import Check
from steelyard.terms.place import PlaceKind

DATA = Path(__file__).parents[3] / "shared/data/trade/comtrade_us_bilateral"
REAL = DATA / "us_china_both_flows_2015_2025.parquet"
EDITIONS = {"H4": "2012", "H5": "2017", "H6": "2022"}


def checks(rows: Iterable[Row]) -> dict[str, Check]:
    return {check.name: check for check in control(coded(release(rows)))}


def test_a_release_that_adds_up() -> None:
    rows = [row("TOTAL", 30), row("01", 10), row("02", 20), row("0101", 4), row("0102", 6)]
    found = checks(rows)
    assert set(found) == {"hs2-adds-to-total", "hs4-adds-to-total", "hs4-adds-to-hs2"}
    assert all(check.passed for check in found.values())
    assert found["hs2-adds-to-total"].detail == (
        "cells compared: 1; sums of parts above the whole: 0, below: 0"
    )
    assert found["hs4-adds-to-hs2"].detail == (
        "cells compared: 1; sums of parts above the whole: 0, below: 0; "
        "cells not compared: 1 without parts"
    )


def test_parts_above_the_whole_are_a_difference_with_its_place_and_unit() -> None:
    rows = [row("TOTAL", 30), row("01", 10), row("02", Decimal("29.5"))]
    found = checks(rows)["hs2-adds-to-total"]
    assert not found.passed
    assert found.detail == (
        "cells compared: 1; sums of parts above the whole: 1, below: 0; "
        "largest difference +9.5 USD (USA CHN M 2020)"
    )


@pytest.mark.parametrize("most", [1, 100])
def test_of_equal_differences_that_of_the_last_reporter_and_period_is_told(most: int) -> None:
    places = [("USA", "2020", "DEU"), ("USA", "2021", "CHN"), ("CHN", "2022", "USA")]
    of = [dict(zip(("reporter", "period", "partner"), place, strict=True)) for place in places]
    rows = [row(code, value, **one) for one in of for code, value in (("TOTAL", 1), ("01", 9))]
    (check,) = control(coded(release(rows)), most=most)
    assert "largest difference +8 USD (USA CHN M 2021)" in check.detail


def test_parts_below_the_whole_are_a_selection_that_covers_a_share() -> None:
    rows = [row("TOTAL", 1000), row("8541", 100), row("8542", 150)]
    found = checks(rows)["hs4-adds-to-total"]
    assert found.passed
    assert "the parts are a selection and cover 25.0% of it" in found.detail


def test_parts_below_the_whole_differ_where_nine_cells_of_ten_agree() -> None:
    years = [str(year) for year in range(2000, 2010)]
    rows = [row("01", 50 if year == "2004" else 100, period=year) for year in years]
    found = checks([*rows, *(row("TOTAL", 100, period=year) for year in years)])
    assert not found["hs2-adds-to-total"].passed
    assert "below: 1; largest difference -50 USD (USA CHN M 2004)" in (
        found["hs2-adds-to-total"].detail
    )


def test_parts_below_the_whole_differ_where_all_chapters_are_held() -> None:
    chapters = sorted({entry.code for entry in products("HS").values() if len(entry.code) == 2})
    found = checks([row("TOTAL", 10**9), *(row(code, 1000) for code in chapters)])
    assert not found["hs2-adds-to-total"].passed


def test_the_world_below_whose_row_stand_many_partners() -> None:
    places = [place.code for place in all_places() if place.kind is PlaceKind.COUNTRY]
    world = row("TOTAL", 10**9, partner="WLD")
    many = [row("TOTAL", 1000, partner=code) for code in places]
    assert len(places) > 150
    assert not checks([world, *many])["partners-add-to-world"].passed
    few = checks([world, *many[:9]])["partners-add-to-world"]
    assert few.passed
    assert "selection" in few.detail


def test_groups_are_no_partners_and_one_partner_is_no_world() -> None:
    world = row("TOTAL", 30, partner="WLD")
    rows = [world, row("TOTAL", 10), row("TOTAL", 20, partner="DEU")]
    groups = [row("TOTAL", 20, partner=code) for code in ("EU", "comtrade:97", "census:0003")]
    assert checks([*rows, *groups])["partners-add-to-world"].passed
    assert checks(rows[:2]) == {}


def test_a_missing_value_is_never_zero() -> None:
    rows = [row("TOTAL", 30), row("01", None), row("02", 40)]
    found = checks(rows)["hs2-adds-to-total"]
    assert found.passed
    assert found.detail == "nothing to compare; cells not compared: 1 with a value missing"


def test_cells_differ_in_any_column_of_the_key() -> None:
    whole, part = row("TOTAL", 10, valuation="FOB"), row("01", 99, valuation="CIF")
    found = checks([whole, part])["hs2-adds-to-total"]
    assert found.detail == (
        "nothing to compare; cells not compared: 1 without parts, 1 without the whole"
    )


def test_modes_of_transport_add_up_to_the_row_for_all() -> None:
    parts = [row("01", 10, mode="1000"), row("01", 20, mode="2100"), row("01", 20, mode="2000")]
    found = checks([row("01", 30), row("02", 7), *parts])
    assert found["mode-adds-to-all"] == Check(
        "mode-adds-to-all",
        passed=True,
        detail="cells compared: 1; sums of parts above the whole: 0, below: 0",
    )


@pytest.mark.parametrize(("off", "passed"), [("1.5", True), ("1.6", False)])
def test_each_row_may_be_rounded_by_half_a_unit(off: str, passed: bool) -> None:
    rows = [row("TOTAL", 30), row("01", 10), row("02", 20 + Decimal(off))]
    assert checks(rows)["hs2-adds-to-total"].passed is passed


def test_thousands_are_rounded_more_and_double_precision_is_allowed_for() -> None:
    codes = coded(release([row("TOTAL", 30_000), row("01", 31_000)]))
    assert [check.passed for check in control(codes)] == [False]
    assert [check.passed for check in control(codes, rounding=Decimal(1000))] == [True]
    near = coded(release([row("TOTAL", 10**13), row("01", 10**13 + 5000)]))
    assert [check.passed for check in control(near)] == [True]


def test_codes_that_sum_others_by_their_zeros() -> None:
    assert summing(["1000", "2000", "2100", "2110", "3200", "C10", "C11"]) == ["2000", "2100"]


def test_a_release_without_totals_has_nothing_to_control() -> None:
    assert control(coded(release([row("010121", 1)]))) == ()
    assert control(coded(release([]))) == ()


@pytest.fixture(scope="module")
def us_and_china() -> dict[str, Check]:
    if not REAL.exists():
        pytest.skip("needs shared/data, which is not in the repository")
    held = pq.read_table(REAL).to_pylist()
    return {check.name: check for check in control(coded(release(map(stated, held))))}


def test_us_trade_with_china_adds_up_at_every_level(us_and_china: dict[str, Check]) -> None:
    found = us_and_china
    assert set(found) == {
        *(f"hs{level}-adds-to-total" for level in (2, 4, 6)),
        "hs4-adds-to-hs2",
        "hs6-adds-to-hs4",
    }
    for level in (2, 4, 6):
        assert found[f"hs{level}-adds-to-total"] == Check(
            f"hs{level}-adds-to-total",
            passed=True,
            detail="cells compared: 22; sums of parts above the whole: 0, below: 0",
        )


def test_us_trade_with_china_lacks_some_wood_by_six_digits(us_and_china: dict[str, Check]) -> None:
    below = us_and_china["hs6-adds-to-hs4"]
    assert not below.passed
    assert "above the whole: 0, below: 16; largest difference -829538754 USD" in below.detail
    assert "(USA CHN M 2017 4412 edition 2017); cells not compared: 2 without parts" in below.detail


def test_residual_codes_are_no_parents() -> None:
    rows = [row("TOTAL", 30), row("44", 20), row("99", 10), row("4412", 20), row("9999", 10)]
    rows += [row("441210", 5), row("999999", 25)]
    found = checks(rows)
    assert found["hs6-adds-to-total"].passed
    assert found["hs4-adds-to-hs2"].passed
    assert "cells compared: 1; sums of parts above the whole: 0" in found["hs6-adds-to-hs4"].detail


def test_a_place_names_what_does_not_speak_for_itself() -> None:
    rows = [row("TOTAL", 1, valuation="FOB"), row("TOTAL", 1), row("01", 20)]
    assert checks(rows)["hs2-adds-to-total"].detail.endswith(
        "largest difference +19 USD (USA CHN M 2020 valuation CIF); "
        "cells not compared: 1 without parts"
    )


def stated(cells: Row) -> Row:
    edition = {"edition": EDITIONS[cells["classification_code"]]}
    return row(
        cells["cmd_code"],
        Decimal(str(cells["primary_value"])),
        period=str(cells["ref_year"]),
        flow=cells["flow_code"],
        **({} if cells["cmd_code"] == "TOTAL" else edition),
    )
