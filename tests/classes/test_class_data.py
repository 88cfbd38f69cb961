"""The class files: complete, referenced, in whole groups, and as many codes as publishers say."""

from __future__ import annotations

from collections import Counter

import pytest

from steelyard.classes.listing import FIRST, LAST, Member
from steelyard.classes.members import editions_of, group_counts, list_years, members
from steelyard.classes.registry import TechnologyClass, all_classes, find_class
from steelyard.nomenclature.code_tables import NOMENCLATURES
from steelyard.nomenclature.codes import code_of, codes_of
from steelyard.terms.errors import UnknownClass
from steelyard.terms.product import Edition

CODED = [cls for cls in all_classes() if cls.members]
NATIONAL = {"HTS", "SCHEDULEB"}
WORLDWIDE = [cls for cls in CODED if not NATIONAL & set(cls.coded.values())]
STATED = {
    "M": {
        2017: (21, 95, 54, 136, 45, 101, 7, 52, 21, 14),
        2018: (21, 95, 58, 138, 45, 101, 7, 52, 21, 14),
        2019: (21, 95, 56, 137, 45, 103, 7, 52, 21, 14),
        2020: (23, 95, 56, 137, 45, 102, 7, 52, 21, 14),
        2021: (27, 95, 56, 137, 45, 102, 7, 52, 21, 14),
        2022: (27, 101, 55, 141, 92, 118, 7, 68, 21, 14),
    },
    "X": {2019: (15, 81, 23, 84, 38, 86, 3, 52, 13, 12)},
}
"""Codes of each of the ten groups on the Census Bureau's lists."""


def codes(name: str, year: int = 2022, flow: str = "M", *groups: str) -> set[str]:
    """Return the codes of a class, or of some of its groups."""
    return {member.code for member in members(find_class(name), year, flow, groups)}


# --- every class ------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", CODED, ids=lambda cls: cls.name)
def test_a_class_with_codes_says_whose_they_are_and_how_to_read_them(cls: TechnologyClass) -> None:
    assert cls.licence.strip()
    assert set(cls.coded) <= {"", "X", "M"}
    assert set(cls.coded.values()) <= set(NOMENCLATURES)
    for member in cls.members:
        assert editions_of(cls, member, 2022)


@pytest.mark.parametrize("cls", CODED, ids=lambda cls: cls.name)
def test_every_member_stands_in_a_group_and_every_group_has_members(cls: TechnologyClass) -> None:
    assert set(group_counts(cls.members)) == set(cls.groups)


@pytest.mark.parametrize("cls", CODED, ids=lambda cls: cls.name)
@pytest.mark.parametrize("flow", ["X", "M"])
def test_no_code_stands_twice_or_below_another_on_a_list(cls: TechnologyClass, flow: str) -> None:
    """Goods of 85 and 8542 side by side would be counted twice."""
    for year in list_years(cls, flow) or [2022]:
        found = Counter((m.edition, m.code) for m in members(cls, year, flow))
        assert max(found.values()) == 1
        shorter = {(e, code[:n]) for e, code in found for n in range(1, len(code))}
        assert not shorter & set(found)


@pytest.mark.parametrize("cls", WORLDWIDE, ids=lambda cls: cls.name)
def test_every_code_is_known_in_each_edition_in_which_it_is_read(cls: TechnologyClass) -> None:
    for member in cls.members:
        for edition in editions_of(cls, member, 2022):
            assert code_of(edition, member.code).code == member.code


def test_a_word_names_groups_whatever_its_case() -> None:
    atp, lall = find_class("atp"), find_class("lall")
    for word in ("5", "electronics", " Electronics "):
        assert atp.groups_named(word) == ("5",)
    assert atp.groups_named("aerospace") == ("8",)
    assert lall.groups_named("high") == ("HT1", "HT2") == lall.core
    assert lall.groups_named("ht1") == ("HT1",)
    for cls in CODED:
        for key in cls.groups:
            assert cls.groups_named(key) == (key,)
            assert cls.groups_named(cls.groups[key]) == (key,)


@pytest.mark.parametrize(
    ("name", "word", "offered"), [("atp", "aerospce", "aerospace"), ("goods", "x", "none")]
)
def test_a_word_that_names_no_group_is_offered_those_that_exist(
    name: str, word: str, offered: str
) -> None:
    with pytest.raises(UnknownClass, match=name) as caught:
        find_class(name).groups_named(word)
    assert offered in caught.value.remedy


@pytest.mark.parametrize("cls", CODED, ids=lambda cls: cls.name)
def test_no_two_groups_share_a_word(cls: TechnologyClass) -> None:
    """A word in another case would hide the group that has it."""
    titles = [title.casefold() for title in cls.groups.values()]
    words = [word.casefold() for word in cls.words]
    keys = [key.casefold() for key in cls.groups]
    assert max(Counter(titles).values()) == 1
    assert not set(words) & set(keys)
    for title, key in zip(titles, cls.groups, strict=True):
        assert cls.words.get(title, (key,)) == (key,)


def test_a_member_is_in_a_span_of_years() -> None:
    with pytest.raises(ValueError, match="first year"):
        Member(code="1", first=2020, last=2019)
    assert (Member(code="1").first, Member(code="1").last) == (FIRST, LAST)


# --- advanced technology products -------------------------------------------------------------


@pytest.mark.parametrize(
    ("flow", "year"), [(flow, year) for flow, years in STATED.items() for year in years]
)
def test_the_groups_have_as_many_codes_as_on_the_bureaus_list(flow: str, year: int) -> None:
    atp = find_class("atp")
    found = group_counts(members(atp, year, flow))
    assert tuple(found[group] for group in atp.groups) == STATED[flow][year]


def test_the_lists_have_as_many_codes_as_the_bureau_says() -> None:
    found = [len(codes("atp", year)) for year in range(2017, 2023)]
    assert found == [546, 552, 551, 552, 556, 644]
    assert len(codes("atp", 2019, "X")) == 407


def test_the_list_of_2022_dropped_75_codes_and_took_163_on() -> None:
    old, new = codes("atp", 2021), codes("atp", 2022)
    assert (len(new - old), len(old - new)) == (163, 75)


def test_no_code_changes_its_group() -> None:
    groups: dict[tuple[str, str], set[str]] = {}
    for member in find_class("atp").members:
        groups.setdefault((member.flow, member.code), set()).add(member.group)
    assert {len(found) for found in groups.values()} == {1}


def test_the_newest_lists_name_lines_of_the_national_lists() -> None:
    assert codes("atp", 2022) <= set(codes_of(Edition("HTS", "2022")))
    assert codes("atp", 2019, "X") <= set(codes_of(Edition("SCHEDULEB", "2019")))
    assert all(member.description for member in find_class("atp").members)
