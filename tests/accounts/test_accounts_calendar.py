"""The calendar: which observations a figure needs, and which periods are complete."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from steelyard.accounts.calendar import (
    Cell,
    Parts,
    asked_periods,
    base_cells,
    base_of,
    cells,
    latest_complete,
    source_periods,
)
from steelyard.terms.definition import define
from steelyard.terms.errors import BadPeriod
from steelyard.terms.period import Frequency, Period, PeriodRange
from steelyard.terms.question import WeighQuestion

A, Q, M = Frequency.A, Frequency.Q, Frequency.M
MONTHS = tuple(f"2011-{month:02d}" for month in range(1, 13))
PREVIOUS = define({"comparison": "previous"})
DEFAULT = define({})

frequencies = st.sampled_from(list(Frequency))
quick = settings(derandomize=True, database=None, deadline=None, max_examples=120)


@st.composite
def any_period(draw: st.DrawFn, *, cumulated: bool = False) -> Period:
    freq = draw(frequencies)
    year, part = draw(st.integers(1800, 2100)), draw(st.integers(1, freq.per_year))
    return Period(freq, year, part, cumulated=cumulated and draw(st.booleans()))


def period(text: str, *, cumulated: bool = False) -> Period:
    plain = Period.parse(text)
    return Period(plain.freq, plain.year, plain.part, cumulated=cumulated)


def parts_of(source: Frequency) -> Parts:
    return lambda period: source_periods(period, source)


def asked(text: str, freq: Frequency, *, cumulate: bool = False) -> tuple[Period, ...]:
    span = PeriodRange.parse(text)
    question = WeighQuestion("USA", "CHN", periods=span, freq=freq, cumulate=cumulate)
    return asked_periods(question)


# --- the periods asked ------------------------------------------------------------------------


def test_years_are_asked_as_quarters_and_months() -> None:
    assert [str(p) for p in asked("2011", Q)] == ["2011-Q1", "2011-Q2", "2011-Q3", "2011-Q4"]
    assert [str(p) for p in asked("2011", M)] == list(MONTHS)
    assert [str(p) for p in asked("2011-01:2012-12", A)] == ["2011", "2012"]


def test_cumulated_periods_all_begin_in_january() -> None:
    labels = [str(p) for p in asked("2011-01:2011-03", M, cumulate=True)]
    assert labels == ["2011-01", "2011-01/2011-02", "2011-01/2011-03"]
    assert [str(p) for p in asked("2011", A, cumulate=True)] == ["2011"]


def test_months_that_fill_no_year_are_refused() -> None:
    with pytest.raises(BadPeriod):
        asked("2011-02:2012-01", A)


def test_no_periods_asked_give_none() -> None:
    assert asked_periods(WeighQuestion("USA", "CHN")) == ()


# --- cells ------------------------------------------------------------------------------------


def test_a_year_needs_twelve_months_of_every_member() -> None:
    found = cells((period("2011"),), parts_of(M), lambda _: ("DEU", "FRA"))
    assert [c for c in found if c.partner == "DEU"] == [
        Cell("2011", "now", "DEU", month) for month in MONTHS
    ]
    assert [c.source for c in found if c.partner == "FRA"] == list(MONTHS)
    assert len(found) == 24


@pytest.mark.parametrize(
    ("text", "source", "labels"),
    [
        ("2011", A, ("2011",)),
        ("2011", Q, ("2011-Q1", "2011-Q2", "2011-Q3", "2011-Q4")),
        ("2011", M, MONTHS),
        ("2011-Q3", Q, ("2011-Q3",)),
        ("2011-Q3", M, ("2011-07", "2011-08", "2011-09")),
        ("2011-07", M, ("2011-07",)),
    ],
)
def test_what_makes_up_a_period(text: str, source: Frequency, labels: tuple[str, ...]) -> None:
    assert source_periods(period(text), source) == labels


@pytest.mark.parametrize(
    ("text", "source", "labels"),
    [
        ("2011-03", M, MONTHS[:3]),
        ("2011-12", M, MONTHS),
        ("2011-Q3", M, MONTHS[:9]),
        ("2011-Q3", Q, ("2011-Q1", "2011-Q2", "2011-Q3")),
        ("2011", M, MONTHS),
        ("2011", A, ("2011",)),
    ],
)
def test_what_makes_up_a_cumulated_period(text: str, source: Frequency, labels: tuple) -> None:
    assert source_periods(period(text, cumulated=True), source) == labels


def test_members_change_from_period_to_period() -> None:
    def members(at: Period) -> tuple[str, ...]:
        return ("HRV", "SVN") if at.year > 2012 else ("SVN",)

    found = cells((period("2012"), period("2013")), parts_of(A), members)
    assert [(c.period, c.partner) for c in found] == [
        ("2012", "SVN"),
        ("2013", "HRV"),
        ("2013", "SVN"),
    ]


def test_a_base_has_the_members_of_the_later_period() -> None:
    def members(at: Period) -> tuple[str, ...]:
        return ("HRV", "SVN") if at.year > 2012 else ("SVN",)

    found = base_cells((period("2013"),), parts_of(A), members, ("",), DEFAULT)
    assert found == (Cell("2013", "base", "HRV", "2012"), Cell("2013", "base", "SVN", "2012"))


def test_no_members_need_no_cells() -> None:
    assert cells((period("2011"),), parts_of(M), lambda _: ()) == ()


def test_every_group_needs_cells_of_its_own() -> None:
    members, groups = (lambda _: ("DEU", "FRA")), ("1", "10")
    found = cells((period("2011-Q1"),), parts_of(M), members, groups)
    assert len(found) == len(set(found)) == 2 * 2 * 3
    whole = cells((period("2011-Q1"),), parts_of(M), members)
    for group in groups:
        mine = [c for c in found if c.group == group]
        assert [(c.period, c.partner, c.source) for c in mine] == [
            (c.period, c.partner, c.source) for c in whole
        ]
    based = base_cells((period("2011-Q1"),), parts_of(M), members, groups, DEFAULT)
    assert {(c.role, c.group) for c in based} == {("base", "1"), ("base", "10")}
    assert {c.source for c in based} == {"2010-01", "2010-02", "2010-03"}


@given(any_period(cumulated=True), frequencies)
@quick
def test_the_parts_cover_a_period_without_hole_or_overlap(at: Period, source: Frequency) -> None:
    assume(source.months <= at.freq.months)
    parts = [Period.parse(label) for label in source_periods(at, source)]
    assert all(part.freq is source for part in parts)
    assert tuple(month for part in parts for month in part.months) == at.months


@given(any_period(), frequencies)
@quick
def test_a_base_needs_as_many_cells_as_its_period(at: Period, source: Frequency) -> None:
    assume(source.months <= at.freq.months)
    now = cells((at,), parts_of(source), lambda _: ("A", "B"))
    for definition in (DEFAULT, PREVIOUS):
        base = base_cells((at,), parts_of(source), lambda _: ("A", "B"), ("",), definition)
        assert len(base) == len(now)
        assert {c.period for c in base} == {str(at)}
        assert max(c.source for c in base) < max(c.source for c in now)


# --- bases ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "year_before", "previous"),
    [
        ("2011", "2010", "2010"),
        ("2011-Q1", "2010-Q1", "2010-Q4"),
        ("2011-Q4", "2010-Q4", "2011-Q3"),
        ("2011-01", "2010-01", "2010-12"),
        ("2011-12", "2010-12", "2011-11"),
    ],
)
def test_the_base_of_a_period(text: str, year_before: str, previous: str) -> None:
    assert str(base_of(period(text), DEFAULT)) == year_before
    assert str(base_of(period(text), PREVIOUS)) == previous


def test_a_cumulated_period_is_compared_with_the_same_months_of_the_year_before() -> None:
    at = period("2011-03", cumulated=True)
    for definition in (DEFAULT, PREVIOUS):
        assert str(base_of(at, definition)) == "2010-01/2010-03"


# --- the latest complete periods --------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "freq", "span"),
    [
        ("2023-01", A, "2020:2022"),
        ("2022-12", A, "2020:2022"),
        ("2022-11", A, "2019:2021"),
        ("2023-01", Q, "2022-Q2:2022-Q4"),
        ("2023-03", Q, "2022-Q3:2023-Q1"),
        ("2023-05", Q, "2022-Q3:2023-Q1"),
        ("2023-01", M, "2022-11:2023-01"),
        ("2022", A, "2020:2022"),
        ("2022-Q3", A, "2019:2021"),
        ("2022-Q4", A, "2020:2022"),
        ("2022-Q3", Q, "2022-Q1:2022-Q3"),
    ],
)
def test_the_latest_complete_periods(last: str, freq: Frequency, span: str) -> None:
    assert str(latest_complete([last], freq, 3)) == span


def test_the_series_that_ends_first_sets_the_end_whatever_its_frequency() -> None:
    assert str(latest_complete(["2022", "2022-06"], A, 1)) == "2021:2021"
    assert str(latest_complete(["2022-Q1", "2022-06"], Q, 1)) == "2022-Q1:2022-Q1"


@given(any_period(), frequencies, st.integers(1, 24))
@quick
def test_the_latest_is_complete_and_one_more_would_not_be(
    last: Period, freq: Frequency, count: int
) -> None:
    assume(freq.months >= last.freq.months)
    found = latest_complete([str(last)], freq, count)
    newest = last.months[-1]
    assert len(found) == count
    assert {p.freq for p in found} == {freq}
    assert all(p.months[-1] <= newest for p in found)
    assert found.last.shift(1).months[-1] > newest
