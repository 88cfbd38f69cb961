"""Panels of countries: one release and definition, who is left out, nil and missing, levels."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from small_stores import flow, opened, store, write

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.levels import level_named
from steelyard.accounts.panel import Panel, read_panel
from steelyard.accounts.panel_asked import PanelAsked, Told, single
from steelyard.classes.registry import find_class
from steelyard.store.store import Store
from steelyard.terms.definition import define
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import PeriodRange


def sold(who: str, product: str, value: int | None, period: str = "2020", **more: Any) -> dict:
    """Return exports of a country with the world."""
    told = {"reporter": who, "partner": "WLD", "flow": "X", "edition": "2017"}
    return flow(product, period, value, **{**told, **more})


def asked(
    of: str = "goods",
    flow: str = "X",
    years: str | None = "2020",
    level: str | None = None,
    definition: dict[str, str] | None = None,
    **more: Any,
) -> PanelAsked:
    span = PeriodRange.parse(years) if years else None
    named = level_named(level) if level else None
    return PanelAsked(find_class(of), FlowKind(flow), span, named, define(definition or {}), **more)


def read(opened_store: Store, asking: PanelAsked) -> Panel | Unanswered:
    return read_panel(Ledger(opened_store), asking, "a test")


def panel(opened_store: Store, asking: PanelAsked) -> Panel:
    found = read(opened_store, asking)
    assert isinstance(found, Panel), found
    return found


def cells(found: Panel) -> dict[tuple[str, ...], Decimal]:
    told = found.frame.collect().to_arrow().to_pylist()
    return {(row["period"], row["country"], row["product"]): row["value"] for row in told}


def values(found: Panel, year: str = "2020") -> dict[tuple[str, str], int]:
    return {key[1:]: int(value) for key, value in cells(found).items() if key[0] == year}


TWO = [
    sold("USA", "854231", 60),
    sold("USA", "854232", 40),
    sold("USA", "901380", 10),
    sold("CHN", "854231", 20),
    sold("CHN", "901380", 180),
]


# --- nil and missing --------------------------------------------------------------------------


def test_a_product_without_a_row_is_nil_where_the_publisher_says_so(tmp_path: Path) -> None:
    found = panel(store(tmp_path, TWO, absent="nil"), asked())
    assert found.nil
    assert values(found)["CHN", "854232"] == 0
    assert len(values(found)) == 6


def test_a_product_without_a_row_has_none_where_the_publisher_does_not_say(tmp_path: Path) -> None:
    found = panel(store(tmp_path, TWO), asked())
    assert not found.nil
    assert ("CHN", "854232") not in values(found)
    assert found.absent == 1


def test_a_country_with_a_missing_product_is_left_out_and_named(tmp_path: Path) -> None:
    rows = [*TWO, sold("JPN", "854231", 5), sold("JPN", "901380", None, status="Q")]
    found = panel(store(tmp_path, rows, absent="nil"), asked())
    assert {country for country, _ in values(found)} == {"USA", "CHN"}
    assert found.countries.out == {("2020", "JPN"): "lacks the value of a product"}


def test_a_missing_product_outside_of_the_class_leaves_no_country_out(tmp_path: Path) -> None:
    rows = [*TWO, sold("JPN", "854231", 5), sold("JPN", "901380", None, status="Q")]
    found = panel(store(tmp_path, rows, absent="nil"), asked("hs:8542"))
    assert values(found)["JPN", "854231"] == 5


def test_a_country_without_rows_of_a_year_is_left_out_of_it(tmp_path: Path) -> None:
    rows = [*TWO, *(sold(who, "854231", 7, "2021") for who in ("USA", "JPN", "CHN"))]
    found = panel(store(tmp_path, rows, absent="nil"), asked(years="2020:2021"))
    assert found.countries.counted == {"2020": {"USA", "CHN"}, "2021": {"USA", "CHN", "JPN"}}
    assert found.countries.out == {("2020", "JPN"): "has no row of that year"}


def test_a_year_lacks_a_country_of_which_a_month_is_missing(tmp_path: Path) -> None:
    months = [f"2020-{month:02d}" for month in range(1, 13)]
    rows = [sold("USA", "854231", 5, month) for month in months]
    rows += [sold("CHN", "854231", 5, month) for month in months[:-1]]
    found = panel(store(tmp_path, rows, absent="nil"), asked())
    assert values(found) == {("USA", "854231"): 60}
    assert "11 of the 12" in found.countries.out["2020", "CHN"]


def test_codes_of_nines_are_no_product(tmp_path: Path) -> None:
    found = panel(store(tmp_path, [*TWO, sold("USA", "999999", 500)], absent="nil"), asked())
    assert {product for _, product in values(found)} == {"854231", "854232", "901380"}
    assert found.residual == {"2020": 500.0}


# --- releases collected in pieces ---------------------------------------------------------------


def pieces(tmp_path: Path, total: int) -> Store:
    rows = [*TWO, sold("USA", "TOTAL", total), sold("CHN", "TOTAL", 200)]
    return store(tmp_path, rows, assembly="piecewise")


def test_codes_that_make_the_total_prove_that_the_others_are_nil(tmp_path: Path) -> None:
    found = panel(pieces(tmp_path, 110), asked())
    assert values(found)["CHN", "854232"] == 0


def test_a_country_whose_codes_do_not_make_its_total_is_left_out(tmp_path: Path) -> None:
    found = panel(pieces(tmp_path, 900), asked())
    assert {country for country, _ in values(found)} == {"CHN"}
    assert "do not add up" in found.countries.out["2020", "USA"]


# --- editions, levels, partners ---------------------------------------------------------------


def test_countries_of_another_edition_are_left_out(tmp_path: Path) -> None:
    rows = [*TWO, sold("JPN", "854231", 5, edition="2022")]
    found = panel(store(tmp_path, rows, absent="nil"), asked())
    assert "JPN" not in {country for country, _ in values(found)}
    assert "edition 2022" in found.countries.out["2020", "JPN"]


def test_products_are_summed_to_the_level_asked(tmp_path: Path) -> None:
    found = panel(store(tmp_path, TWO, absent="nil"), asked(level="hs4"))
    assert values(found)["USA", "8542"] == 100


def test_a_finer_level_than_is_held_is_not_answered(tmp_path: Path) -> None:
    found = read(store(tmp_path, TWO, absent="nil"), asked(level="hs8"))
    assert isinstance(found, Unanswered)
    assert "hs6" in found.why


def test_years_that_are_not_held_are_not_answered(tmp_path: Path) -> None:
    found = read(store(tmp_path, TWO, absent="nil"), asked(years="2015"))
    assert isinstance(found, Unanswered)
    assert "2020" in found.why


def test_without_years_the_latest_that_most_hold_answers(tmp_path: Path) -> None:
    rows = [*TWO, sold("JPN", "854231", 7), sold("USA", "854231", 7, "2021")]
    found = panel(store(tmp_path, rows, absent="nil"), asked(years=None))
    assert str(found.years.first) == "2020"


def pairs(*told: tuple[str, str, int]) -> list[dict]:
    return [sold(who, "854231", value, partner=whom) for who, whom, value in told]


def test_partners_add_up_to_the_world_where_all_that_report_are_partners(tmp_path: Path) -> None:
    rows = pairs(("USA", "CHN", 3), ("USA", "JPN", 4), ("CHN", "USA", 5), ("JPN", "USA", 6))
    found = panel(store(tmp_path, rows, absent="nil"), asked())
    assert values(found) == {("USA", "854231"): 7, ("CHN", "854231"): 5, ("JPN", "854231"): 6}


@pytest.mark.parametrize("facts", [{"assembly": "piecewise"}, {}])
def test_some_partners_are_not_the_world(tmp_path: Path, facts: dict[str, str]) -> None:
    rows = pairs(("USA", "VNM", 3), ("USA", "IRL", 4))
    if facts:
        rows += pairs(("VNM", "USA", 3), ("IRL", "USA", 3))
    assert isinstance(read(store(tmp_path, rows, **facts), asked()), Unanswered)


def test_a_market_tells_the_exports_of_its_partners_and_not_of_groups(tmp_path: Path) -> None:
    rows = [flow("8542", "2020", 10, partner=who) for who in ("CHN", "JPN", "census:0003", "WLD")]
    told = {"told": Told.BY_MARKET, "reporters": ("USA",)}
    found = panel(store(tmp_path, rows, absent="nil"), asked(flow="M", **told))
    assert values(found) == {("CHN", "8542"): 10, ("JPN", "8542"): 10}


# --- which table ------------------------------------------------------------------------------


def test_the_release_that_holds_most_countries_answers(tmp_path: Path) -> None:
    write(tmp_path, TWO, absent="nil", dataset="large")
    write(tmp_path, TWO[:3], absent="nil", dataset="small", published_at="2022-01-01", precedence=1)
    assert panel(opened(tmp_path), asked()).name == "large@2021-01-15"


def test_two_definitions_are_never_in_one_panel(tmp_path: Path) -> None:
    rows = [
        *TWO,
        sold("JPN", "854231", 9, valuation="FOB"),
        sold("DEU", "854231", 9, valuation="FOB"),
    ]
    found = panel(store(tmp_path, rows, absent="nil"), asked())
    assert {country for country, _ in values(found)} in ({"USA", "CHN"}, {"JPN", "DEU"})


def test_a_definition_that_is_named_is_kept_to(tmp_path: Path) -> None:
    rows = [*TWO, sold("JPN", "854231", 9, export_scope="domestic")]
    opened_store = store(tmp_path, rows, absent="nil")
    found = panel(opened_store, asked(definition={"export_scope": "domestic"}))
    assert values(found) == {("JPN", "854231"): 9}


def test_the_rows_of_a_panel_are_evidence(tmp_path: Path) -> None:
    ledger = Ledger(store(tmp_path, TWO, absent="nil"))
    read_panel(ledger, asked("hs:8542"), "an index")
    (found,) = ledger.evidence
    assert (found.rows, found.used_for) == (3, "an index")
    assert "8542" in found.filter


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    one = panel(store(tmp_path / "one", TWO, absent="nil"), asked())
    other = panel(store(tmp_path / "other", TWO[::-1], absent="nil"), asked())
    assert cells(one) == cells(other)


@pytest.mark.parametrize(
    ("code", "one"), [("CHN", True), ("WLD", False), ("EU", False), ("census:0003", False)]
)
def test_which_codes_are_one_country(code: str, one: bool) -> None:
    assert single(code) is one
