"""Time: reading and writing, the group of shifts, partition of the year, order, ranges."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.terms.errors import BadPeriod, ReversedRange
from steelyard.terms.period import Frequency, Period, PeriodRange

STEPS = st.integers(-30, 30)
NEAR = st.text("0123456789-QMA:/ qma", max_size=14)
FINER = [("A", "Q"), ("A", "M"), ("Q", "M")]


def of_frequency(freq: Frequency) -> st.SearchStrategy[Period]:
    return st.builds(
        Period,
        st.just(freq),
        st.integers(1760, 2140),
        st.integers(1, freq.per_year),
        st.booleans(),
    )


CUMULATED_OR_NOT = st.sampled_from(list(Frequency)).flatmap(of_frequency)
PERIODS = CUMULATED_OR_NOT.map(lambda p: Period(p.freq, p.year, p.part))
PAIRS = st.sampled_from(list(Frequency)).flatmap(
    lambda freq: st.tuples(*[of_frequency(freq).map(lambda p: Period(p.freq, p.year, p.part))] * 2)
)


@given(PERIODS)
def test_text_and_period_are_each_others_inverse(period: Period) -> None:
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("text", "freq", "part"),
    [
        ("2007", "A", 1),
        ("2007-Q3", "Q", 3),
        ("2007Q3", "Q", 3),
        ("2007-q3", "Q", 3),
        ("2007-09", "M", 9),
        ("2007M09", "M", 9),
        ("2007-M09", "M", 9),
        (" 2007-09\n", "M", 9),
    ],
)
def test_the_spellings_in_use_are_read(text: str, freq: str, part: int) -> None:
    assert Period.parse(text) == Period(Frequency(freq), 2007, part)


@pytest.mark.parametrize(
    "text",
    [
        *("", "207", "20070", "1699", "2201", "-2007", "2007.0", "two"),
        *("2007-13", "2007-00", "2007-9", "2007/09", "07-2009", "2007-09-01"),
        *("2007-Q0", "2007-Q5", "2007-02/2007-10", "2007-01/2008-10", "2007-01/2007-13", "٢٠٠٧-13"),
    ],
)
def test_what_is_no_period_is_refused_and_named(text: str) -> None:
    with pytest.raises(BadPeriod) as caught:
        Period.parse(text)
    assert caught.value.exit_code == 2
    assert "2007-Q3" in caught.value.remedy


def test_a_span_is_refused_and_told_how_to_be_asked() -> None:
    with pytest.raises(BadPeriod, match="ask to cumulate") as caught:
        Period.parse("2007-01/2007-10")
    assert "that is a span" in caught.value.found
    assert "2007-10" in caught.value.remedy


@given(st.text(max_size=20) | NEAR)
def test_any_text_is_a_period_or_a_bad_period(text: str) -> None:
    try:
        period = Period.parse(text)
    except BadPeriod:
        return
    assert Period.parse(str(period)) == period


@given(st.text(max_size=20) | NEAR)
def test_any_text_is_a_range_or_a_named_error(text: str) -> None:
    try:
        span = PeriodRange.parse(text)
    except (BadPeriod, ReversedRange):
        return
    assert PeriodRange.parse(str(span)) == span


@given(CUMULATED_OR_NOT, STEPS, STEPS)
def test_shifts_are_a_group_that_acts_on_periods(period: Period, one: int, two: int) -> None:
    assert period.shift(0) == period
    assert period.shift(one).shift(two) == period.shift(one + two)
    assert period.shift(one).shift(-one) == period
    assert period.shift(one).ordinal - period.ordinal == one


@given(PERIODS, st.integers(1, 60))
def test_a_shift_forward_is_later(period: Period, steps: int) -> None:
    assert period < period.shift(steps)
    assert period.shift(-steps) < period


@pytest.mark.parametrize("freq", list(Frequency))
def test_the_periods_of_a_year_partition_its_months(freq: Frequency) -> None:
    months = [m for part in range(1, freq.per_year + 1) for m in Period(freq, 2007, part).months]
    assert months == [f"2007-{month:02d}" for month in range(1, 13)]
    assert freq.per_year * freq.months == 12


@given(CUMULATED_OR_NOT)
def test_the_year_before_is_the_same_part_of_the_last_year(period: Period) -> None:
    before = period.year_before()
    assert (before.year, before.part, before.freq) == (period.year - 1, period.part, period.freq)
    assert before.cumulated is period.cumulated
    assert before == period.shift(-period.freq.per_year)


@given(PERIODS, PERIODS, PERIODS)
def test_order_is_total_and_by_the_end_of_time(one: Period, two: Period, three: Period) -> None:
    assert [one < two, one == two, one > two].count(True) == 1
    assert one.months[-1] <= two.months[-1] or two < one
    first, second, third = sorted([one, two, three])
    assert first <= second <= third
    assert first <= third


@given(PAIRS)
def test_within_a_frequency_order_is_that_of_the_ordinals(pair: tuple[Period, Period]) -> None:
    one, two = pair
    assert (one < two) == (one.ordinal < two.ordinal)


@pytest.mark.parametrize(
    ("freq", "part", "label"),
    [
        ("M", 1, "2012-01"),
        ("M", 10, "2012-01/2012-10"),
        ("Q", 1, "2012-01/2012-03"),
        ("Q", 4, "2012-01/2012-12"),
        ("A", 1, "2012"),
    ],
)
def test_a_cumulated_period_is_labelled_by_its_first_and_last_month(
    freq: str, part: int, label: str
) -> None:
    assert str(Period(Frequency(freq), 2012, part, cumulated=True)) == label


@given(CUMULATED_OR_NOT)
def test_a_cumulated_period_begins_in_january_and_ends_with_its_part(period: Period) -> None:
    whole = Period(period.freq, period.year, period.part, cumulated=True)
    plain = Period(period.freq, period.year, period.part)
    assert whole.months[0] == f"{period.year}-01"
    assert whole.months[-1] == plain.months[-1]
    assert len(whole.months) == period.part * period.freq.months


@given(PERIODS, st.sampled_from(list(Frequency)))
def test_cutting_conserves_the_months_and_only_goes_finer(period: Period, freq: Frequency) -> None:
    if freq.months > period.freq.months:
        with pytest.raises(BadPeriod):
            period.to(freq)
        return
    parts = period.to(freq)
    assert tuple(m for part in parts for m in part.months) == period.months
    assert all(part.freq is freq for part in parts)


@given(PAIRS)
def test_a_range_has_both_ends_and_every_step_between(pair: tuple[Period, Period]) -> None:
    span = PeriodRange(min(pair), max(pair))
    last = min(span.last.ordinal, span.first.ordinal + 60)
    span = PeriodRange(span.first, span.first.shift(last - span.first.ordinal))
    periods = list(span)
    assert len(periods) == len(span) == span.last.ordinal - span.first.ordinal + 1
    assert (periods[0], periods[-1]) == (span.first, span.last)
    assert all(a.shift(1) == b for a, b in pairwise(periods))
    assert PeriodRange.parse(str(span)) == span


@given(PAIRS.filter(lambda pair: pair[0] != pair[1]))
def test_a_range_read_backwards_is_refused(pair: tuple[Period, Period]) -> None:
    with pytest.raises(ReversedRange) as caught:
        PeriodRange(max(pair), min(pair))
    assert f"{min(pair)}:{max(pair)}" in caught.value.remedy


@pytest.mark.parametrize("text", ["2007:2008-01", "2007-Q1:2008", "2007-01:2007-Q4"])
def test_a_range_has_one_frequency(text: str) -> None:
    with pytest.raises(BadPeriod, match="frequency"):
        PeriodRange.parse(text)


def test_a_single_period_is_a_range_of_one() -> None:
    assert list(PeriodRange.parse("2007-Q3")) == [Period(Frequency.Q, 2007, 3)]


@pytest.mark.parametrize(("coarse", "fine"), FINER)
@given(first=st.integers(1800, 2100), years=st.integers(0, 5))
def test_a_finer_range_covers_the_same_months_and_goes_back(
    coarse: str, fine: str, first: int, years: int
) -> None:
    freq = Frequency(coarse)
    start = Period(freq, first, freq.per_year)
    span = PeriodRange(start, start.shift(years))
    finer = span.at(Frequency(fine))
    months = [m for period in span for m in period.months]
    assert [m for period in finer for m in period.months] == months
    assert finer.at(freq) == span
    assert span.at(freq) is span


@pytest.mark.parametrize(
    ("text", "freq"),
    [
        ("2007-01:2007-11", "A"),
        ("2007-02:2008-01", "A"),
        ("2007-02:2007-04", "Q"),
        ("2007-Q2:2008-Q1", "A"),
        ("2007-01", "Q"),
    ],
)
def test_a_stretch_that_does_not_fit_is_refused(text: str, freq: str) -> None:
    with pytest.raises(BadPeriod, match="does not begin and end"):
        PeriodRange.parse(text).at(Frequency(freq))


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("2020-02:2021-05", "2020:2021"),
        ("2007-Q2:2008-Q1", "2007:2008"),
        ("2007-01", "2007:2007"),
    ],
)
def test_a_stretch_that_does_not_fit_offers_one_that_does(text: str, remedy: str) -> None:
    with pytest.raises(BadPeriod, match="a whole year") as caught:
        PeriodRange.parse(text).at(Frequency.A)
    assert remedy in caught.value.remedy
    assert PeriodRange.parse(remedy).at(Frequency.A)


@pytest.mark.parametrize("text", ["2011:", ":2011", ":", " : ", "", " "])
def test_a_range_with_an_end_missing_is_refused(text: str) -> None:
    told = "one end of the range is missing" if ":" in text else "no year"
    with pytest.raises(BadPeriod, match=re.compile(told, re.IGNORECASE)):
        PeriodRange.parse(text)


@pytest.mark.parametrize(
    ("freq", "part"), [("M", 0), ("M", 13), ("M", -1), ("Q", 0), ("Q", 5), ("A", 0), ("A", 2)]
)
def test_no_part_that_a_year_does_not_have_can_be_made(freq: str, part: int) -> None:
    with pytest.raises(BadPeriod, match="no such part"):
        Period(Frequency(freq), 2007, part)


@pytest.mark.parametrize("text", ["1699", "2201", "1699-12", "2201-Q1", "0007", "9999-12"])
def test_years_out_of_bounds_are_refused_from_a_user_and_read_from_a_label(text: str) -> None:
    with pytest.raises(BadPeriod, match="1700 to 2200"):
        Period.parse(text)
    with pytest.raises(BadPeriod, match="1700 to 2200"):
        PeriodRange.parse(f"2000:{text}" if text > "2" else f"{text}:2000")
    assert str(Period.labelled(text)) == text


@pytest.mark.parametrize(("text", "steps"), [("1700", -1), ("2200", 1), ("1700-01", -13)])
def test_a_base_period_may_lie_outside_what_a_user_may_ask(text: str, steps: int) -> None:
    base = Period.parse(text).shift(steps)
    assert base.ordinal == Period.parse(text).ordinal + steps
    assert Period.labelled(str(base)) == base


@given(st.text(max_size=20) | NEAR)
def test_any_text_is_a_label_or_a_bad_period(text: str) -> None:
    try:
        period = Period.labelled(text)
    except BadPeriod:
        return
    assert Period.labelled(str(period)) == period


@pytest.mark.parametrize("text", ["20O7", "2007-13", "", "2007:2008"])
def test_a_misread_period_is_told_how_periods_and_ranges_are_written(text: str) -> None:
    with pytest.raises(BadPeriod) as caught:
        Period.parse(text)
    told = "Write 2007, 2007-Q3 or 2007-09, and a range with a colon: 2002:2007."
    assert caught.value.remedy == told
