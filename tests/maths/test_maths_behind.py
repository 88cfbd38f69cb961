from __future__ import annotations

import pytest

from steelyard.maths.behind import years_behind

LEADER = {year: 100 * 1.05 ** (year - 2000) for year in range(2000, 2021)}


@pytest.mark.parametrize("lag", [1, 5.5, 12])
def test_a_planted_lag_is_found(lag: float) -> None:
    follower = {2020: 100 * 1.05 ** (20 - lag)}
    assert years_behind(LEADER, follower) == pytest.approx(lag)


def test_holes_of_the_leader_are_bridged_at_an_even_rate() -> None:
    holed = {2000: LEADER[2000], 2020: LEADER[2020]}
    assert years_behind(holed, {2020: LEADER[2012]}) == pytest.approx(8)


def test_the_last_passing_counts() -> None:
    leader = {2000: 1.0, 2001: 3.0, 2002: 1.0, 2003: 3.0}
    assert years_behind(leader, {2004: 3.0}) == pytest.approx(1)


@pytest.mark.parametrize(
    ("leader", "follower"),
    [
        (LEADER, {2020: 1000.0}),
        (LEADER, {2020: 50.0}),
        ({2015: 5.0}, {2010: 4.0}),
        ({2010: 5.0}, {2010: 4.0}),
    ],
    ids=["ahead", "never-that-low", "not-known-by-then", "one-year"],
)
def test_what_cannot_be_told_is_none(leader: dict[int, float], follower: dict[int, float]) -> None:
    assert years_behind(leader, follower) is None
