"""Which codes serve a year: those of its list, or of the nearest; and how they are to be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.classes.definition import TechnologyClass
from steelyard.classes.listing import FIRST, Member
from steelyard.classes.members import (
    editions_of,
    group_counts,
    list_year,
    list_years,
    listed,
    members,
)
from steelyard.classes.registry import find_class
from steelyard.classes.selection import Selection, dated_list
from steelyard.terms.product import Edition

YEARS = st.integers(1990, 2030)


def of(*found: Member, **more: Any) -> TechnologyClass:
    """Return a class of these members."""
    told = {"coded": {"": "HS"}, "groups": {"a": "A", "b": "B"}} | more
    way = Selection(nomenclature="HS", codes=("85",), digits=2)
    text = dict.fromkeys(("title", "publisher", "version", "valid", "nomenclature"), "test")
    return TechnologyClass(
        name="mine",
        selections=(way,),
        exact=True,
        reference="a test",
        members=found,
        **text,
        **told,
    )


def test_a_year_outside_is_served_by_the_nearest_list() -> None:
    atp = find_class("atp")
    assert [list_year(atp, year, "M") for year in (1990, 2016, 2019, 2023)] == [
        2017,
        2017,
        2019,
        2022,
    ]
    assert list_year(atp, 2022, "X") == 2019
    assert members(atp, 2024, "M") == members(atp, 2022, "M")
    assert list(list_years(atp, "M")) == list(range(2017, 2023))
    assert list(list_years(atp, "X")) == [2019]


def test_a_class_says_the_same_as_the_way_in_which_it_answers() -> None:
    atp = find_class("atp")
    (way,) = [way for way in atp.selections if way.listed]
    for flow in ("M", "X"):
        for year in range(2014, 2026):
            lines = {(line.code, line.group) for line in way.lines(flow, [year])}
            assert lines == {(m.code, m.group) for m in members(atp, year, flow)}
            used = way.outside(flow, [year]).get(year, year)
            assert used == list_year(atp, year, flow)


def test_a_member_of_both_flows_is_a_line_of_each() -> None:
    lines = dated_list("chips")
    assert sorted((line.flow, line.code) for line in lines) == [
        (flow, code) for flow in ("M", "X") for code in ("8541", "8542")
    ]


def test_a_list_that_is_not_dated_serves_every_year() -> None:
    cls = of(Member(code="85", group="a"), Member(code="90", group="b", flow="X"))
    assert list_year(cls, 1999, "M") == 1999
    assert not list_years(cls, "M")
    assert [m.code for m in members(cls, 1999, "M")] == ["85"]
    assert [m.code for m in members(cls, 1999, "X")] == ["85", "90"]


def test_groups_are_told_apart_and_add_up() -> None:
    atp = find_class("atp")
    every = members(atp, 2022, "M")
    parts = [members(atp, 2022, "M", [group]) for group in atp.groups]
    assert sorted(m.code for part in parts for m in part) == sorted(m.code for m in every)
    assert sum(group_counts(every).values()) == len(every)


def test_a_flow_or_a_class_without_a_list_has_no_members() -> None:
    only = of(Member(code="85", group="a", flow="M"))
    assert members(only, 2020, "X") == ()
    assert list_year(only, 2020, "X") is None
    assert members(find_class("goods"), 2020, "M") == ()
    assert listed(find_class("goods"), "M") == ()


@given(
    st.lists(st.tuples(YEARS, st.integers(0, 6), st.booleans()), min_size=1, max_size=8),
    YEARS,
)
@settings(derandomize=True, database=None, max_examples=80)
def test_the_members_of_a_year_are_those_whose_span_holds_the_list_year(
    spans: list[tuple[int, int, bool]], year: int
) -> None:
    found = [
        Member(code=str(n), group="a", first=a if bounded else FIRST, last=a + more)
        for n, (a, more, bounded) in enumerate(spans)
    ]
    cls = of(*found)
    used = list_year(cls, year, "M")
    assert used is not None
    expected = [m for m in found if m.first <= used <= m.last]
    assert list(members(cls, year, "M")) == expected
    ends = [end for m in found for end in (m.first, m.last)]
    assert used == year or used in ends


def test_codes_are_read_in_the_edition_of_the_class_of_the_member_or_of_the_year() -> None:
    plain, own = Member(code="8", group="a"), Member(code="266", group="a", edition="2002")
    both = of(plain, own, coded={"": "EBOPS"}, editions=("2010",))
    assert editions_of(both, plain, 2020) == (Edition("EBOPS", "2010"),)
    assert editions_of(both, own, 2020) == (Edition("EBOPS", "2002"),)
    atp = find_class("atp")
    line = next(m for m in atp.members if m.flow == "X")
    assert editions_of(atp, line, 2019) == (Edition("SCHEDULEB", "2019"),)
    tools = find_class("chip-tools")
    assert [e.edition for e in editions_of(tools, tools.members[0], 2020)] == list(tools.editions)


@pytest.mark.parametrize(
    ("member", "more", "said"),
    [
        (Member(code="85", group="c"), {}, "no group c"),
        (Member(code="85", group="a"), {"core": ("z",)}, "no group z"),
        (Member(code="85", group="a"), {"words": {"all": ("a", "y")}}, "no group y"),
        (Member(code="85", group="a", flow="M"), {"coded": {"X": "HS"}}, "flow M"),
        (Member(code="85", group="a"), {"coded": {}}, "flow X, M"),
    ],
)
def test_a_class_that_contradicts_itself_is_refused(
    member: Member, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        of(member, **more)
