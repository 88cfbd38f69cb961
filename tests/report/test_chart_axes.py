"""The axes and labels of charts: round steps, time, labels that keep clear of one another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.report.chart_axes import amount_axis, time_axis
from steelyard.report.chart_labels import spread
from steelyard.report.chart_style import WIDTH
from steelyard.terms.period import Frequency, Period

AMOUNTS = st.lists(st.none() | st.floats(-1e6, 1e6).filter(lambda v: v == 0 or abs(v) > 1e-6))


@given(AMOUNTS)
def test_the_axis_holds_zero_and_every_amount(values: list[float | None]) -> None:
    axis = amount_axis(values, 200, 5)
    for value in [0.0, *[v for v in values if v is not None]]:
        assert axis.low <= value <= axis.high
        assert -0.01 <= axis.place(value) <= 200.01
    assert axis.ticks == sorted(axis.ticks)
    assert 0 in axis.ticks
    assert 2 <= len(axis.ticks) <= 8


def test_the_steps_of_the_axis_are_round() -> None:
    assert amount_axis([634.6], 100, 6).ticks == [0, 200, 400, 600]
    assert amount_axis([-244.1, 38.4], 100, 4).ticks == [-200, -100, 0]
    assert amount_axis([0.0123], 100, 4).ticks == [0, 0.005, 0.01]


def labels(first: str, count: int, *, cumulated: bool = False) -> list[str]:
    start = Period.parse(first)
    begin = Period(start.freq, start.year, start.part, cumulated)
    return [str(begin.shift(n)) for n in range(count)]


@pytest.mark.parametrize("cumulated", [False, True])
@pytest.mark.parametrize(
    ("first", "count"), [("1985", 38), ("2019-Q2", 14), ("2021-02", 26), ("1985-01", 450)]
)
def test_every_period_has_its_place_in_order(first: str, count: int, cumulated: bool) -> None:
    found = labels(first, count, cumulated=cumulated)
    time = time_axis(found, Period.parse(first).freq)
    places = [time.middle(n) for n in range(count)]
    assert all(one < two for one, two in pairwise(places))
    assert places[0] >= 0
    assert places[-1] <= WIDTH
    assert time.bar <= 2 * (places[1] - places[0])
    assert time.edges(0, count - 1) == (0, WIDTH)
    assert len(time.encoding(labels=True)["axis"]["values"]) <= 11


def test_a_cumulated_period_stands_at_its_last_month() -> None:
    months = time_axis(labels("2012-01", 12), Frequency.M)
    cumulated = time_axis(labels("2012-01", 12, cumulated=True), Frequency.M)
    assert cumulated.days == months.days


@given(st.lists(st.tuples(st.floats(0, 250), st.sampled_from([15, 30])), max_size=6))
def test_labels_keep_their_order_and_clear_of_one_another(found: list[tuple[float, int]]) -> None:
    found.sort()
    places = spread([target for target, _ in found], [size for _, size in found])
    for (one, two), (a, b) in zip(pairwise(places), pairwise(found), strict=True):
        assert two - one >= (a[1] + b[1]) / 2 - 0.02


def test_labels_that_have_room_stay_where_they_belong() -> None:
    assert spread([10, 100, 200], [15, 15, 30]) == [10, 100, 200]
