"""Which table answers where one is doubtful or has holes, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_stores import flow, only, rows, store, weigh, write

from steelyard.store.store import Store
from steelyard.terms.answer import Answer

DOUBTFUL = "own-unconfirmed"
HS = {"edition": "2022"}


def told(answer: Answer, code: str) -> list[str]:
    return [note.text for note in answer.notes if note.code == code]


def both(tmp_path: Path, sound: list[dict[str, Any]], doubtful: list[dict[str, Any]]) -> Store:
    """A sound table that goes last by precedence, and a doubtful one that goes first."""
    failed = {"name": "agrees", "passed": False, "detail": "sums are 85.53% too low"}
    write(tmp_path, doubtful, dataset=DOUBTFUL, precedence=1, checks=(failed,))
    return store(tmp_path, sound, dataset="sound", precedence=90, absent="nil")


def test_a_release_that_nothing_confirms_loses_to_a_conversion_of_a_sound_one(
    tmp_path: Path,
) -> None:
    sound = [flow("854231", year, 100, **HS) for year in ("2022", "2023")]
    lines = [flow("776", "2023", 3, nomenclature="SITC", edition="4")]
    answer = weigh(both(tmp_path, sound, lines), of="sitc4:776", years="2022:2023")
    assert [row["imports_high"] for row in rows(answer).values()] == [100, 100]
    assert {item.dataset for item in answer.evidence} == {"sound"}
    assert not told(answer, "unconfirmed")


def test_where_nothing_else_answers_it_does_and_says_by_what_it_fails(tmp_path: Path) -> None:
    sound = [flow("854231", year, 100, **HS) for year in ("2020", "2024")]
    own = both(tmp_path, sound, [flow("854231", "2022", 3, **HS)])
    answer = weigh(own, of="hs:854231", years="2022")
    assert only(answer)["imports"] == 3, "the sound table has no row of 2022"
    (text,) = told(answer, "unconfirmed")
    assert f"{DOUBTFUL}@" in text
    assert "85.53%" in text
    assert only(weigh(own, of="hs:854231", years="2020"))["imports"] == 100


def holed(tmp_path: Path) -> Store:
    """A table of six years with a hole of three of them, and one without holes that ends early."""
    years = ("2015", "2016", "2020", "2021", "2022", "2023")
    write(tmp_path, [flow("8542", y, 10, **HS) for y in years], dataset="wide", precedence=10)
    early = [flow("8542", str(year), 20, edition="2017") for year in range(2014, 2020)]
    return store(tmp_path, early, dataset="early", precedence=50)


def test_periods_that_are_held_count_and_not_those_between_first_and_last(tmp_path: Path) -> None:
    own = holed(tmp_path)
    assert [r["imports"] for r in rows(weigh(own, of="hs:8542", years="2015:2019")).values()] == [
        20
    ] * 5
    assert [r["imports"] for r in rows(weigh(own, of="hs:8542", years="2019:2023")).values()] == [
        *(None, 10, 10, 10, 10)
    ]


@pytest.mark.parametrize(("years", "release"), [("2016:2023", "early"), ("2014:2021", "wide")])
def test_a_gap_names_the_table_that_has_the_periods_and_how_to_ask(
    tmp_path: Path, years: str, release: str
) -> None:
    own = holed(tmp_path)
    answer = weigh(own, of="hs:8542", years=years)
    offers = [gap for gap in answer.gaps if gap.remedy.startswith(f"{release}@")]
    asked = [gap.remedy.split("--years ")[1].split(".")[0] for gap in offers]
    assert asked == (["2017:2019"] if release == "early" else ["2020:2021"])
    found = [r["imports"] for r in rows(weigh(own, of="hs:8542", years=asked[0])).values()]
    assert None not in found, "what is offered is answered"
    assert told(answer, "held-elsewhere")


def test_a_year_of_which_a_table_has_nothing_is_not_a_product_that_lacks(tmp_path: Path) -> None:
    held = [flow("8542", year, 10, **HS) for year in ("2015", "2023")]
    own = store(tmp_path, [*held, flow("8541", "2019", 1, **HS)])
    answer = weigh(own, of="hs:8542", years="2018:2019")
    why = {gap.what: gap.why for gap in answer.gaps}
    assert "no figures of that period at all" in why["imports of 2018"]
    assert "no such product" in why["imports of 2019"]
