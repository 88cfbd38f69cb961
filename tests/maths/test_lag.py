"""Lag in years: planted lags are found, and what cannot be compared is told."""

from __future__ import annotations

import math

import numpy as np
import pytest

from steelyard.maths.lag import Lag, WhyNot, lag

YEARS = range(1980, 2021)


def grows(year: float) -> float:
    """An S-shaped climb from 1 to about 60."""
    return 1 + 60 / (1 + math.exp(-(year - 2000) / 8))


def behind(years: float, noise: float = 0.0, seed: int = 1) -> dict[int, float]:
    random = np.random.default_rng(seed)
    return {y: grows(y - years) * math.exp(random.normal(0, noise)) for y in YEARS}


LEADER = behind(0)


@pytest.mark.parametrize("logs", [True, False])
@pytest.mark.parametrize("planted", [0, 1, 5, 7.5, 12.25, 20])
def test_a_planted_lag_is_found(planted: float, *, logs: bool) -> None:
    found = lag(LEADER, behind(planted), logs=logs)
    assert found.why_not is None
    assert found.years == pytest.approx(planted, abs=0.051)
    assert found.low <= found.years <= found.high
    assert found.points == 41 - math.ceil(planted)


def test_noise_widens_the_interval_which_holds_the_planted_lag_as_often_as_told() -> None:
    calm, rough = (
        [lag(LEADER, behind(8, noise, seed), draws=299) for seed in range(30)]
        for noise in (0.02, 0.10)
    )
    assert np.mean([each.high - each.low for each in rough]) > 2 * np.mean(
        [each.high - each.low for each in calm]
    )
    for found in (calm, rough):
        held = np.mean([each.low <= 8 <= each.high for each in found])
        assert held > 0.75  # 0.9 is told; of 30 series


def test_the_unit_does_not_matter_to_logarithms_and_the_same_seed_gives_the_same() -> None:
    follower = behind(6, 0.05)
    plain = lag(LEADER, follower)
    scaled = lag({y: 1e9 * v for y, v in LEADER.items()}, {y: 1e9 * v for y, v in follower.items()})
    assert (scaled.years, scaled.low, scaled.high) == (plain.years, plain.low, plain.high)
    assert lag(LEADER, follower) == plain
    turned = {year: follower[year] for year in reversed(YEARS)}
    assert lag(LEADER, turned) == plain


def test_a_falling_indicator_has_a_lag_too() -> None:
    leader, follower = ({y: 1 / v for y, v in behind(by).items()} for by in (0, 9))
    assert lag(leader, follower).years == pytest.approx(9, abs=0.051)


def test_missing_years_are_left_out() -> None:
    leader = {y: v for y, v in LEADER.items() if y % 5}
    follower = {y: v for y, v in behind(7).items() if y not in (1999, 2000, 2010)}
    found = lag(leader, follower)
    assert found.years == pytest.approx(7, abs=0.3)
    assert found.points == sum(1 for y in follower if y - found.years >= min(leader))


def test_a_follower_ahead_is_told() -> None:
    assert lag(LEADER, behind(-6, 0.02)).why_not is WhyNot.AHEAD
    assert lag(behind(11), LEADER).why_not is WhyNot.AHEAD


def test_series_that_run_level_have_lag_nil_rather_than_ahead() -> None:
    found = [lag(LEADER, behind(0, 0.05, seed)) for seed in range(12)]
    level = [each for each in found if each.why_not is None]
    assert len(level) > 8  # one in twenty is told to be ahead, at 0.9
    assert {each.low for each in level} >= {0.0}
    assert all(0 <= each.years < 2 for each in level)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_few_common_years_are_told(count: int) -> None:
    few = dict(list(behind(3).items())[:count])
    nothing = Lag(None, None, None, 0.9, 0, None, WhyNot.FEW_POINTS)
    assert lag(LEADER, few) == nothing
    assert lag(few, LEADER) == (nothing if count < 2 else lag(few, LEADER))


def test_series_that_never_meet_within_the_window_are_told() -> None:
    old = {y - 100: v for y, v in LEADER.items()}
    assert lag(old, LEADER).why_not is WhyNot.FEW_POINTS


def test_a_lag_longer_than_the_window_is_told() -> None:
    assert lag(LEADER, behind(20), window=15).why_not is WhyNot.BEYOND


def test_a_lag_shorter_than_can_be_tried_is_told() -> None:
    early = {y: v for y, v in LEADER.items() if y <= 1999}
    late = {y: v for y, v in behind(4).items() if y >= 2002}
    assert lag(early, late).why_not is WhyNot.BEYOND


def test_a_leader_that_passes_the_same_values_twice_is_told() -> None:
    hump = {y: 1 + 50 * math.exp(-(((y - 2000) / 8) ** 2)) for y in YEARS}
    assert lag(hump, behind(9)).why_not is WhyNot.NOT_MONOTONE
    assert lag(dict.fromkeys(YEARS, 5.0), behind(9)).why_not is not None


def test_a_small_step_back_is_allowed_and_told_when_forbidden() -> None:
    dented = LEADER | {1998: LEADER[1997] - 0.5}
    follower = behind(6)
    assert lag(dented, follower).years == pytest.approx(6, abs=0.3)
    assert lag(dented, follower, dip=0.0).why_not is WhyNot.NOT_MONOTONE


def test_a_flat_follower_does_not_follow() -> None:
    jitter = np.random.default_rng(3).normal(0, 0.001, len(YEARS))
    flat = {y: 30 * math.exp(j) for y, j in zip(YEARS, jitter, strict=True)}
    found = lag(LEADER, flat)
    assert found.why_not is WhyNot.NOT_FOLLOWING
    assert found.years is None
    assert found.distance > 0


def test_an_interval_as_wide_as_the_window_tells_nothing() -> None:
    slow = {y: 100 + 0.01 * (y - 2000) for y in range(1900, 2021)}
    found = []
    for seed in range(8):
        random = np.random.default_rng(seed)
        noisy = {y: slow[y - 5] + random.normal(0, 3) for y in range(1990, 2015)}
        found.append(lag(slow, noisy, logs=False, window=30, dip=1.0))
    assert WhyNot.UNINFORMATIVE in {each.why_not for each in found}
    assert all(each.high < 0.9 * 60 for each in found if each.why_not is None)


@pytest.mark.parametrize(
    ("change", "why"),
    [({2000: 0.0}, "logarithm"), ({2000: math.nan}, "finite"), ({2000: math.inf}, "finite")],
)
def test_values_that_cannot_be_compared_are_refused(change: dict[int, float], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        lag(LEADER, LEADER | change)


@pytest.mark.parametrize("wrong", [{"window": 0}, {"points": 1}, {"draws": 0}, {"level": 1.0}])
def test_choices_without_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="a lag needs"):
        lag(LEADER, LEADER, **wrong)
