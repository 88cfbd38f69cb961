"""Questions that cannot be asked: each is refused by an error of the tree, and by nothing else."""

from __future__ import annotations

from contextlib import suppress

import pytest
from bundled_answers import bundled
from hypothesis import example, given, settings
from hypothesis import strategies as st

import steelyard as sy
from steelyard.terms.definition import Definition
from steelyard.terms.errors import (
    BadCurrency,
    BadDate,
    BadOption,
    BadPeriod,
    InputError,
    NotAPartner,
    ReversedRange,
    SamePlace,
    SteelyardError,
    UnknownClass,
    UnknownPlace,
    UnknownProduct,
)

REFUSED = [
    (("USA", "0007"), {}, NotAPartner, "--of atp"),
    (("USA", "0004"), {}, NotAPartner, "adjustment=seasonal"),
    (("USA", "census:0007"), {}, NotAPartner, "--of atp"),
    (("USA", "USA"), {}, SamePlace, "WLD"),
    (("USA", "united states"), {}, SamePlace, "WLD"),
    (("EU", "USA"), {}, InputError, "does not report"),
    (("USA", "Chna"), {}, UnknownPlace, "CHN"),
    (("Atlantis", "CHN"), {}, UnknownPlace, "Atlantis"),
    (("USA", ""), {}, UnknownPlace, "empty"),
    (("USA", "CHN"), {"of": "apt"}, UnknownClass, "atp"),
    (("USA", "CHN"), {"years": "2011:2010"}, ReversedRange, "2010:2011"),
    (("USA", "CHN"), {"years": "11"}, BadPeriod, "2007"),
    (("USA", "CHN"), {"years": "2011:"}, BadPeriod, "2007"),
    (("USA", "CHN"), {"periods": "2011-01:2011-Q1"}, BadPeriod, "frequency"),
    (("USA", "CHN"), {"periods": "2011-02:2012-01", "freq": "A"}, BadPeriod, "2011-02:2012-01"),
    (("USA", "CHN"), {"years": "2011", "periods": "2011"}, BadOption, "one of them"),
    (("USA", "CHN"), {"freq": "W"}, BadOption, "A, Q"),
    (("USA", "CHN"), {"side": "neither"}, BadOption, "these values"),
    (("USA", "CHN"), {"basis": "generl"}, BadOption, "general"),
    (("USA", "CHN"), {"currency": "US"}, BadCurrency, "USD"),
    (("USA", "CHN"), {"as_of": "2017-02-30"}, BadDate, "2017-01-31"),
    (("USA", "CHN"), {"settings": {"vintage": "old"}}, BadOption, "latest, first"),
    (("USA", "CHN"), {"settings": {"wintage": "first"}}, BadOption, "vintage"),
    (("USA", "CHN"), {"settings": {"prices": "abc"}}, BadOption, "2015"),
    (("USA", "CHN"), {"settings": {"prices": "15"}}, BadOption, "current"),
    (("USA", "CHN"), {"settings": {"conversion": "part"}}, BadOption, "parts"),
    (("USA", "CHN"), {"of": "hs:"}, UnknownClass, "No code is given"),
    (("USA", "CHN"), {"of": "hs:8"}, UnknownProduct, "87"),
    (("USA", "CHN"), {"of": "hs:8599"}, UnknownProduct, "8549"),
    (("USA", "CHN"), {"of": "hs:85,"}, UnknownProduct, "2, 4 or 6 digits"),
    (("USA", "CHN"), {"of": "hs1999:85"}, UnknownClass, "2017"),
    (("USA", "CHN"), {"of": "naics:30"}, UnknownProduct, "digits"),
    (("USA", "CHN"), {"by": "group"}, BadOption, "atp"),
    (("USA", "CHN"), {"by": "partner"}, BadOption, "group only"),
    (("CHN", "WLD"), {"of": "technology-contracts", "by": "group"}, BadOption, "no groups"),
    (("USA", "CHN"), {"settings": {"rank_by": "size"}}, BadOption, "total_trade"),
    (("USA", "CHN"), {"side": "partner", "settings": {"side": "reporter"}}, BadOption, "twice"),
]


@pytest.mark.parametrize(("sides", "choices", "error", "offered"), REFUSED, ids=str)
def test_a_question_that_cannot_be_asked(sides, choices, error, offered: str) -> None:
    dated = choices if {"years", "periods"} & set(choices) else {"years": "2011", **choices}
    with pytest.raises(error) as caught:
        sy.weigh(*sides, store=bundled(), **dated)
    assert offered in str(caught.value)
    assert all(caught.value.problem().values())


def test_a_choice_set_twice_alike_is_one_choice() -> None:
    twice = {"basis": "general", "settings": {"import_basis": "general"}}
    assert sy.weigh("CHN", "USA", years="2018", store=bundled(), **twice).rows


# Near misses beside arbitrary text: what a hand slips into.
NEAR = ["2011", "2011-13", "2011-Q5", "9999", "0001-01-01", "9999-12-31", "none", "-", " ", "\x00"]
NEAR += ["hs:", "hs:85", "naics:999", "group", "both"]
NEAR += ["WLD", "CHN", "EU", "0015", "005", "USD", "partner", "1699:1700", "2200:2201", "A:B", "%s"]
text = st.sampled_from(NEAR) | st.text(max_size=12)

OPTIONS = ("of", "years", "periods", "freq", "side", "basis", "currency", "as_of", "by")


@given(st.sampled_from(OPTIONS), text)
@settings(derandomize=True, database=None, deadline=None, max_examples=80)
def test_any_text_in_any_option_is_answered_or_refused(option: str, given_text: str) -> None:
    choices = {option: given_text}
    if option not in {"years", "periods"}:
        choices["years"] = "2018"
    _answered_or_refused("CHN", "USA", choices)


@given(text, text)
@settings(derandomize=True, database=None, deadline=None, max_examples=40)
def test_any_text_as_a_place_is_answered_or_refused(reporter: str, partner: str) -> None:
    _answered_or_refused(reporter, "USA", {"years": "2018"})
    _answered_or_refused("CHN", partner, {"years": "2018"})


@given(st.sampled_from(sorted(Definition.model_fields)) | text, text)
@settings(derandomize=True, database=None, deadline=None, max_examples=80)
@example("release", "2017-01")
@example("", "")
def test_any_text_as_a_setting_is_answered_or_refused(name: str, value: str) -> None:
    _answered_or_refused("CHN", "USA", {"years": "2018", "settings": {name: value}})


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1700-01-01"])
def test_the_ends_of_the_calendar_are_dates_like_any_other(day: str) -> None:
    _answered_or_refused("USA", "WLD", {"of": "atp", "years": "2018", "as_of": day})


def _answered_or_refused(reporter: str, partner: str, choices: dict) -> None:
    """Ask; whatever is raised but an error of the tree fails the test by itself."""
    with suppress(SteelyardError):
        assert sy.weigh(reporter, partner, store=bundled(), **choices).to_json()
