"""What a shell offers after --of: classes, their groups, codes of a nomenclature."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.classes.registry import all_classes, find_class
from steelyard.cli.complete import names
from steelyard.terms.ask import Ask

CLASS = Ask("class", complete="classes")


def offered(typed: str) -> list[str]:
    return [word for word, _ in names(CLASS, typed)]


def test_every_class_is_offered() -> None:
    assert {entry.name for entry in all_classes()} <= set(offered(""))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("at", ["atp"]),
        ("atp:el", ["atp:electronics"]),
        ("lall:h", ["lall:HT1", "lall:HT2"]),
        ("atp,oe", ["atp,oecd-rd"]),
        ("atp, oe", ["atp, oecd-rd"]),
        ("atp:electronics+aero", ["atp:electronics+aerospace"]),
        ("hs:8542+848", [f"hs:8542+848{n}" for n in (0, 1, 2, 3, 4, 5, 6, 7)]),
        ("sitc4:776", ["sitc4:776", *(f"sitc4:776{n}" for n in (1, 2, 3, 4, 8))]),
        ("isic4:c", ["isic4:C"]),
        ("hs20", ["hs2002:", "hs2007:", "hs2012:", "hs2017:", "hs2022:"]),
        ("sitc:7", []),
        ("sitc9:7", []),
        ("nothing:", []),
        ("goods:", []),
    ],
)
def test_what_may_follow_is_offered(typed: str, expected: list[str]) -> None:
    assert offered(typed) == expected


@pytest.mark.parametrize("typed", ["", "atp:", "lall:", "hs:", "hs:85", "ebops2010:", "naics:33"])
def test_every_word_that_is_offered_is_a_class(typed: str) -> None:
    words = [word for word in offered(typed) if not word.endswith(":")]
    assert words
    assert all(find_class(word).selections for word in words)


@given(st.text("ahtp:,+ 58s.csv4i", max_size=12))
@settings(derandomize=True, database=None, deadline=None, max_examples=60)
def test_whatever_is_typed_is_continued_or_left(typed: str) -> None:
    assert all(word.casefold().startswith(typed.casefold()) for word in offered(typed))
