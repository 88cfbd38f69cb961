"""Indices of the network of countries and products: years, incomes and values of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from panel_rows import noted, records, traded
from small_stores import figure, opened, store, write

import steelyard as sy
from steelyard.store.store import Store
from steelyard.terms.answer import Ending

CODES = ("854231", "854232", "901380", "870323")
WHO = ("CHN", "JPN", "DEU", "VNM")


def nested(*years: str) -> list[dict[str, Any]]:
    """Return exports in which each country sells what the one after it sells, and one more."""
    return [
        traded(who, "X", code, 100, year)
        for year in years
        for at, who in enumerate(WHO)
        for code in CODES[at:]
    ]


def alike(year: str) -> list[dict[str, Any]]:
    """Return exports that are equal everywhere, so that complexity is not determined."""
    return [traded(who, "X", code, 100, year) for who in WHO for code in CODES]


@pytest.mark.parametrize("name", ["eci", "pci"])
def test_a_year_that_is_not_determined_ends_no_other(tmp_path: Path, name: str) -> None:
    rows = [*nested("2018", "2020"), *alike("2019")]
    own = store(tmp_path, rows, absent="nil")
    answer = sy.index(name, years="2018:2020", store=own)
    assert {"2018", "2020"} <= {row["period"] for row in records(answer)}
    (gap,) = answer.gaps
    assert gap.what == f"{name} of 2019"


@pytest.mark.parametrize("name", ["eci", "pci", "fitness", "proximity", "density", "prody"])
def test_exports_below_nil_are_a_gap_that_names_them(tmp_path: Path, name: str) -> None:
    rows = [*nested("2018", "2019")[1:], traded("CHN", "X", CODES[0], -1, "2018")]
    write(tmp_path, rows, absent="nil")
    write(tmp_path, earned(dict.fromkeys(WHO, 1.0), "2019"), kind="indicators")
    answer = sy.index(name, years="2018:2019", store=opened(tmp_path))
    (gap,) = answer.gaps
    assert gap.what == f"{name} of 2018"
    assert f"CHN {CODES[0]}" in gap.why
    assert {row["period"] for row in records(answer)} == {"2019"}


def test_a_year_in_which_nothing_was_exported_has_no_figure(tmp_path: Path) -> None:
    rows = [traded(who, "X", CODES[0], 0) for who in WHO]
    answer = sy.index("proximity", years="2020", store=store(tmp_path, rows, absent="nil"))
    assert answer.ending is Ending.CANNOT_ANSWER


def test_pairs_that_are_not_shown_are_counted(tmp_path: Path) -> None:
    own = store(tmp_path, nested("2020"), absent="nil")
    answer = sy.index("proximity", years="2020", top=2, store=own)
    assert len(answer.rows) == 2
    assert noted(answer, "more-rows")[0].startswith("2 of 6 rows")


def test_one_country_alone_has_no_rank(tmp_path: Path) -> None:
    rows = [traded("CHN", way, code, 5) for way in "XM" for code in CODES]
    answer = sy.index("lafay", years="2020", store=store(tmp_path, rows, absent="nil"))
    assert {row["rank"] for row in records(answer)} == {None}


# --- income a head ----------------------------------------------------------------------------


def earned(incomes: dict[str, float], year: str = "2020", **more: Any) -> list[dict[str, Any]]:
    plain = {"partner": None, "flow": None, "indicator": "gdp-per-capita"}
    return [figure(year, v, **{**plain, "place": who, **more}) for who, v in incomes.items()]


def of_income(root: Path, *tables: tuple[str, list[dict[str, Any]]]) -> Store:
    write(root, nested("2020"), absent="nil")
    for day, rows in tables:
        write(root, rows, kind="indicators", dataset=f"income-{day}", published_at=day)
    return opened(root)


def content(own: Store, **choices: Any) -> dict[str, float]:
    answer = sy.index("prody", years="2020", store=own, **choices)
    return {row["product"]: row["value"] for row in records(answer)}


def test_the_newest_income_known_by_a_day_counts(tmp_path: Path) -> None:
    old, new = (earned(dict.fromkeys(WHO, value)) for value in (10.0, 20.0))
    own = of_income(tmp_path, ("2021-02-01", old), ("2022-02-01", new))
    assert content(own)[CODES[0]] == pytest.approx(20)
    assert content(own, as_of="2021-12-31")[CODES[0]] == pytest.approx(10)


def test_an_income_that_its_publisher_doubts_is_left_out_and_told(tmp_path: Path) -> None:
    told = earned(dict.fromkeys(WHO[1:], 10.0)) + earned({"CHN": 99.0}, status="U")
    answer = sy.index("prody", years="2020", store=of_income(tmp_path, ("2021-02-01", told)))
    found = {row["product"]: row["value"] for row in records(answer)}
    assert found[CODES[0]] is None
    assert found[CODES[1]] == pytest.approx(10)
    assert "CHN" in answer.gaps[0].why


def test_incomes_are_of_one_unit(tmp_path: Path) -> None:
    told = earned(dict.fromkeys(WHO[:3], 10.0)) + earned({"VNM": 900.0}, unit="VND")
    own = of_income(tmp_path, ("2021-02-01", told))
    answer = sy.index("expy", years="2020", store=own)
    assert {row["country"] for row in records(answer)} == set(WHO[:3])
    assert max(row["value"] for row in records(answer)) == pytest.approx(10)
    assert "VNM" in answer.gaps[0].why
