"""Periods: months, quarters, years and spans agree; incomplete ones are missing or said partial."""

from __future__ import annotations

from itertools import pairwise

import pytest
from bundled_answers import ask, by_period, codes, only, stated

from steelyard.nomenclature.places import place
from steelyard.terms.answer import Ending
from steelyard.terms.period import Period

YEARS = {"years": "2010:2023"}
SPAN = {"of": "atp", "years": "2006:2007"}
FIGURES = ("exports", "imports", "balance", "total_trade")


def months_of(label: str) -> tuple[str, ...]:
    return Period.parse(label).months


# --- sums over time ---------------------------------------------------------------------------


def test_months_add_up_to_quarters_and_quarters_to_years_exactly() -> None:
    months = by_period(ask("USA", "WLD", freq="M", **SPAN))
    quarters = by_period(ask("USA", "WLD", freq="Q", **SPAN))
    years = by_period(ask("USA", "WLD", of="atp", years="2002:2007"))
    assert (len(months), len(quarters)) == (24, 8)
    for column in FIGURES:
        for label, row in quarters.items():
            assert row[column] == sum(months[month][column] for month in months_of(label))
        for year in ("2006", "2007"):
            parts = (quarters[f"{year}-Q{part}"][column] for part in range(1, 5))
            assert years[year][column] == sum(parts)


def test_cumulated_months_run_from_january_and_end_with_the_year() -> None:
    answer = ask("USA", "WLD", freq="M", cumulate=True, **SPAN)
    spans = by_period(answer)
    months = by_period(ask("USA", "WLD", freq="M", **SPAN))
    years = by_period(ask("USA", "WLD", of="atp", years="2002:2007"))
    assert [row[0] for row in answer.rows][:3] == ["2006-01", "2006-01/2006-02", "2006-01/2006-03"]
    for column in FIGURES:
        so_far = 0
        for month in months_of("2007"):
            so_far += months[month][column]
            label = "2007-01" if month == "2007-01" else f"2007-01/{month}"
            assert spans[label][column] == so_far
    for year in ("2006", "2007"):
        whole = {**years[year], "period": f"{year}-01/{year}-12"}
        assert spans[f"{year}-01/{year}-12"] == whole


def test_a_cumulated_span_grows_on_the_same_months_of_the_year_before() -> None:
    spans = by_period(ask("USA", "WLD", freq="M", cumulate=True, **SPAN))
    now, before = spans["2007-01/2007-05"], spans["2006-01/2006-05"]
    assert now["exports_growth"] == pytest.approx(now["exports"] / before["exports"] - 1, abs=1e-12)
    assert now["balance_change"] == now["balance"] - before["balance"]


def test_growth_on_the_period_before() -> None:
    rows = ask("USA", "WLD", freq="Q", settings={"comparison": "previous"}, **SPAN).rows
    plain = ask("USA", "WLD", freq="Q", **SPAN).rows
    for (one, two), usual in zip(pairwise(rows), plain[1:], strict=True):
        assert two[1:5] == usual[1:5]
        assert two[5] == pytest.approx(two[1] / one[1] - 1, abs=1e-12)
        assert two[6] == pytest.approx(two[2] / one[2] - 1, abs=1e-12)
        assert two[7] == two[3] - one[3]
        assert two[5] != pytest.approx(usual[5], abs=1e-6)


# --- the latest complete periods --------------------------------------------------------------


@pytest.mark.parametrize(
    ("freq", "first", "last", "count"),
    [
        (None, "2013", "2022", 10),
        ("M", "2021-02", "2023-01", 24),
    ],
)
def test_without_periods_the_latest_complete_ones_are_answered(freq, first, last, count) -> None:
    answer = ask("USA", "WLD", of="atp", freq=freq)
    labels = [row[0] for row in answer.rows]
    assert (labels[0], labels[-1], len(labels)) == (first, last, count)
    assert answer.question["periods"] == [first, last]
    assert answer.ending is Ending.COMPLETE
    rows = by_period(answer).values()
    assert {row["partner_rank"] for row in rows} == {None}
    assert None not in [v for row in rows for name, v in row.items() if name != "partner_rank"]


def test_what_was_known_then_ends_earlier() -> None:
    answer = ask("USA", "WLD", of="atp", as_of="2017-02-01")
    assert answer.rows[-1][0] == "2015"
    assert answer.ending is Ending.COMPLETE


# --- incomplete periods -----------------------------------------------------------------------


def test_a_partial_total_says_so_and_has_no_growth() -> None:
    answer = ask("USA", "CHN", years="2022:2023", partial=True)
    january = by_period(ask("USA", "CHN", periods="2023-01:2023-02"))["2023-01"]
    rows, whole = by_period(answer), by_period(ask("USA", "CHN", **YEARS))
    assert [rows["2023"][column] for column in FIGURES] == [january[c] for c in FIGURES]
    for column in ("exports_growth", "imports_growth", "balance_change"):
        assert rows["2023"][column] is None
        assert rows["2022"][column] == whole["2022"][column]
    assert "partial" in codes(answer)
    assert "2023" in answer.gaps[0].what
    assert answer.ending is Ending.WITH_GAPS


def test_the_share_of_a_partial_total_is_of_as_partial_a_whole() -> None:
    rows = by_period(ask("USA", "CHN", years="2022:2023", partial=True))
    january = by_period(ask("USA", "CHN", periods="2023-01:2023-02"))["2023-01"]
    for column in ("share_of_total_balance", "partner_rank"):
        assert rows["2023"][column] == january[column]


def test_without_partial_nothing_is_said_of_it() -> None:
    assert "partial" not in codes(ask("USA", "CHN", **YEARS))


# --- nil and missing --------------------------------------------------------------------------


def test_nil_trade_is_zero_and_no_base_of_growth() -> None:
    """Cuba sent the United States nothing in the first seven months of 2018."""
    answer = ask("USA", "CUB", periods="2018-01:2019-02")
    rows = by_period(answer)
    for month in ("2018-01", "2018-02"):
        assert rows[month]["imports"] == 0
        assert rows[month]["imports"] is not None
        assert rows[month]["balance"] == rows[month]["exports"] > 0
    assert [rows[month]["imports_growth"] for month in ("2019-01", "2019-02")] == [None, None]
    assert rows["2019-01"]["exports_growth"] is not None
    assert answer.gaps == ()
    (note,) = [note.text for note in answer.notes if note.code == "no-growth"]
    assert "to 2019-02 (base 2018-02) (14 periods)" in note
    few = ask("USA", "CUB", periods="2019-01:2019-02")
    (note,) = [note.text for note in few.notes if note.code == "no-growth"]
    assert "2019-01 (base 2018-01), 2019-02 (base 2018-02)" in note


def test_no_figure_held_is_hidden_by_the_years_in_which_a_place_exists() -> None:
    found = stated("census-goods-by-country@2023-03-08", ["partner", "period", "value"])
    traded = {(row["partner"], int(row["period"][:4])) for row in found if row["value"]}
    assert [(code, year) for code, year in traded if not place(code).exists_in(year)] == []


def test_an_unpublished_month_is_missing() -> None:
    answer = ask("USA", "CHN", periods="2023-01:2023-02")
    rows = by_period(answer)
    assert rows["2023-01"]["imports"] > 0
    assert {value for column, value in rows["2023-02"].items() if column != "period"} == {None}
    (gap,) = answer.gaps
    assert gap.what == "exports and imports of 2023-02"
    assert "not yet published" in gap.why


def test_months_before_the_beginning_are_a_gap() -> None:
    answer = ask("USA", "WLD", of="atp", years="1988")
    assert answer.ending is Ending.CANNOT_ANSWER
    (gap,) = answer.gaps
    assert "before the beginning" in gap.why
    assert "1989-01" in gap.why


def test_a_class_is_stated_for_all_partners_together_only() -> None:
    answer = ask("USA", "CHN", of="atp", years="2011")
    assert answer.ending is Ending.CANNOT_ANSWER
    assert set(only(answer).values()) == {"2011", None}
    (gap,) = answer.gaps
    assert "for all partners together (WLD), not for CHN" in gap.why


@pytest.mark.parametrize(
    ("partner", "years"),
    [("SUN", "2018"), ("BRICS", "2008")],
)
def test_nobody_to_add_up_is_a_gap_not_a_complete_answer(partner: str, years: str) -> None:
    answer = ask("USA", partner, years=years)
    assert only(answer)["exports"] is None
    assert years in answer.gaps[0].what
    assert answer.ending is Ending.CANNOT_ANSWER


def test_a_group_that_ends_within_the_span_has_a_gap_for_the_years_after() -> None:
    answer = ask("USA", "NAFTA", years="2019:2021")
    rows = by_period(answer)
    assert rows["2019"]["exports"] is not None
    assert rows["2020"]["exports"] is rows["2021"]["exports"] is None
    assert answer.ending is Ending.WITH_GAPS


def test_the_first_year_that_can_be_asked_has_no_base_and_is_a_gap() -> None:
    assert ask("USA", "CHN", years="1700").ending is Ending.CANNOT_ANSWER
