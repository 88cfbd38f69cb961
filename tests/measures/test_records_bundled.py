"""Well-known records of US imports from China, on the bundled data, worked by hand."""

from __future__ import annotations

from functools import cache

import pytest

import steelyard as sy
from steelyard.measures.crossings import overtakings
from steelyard.measures.records import change_records, growth_records, level_records
from steelyard.measures.series import Series
from steelyard.measures.streaks import first_moves, streaks
from steelyard.terms.period import PeriodRange


@cache
def _answer(partner: str) -> sy.Answer:
    return sy.weigh("USA", partner, years=(1985, 2022))


def _column(partner: str, figure: str) -> tuple:
    return tuple(_answer(partner).column(figure))


def _held(partner: str, figure: str, first: int = 1985) -> Series:
    periods = tuple(PeriodRange.parse(f"{first}:2022"))
    return Series(figure, periods, _column(partner, figure)[first - 1985 :])


@pytest.fixture
def imports() -> Series:
    return _held("CHN", "imports")


@pytest.fixture
def balance() -> Series:
    return _held("CHN", "balance")


def _text(records: tuple, year: int) -> list[str]:
    return [record.text for record in records if record.period.year == year]


def test_imports_of_2022_are_the_largest_since_2018(imports: Series) -> None:
    records = level_records(imports)  # 536.8bn; 538.5bn in 2018, less in 2019 to 2021
    assert _text(records, 2022) == ["largest since 2018, 4 years before"]
    assert _text(records, 2018) == ["largest of the 34 years held from 1985"]


def test_from_2002_the_record_of_2018_is_one_of_fewer_years() -> None:
    records = level_records(_held("CHN", "imports", 2002))
    assert _text(records, 2018) == ["largest of the 17 years held from 2002"]
    assert _text(records, 2005) == []  # a record too, but four years are a short run


def test_the_falls_of_imports(imports: Series) -> None:
    falls = first_moves(imports, 1)  # they fell in 2009, 2016, 2019 and 2020
    assert _text(falls, 2009) == ["first fall among the 24 changes held from 1986"]
    assert _text(falls, 2016) == ["first fall since 2009"]
    assert _text(falls, 2019) == ["first fall since 2016"]
    assert _text(streaks(imports, 1), 2020) == ["2nd fall in a row"]
    assert _text(streaks(imports, 1), 2008) == ["at least the 23rd rise in a row"]


def test_how_fast_imports_moved(imports: Series) -> None:
    records = growth_records(imports, 1)
    assert _text(records, 2019) == ["fastest fall among the 34 changes held from 1986"]  # -16.6 %
    assert _text(records, 2010) == ["fastest rise since 2005, 5 years before"]  # 23.1 and 23.8 %
    assert _text(change_records(imports, 1), 2021) == [  # 72.3bn, more than the 68.6bn of 2010
        "largest rise among the 36 changes held from 1986"
    ]


def test_growth_is_that_of_the_answer(imports: Series) -> None:
    told = _column("CHN", "imports_growth")
    for record in growth_records(imports, 1):
        assert record.value == told[record.period.year - 1985]


def test_deficits(balance: Series) -> None:
    records = level_records(balance)  # 418.2bn in 2018, 382.9bn in 2022, 308.1bn in 2020
    assert _text(records, 2018) == ["largest deficit of the 34 years held from 1985"]
    assert _text(records, 2022) == ["largest deficit since 2018, 4 years before"]
    assert _text(records, 2020) == ["smallest deficit since 2011, 9 years before"]


def test_china_overtook_japan_mexico_and_canada(imports: Series) -> None:
    others = {name: _held(name, "imports") for name in ("JPN", "MEX", "CAN")}
    records = overtakings(imports, others)
    first = {r.against: r for r in reversed(records) if r.record == "overtook"}
    assert {name: r.period.year for name, r in first.items()} == {
        "JPN": 2002,
        "MEX": 2003,
        "CAN": 2007,
    }
    assert first["CAN"].text == (
        "overtook CAN, ahead for the first time in the 23 years held from 1985"
    )
