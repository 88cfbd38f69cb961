"""Dates of publication known to the day, the month or the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.terms.dates import last_day
from steelyard.terms.definition import Definition, define, price_year
from steelyard.terms.errors import BadOption
from steelyard.terms.period import Period


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", ""),
        ("2008", "2008-12-31"),
        ("2008-02", "2008-02-29"),
        ("2009-02", "2009-02-28"),
        ("1900-02", "1900-02-28"),
        ("2008-12", "2008-12-31"),
        ("2008-05-17", "2008-05-17"),
    ],
)
def test_the_last_day_that_a_date_can_mean(text: str, day: str) -> None:
    assert last_day(text) == day


@given(st.dates(date(1800, 1, 1), date(2200, 12, 30)))
def test_a_date_known_less_well_is_surely_past_no_earlier(day: date) -> None:
    whole = day.isoformat()
    month, year = last_day(whole[:7]), last_day(whole[:4])
    assert last_day(whole) == whole <= month <= year
    assert (date.fromisoformat(month) + timedelta(1)).day == 1


# --- the price basis --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "basis"), [("current", "current"), (" CURRENT ", "current"), ("2015", "2015")]
)
def test_prices_are_current_or_of_a_year(text: str, basis: str) -> None:
    assert price_year(text) == define({"prices": text}).prices == basis


@pytest.mark.parametrize("text", ["", "real", "15", "20155", "2015-01", "-2015", "2015.0"])
def test_other_prices_are_refused(text: str) -> None:
    with pytest.raises(BadOption, match="2015") as caught:
        define({"prices": text})
    assert repr(text) in caught.value.asked


def test_the_scope_is_free_text_and_none_by_default() -> None:
    assert Definition().scope is None
    assert define({"scope": "BPM6"}).changed() == {"scope": "BPM6"}


# --- labels of cumulated periods --------------------------------------------------------------


@pytest.mark.parametrize("months", range(2, 13))
def test_the_label_of_a_span_and_the_span_are_each_others_inverse(months: int) -> None:
    label = f"2007-01/2007-{months:02d}"
    span = Period.labelled(label)
    assert str(span) == label
    assert span.cumulated
    assert len(span.months) == months
    assert str(span.year_before()) == f"2006-01/2006-{months:02d}"


@pytest.mark.parametrize("label", ["2001/2018", "2007-02/2007-09", "2007-01/2008-09", "2007-05-05"])
def test_other_spans_are_no_labels_of_a_period(label: str) -> None:
    from steelyard.terms.errors import BadPeriod  # noqa: PLC0415

    with pytest.raises(BadPeriod):
        Period.labelled(label)
