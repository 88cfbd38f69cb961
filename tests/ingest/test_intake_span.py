"""What a file holds: its first and last period, and the dates of publication that cannot be."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest
from control_tables import coded
from hypothesis import given
from hypothesis import strategies as st

from steelyard.ingest.dating import check_date
from steelyard.ingest.understood import understood
from steelyard.sources.contract import arrow_schema
from steelyard.terms.errors import BadDate
from steelyard.terms.tables import INDICATORS, PARTIES, RATES, Kind

FILE = "figures.csv"


def ends(table: pa.Table, kind: Kind) -> tuple[str, str]:
    found = understood(coded(table, kind))
    return found.first, found.last


def span(*rows: tuple[str, float | None, str | None], kind: Kind = INDICATORS) -> tuple[str, str]:
    value = "rate" if kind is RATES else "value"
    told = [{"period": p, value: v, "status": s} for p, v, s in rows]
    return ends(pa.Table.from_pylist(told, schema=arrow_schema(kind)), kind)


def stated(*labels: str) -> tuple[str, str]:
    return span(*((label, 1.0, "A") for label in labels))


@pytest.mark.parametrize(
    ("labels", "ends"),
    [
        (["2007", "2001", "2010"], ("2001", "2010")),
        (["2007-11", "2007-02"], ("2007-02", "2007-11")),
        (["2007-Q4", "2008-Q1"], ("2007-Q4", "2008-Q1")),
        (["2007-01/2007-09", "2007-01/2007-02"], ("2007-01/2007-02", "2007-01/2007-09")),
        (["2007-01/2007-12", "2007-10"], ("2007-10", "2007-01/2007-12")),
        (["2008-01", "2007-01/2007-12"], ("2007-01/2007-12", "2008-01")),
        (["2001/2018", "2017", "2019"], ("2017", "2019")),
        (["2001/2018", "2018-11"], ("2018-11", "2001/2018")),
        (["2007-11-30", "2007-10-01"], ("2007-10-01", "2007-11-30")),
        (["2007"], ("2007", "2007")),
    ],
)
def test_the_ends_are_those_that_end_first_and_last(
    labels: Sequence[str], ends: tuple[str, str]
) -> None:
    for order in (labels, labels[::-1]):
        assert stated(*order) == ends


def test_forecasts_and_missing_values_do_not_reach_ahead() -> None:
    rows = [("2023", 1.0, "A"), ("2024", 2.0, "F"), ("2025", None, "O"), ("2022", 1.0, None)]
    assert span(*rows) == ("2022", "2023")
    assert span(("2024", 2.0, "F")) == ("", "")
    assert span(("2024", None, "A")) == ("", "")


def test_estimates_and_preliminary_values_are_held() -> None:
    assert span(("2023", 1.0, "E"), ("2024", 2.0, "P"), ("2022", 1.0, "U")) == ("2022", "2024")


def test_rates_are_held_like_values() -> None:
    assert span(("2023", 1.0, "A"), ("2024", None, "O"), kind=RATES) == ("2023", "2023")


def test_a_table_without_periods_has_no_ends() -> None:
    assert ends(arrow_schema(PARTIES).empty_table(), PARTIES) == ("", "")


# --- the date of publication ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "earliest"),
    [
        ("2022-11", "2022-11"),
        ("2022", "2022-12"),
        ("2022-Q3", "2022-09"),
        ("2022-01/2022-09", "2022-09"),
        ("2001/2018", "2018-12"),
        ("2022-11-30", "2022-11"),
    ],
)
def test_a_file_cannot_be_published_before_the_last_month_it_holds(
    last: str, earliest: str
) -> None:
    year, month = (int(part) for part in earliest.split("-"))
    before = f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}"
    for day in (earliest, f"{earliest}-01", f"{earliest}-28"):
        check_date(FILE, day, last, "2024-01-10")
    for day in (before, f"{before}-28"):
        with pytest.raises(BadDate, match="It holds figures of") as caught:
            check_date(FILE, day, last, "2024-01-10")
        assert last in caught.value.found


@pytest.mark.parametrize(
    ("day", "taken"),
    [
        ("2024-01-10", True),
        ("2024-01", True),
        ("2024-01-11", False),
        ("2024-02", False),
        ("2023-12-31", True),
    ],
)
def test_a_file_cannot_be_published_after_today(day: str, taken: bool) -> None:
    if taken:
        check_date(FILE, day, "2023", "2024-01-10")
    else:
        with pytest.raises(BadDate, match="Today is 2024-01-10"):
            check_date(FILE, day, "2023", "2024-01-10")


def test_a_file_of_forecasts_may_have_any_past_date() -> None:
    check_date(FILE, "1999-01-01", "", "2024-01-10")


@given(st.lists(st.integers(1900, 2100).map(str), min_size=1, max_size=6))
def test_the_ends_do_not_depend_on_the_order_of_rows(labels: list[str]) -> None:
    assert stated(*labels) == (min(labels), max(labels))
