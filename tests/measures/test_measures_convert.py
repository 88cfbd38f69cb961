"""Conversion by a factor of the same period: exact in what it is, missing where either is."""

from __future__ import annotations

import pytest
from measure_engines import Make, on_every_engine, rows, table

from steelyard.measures.convert import convert

CELLS = "period partner value"


@on_every_engine
def test_each_value_is_converted_at_the_rate_of_its_period(make: Make) -> None:
    values = make(table(CELLS, [("2019", "CHN", 10), ("2020", "CHN", 10), ("2020", "JPN", 30)]))
    found = convert(values, make(table("period rate", [("2019", 2.0), ("2020", 0.5)])))
    assert rows(found, "period", "partner", "value") == [
        ("2019", "CHN", 20.0),
        ("2020", "CHN", 5.0),
        ("2020", "JPN", 15.0),
    ]


@on_every_engine
def test_a_value_or_a_rate_that_lacks_is_missing_and_never_zero(make: Make) -> None:
    values = make(table(CELLS, [("2019", "CHN", None), ("2020", "CHN", 10), ("2021", "CHN", 0)]))
    found = convert(
        values, make(table("period rate", [("2019", 2.0), ("2020", None), ("2021", 3.0)]))
    )
    assert rows(found, "period", "value") == [("2019", None), ("2020", None), ("2021", 0.0)]
    none = convert(values, make(table("period rate", [])))
    assert rows(none, "period", "value") == [("2019", None), ("2020", None), ("2021", None)]


@on_every_engine
def test_a_rate_without_a_value_adds_no_row_and_columns_stay(make: Make) -> None:
    values = make(table(CELLS, [("2019", "CHN", 10)]))
    found = convert(values, make(table("period rate", [("2019", 1.0), ("2030", 9.0)])))
    assert sorted(found.collect_schema().names()) == sorted(CELLS.split())
    assert rows(found, "period", "partner", "value") == [("2019", "CHN", 10.0)]


@on_every_engine
def test_there_and_back_again_is_the_same(make: Make) -> None:
    values = make(table(CELLS, [("2019", "CHN", 123456789)]))
    there = convert(values, make(table("period rate", [("2019", 6.9)])))
    back = convert(there, make(table("period rate", [("2019", 1 / 6.9)])))
    assert rows(back, "value")[0][0] == pytest.approx(123456789)


@on_every_engine
def test_rates_stand_under_the_column_that_is_named(make: Make) -> None:
    parts = make(table("period partner value", [("2019", "2019-01", 10), ("2019", "2019-02", 10)]))
    found = convert(
        parts, make(table("partner rate", [("2019-01", 2.0), ("2019-02", 3.0)])), on="partner"
    )
    assert rows(found, "partner", "value") == [("2019-01", 20.0), ("2019-02", 30.0)]
