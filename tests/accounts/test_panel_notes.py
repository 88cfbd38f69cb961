"""What `index` and `rate` say alike of the panels that their figures rest on."""

from __future__ import annotations

from pathlib import Path

import pytest
from panel_rows import CHIPS, LENSES, noted, records, traded
from small_stores import opened, store, write

import steelyard as sy
from steelyard.terms.answer import Answer

THREE = [
    traded(who, "X", code, value)
    for who, values in {"CHN": (30, 70), "USA": (50, 50), "JPN": (20, 80)}.items()
    for code, value in zip((CHIPS, LENSES), values, strict=True)
]


def both(root: Path) -> list[Answer]:
    """Return the share of China by `rate`, and its advantage by `index`, on one store."""
    told = {"of": "hs:8542", "years": "2020", "store": opened(root)}
    return [sy.rate("CHN", **told), sy.index("balassa", "CHN", **told)]


@pytest.mark.parametrize("verb", [0, 1])
def test_countries_that_are_left_out_are_named(tmp_path: Path, verb: int) -> None:
    rows = [*THREE, traded("DEU", "X", CHIPS, None, status="Q"), traded("DEU", "X", LENSES, 9)]
    write(tmp_path, rows, absent="nil")
    assert "DEU" in noted(both(tmp_path)[verb], "panel-left-out")[0]


@pytest.mark.parametrize("verb", [0, 1])
def test_releases_and_rows_that_are_not_plain_are_told(tmp_path: Path, verb: int) -> None:
    rows = [*THREE, traded("CHN", "X", "854232", 4)]
    facts = {"dated": "inferred", "dated_how": "By its name.", "dataset": "own-unconfirmed"}
    write(tmp_path, rows, **facts)
    answer = both(tmp_path)[verb]
    assert noted(answer, "release-date-inferred")
    assert noted(answer, "unconfirmed")


@pytest.mark.parametrize("verb", [0, 1])
def test_a_made_up_world_is_told(tmp_path: Path, verb: int) -> None:
    write(tmp_path, THREE, absent="nil", dataset="synthetic-world")
    assert noted(both(tmp_path)[verb], "synthetic")


def test_values_below_nil_are_told(tmp_path: Path) -> None:
    rows = [*THREE, traded("USA", "X", "854232", -7)]
    answer = sy.index("balassa", years="2020", store=store(tmp_path, rows, absent="nil"))
    (text,) = noted(answer, "panel-negative")
    assert "USA 854232 in 2020" in text


def vintages(root: Path) -> None:
    """Write a full release and a newer one that lacks Japan."""
    write(root, THREE, absent="nil", dataset="goods")
    fewer = [row for row in THREE if row["reporter"] != "JPN"]
    write(root, fewer, absent="nil", dataset="goods", published_at="2022-01-15")


def test_the_newest_vintage_answers_and_what_it_lacks_is_told(tmp_path: Path) -> None:
    vintages(tmp_path)
    for answer in both(tmp_path):
        (text,) = noted(answer, "panel-fuller")
        assert "goods@2021-01-15 states more" in text
    share = records(both(tmp_path)[0], component="market-share")[0]
    assert (share["value"], share["dataset"]) == (pytest.approx(30 / 80), "goods@2022-01-15")


def test_an_older_vintage_answers_for_years_that_the_newest_lacks(tmp_path: Path) -> None:
    vintages(tmp_path)
    later = [traded(who, "X", CHIPS, 5, "2021") for who in ("CHN", "USA")]
    write(tmp_path, later, absent="nil", dataset="goods", published_at="2023-01-15")
    assert "goods@2022-01-15" in {e.dataset + "@" + e.release for e in both(tmp_path)[1].evidence}


def test_a_fuller_table_of_another_dataset_answers(tmp_path: Path) -> None:
    vintages(tmp_path)
    germany = [traded("DEU", "X", code, 9) for code in (CHIPS, LENSES)]
    write(tmp_path, [*THREE, *germany], absent="nil", dataset="other", published_at="2019-01-15")
    answer = both(tmp_path)[1]
    assert {e.dataset for e in answer.evidence} == {"other"}
    assert not noted(answer, "panel-fuller")
