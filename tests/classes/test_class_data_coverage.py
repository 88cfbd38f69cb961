"""Shorter codes: how much of each a class holds."""

from __future__ import annotations

from fractions import Fraction

import pytest

from steelyard.classes.coverage import Covered, coverage, without_line
from steelyard.classes.full_lists import covered, full_list, lines_of
from steelyard.classes.listing import Member
from steelyard.classes.members import members
from steelyard.classes.registry import find_class
from steelyard.terms.errors import NotHeld
from steelyard.terms.product import Edition

LINES = ["1110", "1120", "1210", "1220", "2110", "2210"]
CLASS = [Member(code="1110", group="a"), Member(code="1120", group="b"), Member(code="21")]


def told(found: tuple[Covered, ...]) -> list[tuple[str, str, int, int, int]]:
    return [(one.code, one.group, one.lines, one.in_class, one.low) for one in found]


def test_a_short_code_is_in_whole_in_part_or_out() -> None:
    assert told(coverage(CLASS, LINES, 2)) == [("11", "", 2, 2, 1), ("21", "", 1, 1, 1)]
    assert told(coverage(CLASS, LINES, 1)) == [("1", "", 4, 2, 0), ("2", "", 2, 1, 0)]
    assert [one.share for one in coverage(CLASS, LINES, 1)] == [Fraction(1, 2), Fraction(1, 2)]


def test_groups_share_a_short_code() -> None:
    """The class holds the whole of 11, and neither of its groups does."""
    assert told(coverage(CLASS, LINES, 2, grouped=True)) == [
        ("11", "a", 2, 1, 0),
        ("11", "b", 2, 1, 0),
        ("21", "", 1, 1, 1),
    ]


def test_the_longest_code_above_a_line_tells_its_group() -> None:
    both = [Member(code="1", group="a"), Member(code="12", group="b")]
    found = coverage(both, LINES, 2, grouped=True)
    assert [(one.code, one.group) for one in found] == [("11", "a"), ("12", "b")]


def test_a_code_without_a_line_is_named() -> None:
    strange = [*CLASS, Member(code="9900"), Member(code="11100")]
    assert without_line(strange, LINES) == ("11100", "9900")
    assert told(coverage(strange, LINES, 2)) == told(coverage(CLASS, LINES, 2))


# --- the full lists ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flow", "year", "edition", "touched", "whole"),
    [("M", 2022, "HTS 2022", 306, 179), ("X", 2019, "SCHEDULEB 2019", 230, 137)],
)
def test_six_digits_are_touched_and_wholly_held_as_often_as_the_lists_say(
    flow: str, year: int, edition: str, touched: int, whole: int
) -> None:
    found = covered(find_class("atp"), year, flow, 6)
    assert str(found.edition) == edition
    assert (len(found.codes), sum(one.low for one in found.codes)) == (touched, whole)
    assert found.unknown == ()


def test_the_lines_of_a_class_add_up_at_any_length() -> None:
    atp = find_class("atp")
    for digits in (2, 4, 6, 8, 10):
        found = covered(atp, 2022, "M", digits)
        assert sum(one.in_class for one in found.codes) == 644
        grouped = covered(atp, 2022, "M", digits, grouped=True)
        assert sum(one.in_class for one in grouped.codes) == 644
    assert {one.low for one in found.codes} == {1}


def test_a_year_without_lines_is_served_by_one_that_has_them() -> None:
    atp = find_class("atp")
    for year in (2015, 2019, 2022, 2024):
        assert full_list(atp, year, "M") == Edition("HTS", "2022")
    assert covered(atp, 2019, "M", 6) == covered(atp, 2022, "M", 6)


def test_codes_of_several_editions_are_counted_in_that_of_the_year() -> None:
    chips, services = find_class("chips"), find_class("technology-services")
    assert full_list(chips, 2016, "M") == Edition("HS", "2012")
    assert full_list(chips, 2024, "M") == Edition("HS", "2022")
    assert full_list(find_class("chip-tools"), 2001, "X") == Edition("HS", "2007")
    assert full_list(services, 2005, "M") == Edition("EBOPS", "2002")
    found = covered(chips, 2024, "M", 2)
    assert [(one.code, one.low) for one in found.codes] == [("85", 0)]
    items = covered(services, 2012, "M", 9)
    assert items.unknown == ()
    assert not [one for one in items.codes if len(one.code) == 3 and one.code.isdecimal()]


def test_codes_of_another_day_are_named_and_in_no_short_code() -> None:
    found = covered(find_class("ai-hardware"), 2022, "M", 6)
    assert len(found.unknown) == 30
    assert sum(one.in_class for one in found.codes) == 645 - 30


def test_a_taxonomy_reaches_every_line_below_its_groups() -> None:
    found = covered(find_class("lall"), 2020, "M", 5)
    lines = [line for line in lines_of(Edition("SITC", "3")) if line[:3] not in {"911", "931"}]
    assert {one.code for one in found.codes} == {line[:5] for line in lines}
    assert {one.low for one in found.codes} == {1}


@pytest.mark.parametrize(("name", "flow"), [("goods", "M"), ("atp", "RX")])
def test_a_class_without_codes_covers_nothing_and_says_so(name: str, flow: str) -> None:
    with pytest.raises(NotHeld, match=name):
        covered(find_class(name), 2022, flow, 6)


def test_a_held_list_has_only_lowest_codes() -> None:
    for edition in (Edition("HS", "2022"), Edition("SITC", "3"), Edition("BEC", "4")):
        lines = set(lines_of(edition))
        assert not {line[:n] for line in lines for n in range(1, len(line))} & lines
    assert len(members(find_class("atp"), 2022, "M")) < len(lines_of(Edition("HTS", "2022")))
