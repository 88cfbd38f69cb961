"""Figures in other money: by month and part, the direction of a quote, and real terms."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import prod

import pytest
from bundled_answers import MONTHS, ask, by_period, codes, only, query, stated, told

from steelyard.terms.answer import Ending

COUNTRIES = "census-goods-by-country@2023-03-08"
MONTHLY, YEARLY = "frb-g5-monthly@2026-07", "frb-g5a-annual@2026-01"
PRICES = "worldbank-inflation@2025-07"
FLOW = {"exports": "X", "imports": "M"}
PARTS = {"conversion": "parts"}
near: Callable = lambda value: pytest.approx(value, rel=1e-12)  # noqa: E731


@cache
def months() -> dict[tuple[str, str], int]:
    """Return trade in advanced technology with the world by flow and month."""
    sql = "SELECT flow, period, value FROM held WHERE nomenclature = 'CENSUS-ATP'"
    return {(flow, month): value for flow, month, value in query(COUNTRIES, sql)}


@cache
def yuan(period: str) -> float:
    """Return the yuan that a dollar was worth on average."""
    (row,) = stated(MONTHLY if "-" in period else YEARLY, quote="CNY", period=period)
    assert row["base"] == "USD"
    return row["rate"]


def year_of(flow: str, year: str) -> float:
    return float(sum(months()[flow, f"{year}-{month}"] for month in MONTHS))


def in_parts(flow: str, labels: list[str]) -> float:
    return sum(float(months()[flow, label]) * yuan(label) for label in labels)


# --- months and parts -------------------------------------------------------------------------


def test_a_month_is_converted_at_its_own_average() -> None:
    answer = ask("USA", "WLD", of="atp", periods="2008-01:2008-03", currency="CNY")
    for month, row in by_period(answer).items():
        for column, flow in FLOW.items():
            assert row[column] == near(float(months()[flow, month]) * yuan(month))
    assert any("frb-g5-monthly" in text for text in told(answer, "converted"))
    assert answer.ending is Ending.COMPLETE


def test_a_year_in_parts_is_the_sum_of_its_converted_months() -> None:
    answer = ask("USA", "WLD", of="atp", years="2008", currency="CNY", settings=PARTS)
    for column, flow in FLOW.items():
        now, base = (in_parts(flow, [f"{y}-{m}" for m in MONTHS]) for y in (2008, 2007))
        assert only(answer)[column] == near(now)
        assert only(answer)[f"{column}_growth"] == pytest.approx(now / base - 1, rel=1e-9)


def test_a_year_as_a_whole_is_its_sum_at_the_average_of_the_year() -> None:
    whole, parts = (
        only(ask("USA", "WLD", of="atp", years="2008", currency="CNY", settings=settings))
        for settings in ((), PARTS)
    )
    for column, flow in FLOW.items():
        dollars = year_of(flow, "2008")
        assert whole[column] == near(dollars * yuan("2008"))
        assert whole[column] != pytest.approx(parts[column], rel=1e-6)
        assert whole[column] == pytest.approx(parts[column], rel=1e-2)


def test_a_quarter_has_no_average_of_its_own_but_has_parts() -> None:
    span = {"periods": "2008-Q1", "currency": "CNY"}
    (gap,) = ask("USA", "WLD", of="atp", **span).gaps
    assert "conversion=parts" in gap.remedy
    row = only(ask("USA", "WLD", of="atp", **span, settings=PARTS))
    for column, flow in FLOW.items():
        assert row[column] == near(in_parts(flow, ["2008-01", "2008-02", "2008-03"]))


@pytest.mark.parametrize("conversion", ["total", "parts"])
def test_the_note_names_the_other_conversion(conversion: str) -> None:
    settings = PARTS if conversion == "parts" else ()
    (text,) = told(
        ask("USA", "WLD", of="atp", years="2008", currency="CNY", settings=settings), "converted"
    )
    other = {"total": "parts", "parts": "total"}[conversion]
    assert f"--set conversion={other}" in text


# --- the direction of a quote -----------------------------------------------------------------


def test_the_euro_is_worth_more_than_a_dollar() -> None:
    """In 2008 a euro was worth more than a dollar, so that there are fewer euros than dollars."""
    (rate,) = stated(YEARLY, quote="EUR", period="2008")
    assert rate["base"] == "USD"
    assert 1.4 < 1 / rate["rate"] < 1.5
    row = only(ask("USA", "WLD", of="atp", years="2008", currency="EUR"))
    for column, flow in FLOW.items():
        dollars = year_of(flow, "2008")
        assert row[column] == near(dollars * rate["rate"])
        assert row[column] < dollars


# --- real terms -------------------------------------------------------------------------------


def level(year: int, base: int) -> float:
    """Return the price level of ``base`` over that of ``year``, chained from yearly changes."""
    changes = {row["period"]: row["value"] for row in stated(PRICES, place="USA")}
    between = range(min(year, base) + 1, max(year, base) + 1)
    rise = prod(1 + changes[str(each)] for each in between)
    return rise if base > year else 1 / rise


@pytest.mark.parametrize(("years", "base"), [("2008:2010", 2015), ("2016", 2009)])
def test_real_terms_follow_the_chained_index(years: str, base: int) -> None:
    answer = ask("USA", "WLD", of="atp", years=years, settings={"prices": str(base)})
    for year, row in by_period(answer).items():
        before = str(int(year) - 1)
        for column, flow in FLOW.items():
            now = year_of(flow, year) * level(int(year), base)
            then = year_of(flow, before) * level(int(before), base)
            assert row[column] == pytest.approx(now, rel=1e-11)
            assert row[f"{column}_growth"] == pytest.approx(now / then - 1, rel=1e-9)
    assert {c.about["prices"] for c in answer.columns if c.name in FLOW} == {str(base)}
    assert "deflated" in codes(answer)


def test_the_base_year_itself_is_at_current_prices() -> None:
    real = only(ask("USA", "WLD", of="atp", years="2015", settings={"prices": "2015"}))
    for column, flow in FLOW.items():
        assert real[column] == year_of(flow, "2015")


def test_prices_do_not_change_shares_and_ranks() -> None:
    real = by_period(ask("USA", "CHN", years="2008:2010", settings={"prices": "2015"}))
    plain = by_period(ask("USA", "CHN", years="2008:2010"))
    for year, row in real.items():
        for column in ("share_of_total_balance", "partner_rank"):
            assert row[column] == pytest.approx(plain[year][column], rel=1e-12)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"periods": "2008-01:2008-03", "settings": {"prices": "2015"}}, "by year only"),
        ({"years": "2008", "settings": {"prices": "1700"}}, "1700"),
        ({"years": "2008", "settings": {"prices": "9999"}}, "9999"),
        ({"years": "2008", "settings": {"prices": "2015"}, "currency": "EUR"}, "EUR"),
    ],
    ids=str,
)
def test_prices_that_are_not_held_are_a_gap(choices: dict, words: str) -> None:
    answer = ask("USA", "WLD", of="atp", **choices)
    assert answer.ending is Ending.CANNOT_ANSWER
    assert {value for row in answer.rows for value in row[1:]} == {None}
    (gap,) = answer.gaps
    assert words in gap.why
    assert gap.remedy
