"""The definition: every choice readable, every slip named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from steelyard.terms.definition import Definition, calendar_date, choices, define
from steelyard.terms.errors import BadCurrency, BadDate, BadOption

FIELDS = list(Definition.model_fields)
CHOSEN = [(name, value) for name in FIELDS for value in choices(name)]
LISTED = sorted({name for name, _ in CHOSEN})


@pytest.mark.parametrize(("name", "value"), CHOSEN)
def test_every_value_that_is_offered_is_taken(name: str, value: str) -> None:
    made = define({name: value})
    assert getattr(made, name) == value
    usual = Definition().model_dump(mode="json")[name]
    assert made.changed() == ({} if value == usual else {name: value})


def test_the_free_fields_are_those_without_a_list() -> None:
    free = {"currency", "scope", "prices", "as_of", "release", "concordance"}
    assert set(FIELDS) - set(LISTED) == free


def test_nothing_set_is_the_default_and_none_sets_nothing() -> None:
    assert define({}) == Definition() == define(dict.fromkeys(FIELDS))
    assert Definition().changed() == {}


def test_changed_tells_every_choice_that_differs() -> None:
    made = define({"currency": "cny", "as_of": "2017-01-31", "release": "2017-01"})
    assert made.changed() == {"currency": "CNY", "as_of": "2017-01-31", "release": "2017-01"}
    assert define(made.changed()) == made


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("curency", "currency"), ("import-basis", "import_basis"), ("rankby", "rank_by")],
)
def test_an_unknown_field_offers_the_nearest(slip: str, meant: str) -> None:
    with pytest.raises(BadOption) as caught:
        define({slip: "x"})
    assert meant in caught.value.remedy
    assert slip in caught.value.asked


def test_a_field_like_none_lists_them_all() -> None:
    with pytest.raises(BadOption) as caught:
        define({"": "x"})
    assert all(name in caught.value.remedy for name in FIELDS)


@pytest.mark.parametrize("name", LISTED)
def test_a_bad_value_lists_the_choices(name: str) -> None:
    with pytest.raises(BadOption) as caught:
        define({name: "no such value"})
    assert all(value in caught.value.found for value in choices(name))


def test_a_value_nearly_right_is_offered() -> None:
    with pytest.raises(BadOption, match="Did you mean partner"):
        define({"side": "partnr"})


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_pair_of_texts_is_a_choice_or_a_named_error(name: str, value: str) -> None:
    try:
        made = define({name: value})
    except (BadOption, BadDate, BadCurrency):
        return
    assert name in FIELDS
    assert isinstance(made, Definition)


@pytest.mark.parametrize("name", FIELDS)
@given(value=st.text(max_size=12))
def test_any_text_for_a_field_is_taken_or_a_named_error(name: str, value: str) -> None:
    try:
        made = define({name: value})
    except (BadOption, BadDate, BadCurrency):
        assert value not in choices(name)
        return
    assert define(made.changed()) == made


@given(st.dates())
def test_a_date_is_read_as_written_or_given(day: date) -> None:
    assert calendar_date(f" {day.isoformat()} ") == day
    assert define({"as_of": day}) == define({"as_of": day.isoformat()})


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2017-02-30", "2017-13-01", "31.01.2017", "2017", "2017-01"),
        *("20170131", "2017-W05-2", "2017-031", "17-01-31", "-2017-01-31", "2017-01-31T00:00"),
        *("2017-01-31 00:00:00", "2017/01/31", "2017- 1-31", "2017-01-31Z", "2017-01-31\0"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        define({"as_of": text})


@pytest.mark.parametrize("text", ["2017-1-31", "2017-01-3", "٢٠١٧-01-31"])
def test_a_date_has_four_two_and_two_plain_digits(text: str) -> None:
    with pytest.raises(BadDate):
        define({"as_of": text})


def test_a_bad_currency_keeps_its_own_error() -> None:
    with pytest.raises(BadCurrency):
        define({"currency": "dollars"})


def test_a_definition_is_frozen_and_closed() -> None:
    made = Definition()
    with pytest.raises(ValidationError):
        made.currency = "EUR"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Definition.model_validate({"bogus": 1})
