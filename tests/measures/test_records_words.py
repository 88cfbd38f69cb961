"""The words of a statement, and what a series accepts."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from steelyard.measures.records import level_records
from steelyard.measures.series import Series, changes, last_by_sign, rates
from steelyard.measures.statements import Record, RecordKind, in_words, ordinal, state
from steelyard.terms.period import Frequency, Period, PeriodRange

MONTH = Record(
    Period.parse("2012-10"),
    "balance",
    RecordKind.LARGEST_SURPLUS,
    32,
    "month",
    Period.parse("2009-01"),
    45,
    Period.parse("1995-01"),
)
YEAR = replace(
    MONTH,
    period=Period.parse("2015"),
    unit="year",
    since=None,
    count=31,
    held_from=Period.parse("1985"),
)


def _of(record: Record, kind: str, **other: object) -> str:
    return replace(record, record=RecordKind(kind), **other).text


@pytest.mark.parametrize(
    ("kind", "lag", "text"),
    [
        ("largest", 0, "largest since January 2009, 45 months before"),
        ("smallest", 0, "smallest since January 2009, 45 months before"),
        ("smallest-deficit", 0, "smallest deficit since January 2009, 45 months before"),
        ("largest-rise", 1, "largest month-on-month rise since January 2009, 45 months before"),
        ("largest-fall", 12, "largest year-on-year fall since January 2009, 45 months before"),
        ("fastest-rise", 3, "fastest 3-month rise since January 2009, 45 months before"),
        ("first-fall", 12, "first year-on-year fall since January 2009"),
        ("rise-in-a-row", 1, "45th month-on-month rise in a row"),
    ],
)
def test_months(kind: str, lag: int, text: str) -> None:
    assert _of(MONTH, kind, lag=lag) == text


@pytest.mark.parametrize(
    ("kind", "lag", "text"),
    [
        ("largest", 0, "largest of the 31 years held from 1985"),
        ("largest-deficit", 0, "largest deficit of the 31 years held from 1985"),
        ("fastest-fall", 1, "fastest fall among the 31 changes held from 1985"),
        ("largest-rise", 2, "largest 2-year rise among the 31 changes held from 1985"),
        ("first-rise", 1, "first rise among the 31 changes held from 1985"),
    ],
)
def test_years_of_a_run(kind: str, lag: int, text: str) -> None:
    assert _of(YEAR, kind, lag=lag) == text


def test_a_name_with_a_comma_is_kept_whole() -> None:
    name = "Korea, Republic of"
    assert _of(YEAR, "overtook", against=name, count=0) == f"overtook {name}"
    assert _of(MONTH, "overtaken-by", against=name) == (
        f"overtaken by {name}, behind for the first time since January 2009"
    )


def test_every_kind_has_words() -> None:
    for kind in RecordKind:
        for record in (MONTH, YEAR):
            text = _of(record, kind.value, against="50 %", lag=1)
            assert text == " ".join(text.split())
            assert "-" not in text.replace("month-on-month", "")


def test_periods_in_words() -> None:
    october = Period(Frequency.M, 2009, 10, cumulated=True)
    january, half = replace(october, part=1), Period(Frequency.Q, 2009, 2, cumulated=True)
    plain = [Period.parse(text) for text in ("2009", "2009-Q3", "2009-01")]
    assert [in_words(p) for p in plain] == ["2009", "Q3 2009", "January 2009"]
    assert in_words(october) == "January to October 2009"
    assert (in_words(january), in_words(half)) == ("January 2009", "January to June 2009")


def test_ordinals() -> None:
    found = " ".join(ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 101, 111, 112))
    assert found == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 101st 111th 112th"


# --- the series ---------------------------------------------------------------------------------


def test_octobers_are_compared_with_octobers() -> None:
    octobers = tuple(Period(Frequency.M, year, 10, cumulated=True) for year in range(2008, 2013))
    held = Series("exports", octobers, (9, 4, 5, 6, 8))
    (record,) = level_records(held, [4])
    assert (record.unit, record.count) == ("year", 4)
    assert record.text == "largest since January to October 2008, 4 years before"


def test_a_run_of_years_is_short_whatever_their_periods() -> None:
    octobers = tuple(Period(Frequency.M, year, 10) for year in range(2008, 2013))
    (record,) = level_records(Series("exports", octobers, (1, 2, 3, 4, 5)), [4])
    assert record.text == "largest of the 5 years held from October 2008"


@pytest.mark.parametrize(
    "periods",
    [
        ("2001", "2003"),
        ("2001", "2002", "2004"),
        ("2002", "2001"),
        ("2001", "2001"),
        ("2001", "2002-Q1"),
        ("2001-01", "2001-03"),
    ],
)
def test_a_grid_has_no_holes(periods: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="period"):
        Series("exports", tuple(map(Period.parse, periods)), (1,) * len(periods))


def test_cumulated_months_of_a_year_are_not_comparable() -> None:
    months = tuple(replace(p, cumulated=True) for p in PeriodRange.parse("2001-01:2001-03"))
    with pytest.raises(ValueError, match="cumulated"):
        Series("exports", months, (1, 2, 3))


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_value_is_a_number(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Series("exports", (Period.parse("2001"),), (value,))


def test_values_and_periods_go_together() -> None:
    with pytest.raises(ValueError, match="2 values for 1"):
        Series("exports", (Period.parse("2001"),), (1, 2))


def test_a_position_lies_within() -> None:
    held = Series("exports", (Period.parse("2001"),), (1,))
    for outside in (-1, 1):
        with pytest.raises(IndexError, match="positions 0 to 0"):
            level_records(held, [outside])


def test_a_base_lies_before() -> None:
    held = Series("exports", (Period.parse("2001"),), (1,))
    with pytest.raises(ValueError, match="at least 1"):
        changes(held, 0)


def test_rates_need_a_base_above_zero() -> None:
    held = Series("exports", tuple(PeriodRange.parse("2001:2005")), (0, 2, -1, 3, 6))
    assert rates(held, 1).values == (None, None, -1.5, None, 1.0)


def test_nothing_is_stated_of_a_missing_value() -> None:
    held = Series("exports", tuple(PeriodRange.parse("2001:2002")), (1, None))
    with pytest.raises(ValueError, match="missing value"):
        state(held, 1, RecordKind.LARGEST, ended=None, start=0)


def test_the_last_of_each_sign_lies_in_the_same_run() -> None:
    periods = tuple(PeriodRange.parse("2001:2006"))
    held = Series("balance", periods, (4, -1, 0, 5, None, 2), frozenset({2}))
    assert last_by_sign(held) == ({}, {1: 0}, {}, {0: 2}, {}, {})
