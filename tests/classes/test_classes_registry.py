"""Technology classes: each complete, each found by its name and by no other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.classes.registry import TechnologyClass, all_classes, find_class
from steelyard.terms.errors import UnknownClass, UnknownProduct

NAMES = [entry.name for entry in all_classes()]


def test_classes_are_sorted_and_named_once() -> None:
    assert sorted(set(NAMES)) == NAMES
    assert {"goods", "atp"} <= set(NAMES)


@pytest.mark.parametrize("entry", all_classes(), ids=lambda entry: entry.name)
def test_a_class_tells_all_of_itself(entry: TechnologyClass) -> None:
    for field in ("title", "publisher", "version", "valid", "nomenclature", "reference"):
        assert getattr(entry, field).strip()
    assert entry.selections
    assert len(set(entry.selections)) == len(entry.selections)
    for way in entry.selections:
        assert bool(way.codes) != bool(way.listed)
        assert len(set(way.codes)) == len(way.codes)
        assert bool(way.nomenclature) == (way.kind == "flows")
    assert entry.name == entry.name.strip().casefold()


@pytest.mark.parametrize("name", NAMES)
def test_a_class_is_found_whatever_the_case_and_the_spaces(name: str) -> None:
    for text in (name, name.upper(), f"  {name}\n"):
        assert find_class(text).name == name


@pytest.mark.parametrize(
    ("text", "offered"), [("apt", "atp"), ("good", "goods"), ("quantum", "goods"), ("", "atp")]
)
def test_a_class_that_does_not_exist_offers_those_that_do(text: str, offered: str) -> None:
    with pytest.raises(UnknownClass) as caught:
        find_class(text)
    assert offered in caught.value.remedy
    assert repr(text) in caught.value.asked


@given(st.text(max_size=20))
@settings(derandomize=True, database=None, deadline=None, max_examples=60)
def test_any_other_text_is_refused(text: str) -> None:
    if text.strip().casefold() not in NAMES:
        with pytest.raises((UnknownClass, UnknownProduct)):
            find_class(text)


def test_a_class_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        find_class("atp").name = "other"
