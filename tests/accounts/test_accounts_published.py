"""Published figures: which of several counts, and what a publisher's own total is worth."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_stores import figure, flow, only, opened, rate, store, table, weigh, write

from steelyard.accounts.published import Best, Figure, Made, counting
from steelyard.terms.definition import Definition, define

KEY = ("USA", "2007")
FIRST, LATEST = define({"vintage": "first"}), define({})
quick = settings(derandomize=True, database=None, deadline=None, max_examples=150)

DATES = ["", "2008", "2008-01", "2008-01-15", "2008-02", "2008-02-29", "2009", "2009-12-31"]
SURELY_OUT = {
    "2008": "2008-12-31",
    "2008-01": "2008-01-31",
    "2008-02": "2008-02-29",
    "2009": "2009-12-31",
}


def one(value: float | None = 1.0, published_at: str = "2008-01-15", **changed: Any) -> Figure:
    """Return a figure of imports of 2007."""
    told: dict[str, Any] = {
        "column": "imports",
        "partner": KEY[0],
        "period": KEY[1],
        "precision": None,
        "vintage": "later",
        "status": "A",
        "publisher": "Customs",
        "source": "page",
        "url": "https://example.org/page",
        "note": "",
        "unit": "USD",
    }
    return Figure(value=value, published_at=published_at, **{**told, **changed})


def counts(*figures: Figure, definition: Definition = LATEST, **not_before: str) -> Figure | None:
    day = not_before.get("day")
    made = {KEY: Made(day, -1e9, 0.0)} if day else {}
    return counting(figures, definition, made).get(KEY)


def as_of(day: str, **choices: str) -> Definition:
    return define({"as_of": day, **choices})


figures = st.builds(
    one,
    st.none() | st.sampled_from([1.0, 2.0, 3.5]),
    st.sampled_from(DATES),
    partner=st.sampled_from(["USA", "JPN"]),
    period=st.sampled_from(["2007", "2008"]),
    precision=st.sampled_from([None, 0.5, 5.0]),
    vintage=st.sampled_from(["first", "later", "implied", "unknown"]),
    status=st.sampled_from(["A", "E", "U", "O"]),
    url=st.sampled_from(["https://example.org/page", "https://example.org/other"]),
)
many = st.lists(figures, max_size=8)
days = st.dates(date(2007, 12, 1), date(2010, 2, 1))
definitions = st.builds(
    lambda vintage, day: define({"vintage": vintage, "as_of": day}),
    st.sampled_from(["latest", "first"]),
    st.none() | days,
)


# --- which figure counts ----------------------------------------------------------------------


def test_the_latest_counts_by_default_and_the_first_print_when_asked() -> None:
    first, later = one(1.0, "2008-01-15", vintage="first"), one(2.0, "2009-03")
    for order in ((first, later), (later, first)):
        assert counts(*order) == later
        assert counts(*order, definition=FIRST) == first


def test_of_first_prints_the_earliest_counts() -> None:
    early, late = (one(v, d, vintage="first") for v, d in ((1.0, "2008-01"), (2.0, "2008-02")))
    for order in ((early, late), (late, early)):
        assert counts(*order, definition=FIRST) == early


def test_a_first_print_without_a_date_does_not_go_before_one_that_has_one() -> None:
    dated, undated = one(1.0, "2008-01", vintage="first"), one(2.0, "", vintage="first")
    for order in ((dated, undated), (undated, dated)):
        assert counts(*order, definition=FIRST) == dated


def test_no_other_vintage_stands_in_for_a_first_print() -> None:
    others = [one(vintage=name) for name in ("later", "implied", "unknown", "as released")]
    assert counts(*others, definition=FIRST) is None


@pytest.mark.parametrize("published_at", [d for d in DATES if d])
def test_a_figure_counts_from_the_day_on_which_it_was_surely_out(published_at: str) -> None:
    day = date.fromisoformat(SURELY_OUT.get(published_at, published_at))
    told = one(1.0, published_at)
    assert counts(told, definition=as_of(day.isoformat())) == told
    assert counts(told, definition=as_of((day - timedelta(1)).isoformat())) is None


def test_a_figure_without_a_date_counts_only_when_no_date_is_asked() -> None:
    assert counts(one(1.0, "")) == one(1.0, "")
    assert counts(one(1.0, ""), definition=as_of("9999-12-31")) is None


def test_a_dated_figure_goes_before_an_undated_one() -> None:
    dated, undated = one(1.0, "1999"), one(2.0, "")
    for order in ((dated, undated), (undated, dated)):
        assert counts(*order) == dated


def test_a_doubtful_figure_never_counts() -> None:
    sure, doubtful = one(1.0, "2008"), one(2.0, "2009", status="U", precision=0.5)
    for order in ((sure, doubtful), (doubtful, sure)):
        assert counts(*order) == sure
    assert counts(doubtful) is None


def test_at_one_date_the_figure_printed_to_more_digits_counts() -> None:
    fine, coarse, unsaid = (one(v, precision=p) for v, p in ((1.0, 0.5), (2.0, 50.0), (3.0, None)))
    for order in ((fine, coarse, unsaid), (unsaid, coarse, fine)):
        assert counts(*order) == fine
        assert counts(*[f for f in order if f != fine]) == coarse


def test_a_later_date_goes_before_more_digits() -> None:
    assert counts(one(1.0, "2008", precision=0.5), one(2.0, "2009", precision=50.0)).value == 2.0


def test_an_implied_figure_counts_when_it_is_the_latest() -> None:
    implied = one(2.0, "2009", vintage="implied")
    assert counts(one(1.0, "2008"), implied) == implied
    assert counts(one(1.0, "2008"), implied, definition=as_of("2009-12-30")).value == 1.0


def test_a_figure_older_than_what_it_stands_beside_does_not_count() -> None:
    old, new = one(1.0, "2008-01"), one(2.0, "2008-02")
    assert counts(old, new, day="2008-01-31").value == 2.0
    assert counts(old, day="2008-01-31") == old
    assert counts(old, day="2008-02-01") is None
    assert counts(one(1.0, ""), day="2008-01-31") is None
    assert counts(one(1.0, ""), day="") == one(1.0, "")


def test_a_figure_and_a_missing_one_printed_alike_do_not_fail() -> None:
    """The key of the table lets two rows of one page and day differ by their vintage alone."""
    stated, missing = one(1.0, vintage="later"), one(None, vintage="implied", status="O")
    assert counts(stated, missing) == counts(missing, stated) == stated


@given(many, definitions, st.randoms(use_true_random=False))
@quick
def test_what_counts_does_not_depend_on_the_order_of_rows(
    found: list[Figure], definition: Definition, random: Any
) -> None:
    shuffled = random.sample(found, len(found))
    one_way, another = (counting(order, definition, {}) for order in (found, shuffled))
    assert _values(one_way) == _values(another)


def _values(best: Best) -> dict[tuple[str, str], tuple[float | None, str]]:
    return {key: (found.value, found.known_from) for key, found in best.items()}


@given(many, definitions)
@quick
def test_what_counts_is_one_of_its_own_partner_and_period(
    found: list[Figure], definition: Definition
) -> None:
    found = [f for f in found if f.value is not None]
    best = counting(found, definition, {})
    assert all(f in found and (f.partner, f.period) == key for key, f in best.items())
    if definition == LATEST:
        sure = {(f.partner, f.period) for f in found if f.status != "U"}
        assert set(best) == sure


@given(many, days, days, st.sampled_from(["latest", "first"]))
@quick
def test_a_later_date_knows_no_less_and_nothing_from_after_it(
    found: list[Figure], one_day: date, other_day: date, vintage: str
) -> None:
    found = [f for f in found if f.value is not None]
    early, late = sorted((one_day, other_day))
    told = [counting(found, as_of(d.isoformat(), vintage=vintage), {}) for d in (early, late)]
    assert set(told[0]) <= set(told[1])
    for best, day in zip(told, (early, late), strict=True):
        assert all(f.known_from and f.known_from <= day.isoformat() for f in best.values())
    for key in told[0]:
        before, after = told[0][key], told[1][key]
        if vintage == "latest" and "U" not in {before.status, after.status}:
            assert before.known_from <= after.known_from
        if vintage == "first" and before.status == after.status:
            assert before.known_from == after.known_from


# --- in a store -------------------------------------------------------------------------------


def dated(day: str | None, vintage: str = "later") -> dict[str, str | None]:
    return {"published_at": day, "vintage": vintage, "url": f"u{day}", "source": "page"}


def both(period: str, exports: float, imports: float, **facts: Any) -> list[dict[str, Any]]:
    return [figure(period, exports, flow="X", **facts), figure(period, imports, **facts)]


def china(tmp_path: Path, rows: list[dict[str, Any]], **choices: Any) -> dict[str, Any]:
    opened_store = store(tmp_path, rows, kind="indicators")
    return only(weigh(opened_store, "CHN", "USA", **{"years": "2007", **choices}))


def test_the_publishers_own_total_and_balance_stand_before_the_sum_of_rounded_parts(
    tmp_path: Path,
) -> None:
    rows = both("2007", 232.7, 69.4, **dated("2008-01"))
    rows += [figure("2007", 302.08, flow="TOTAL", **dated("2008-01"))]
    rows += [figure("2007", 163.33, flow="BALANCE", **dated("2008-01"))]
    row = china(tmp_path, rows)
    assert (row["exports"], row["imports"]) == (232.7, 69.4)
    assert (row["total_trade"], row["balance"]) == (302.08, 163.33)


def test_a_total_older_than_the_parts_that_count_gives_way_to_their_sum(tmp_path: Path) -> None:
    rows = both("2007", 230, 70, **dated("2008-01", "first")) + both(
        "2007", 240, 80, **dated("2009")
    )
    rows += [figure("2007", 301, flow="TOTAL", **dated("2008-01", "first"))]
    opened_store = store(tmp_path, rows, kind="indicators")
    told = {
        word: only(weigh(opened_store, "CHN", "USA", years="2007", **asked))
        for word, asked in {
            "now": {},
            "then": {"as_of": "2008-06-01"},
            "first": {"settings": {"vintage": "first"}},
        }.items()
    }
    assert {word: row["total_trade"] for word, row in told.items()} == {
        "now": 320,
        "then": 301,
        "first": 301,
    }
    assert {word: row["balance"] for word, row in told.items()} == dict.fromkeys(told, 160)


def test_the_balance_turns_its_sign_on_the_partners_side(tmp_path: Path) -> None:
    rows = [*both("2007", 232, 69), figure("2007", 163.5, flow="BALANCE")]
    rows += [figure("2007", 301.5, flow="TOTAL")]
    opened_store = store(tmp_path, rows, kind="indicators")
    own = only(weigh(opened_store, "CHN", "USA", years="2007"))
    theirs = only(weigh(opened_store, "USA", "CHN", years="2007", side="partner"))
    assert (own["balance"], theirs["balance"]) == (163.5, -163.5)
    assert own["total_trade"] == theirs["total_trade"] == 301.5
    assert (theirs["exports"], theirs["imports"]) == (69, 232)
    beside = only(weigh(opened_store, "USA", "CHN", years="2007", side="both"))
    assert beside["partner_balance"] == -163.5


def test_a_series_without_a_scope_takes_no_rows_that_have_one(tmp_path: Path) -> None:
    rows = both("2007", 200, 60, **dated("2008")) + both("2006", 100, 30)
    rows += both("2007", 999, 999, scope="s", **dated("2009"))
    rows += [figure("2007", 5000, flow="TOTAL", scope="s", **dated("2009"))]
    opened_store = store(tmp_path, rows, kind="indicators")
    alone = weigh(opened_store, "CHN", "USA", years="2006:2007")
    assert (alone.column("exports"), alone.column("imports")) == ([100, 200], [30, 60])
    assert alone.column("total_trade") == [130, 260]
    scoped = only(weigh(opened_store, "CHN", "USA", years="2007", settings={"scope": "s"}))
    assert (scoped["exports"], scoped["imports"], scoped["total_trade"]) == (999, 999, 5000)


def test_the_total_of_another_scope_does_not_stand_beside_parts_that_differ(tmp_path: Path) -> None:
    rows = [figure("2007", 80, flow="X", scope="a"), figure("2007", 50, scope="b")]
    rows += [figure("2007", 900, flow="TOTAL", scope="a")]
    rows += [figure("2007", -100, flow="BALANCE", scope="a")]
    row = china(tmp_path, rows)
    assert (row["exports"], row["imports"]) == (80, 50)
    assert (row["balance"], row["total_trade"]) == (30, 130)


def test_a_publishers_total_does_not_stand_beside_exports_from_a_table(tmp_path: Path) -> None:
    """Exports in dollars from a table, imports in yuan: a total in yuan is no total in dollars."""
    write(tmp_path, [flow("TOTAL", "2007", 100, reporter="CHN", partner="USA", flow="X")])
    rows = [figure("2007", 50, unit="CNY")]
    rows += [figure("2007", 700, flow="TOTAL", unit="CNY")]
    rows += [figure("2007", 30, flow="BALANCE", unit="CNY")]
    write(tmp_path, rows, kind="indicators")
    write(tmp_path, [rate("USD", "CNY", "2007", 10.0)], kind="rates")
    row = only(weigh(opened(tmp_path), "CHN", "USA", years="2007"))
    assert (row["exports"], row["imports"]) == (100, 5)
    assert (row["balance"], row["total_trade"]) == (95, 105)


def test_a_total_is_converted_like_its_parts(tmp_path: Path) -> None:
    rows = [*both("2007", 800, 400, unit="CNY"), figure("2007", 1210, flow="TOTAL", unit="CNY")]
    write(tmp_path, rows, kind="indicators")
    write(tmp_path, [rate("USD", "CNY", "2007", 8.0)], kind="rates")
    row = only(weigh(opened(tmp_path), "CHN", "USA", years="2007"))
    assert [row[name] for name in ("exports", "imports", "balance", "total_trade")] == [
        100,
        50,
        50,
        151.25,
    ]


def test_a_missing_figure_is_a_gap_and_its_total_is_not_made_from_the_other(tmp_path: Path) -> None:
    rows = [figure("2007", 200, flow="X"), figure("2007", None, status="O"), figure("2006", 5)]
    opened_store = store(tmp_path, rows, kind="indicators")
    answer = weigh(opened_store, "CHN", "USA", years="2007")
    row = only(answer)
    assert (row["exports"], row["imports"], row["balance"]) == (200, None, None)
    assert [gap.what for gap in answer.gaps] == ["imports of 2007"]


def test_every_vintage_is_told_and_the_one_that_counts_is_marked(tmp_path: Path) -> None:
    rows = both("2007", 230, 70, **dated("2008-01", "first")) + both(
        "2007", 240, 80, **dated("2009")
    )
    opened_store = store(tmp_path, rows, kind="indicators")
    answer = weigh(opened_store, "CHN", "USA", years="2007", as_of="2008-06-01")
    told = {(r["figure"], r["value"]): r["used"] for r in table(answer, "facts")}
    assert told == {("exports", 230): True, ("imports", 70): True}
    assert (only(answer)["exports"], only(answer)["imports"]) == (230, 70)
    later = table(weigh(opened_store, "CHN", "USA", years="2007"), "facts")
    assert {(r["figure"], r["value"]): r["used"] for r in later} == {
        ("exports", 230): False,
        ("exports", 240): True,
        ("imports", 70): False,
        ("imports", 80): True,
    }


def test_an_older_release_answers_for_the_time_before_a_newer_one(tmp_path: Path) -> None:
    """A figure without a date of its own was out with its release."""
    for day, more in (("2008-01-10", 0), ("2022-01-10", 1)):
        write(tmp_path, both("2007", 9 + more, 5 + more), kind="indicators", published_at=day)
    opened_store = opened(tmp_path)
    told = {
        day: only(weigh(opened_store, "CHN", "USA", years="2007", **asked))
        for day, asked in {"now": {}, "then": {"as_of": "2010-01-01"}}.items()
    }
    assert {day: (r["exports"], r["imports"]) for day, r in told.items()} == {
        "now": (10, 6),
        "then": (9, 5),
    }


def test_a_figure_dated_by_itself_is_known_before_the_release_that_holds_it(tmp_path: Path) -> None:
    rows = both("2007", 200, 60, **dated("2008"))
    opened_store = store(tmp_path, rows, kind="indicators", published_at="2024-01-10")
    row = only(weigh(opened_store, "CHN", "USA", years="2007", as_of="2009-01-01"))
    assert (row["exports"], row["imports"]) == (200, 60)


# --- cumulated figures ------------------------------------------------------------------------


def spans(*months: int) -> list[dict[str, Any]]:
    return [
        figure(f"2007-01/2007-{m:02d}", 10 * m, span="cumulated", flow=f)
        for m in months
        for f in "XM"
    ]


def test_cumulated_figures_are_read_as_they_stand_and_never_summed(tmp_path: Path) -> None:
    opened_store = store(tmp_path, spans(*range(2, 13)), kind="indicators")
    answer = weigh(opened_store, "CHN", "USA", periods="2007-Q1:2007-Q4", cumulate=True)
    assert answer.column("imports") == [30, 60, 90, 120]


def test_a_cumulated_year_is_the_year(tmp_path: Path) -> None:
    rows = [*both("2007", 120, 120), *spans(*range(2, 12))]
    assert china(tmp_path, rows, cumulate=True)["imports"] == 120
    assert china(tmp_path / "spans", spans(*range(2, 13)), cumulate=True)["imports"] == 120


def test_a_span_in_another_currency_that_has_no_rate_is_a_gap(tmp_path: Path) -> None:
    rows = [{**row, "unit": "CNY"} for row in spans(2, 3)]
    write(tmp_path, rows, kind="indicators")
    write(tmp_path, [rate("USD", "CNY", f"2007-{m:02d}", 8.0) for m in (1, 2, 3)], kind="rates")
    for conversion in ("total", "parts"):
        answer = weigh(
            opened(tmp_path),
            "CHN",
            "USA",
            periods="2007-03",
            cumulate=True,
            settings={"conversion": conversion},
        )
        assert only(answer)["imports"] is None
        assert any("imports" in gap.what for gap in answer.gaps)
