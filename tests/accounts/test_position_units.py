"""The position card: amounts of one unit, names that are names, years without a figure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from panel_rows import CHIPS, records, traded
from small_stores import figure, flow, opened, store, write

import steelyard as sy
from steelyard.report.table_units import figure as shown
from steelyard.store.store import Store
from steelyard.terms.answer import Answer

NAMES = {
    "market-share",
    "comparative-advantage",
    "exports",
    "imports",
    "balance",
    "suppliers",
    "self-sufficiency",
    "production",
    "control-exposure",
    "lag",
}


def told(indicator: str, period: int, value: float, **more: Any) -> dict[str, Any]:
    plain = {"partner": None, "flow": None, "indicator": indicator, "place": "CHN"}
    return figure(str(period), value, **{**plain, **more})


def grown(place: str, unit: str, times: float = 1.0, late: int = 0, **more: Any) -> list[dict]:
    """Return 30 years of an indicator that grows unevenly, some years late."""
    years = range(1990, 2020)
    level = {year: times * 1.1**year * (1 + 0.2 * (year % 3)) * 1e-80 for year in range(1900, 2020)}
    return [told("gdp", y, level[y - late], place=place, unit=unit, **more) for y in years]


def behind(own: Store, **choices: Any) -> Answer:
    return sy.rate("CHN", of="goods", against="USA", on="gdp", store=own, **choices)


def test_a_lag_compares_the_unit_that_both_hold(tmp_path: Path) -> None:
    rows = [*grown("USA", "USD"), *grown("CHN", "USD", late=5), *grown("CHN", "CNY", 7, late=2)]
    write(tmp_path, rows, kind="indicators")
    (row,) = records(behind(opened(tmp_path)), component="lag")
    assert row["value"] == 5
    assert "gdp, USD" in row["definition"]


def test_amounts_in_two_units_have_no_lag(tmp_path: Path) -> None:
    rows = [*grown("USA", "USD"), *grown("CHN", "CNY", 7, late=2)]
    answer = behind(store(tmp_path, rows, kind="indicators"))
    (row,) = records(answer, component="lag")
    assert (row["value"], row["of"]) == (None, "USA")
    (gap,) = [gap for gap in answer.gaps if gap.what.startswith("lag")]
    assert "USD" in gap.why
    assert "CNY" in gap.why


def test_a_lag_compares_the_scope_that_both_hold(tmp_path: Path) -> None:
    rows = [*grown("USA", "USD", scope="wide"), *grown("CHN", "USD", late=5, scope="wide")]
    rows += grown("CHN", "USD", late=2)
    (row,) = records(behind(store(tmp_path, rows, kind="indicators")), component="lag")
    assert row["value"] == 5


def chips(root: Path, made: str, *units: str) -> Answer:
    """Return the position in chips: what is made in one unit, what is used in others."""
    rows = [told("ic-production", 2019, 20, scope="all-plants", unit=made)]
    rows += [told("ic-market", 2019, 100, scope="ic-insights", unit=unit) for unit in units]
    return sy.rate("CHN", of="hs:8542", store=store(root, rows, kind="indicators"))


@pytest.mark.parametrize("units", [("USD",), ("CNY", "USD")])
def test_production_over_use_is_of_one_unit(tmp_path: Path, units: tuple[str, ...]) -> None:
    (row,) = [r for r in records(chips(tmp_path, "USD", *units), component="self-sufficiency")
              if r["value"]]  # fmt: skip
    assert row["value"] == pytest.approx(0.2)


def test_production_and_use_in_two_units_are_not_divided(tmp_path: Path) -> None:
    answer = chips(tmp_path, "CNY", "USD")
    assert not [r for r in records(answer, component="self-sufficiency") if r["value"]]
    (gap,) = [gap for gap in answer.gaps if gap.what == "production, located"]
    assert "production in CNY; use in USD" in gap.why


def test_apparent_use_is_of_one_unit(tmp_path: Path) -> None:
    rows = [told("ic-production", 2019, 20, scope="all-plants", unit="CNY")]
    rows += [told("hs:8542", 2019, 9, flow=way, partner="WLD") for way in ("X", "M")]
    answer = sy.rate("CHN", of="hs:8542", store=store(tmp_path, rows, kind="indicators"))
    assert not records(answer, component="apparent-consumption")
    assert any(gap.what == "production, apparent-value" for gap in answer.gaps)


def test_the_rate_of_another_release_is_not_told(tmp_path: Path) -> None:
    rows = [told("ic-production", 2019, 20, scope="all-plants")]
    rows += [told("ic-market", 2019, 100, scope="ic-insights")]
    own = store(tmp_path, rows, kind="indicators")
    answer = sy.rate("CHN", of="hs:8542", settings={"release": "2019-01"}, store=own)
    assert not records(answer, component="production")


def test_a_year_without_suppliers_is_a_gap(tmp_path: Path) -> None:
    rows = [flow(CHIPS, "2019", 5, partner=who) for who in ("CHN", "JPN")]
    rows += [flow(CHIPS, "2020", 0, partner="WLD")]
    own = store(tmp_path, rows, absent="nil")
    answer = sy.rate("USA", of="hs:8542", years="2019:2020", store=own)
    assert records(answer, component="effective-suppliers", period="2019")[0]["value"] == 2
    (row,) = records(answer, component="suppliers")
    assert (row["period"], row["value"]) == ("2020", None)
    assert any(gap.what.startswith("suppliers") and "2020" in gap.what for gap in answer.gaps)
    index = sy.index("effective-suppliers", "USA", of="hs:8542", years="2019:2020", store=own)
    assert [row["value"] for row in records(index)] == [2]
    assert "effective-suppliers of 2020" in {gap.what for gap in index.gaps}
    assert {m.source for m in index.method} <= {m.source for m in answer.method}


def test_names_of_components_are_names_only(tmp_path: Path) -> None:
    rows = [traded(who, "X", CHIPS, 5) for who in ("USA", "JPN")]
    rows += [traded("CHN", "X", CHIPS, None, status="Q")]
    write(tmp_path, rows, absent="nil")
    choices = {"of": "hs:8542", "years": "2020", "market": "DEU", "against": "USA"}
    answer = sy.rate("CHN", store=opened(tmp_path), **choices)
    assert {row["component"] for row in records(answer)} <= NAMES | {"target"}
    share = records(answer, component="market-share", period="2020")
    assert {row["period"] for row in share} == {"2020"}
    assert any("Germany" in row["definition"] for row in share)


def test_percentage_points_are_shown_with_their_sign() -> None:
    assert shown(-29.27, "percentage points") == "-29.27 percentage points"
