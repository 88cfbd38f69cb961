"""``explain`` on the bundled data: parts add up to the change, whatever they are."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import bundled_answers
import duckdb
import pytest

import steelyard as sy
from steelyard.store.store import BUNDLED
from steelyard.terms.answer import Answer
from steelyard.terms.errors import BadOption, BadPeriod, LowCoverage, NotHeld

NAICS = "census-us-china-naics3"


def ask(*places: str, **choices: Any) -> Answer:
    """Explain on the bundled data, with JSON that is valid."""
    answer = sy.explain(*places, store=bundled_answers.bundled(), **choices)
    bundled_answers.validate(answer)
    return answer


def naics3(**choices: Any) -> Answer:
    return ask("USA", "CHN", within="naics3", **choices)


def contributions(answer: Answer, *, unallocated: bool = False) -> list[Any]:
    """Return what parts contribute; none may be left that no part tells, unless it is expected."""
    assert ("unallocated" in answer.column("term")) == unallocated
    return [value for value in answer.column("contribution") if value is not None]


def total(answer: Answer, name: str = "change") -> Any:
    table = answer.table("total")
    return table.rows[0][[column.name for column in table.columns].index(name)]


def stated_balance(year: int) -> int:
    """Return the balance of the table's own row of all commodities, read without Steelyard."""
    files = f"{BUNDLED}/flows/dataset={NAICS}/**/*.parquet"
    sums = dict(
        duckdb.sql(
            "SELECT flow, sum(value) FROM read_parquet($files, hive_partitioning = false) "
            "WHERE nomenclature = 'TOTAL' AND period LIKE $year GROUP BY flow",
            params={"files": files, "year": f"{year}-%"},
        ).fetchall()
    )
    return int(sums["X"] - sums["M"])


@pytest.mark.parametrize("last", [2007, 2018])
def test_products_add_to_the_change_of_the_tables_own_balance_to_the_dollar(last: int) -> None:
    answer = naics3(years=(2002, last), top=100)
    assert sum(contributions(answer)) == stated_balance(last) - stated_balance(2002)
    assert total(answer) == stated_balance(last) - stated_balance(2002)
    assert answer.column("product")[0] == "334"


def test_the_largest_part_is_told_in_words() -> None:
    told = next(note.text for note in naics3(years=(2002, 2007)).notes if note.code == "in-words")
    assert "deficit with China in goods grew" in told
    assert "Computer and Electronic Product Manufacturing (334)" in told


@pytest.mark.parametrize(
    ("by", "measure"),
    list(
        product(
            ("product", "flow", "product,flow"),
            ("balance", "exports", "imports", "total_trade"),
        )
    ),
)
def test_parts_add_up_by_any_dimensions_and_measure(by: str, measure: str) -> None:
    answer = naics3(years=(2005, 2015), by=by, measure=measure, top=3)
    assert sum(contributions(answer)) == total(answer)


def test_the_rest_is_the_sum_of_the_parts_not_named() -> None:
    few, every = naics3(years=(2002, 2007), top=4), naics3(years=(2002, 2007), top=100)
    rest = few.rows[-1]
    names = [column.name for column in few.columns]
    assert rest[names.index("product")] is None
    assert rest[names.index("contribution")] == sum(contributions(every)[4:])
    assert rest[names.index("parts")] == len(every.rows) - 4


def test_parts_come_the_largest_first() -> None:
    sizes = [abs(value) for value in contributions(naics3(years=(2002, 2007), top=100))]
    assert sizes == sorted(sizes, reverse=True)


def test_each_step_adds_up_and_the_steps_add_to_the_whole() -> None:
    steps = naics3(years=(2003, 2006), steps=True, top=100)
    whole = naics3(years=(2003, 2006), top=100)
    assert len(steps.table("total").rows) == 3
    assert sum(contributions(steps)) == sum(contributions(whole))


def test_shares_and_points_follow_from_the_figures() -> None:
    answer = naics3(years=(2002, 2007), top=1)
    row = dict(zip([column.name for column in answer.columns], answer.rows[0], strict=True))
    assert row["contribution"] == row["value_to"] - row["value_from"]
    assert row["share_of_change"] == pytest.approx(row["contribution"] / total(answer))
    points = 100 * row["contribution"] / abs(total(answer, "value_from"))
    assert row["contribution_pp"] == pytest.approx(points)


def test_what_no_partner_tells_of_the_worlds_row_stands_by_itself() -> None:
    answer = ask("USA", "WLD", by="partner", years=(2017, 2022), top=300)
    names = [column.name for column in answer.columns]
    last = answer.rows[-1]
    assert last[names.index("term")] == "unallocated"
    assert sum(contributions(answer, unallocated=True)) == total(answer)
    weighed = sy.weigh("USA", "WLD", years=(2017, 2022), store=bundled_answers.bundled())
    balances = weighed.column("balance")
    assert total(answer) == balances[-1] - balances[0]


def test_a_partner_without_a_value_is_a_gap_and_no_part() -> None:
    answer = ask("USA", "WLD", by="partner", years=(2017, 2022), top=300)
    names = [column.name for column in answer.columns]
    missing = [row for row in answer.rows if row[names.index("term")] == "missing"]
    assert [row[names.index("contribution")] for row in missing] == [None]
    assert any("North Korea" in gap.what for gap in answer.gaps)


def test_a_group_is_split_by_its_members() -> None:
    answer = ask("USA", "ASEAN", by="partner", years=(2010, 2020), top=100)
    assert len(answer.rows) == 10
    assert sum(contributions(answer)) == total(answer)


def test_groups_of_a_class_are_told_by_default() -> None:
    answer = ask("USA", "VNM", of="atp", measure="exports", years=(2015, 2019))
    assert answer.column("group_title")[0] == "Electronics"
    assert sum(contributions(answer)) == pytest.approx(total(answer), rel=1e-9)


def test_another_currency_adds_up_too() -> None:
    answer = naics3(years=(2002, 2007), by="flow,product", currency="CNY", top=100)
    assert sum(contributions(answer)) == pytest.approx(total(answer), rel=1e-9)


def test_the_exchange_rate_and_the_own_currency_add_up_to_the_change() -> None:
    answer = naics3(years=(2005, 2015), by="flow", terms="currency", currency="CNY")
    assert set(answer.column("term")) == {"exchange-rate", "own-currency"}
    assert sum(contributions(answer)) == pytest.approx(total(answer), rel=1e-9)


def test_nothing_is_due_to_a_rate_in_the_sources_own_currency() -> None:
    with pytest.raises(BadOption, match="as the sources state it"):
        naics3(years=(2005, 2015), terms="currency")


def test_price_and_volume_are_refused_where_quantities_cover_too_little() -> None:
    with pytest.raises(LowCoverage, match=r"told for 5\.9 % in 2017"):
        ask(
            "USA",
            "CHN",
            within="hs6",
            measure="exports",
            terms="price-volume",
            years=(2017, 2019),
        )


def test_market_shares_need_a_market() -> None:
    with pytest.raises(NotHeld, match="market"):
        naics3(years=(2005, 2015), measure="imports", terms="share-shift")


def test_market_shares_add_up() -> None:
    answer = naics3(
        years=(2014, 2019), measure="imports", terms="share-shift", basis="consumption", top=100
    )
    assert set(answer.column("term")) == {"market-growth", "structure", "competitiveness"}
    assert sum(contributions(answer)) == pytest.approx(total(answer), rel=1e-9)


def test_margins_tell_pairs_that_entered_and_left() -> None:
    answer = ask(
        "USA", "CHN", of="hs:85", measure="exports", terms="margins", years=(2015, 2019), top=500
    )
    counts = dict(
        zip(
            [column.name for column in answer.table("pairs").columns],
            answer.table("pairs").rows[0],
            strict=True,
        )
    )
    terms = answer.column("term")
    assert terms.count("entered") == counts["entered"]
    assert terms.count("left") == counts["left"]
    assert sum(contributions(answer)) == pytest.approx(total(answer), rel=1e-9)


def test_first_and_last_period_alone_are_read() -> None:
    answer = naics3(years=(2002, 2007))
    rows = sum(
        one.rows for one in answer.evidence if one.dataset == NAICS and "NAICS" in one.filter
    )
    assert rows == 2 * 12 * 2 * 33


def test_one_period_has_no_change() -> None:
    with pytest.raises(BadPeriod, match="2018:2019"):
        naics3(years=2019)


@pytest.mark.parametrize("by", ["goods", "product,product", ""])
def test_a_dimension_that_is_none_is_refused(by: str) -> None:
    with pytest.raises(BadOption, match="--by"):
        naics3(years=(2002, 2007), by=by)


def test_groups_are_asked_of_classes_that_have_them() -> None:
    with pytest.raises(BadOption, match="no groups"):
        naics3(years=(2002, 2007), by="group")


def test_two_reports_are_explained_apart() -> None:
    with pytest.raises(BadOption, match="one side"):
        naics3(years=(2002, 2007), settings={"side": "both"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"top": 0},
        {"terms": "prices"},
        {"measure": "gdp"},
        {"coverage": "2"},
        {"method": "ang"},
        {"within": "hs"},
    ],
)
def test_a_choice_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadOption):
        ask("USA", "CHN", **{"years": (2002, 2007), "terms": "price-volume", **wrong})


def test_the_same_question_gives_the_same_bytes() -> None:
    choices = {"years": (2014, 2019), "measure": "imports", "terms": "share-shift"}
    first, second = (naics3(basis="consumption", **choices).to_json() for _ in range(2))
    assert first == second


def test_imports_stand_in_a_balance_with_the_sign_turned() -> None:
    answer = naics3(years=(2005, 2006), by="flow")
    rows = {row[2]: row for row in answer.rows}
    names = [column.name for column in answer.columns]
    sent = rows["M"][names.index("value_from")]
    balance = total(answer, "value_from")
    assert sent < 0
    assert Decimal(rows["X"][names.index("value_from")]) + Decimal(sent) == Decimal(balance)


@pytest.mark.parametrize("wrong", ["naics3", "hs3", "hs12"])
def test_a_list_is_not_told_by_codes_that_it_is_not_made_of(wrong: str) -> None:
    with pytest.raises(BadOption, match=r"--in|products"):
        ask("USA", "CHN", of="chips", within=wrong, by="product", years=(2015, 2019))


def test_one_flow_alone_is_no_balance() -> None:
    answer = ask("USA", "CHN", of="hs:85", within="hs6", basis="consumption", years=(2017, 2019))
    assert answer.rows == ()
    assert answer.ending == "cannot answer"
    assert any("no change of the balance" in gap.why for gap in answer.gaps)


def test_the_other_flow_is_told_where_flows_are_told_apart() -> None:
    answer = ask(
        "USA",
        "CHN",
        of="hs:85",
        within="hs6",
        by="product,flow",
        basis="consumption",
        years=(2017, 2019),
        top=2,
    )
    names = [column.name for column in answer.columns]
    flows = {(row[names.index("flow")], row[names.index("term")]) for row in answer.rows}
    assert ("M", "missing") in flows
    assert ("X", "change") in flows


def test_a_balance_that_its_publisher_states_is_not_made_of_rounded_parts() -> None:
    answer = ask("CHN", "WLD", by="flow", years=(2021, 2023))
    weighed = sy.weigh("CHN", "WLD", years=(2021, 2023), store=bundled_answers.bundled())
    balances = weighed.column("balance")
    assert total(answer) == balances[-1] - balances[0]
    assert sum(contributions(answer, unallocated=True)) == total(answer)


def test_without_groups_held_the_usual_question_is_told_by_flow() -> None:
    answer = ask("USA", "WLD", of="atp", years=(2002, 2007))
    assert set(answer.column("flow")) == {"X", "M"}
    assert total(answer) == -61_934_000_000 + 16_584_000_000
    assert any(note.code == "told-by-flow" for note in answer.notes)


def test_the_question_without_anything_else_has_an_answer() -> None:
    assert contributions(ask("USA", "CHN"))


def test_bounds_of_a_converted_class_are_told() -> None:
    answer = ask("USA", "VNM", of="atp", measure="exports", years=(2015, 2019))
    weighed = sy.weigh("USA", "VNM", of="atp", years=(2015, 2019), store=bundled_answers.bundled())
    low = weighed.column("exports_low")[0] / 1e6
    assert f"{low:,.1f} to" in next(n.text for n in answer.notes if n.code == "bounds")


def test_another_vintage_of_all_goods_is_told() -> None:
    answer = naics3(years=(2002, 2018))
    told = [note.text for note in answer.notes if note.code == "other-vintage"]
    assert any("+729.0m in 2018" in text for text in told)
