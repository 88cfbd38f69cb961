"""``rate``: each component by itself, with its definition, and gaps where data do not reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bundled_answers
import pytest
from own_stores import exports, imports, store

import steelyard as sy
from steelyard.terms.answer import Answer
from steelyard.terms.errors import BadOption, BadPeriod


def ask(country: str, **choices: Any) -> Answer:
    answer = sy.rate(country, **{"store": bundled_answers.bundled(), **choices})
    bundled_answers.validate(answer)
    return answer


def rows(answer: Answer, component: str) -> list[dict[str, Any]]:
    names = [column.name for column in answer.columns]
    every = (dict(zip(names, row, strict=True)) for row in answer.rows)
    return [row for row in every if row["component"] == component]


def named(answer: Answer, component: str, definition: str) -> dict[str, Any]:
    return next(
        r for r in rows(answer, component) if (r["definition"] or "").startswith(definition)
    )


def test_self_sufficiency_stands_under_several_definitions_side_by_side() -> None:
    answer = ask("CHN", of="hs:8542")
    located, owned = (named(answer, "self-sufficiency", name) for name in ("located", "owned"))
    assert located["period"] == owned["period"] == "2021"
    assert located["value"] == pytest.approx(31.2 / 186.5)
    assert owned["value"] == pytest.approx(12.3 / 186.5)
    assert located["low"] < located["value"] < located["high"]
    industry = named(answer, "self-sufficiency", "industry")
    assert (industry["period"], industry["value"]) == ("2015", pytest.approx(0.162 / 0.585))


def test_apparent_use_is_production_and_imports_less_exports() -> None:
    answer = ask("CHN", of="hs:8542")
    name = "apparent-value"
    made, bought, sold, used, rate = (
        named(answer, one, name)["value"]
        for one in ("production", "imports", "exports", "apparent-consumption", "self-sufficiency")
    )
    assert used == made + bought - sold
    assert rate == pytest.approx(made / used)


def test_the_rate_is_set_against_target_and_path() -> None:
    answer = ask("CHN", of="hs:8542", years=(2010, 2021))
    targets = {row["period"]: row["value"] for row in rows(answer, "target")}
    assert targets == {"2020": 0.4, "2025": 0.7}
    paths = {
        row["period"]: row["value"]
        for row in rows(answer, "path")
        if row["definition"].startswith("located")
    }
    assert paths["2020"] == pytest.approx(0.4)
    assert paths["2018"] == pytest.approx(0.151 + (0.4 - 0.151) * 4 / 6)
    assert min(paths) > "2015"
    behind = [r for r in rows(answer, "behind-path") if r["definition"].startswith("located")]
    assert behind[-1]["value"] == pytest.approx(100 * (31.2 / 186.5 - paths["2021"]))
    assert behind[-1]["unit"] == "percentage points"


def test_two_vintages_of_one_year_are_not_divided_by_one_another() -> None:
    answer = ask("CHN", of="hs:8542", years=2019)
    assert named(answer, "self-sufficiency", "located")["value"] == 0.157


def test_a_definition_without_a_year_is_a_gap() -> None:
    answer = ask("CHN", of="hs:8542")
    assert any("apparent-volume" in gap.what for gap in answer.gaps)


def test_controls_are_a_gap_until_there_is_a_registry() -> None:
    answer = ask("CHN", of="hs:8542")
    assert [row["value"] for row in rows(answer, "control-exposure")] == [None]
    assert any(gap.what == "control-exposure" for gap in answer.gaps)


def test_share_and_advantage_on_a_market_follow_from_its_imports() -> None:
    answer = ask("VNM", of="naics:334", market="USA", years=2024)
    share = next(r for r in rows(answer, "market-share") if r["value"] is not None)
    advantage = rows(answer, "comparative-advantage")[0]["value"]
    symmetric = rows(answer, "symmetric-advantage")[0]["value"]
    assert 0 < share["value"] < 1
    assert symmetric == pytest.approx((advantage - 1) / (advantage + 1))


def test_suppliers_come_the_largest_first_with_their_effective_number() -> None:
    answer = ask("USA", of="atp", years=2024)
    shares = [row["value"] for row in rows(answer, "largest-supplier") + rows(answer, "supplier")]
    assert len(shares) == 5
    assert shares == sorted(shares, reverse=True)
    assert 1 / shares[0] ** 2 > rows(answer, "effective-suppliers")[0]["value"] > 1


def test_shares_of_a_store_of_many_countries_follow_by_hand(tmp_path: Path) -> None:
    chips = {"nomenclature": "HS", "edition": "2017", "product": "8542", "level": "4"}
    told = [("CHN", 30, 100), ("KOR", 50, 100), ("JPN", 20, 200)]
    flows = []
    for reporter, some, every in told:
        flows += [exports("WLD", "2019", some, reporter=reporter, **chips)]
        flows += [exports("WLD", "2019", every, reporter=reporter)]
    answer = ask("CHN", of="hs:8542", years=2019, store=store(tmp_path, flows))
    share = rows(answer, "market-share")[0]
    assert share["value"] == pytest.approx(0.3)
    assert "3 countries" in share["definition"]
    assert rows(answer, "comparative-advantage")[0]["value"] == pytest.approx(0.3 / (100 / 400))


def test_the_rest_of_imports_bounds_the_number_of_suppliers(tmp_path: Path) -> None:
    flows = [imports("KOR", "2019", 40), imports("JPN", "2019", 40), imports("WLD", "2019", 100)]
    answer = ask("CHN", years=2019, store=store(tmp_path, flows))
    number = rows(answer, "effective-suppliers")[0]
    assert rows(answer, "largest-supplier")[0]["value"] == pytest.approx(0.4)
    assert number["value"] == number["high"] == pytest.approx(1 / 0.32)
    assert number["low"] == pytest.approx(1 / (0.32 + 0.04))


def test_the_lag_is_told_with_its_interval_and_beside_the_newest_year() -> None:
    answer = ask("CHN", against="USA", on="gdp")
    lag, now = rows(answer, "lag")[0], rows(answer, "years-behind")[0]
    assert lag["low"] <= lag["value"] <= lag["high"]
    assert 0 < now["value"] < lag["value"]
    assert lag["of"] == now["of"] == "USA"


def test_a_leader_that_is_behind_is_not_comparable() -> None:
    answer = ask("USA", against="CHN", on="gdp")
    assert rows(answer, "lag")[0]["value"] is None
    assert any("not comparable" in gap.why for gap in answer.gaps)


def test_the_seed_of_the_draws_decides_the_bytes() -> None:
    one, other = (ask("CHN", against="USA", on="gdp", seed=4).to_json() for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"against": "CHN"}, BadOption),
        ({"against": "USA", "on": "gdq"}, BadOption),
        ({"seed": "x"}, BadOption),
        ({"years": "2019-01"}, BadPeriod),
    ],
)
def test_a_choice_that_is_none_is_refused(wrong: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        ask("CHN", **wrong)


@pytest.mark.parametrize("leader", ["JPN", "DEU"])
def test_who_is_ahead_now_has_no_lag(leader: str) -> None:
    answer = ask("CHN", against=leader, on="gdp")
    assert rows(answer, "lag")[0]["value"] is None
    assert any("ahead" in gap.why for gap in answer.gaps)


def test_shares_of_partners_that_are_not_all_say_so() -> None:
    answer = ask("USA", of="atp", years=2024)
    assert "not of all imports" in rows(answer, "largest-supplier")[0]["definition"]


def test_the_newest_release_gives_the_years_that_are_not_asked() -> None:
    answer = ask("USA")
    assert rows(answer, "largest-supplier")[0]["period"] == "2022"
