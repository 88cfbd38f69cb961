"""Indices of two flows: what is missing on one side is missing, and only nil trade is nil."""

from __future__ import annotations

from pathlib import Path

import pytest
from panel_rows import CARS, CHIPS, LENSES, records, traded
from small_stores import flow, store

import steelyard as sy

BOTH = [
    traded(who, way, code, value)
    for who in ("CHN", "USA")
    for way, code, value in (("X", CHIPS, 60), ("X", LENSES, 40), ("M", CHIPS, 30), ("M", CARS, 70))
]


@pytest.mark.parametrize("name", ["lafay", "michaely"])
def test_a_country_without_one_flow_has_no_index_of_two(tmp_path: Path, name: str) -> None:
    doubtful = traded("CHN", "M", CHIPS, None, status="Q")
    rows = [row for row in BOTH if (row["reporter"], row["flow"], row["product"])
            != ("CHN", "M", CHIPS)]  # fmt: skip
    answer = sy.index(name, years="2020", store=store(tmp_path, [*rows, doubtful], absent="nil"))
    mine = records(answer, country="CHN")
    assert {(row["value"], row["rank"]) for row in mine} == {(None, None)}
    assert all(row["value"] is not None for row in records(answer, country="USA"))


def test_a_product_without_a_row_is_nil_in_the_flow_of_a_country_that_counts(
    tmp_path: Path,
) -> None:
    answer = sy.index("michaely", "CHN", years="2020", store=store(tmp_path, BOTH, absent="nil"))
    found = {row["product"]: row["value"] for row in records(answer)}
    assert found == pytest.approx({CHIPS: 0.3, LENSES: 0.4, CARS: -0.7})


def between(way: str, period: str, product: str, value: float | None, **more: str) -> dict:
    return flow(product, period, value, flow=way, edition="2017", **more)


def test_overlap_in_a_year_of_one_flow_is_missing_and_named(tmp_path: Path) -> None:
    rows = [between("X", year, CHIPS, 5) for year in ("2019", "2020")]
    rows += [between("M", "2019", CHIPS, 5), between("M", "2020", CHIPS, None, status="Q")]
    own = store(tmp_path, rows, absent="nil")
    answer = sy.index("grubel-lloyd", "USA", "CHN", years="2019:2020", store=own)
    assert {row["value"] for row in records(answer, period="2019")} == {1}
    assert {row["value"] for row in records(answer, period="2020")} == {None}
    assert any("2020" in gap.what for gap in answer.gaps)


def entering(tmp_path: Path, **facts: str) -> sy.Answer:
    """Return the marginal index of trade in which lenses enter and cars leave."""
    told = {("X", "2019"): (10, None, 4), ("M", "2019"): (10, None, 4)}
    told |= {("X", "2020"): (20, 6, None), ("M", "2020"): (20, 6, None)}
    rows = [
        between(way, year, code, value)
        for (way, year), values in told.items()
        for code, value in zip((CHIPS, LENSES, CARS), values, strict=True)
        if value is not None
    ]
    own = store(tmp_path, rows, **facts)
    return sy.index("marginal-intra-industry", "USA", "CHN", years="2019:2020", store=own)


def test_entry_and_exit_are_changes_from_and_to_nil(tmp_path: Path) -> None:
    answer = entering(tmp_path, absent="nil")
    found = {row["product"]: row["value"] for row in records(answer)}
    assert found == {None: 1, CHIPS: 1, LENSES: 1, CARS: 1}


def test_entry_and_exit_are_unknown_where_nothing_says_that_they_are(tmp_path: Path) -> None:
    answer = entering(tmp_path)
    found = {row["product"]: row["value"] for row in records(answer)}
    assert found == {None: None, CHIPS: 1, LENSES: None, CARS: None}
    (gap,) = [gap for gap in answer.gaps if "all products" in gap.what]
    assert LENSES in gap.why
    assert CARS in gap.why


# --- how alike exports are --------------------------------------------------------------------


def likeness(root: Path, partner: str, **facts: str) -> tuple[float | None, sy.Answer]:
    """Return how alike the exports of China are to those of a partner that sells other goods."""
    rows = [traded("CHN", "X", CHIPS, 60), traded("CHN", "X", LENSES, 40)]
    rows += [traded("USA", "X", CHIPS, 30), traded("USA", "X", LENSES, 70)]
    rows += [traded("JPN", "X", CHIPS, 50), traded("JPN", "X", CARS, 50)]
    rows += [traded("DEU", "X", CARS, 50)]
    own = store(root, rows, **facts)
    answer = sy.index("export-similarity", "CHN", partner, years="2020", store=own)
    (row,) = records(answer)
    return row["value"], answer


@pytest.mark.parametrize(("partner", "value"), [("USA", 0.7), ("JPN", 0.5), ("DEU", 0.0)])
def test_products_that_one_does_not_sell_are_nil_where_that_is_said(
    tmp_path: Path, partner: str, value: float
) -> None:
    assert likeness(tmp_path, partner, absent="nil")[0] == pytest.approx(value)


@pytest.mark.parametrize(("partner", "value"), [("USA", 0.7), ("JPN", None), ("DEU", None)])
def test_countries_that_may_sell_the_same_are_not_compared(
    tmp_path: Path, partner: str, value: float | None
) -> None:
    found, answer = likeness(tmp_path, partner)
    assert found == (value if value is None else pytest.approx(value))
    assert bool(answer.gaps) == (value is None)
