"""``explain --terms price-volume`` on stores with quantities: planted prices are found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bundled_answers
import pytest
from own_stores import exports, store

import steelyard as sy
from steelyard.terms.answer import Answer

COMTRADE = (
    bundled_answers.SHARED / "trade/comtrade_us_bilateral/us_china_both_flows_2015_2025.parquet"
)
PRODUCTS = ("847130", "850440", "854231", "854232")


def row(product: str, period: str, price: int, pieces: int, **changed: Any) -> dict[str, Any]:
    told = {"nomenclature": "HS", "edition": "2017", "product": product, "level": "6"}
    amount = {"quantity": pieces, "quantity_unit": "u"}
    return exports("USA", period, price * pieces, **{**told, **amount, **changed})


def ask(root: Path, flows: list[dict[str, Any]], **choices: Any) -> Answer:
    usual = {"of": "hs:84+85", "within": "hs6", "measure": "exports", "years": (2017, 2018)}
    answer = sy.explain(
        "CHN",
        "USA",
        terms="price-volume",
        store=store(root, flows, precedence=1),
        **{**usual, **choices},
    )
    bundled_answers.validate(answer)
    return answer


def indices(answer: Answer) -> dict[str, Any]:
    table = answer.table("indices")
    return dict(zip([column.name for column in table.columns], table.rows[0], strict=True))


def terms(answer: Answer) -> dict[str, float]:
    found: dict[str, float] = {}
    places = [column.name for column in answer.columns]
    for one in answer.rows:
        term, amount = one[places.index("term")], one[places.index("contribution")]
        found[term] = found.get(term, 0) + amount
    return found


def planted() -> list[dict[str, Any]]:
    """Every price rises by a tenth, every volume by a half."""
    first = [row(code, "2017", 100 * (n + 1), 20) for n, code in enumerate(PRODUCTS)]
    return first + [row(code, "2018", 110 * (n + 1), 30) for n, code in enumerate(PRODUCTS)]


@pytest.mark.parametrize("method", ["bennet", "lmdi"])
def test_planted_prices_and_volumes_are_found(tmp_path: Path, method: str) -> None:
    answer = ask(tmp_path, planted(), method=method)
    found = indices(answer)
    for name in ("laspeyres", "paasche", "fisher", "tornqvist"):
        assert found[f"price_{name}"] == pytest.approx(1.1)
        assert found[f"volume_{name}"] == pytest.approx(1.5)
    assert found["coverage_from"] == found["coverage_to"] == 1
    assert set(terms(answer)) == {"price", "volume"}
    total = answer.table("total").rows[0]
    assert sum(terms(answer).values()) == pytest.approx(total[4] - total[3], rel=1e-9)


def test_a_unit_that_changes_is_not_split(tmp_path: Path) -> None:
    flows = planted()
    flows[-1] = {**flows[-1], "quantity_unit": "kg"}
    answer = ask(tmp_path, flows, coverage=0.1)
    assert "not-split" in terms(answer)
    note = next(note.text for note in answer.notes if note.code == "quantities-cover")
    assert "in two units" in note


def test_a_slip_of_a_thousand_is_an_outlier(tmp_path: Path) -> None:
    flows = planted()
    flows[-1] = {**flows[-1], "quantity": 30_000}
    answer = ask(tmp_path, flows, coverage=0.1)
    assert indices(answer)["price_fisher"] == pytest.approx(1.1)
    assert terms(answer)["not-split"] == 440 * 30 - 400 * 20


def test_new_and_lost_products_are_terms_of_their_own(tmp_path: Path) -> None:
    flows = [*planted()[1:], row("852990", "2018", 7, 10)]
    whole = {"2017": 0, "2018": 0}
    for one in flows:
        whole[one["period"]] += int(one["value"])
    flows += [exports("USA", year, value) for year, value in whole.items()]
    answer = ask(tmp_path, flows, coverage=0.1)
    assert terms(answer).get("entered", 0) > 0


@pytest.mark.skipif(not COMTRADE.exists(), reason="UN Comtrade's file is not here")
def test_quantities_of_comtrade_cover_the_chapters_84_and_85(tmp_path: Path) -> None:
    sy.add(str(COMTRADE), store=str(tmp_path / "own"))
    answer = sy.explain(
        "USA",
        "CHN",
        of="hs:84+85",
        within="hs6",
        measure="imports",
        terms="price-volume",
        years=(2018, 2021),
        store=str(tmp_path / "own"),
    )
    found = indices(answer)
    assert min(found["coverage_from"], found["coverage_to"]) > 0.9
    low, high = sorted((found["price_laspeyres"], found["price_paasche"]))
    assert low <= found["price_fisher"] <= high
    total = answer.table("total").rows[0]
    assert sum(terms(answer).values()) == pytest.approx(total[4] - total[3], rel=1e-9)
