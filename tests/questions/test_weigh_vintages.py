"""Published figures: which of several vintages counts, what was out by a date, what is told."""

from __future__ import annotations

import pytest
from bundled_answers import ask, only, query, table, told

from steelyard.terms.answer import Answer, Ending
from steelyard.terms.dates import last_day

US = "gacc-china-us-annual@2026-01-14"
FLOWS = {"exports": "X", "imports": "M", "total_trade": "TOTAL", "balance": "BALANCE"}
QUESTIONS = {
    "latest": {},
    "first": {"settings": {"vintage": "first"}},
    "January 2024": {"as_of": "2024-01-31"},
    "June 2023": {"as_of": "2023-06-30"},
}
each_vintage = pytest.mark.parametrize("name", QUESTIONS)


def answer(name: str) -> Answer:
    return ask("CHN", "USA", years="2023", **QUESTIONS[name])


def stated(flow: str, year: str) -> list[tuple]:
    """Return value, date and vintage of every figure held of a flow with the United States."""
    sql = """SELECT value, published_at, vintage, status FROM held
             WHERE partner = 'USA' AND indicator = 'goods' AND measure = 'level'
             AND unit = 'USD'"""
    return query(US, sql, f"flow = '{flow}' AND period = '{year}'")


def newest(flow: str, year: str, day: str = "9999") -> float | None:
    """Return the figure that was newest on a day; one marked unreliable never counts."""
    out = [row for row in stated(flow, year) if last_day(row[1] or "") <= day]
    sound = [row for row in out if row[3] != "U"]
    return max(sound, key=lambda row: row[1])[0] if sound else None


# --- the year 2023 ----------------------------------------------------------------------------


def test_the_fall_of_2023_is_on_the_revised_base() -> None:
    row = only(answer("latest"))
    for column in ("exports", "imports", "total_trade"):
        now, base = newest(FLOWS[column], "2023"), newest(FLOWS[column], "2022")
        assert row[column] == now
        assert row[f"{column}_growth"] == pytest.approx(now / base - 1, abs=1e-12)
    assert round(row["total_trade_growth"], 3) == -0.116
    assert round(row["exports_growth"], 3) == -0.131
    assert round(row["imports_growth"], 3) == -0.068


def test_on_first_prints_the_fall_is_larger() -> None:
    row = only(answer("first"))
    first = {
        (flow, year): [value for value, _, vintage, _ in stated(flow, year) if vintage == "first"]
        for flow in "XM"
        for year in ("2022", "2023")
    }
    sums = {year: sum(first[flow, year][0] for flow in "XM") for year in ("2022", "2023")}
    assert {len(values) for values in first.values()} == {1}
    assert row["total_trade"] == sums["2023"]
    assert row["total_trade_growth"] == pytest.approx(sums["2023"] / sums["2022"] - 1, abs=1e-12)
    assert round(row["total_trade_growth"], 3) == -0.125


def test_in_january_2024_the_parts_were_out_and_the_exact_total_was_not() -> None:
    row = only(answer("January 2024"))
    for column in ("exports", "imports"):
        assert row[column] == newest(FLOWS[column], "2023", "2024-01-31")
    assert row["exports"] == 500_030_000_000
    assert row["total_trade"] == row["exports"] + row["imports"]
    facts = [r for r in table(answer("January 2024"), "facts") if r["value"] == row["exports"]]
    assert [(r["used"], r["note"].startswith("SUSPECT")) for r in facts] == [(True, True)]


def test_in_june_2023_nothing_of_the_year_was_out() -> None:
    found = answer("June 2023")
    assert found.ending is Ending.CANNOT_ANSWER
    assert set(only(found).values()) == {"2023", None}
    (gap,) = found.gaps
    assert gap.what == "exports and imports of 2023"
    assert "2023-06-30" in gap.why


def test_growth_on_the_first_print_of_the_base_is_told() -> None:
    (text,) = told(answer("latest"), "revised-base")
    for words in ("exports -13.1%, but -14.0%", "imports -6.8%, but -7.6%"):
        assert words in text
    assert "total trade -11.6%, but -12.5%" in text


# --- every vintage ----------------------------------------------------------------------------


@each_vintage
def test_the_facts_are_every_vintage_held(name: str) -> None:
    facts = [row for row in table(answer(name), "facts") if row["place"] == "USA"]
    for column, flow in FLOWS.items():
        for year in ("2022", "2023"):
            mine = [r for r in facts if (r["figure"], r["period"]) == (column, year)]
            shown = sorted((r["value"], r["published_at"], r["vintage"]) for r in mine)
            day = QUESTIONS[name].get("as_of", "9999")
            known = [row[:3] for row in stated(flow, year) if last_day(row[1]) <= day]
            assert shown == sorted(known)
    assert all(row["url"].startswith("http") and row["publisher"] for row in facts)


@each_vintage
def test_one_fact_at_most_counts_for_a_figure_and_it_is_the_one_answered(name: str) -> None:
    facts, row = table(answer(name), "facts"), only(answer(name))
    used = [(r["place"], r["period"], r["figure"]) for r in facts if r["used"]]
    assert used
    assert len(used) == len(set(used))
    mine = [r for r in facts if r["used"] and (r["place"], r["period"]) == ("USA", "2023")]
    counted = {r["figure"]: r["value"] for r in mine}
    for column in ("exports", "imports"):
        assert counted.get(column) == row[column]


@pytest.mark.parametrize("name", ["January 2024", "June 2023"])
def test_no_figure_counts_that_was_not_out_by_then(name: str) -> None:
    day = QUESTIONS[name]["as_of"]
    facts = table(answer(name), "facts")
    assert True in {row["used"] for row in facts}
    assert all(last_day(row["published_at"]) <= day for row in facts)


# --- months that are single figures -----------------------------------------------------------


@pytest.fixture(scope="module")
def october() -> Answer:
    return ask("CHN", "WLD", periods="2012-10")


def test_the_surplus_of_october_2012_is_the_publishers_own(october: Answer) -> None:
    row = only(october)
    assert row["balance"] == 31_990_000_000
    assert (row["exports"], row["imports"]) == (175_600_000_000, 143_600_000_000)


def test_no_record_is_stated_across_months_that_are_not_held(october: Answer) -> None:
    name = "gacc-china-world-monthly@2024-01-12"
    sql = """SELECT count(DISTINCT period) FROM held WHERE flow = 'BALANCE' AND partner = 'WLD'
             AND period BETWEEN '2009-02' AND '2012-09' AND freq = 'M' AND span IS NULL
             AND indicator = 'goods' AND measure = 'level' AND unit = 'USD'"""
    ((between,),) = query(name, sql)
    assert between < 44
    assert table(october, "records") == []


def test_that_records_lack_because_months_lack_is_said(october: Answer) -> None:
    (text,) = told(october, "records-unbroken")
    assert "unbroken" in text
    assert "balance" in text
