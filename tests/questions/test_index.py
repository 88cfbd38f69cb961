"""The verb ``index``: figures against the held rows, against hand-made worlds, and refusals."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bundled_answers import bundled, codes, query, told, validate
from own_stores import exports, imports, write

import steelyard as sy
from steelyard.questions.index_list import INDICES
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Ending
from steelyard.terms.errors import BadOption, InputError, NotAReporter, SamePlace

NAICS3 = "census-imports-naics3@2026-01"
CHINA = "census-us-china-naics3@2020-07"
IN_US = {"market": "USA", "within": "naics3", "years": "2024"}


@cache
def ask(name: str, country: str = "", partner: str = "", **choices: str) -> Answer:
    answer = sy.index(name, country, partner, store=bundled(), **choices)
    validate(answer)
    return answer


def rows(answer: Answer) -> list[dict[str, Any]]:
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


def by_product(answer: Answer) -> dict[str | None, float]:
    return {row["product"]: row["value"] for row in rows(answer)}


def by_country(answer: Answer) -> dict[str, float]:
    return {row["country"]: row["value"] for row in rows(answer)}


def only(answer: Answer) -> dict[str, Any]:
    (row,) = rows(answer)
    return row


# --- against the rows that are held -----------------------------------------------------------


@cache
def imported() -> dict[tuple[str, str], float]:
    """Return imports of the USA in 2024 by partner and NAICS code, added up without Steelyard."""
    where = "level = '3' AND period LIKE '2024-%' AND NOT coalesce(aggregate, false)"
    sql = "SELECT partner, product, sum(value)::DOUBLE FROM held GROUP BY ALL"
    return {(who, code): value for who, code, value in query(NAICS3, sql, where)}


def share(who: str | None, code: str | None) -> float:
    return sum(
        value
        for (country, product), value in imported().items()
        if who in {None, country} and code in {None, product}
    )


def test_the_index_of_balassa_is_that_of_the_rows() -> None:
    found = by_product(ask("balassa", "CHN", **IN_US))
    for code in ("334", "336", "211"):
        own = share("CHN", code) / share("CHN", None)
        assert found[code] == pytest.approx(own / (share(None, code) / share(None, None)), rel=1e-9)


def test_a_class_as_a_whole_is_compared_with_all_goods() -> None:
    goods = {r["product"]: r for r in rows(ask("balassa", "CHN", **IN_US))}
    (whole, product) = rows(ask("balassa", "CHN", of="naics:334", **IN_US))
    assert whole["product"] is None
    assert whole["value"] == product["value"] == pytest.approx(goods["334"]["value"])
    assert whole["rank"] == goods["334"]["rank"]


def test_countries_are_ranked_for_each_product() -> None:
    answer = ask("balassa", of="naics:334", **IN_US)
    found = [row for row in rows(answer) if row["product"] == "334"]
    assert [row["rank"] for row in found] == list(range(1, len(found) + 1))
    assert [row["value"] for row in found] == sorted((r["value"] for r in found), reverse=True)


def test_intra_industry_trade_is_that_of_the_rows() -> None:
    sql = "SELECT product, flow, sum(value)::DOUBLE FROM held GROUP BY ALL"
    where = "level = '3' AND period LIKE '2018-%'"
    values = {(code, flow): value for code, flow, value in query(CHINA, sql, where)}
    products = {code for code, _ in values}
    both = {code: (values[code, "X"], values[code, "M"]) for code in products}
    overlap = sum(x + m - abs(x - m) for x, m in both.values())
    found = by_product(ask("grubel-lloyd", "USA", "CHN", within="naics3", years="2018"))
    assert found[None] == pytest.approx(overlap / sum(map(sum, both.values())), rel=1e-9)
    exported, arrived = both["334"]
    assert found["334"] == pytest.approx(1 - abs(exported - arrived) / (exported + arrived))


def test_what_suppliers_are_not_held_is_told_and_bounds_the_figure() -> None:
    answer = ask("effective-suppliers", "USA", of="naics:334", years="2024")
    row = only(answer)
    assert row["low"] < row["value"] == row["high"]
    assert answer.ending is Ending.WITH_GAPS
    concentrated = only(ask("supplier-herfindahl", "USA", of="naics:334", years="2024"))
    assert concentrated["value"] == pytest.approx(1 / row["value"], rel=1e-9)
    assert concentrated["low"] == concentrated["value"] < concentrated["high"]


def test_suppliers_without_a_total_of_all_leave_a_gap() -> None:
    answer = ask("effective-suppliers", "USA", of="atp", years="2024")
    assert 1 < only(answer)["value"] < 40
    (gap,) = answer.gaps
    assert "no total of all" in gap.why


def test_a_converted_class_is_worth_what_weigh_says() -> None:
    choices = {"of": "naics:334", "years": "2024", "settings": {"release": "2025-06"}}
    shares = sy.index("supplier-shares", "USA", store=bundled(), **choices)
    assert "class-converted" in codes(shares)
    found = {row["partner"]: row["value"] for row in rows(shares)}
    values = {
        who: sy.weigh("USA", who, store=bundled(), basis="consumption", **choices).column("imports")
        for who in ("CHN", "MEX")
    }
    assert found["CHN"] / found["MEX"] == pytest.approx(values["CHN"][0] / values["MEX"][0])


def test_shares_of_every_supplier_add_up_to_the_whole() -> None:
    answer = ask("supplier-shares", "USA", years="2022", top="500")
    assert sum(row["value"] for row in rows(answer)) == pytest.approx(1, abs=1e-6)
    assert rows(answer)[0]["rank"] == 1


def test_the_answer_says_what_it_rests_on() -> None:
    answer = ask("eci", **IN_US)
    assert {e.dataset for e in answer.evidence} == {"census-imports-naics3"}
    assert answer.method[0].source.startswith("Hidalgo and Hausmann")
    assert "30 partners" in told(answer, "panel")[0]
    assert "panel-market" in codes(answer)
    assert answer.question["in"] == "naics3"
    assert answer.query


def test_complexity_has_the_mean_nil_and_the_spread_one() -> None:
    found = list(by_country(ask("eci", **IN_US)).values())
    assert sum(found) == pytest.approx(0, abs=1e-9)
    assert sum(value**2 for value in found) / len(found) == pytest.approx(1, abs=1e-9)


def test_a_country_that_the_table_lacks_is_a_gap() -> None:
    answer = ask("balassa", "TWN", market="USA", within="hs6", years="2024")
    assert answer.rows == ()
    assert answer.ending is Ending.CANNOT_ANSWER
    assert "TWN" in answer.gaps[0].what


def test_the_largest_rows_are_shown_and_the_others_counted() -> None:
    answer = ask("balassa", top="3", **IN_US)
    assert len(answer.rows) == 3
    assert "960" in told(answer, "more-rows")[0]
    assert rows(answer)[0]["value"] == max(
        row["value"] for row in rows(ask("balassa", top="1000", **IN_US)) if row["value"]
    )


def test_one_country_alone_is_not_compared() -> None:
    answer = ask("balassa", "USA", years="2019")
    assert answer.ending is Ending.CANNOT_ANSWER
    assert "one country only" in answer.gaps[0].why


def test_income_that_is_not_held_is_a_gap() -> None:
    answer = ask("expy", **IN_US)
    assert answer.ending is Ending.CANNOT_ANSWER
    assert "income a head" in answer.gaps[0].why


def test_a_change_needs_two_years() -> None:
    answer = ask("marginal-intra-industry", "USA", "CHN", within="naics3", years="2018")
    assert answer.ending is Ending.CANNOT_ANSWER
    assert "two years" in answer.gaps[0].why


def test_the_latest_year_is_settled_and_said() -> None:
    answer = ask("eci", market="USA", within="naics3")
    assert answer.question["years"] == ["2024", "2024"]


def test_the_same_question_gives_the_same_bytes() -> None:
    again = sy.index("balassa", "CHN", store=Store(), **IN_US)
    assert again.to_json() == ask("balassa", "CHN", **IN_US).to_json()


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (("balasa",), BadOption, "Did you mean balassa?"),
        (("grubel-lloyd",), BadOption, "of no country"),
        (("eci", "CHN", "USA"), BadOption, "Leave the partner out"),
        (("export-similarity", "CHN", "CHN"), SamePlace, "itself"),
        (("grubel-lloyd", "USA", "EU"), NotAReporter, "a group"),
        (("balassa", "EU"), NotAReporter, "does not report"),
    ],
)
def test_places_that_an_index_cannot_have(given: Any, error: type[InputError], words: str) -> None:
    with pytest.raises(error) as caught:
        sy.index(*given, store=bundled())
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "choices", [{"top": "0"}, {"top": "many"}, {"within": "hs3"}, {"within": "six"}, {"years": "x"}]
)
def test_choices_that_do_not_exist(choices: dict[str, str]) -> None:
    with pytest.raises(InputError):
        sy.index("balassa", "CHN", store=bundled(), **choices)


@pytest.mark.parametrize("word", ["Balassa", " EFFECTIVE suppliers ", "effective_suppliers"])
def test_a_name_is_found_in_other_writings(word: str) -> None:
    answer = sy.index(word, "USA", market="", years="2019", store=bundled())
    assert answer.question["index"] in INDICES


# --- worlds made by hand ----------------------------------------------------------------------

HS = {"nomenclature": "HS", "level": "6", "edition": "2017"}
CODES = ("854231", "854232", "901380", "870323")


def nested() -> list[dict[str, Any]]:
    """Return exports in which each country sells what the one after it sells, and one more."""
    return [
        exports("WLD", "2020", 100, reporter=who, product=code, **HS)
        for at, who in enumerate(("CHN", "JPN", "DEU", "VNM"))
        for code in CODES[at:]
    ]


def of(tmp_path: Path, found: list[dict[str, Any]]) -> Store:
    write(tmp_path, found)
    return Store(tmp_path)


def test_the_country_with_the_widest_exports_is_the_most_complex(tmp_path: Path) -> None:
    own = of(tmp_path, nested())
    for name in ("eci", "fitness"):
        found = by_country(sy.index(name, of="hs:8542+9013+8703", years="2020", store=own))
        assert max(found, key=lambda who: found[who]) == "CHN", name
        assert min(found, key=lambda who: found[who]) == "VNM", name
    hard = by_product(sy.index("pci", years="2020", store=own))
    assert max(hard, key=lambda code: hard[code]) == CODES[0]


def test_income_content_of_exports(tmp_path: Path) -> None:
    own = tmp_path / "own"
    write(own, nested())
    incomes = {"CHN": 40.0, "JPN": 30.0, "DEU": 20.0, "VNM": 10.0}
    told_ = [
        {
            "place": who,
            "indicator": "gdp-per-capita",
            "measure": "level",
            "period": "2020",
            "freq": "A",
            "unit": "USD",
            "value": value,
            "status": "A",
        }
        for who, value in incomes.items()
    ]
    write(own, told_, kind="indicators", dataset="income")
    answer = sy.index("prody", years="2020", store=Store(own))
    found = by_product(answer)
    assert found[CODES[0]] == pytest.approx(40)
    shares = {"CHN": 1 / 4, "JPN": 1 / 3}
    mean = sum(shares[who] * incomes[who] for who in shares) / sum(shares.values())
    assert found[CODES[1]] == pytest.approx(mean)
    assert {e.dataset for e in answer.evidence} == {"gacc-goods-by-country", "income"}
    spent = by_country(sy.index("expy", years="2020", store=Store(own)))
    assert spent["VNM"] == pytest.approx(found[CODES[3]])


def test_intensity_and_fit_by_hand(tmp_path: Path) -> None:
    sold = {("CHN", "JPN"): 30, ("CHN", "DEU"): 10, ("JPN", "CHN"): 20, ("JPN", "DEU"): 20}
    sold |= {("DEU", "CHN"): 10, ("DEU", "JPN"): 10}
    told_ = [exports(whom, "2020", v, reporter=who) for (who, whom), v in sold.items()]
    own = of(tmp_path, told_)
    found = only(sy.index("trade-intensity", "CHN", "JPN", years="2020", store=own))
    assert found["value"] == pytest.approx(0.75 / (40 / 70))
    assert found["rank"] == 1


def test_fit_of_what_one_sells_and_another_buys(tmp_path: Path) -> None:
    told_ = [
        exports("WLD", "2020", v, product=c, **HS) for c, v in zip(CODES, (60, 40), strict=False)
    ]
    told_ += [
        imports("WLD", "2020", v, reporter="JPN", product=c, **HS)
        for c, v in zip(CODES[1:], (50, 50), strict=False)
    ]
    found = only(sy.index("complementarity", "CHN", "JPN", years="2020", store=of(tmp_path, told_)))
    assert found["value"] == pytest.approx(0.4)


def test_kinds_of_trade_by_weight(tmp_path: Path) -> None:
    def both(code: str, x: int, m: int, weights: tuple[int, int]) -> list[dict[str, Any]]:
        plain = {"product": code, **HS}
        return [
            exports("JPN", "2020", x, net_weight=weights[0], **plain),
            imports("JPN", "2020", m, net_weight=weights[1], **plain),
        ]

    told_ = [*both(CODES[0], 100, 100, (10, 10)), *both(CODES[1], 200, 100, (10, 10))]
    told_ += [*both(CODES[2], 100, 5, (10, 1))]
    answer = sy.index("intra-industry-kinds", "CHN", "JPN", years="2020", store=of(tmp_path, told_))
    found = {row["product"]: row["kind"] for row in rows(answer) if row["product"]}
    assert found == {CODES[0]: "horizontal", CODES[1]: "vertical-high", CODES[2]: "one-way"}
    whole = {row["kind"]: row["value"] for row in rows(answer) if not row["product"]}
    assert whole == pytest.approx(
        {"horizontal": 200 / 605, "vertical-high": 300 / 605, "one-way": 105 / 605}
    )
    prices = sy.index("unit-value-ratio", "CHN", "JPN", years="2020", store=Store(tmp_path))
    assert by_product(prices)[CODES[1]] == pytest.approx(2)


def test_products_without_a_row_are_told_where_nothing_says_that_they_are_nil(
    tmp_path: Path,
) -> None:
    answer = sy.index("eci", years="2020", store=of(tmp_path, nested()))
    assert told(answer, "panel-absent")[0].startswith("6 products")


# --- every index ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Store:
    root = tmp_path_factory.mktemp("world") / "store"
    sy.make_world(countries=8, products=30, years="2015:2016", store=str(root))
    return Store(root)


@pytest.mark.parametrize("name", INDICES)
def test_every_index_is_made_of_a_world(name: str, world: Store) -> None:
    index = INDICES[name]
    named = ["QMA" if role in index.takes else "" for role in ("country", "partner")]
    partner = "QMB" if named[1] else ""
    answer = sy.index(name, named[0], partner, years="2015:2016", store=world)
    validate(answer)
    assert index.equation
    assert index.source
    if name in {"prody", "expy"}:
        assert answer.ending is Ending.CANNOT_ANSWER
        return
    assert any(row["value"] is not None for row in rows(answer))
    assert {row["unit"] for row in rows(answer)} == {index.unit}
    assert "synthetic" in codes(answer)
    assert answer.evidence


def test_a_sign_that_rests_on_little_is_told() -> None:
    choices = {"market": "USA", "within": "naics3", "years": (2014, 2024)}
    answer = sy.index("eci", **choices, store=bundled())
    assert any(note.code == "weak-sign" for note in answer.notes)
