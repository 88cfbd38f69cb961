"""What classes count: codes as classes, levels that fit, and the dated list of ATP."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.classes.registry import find_class
from steelyard.classes.selection import Line, Selection, dated_list, in_force, known_codes
from steelyard.terms.errors import UnknownClass, UnknownProduct

ATP = Selection(nomenclature="HS", digits=10, listed="atp", known="trade_codes_2022")
YEARS = range(1995, 2031)


# --- product codes as classes -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "codes", "edition", "digits"),
    [
        ("hs:85", "hs:85", ("85",), "", 2),
        (" HS:8541, 8542 ", "hs:8541,8542", ("8541", "8542"), "", 4),
        ("hs:8542,8541", "hs:8541,8542", ("8541", "8542"), "", 4),
        ("hs:85,85", "hs:85", ("85",), "", 2),
        ("hs:84,8542", "hs:84,8542", ("84", "8542"), "", 4),
        ("hs:01", "hs:01", ("01",), "", 2),
        ("hs2017:8542", "hs2017:8542", ("8542",), "2017", 4),
        ("naics:334", "naics:334", ("334",), "", 3),
        ("hs:8542310000", "hs:8542310000", ("8542310000",), "", 10),
        ("hs:99", "hs:99", ("99",), "", 2),
    ],
)
def test_codes_make_a_class(
    text: str, name: str, codes: tuple[str, ...], edition: str, digits: int
) -> None:
    found = find_class(text)
    flows, figures = found.selections
    assert found.name == name
    assert (flows.kind, flows.codes, flows.edition, flows.digits) == (
        "flows",
        codes,
        edition,
        digits,
    )
    assert (figures.kind, figures.codes) == ("indicators", (name,))
    assert find_class(found.name) == found
    for field in ("title", "publisher", "version", "valid", "nomenclature", "reference"):
        assert getattr(found, field).strip()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "hs:85,",
            "hs:8",
            "hs:854",
            "hs:00",
            "hs:8599",
            "hs:85423",
            "hs:854231000",
        ),
        *("hs:85.4", "hs:8542310000x", "hs:85-", "naics:888", "naics:3", "hs:-85"),
    ],
)
def test_codes_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(UnknownProduct) as caught:
        find_class(text)
    assert caught.value.remedy


def test_a_code_that_was_nearly_right_is_offered_its_neighbours() -> None:
    with pytest.raises(UnknownProduct, match="Did you mean 85") as caught:
        find_class("hs:8599")
    assert "hs:8599" in caught.value.asked


@pytest.mark.parametrize("text", ["hs2016:8542", "hs1990:85", "naics2022:334", "hs0000:85"])
def test_an_edition_that_is_not_held_is_refused(text: str) -> None:
    with pytest.raises(UnknownClass) as caught:
        find_class(text)
    assert "2017" in caught.value.remedy


def test_the_edition_of_1988_is_named_1992() -> None:
    assert find_class("hs1988:85") == find_class("hs1992:85")


def test_a_code_is_named_as_its_edition_names_it() -> None:
    """Heading 8524 was records and tapes until 2006; since 2022 it is display modules."""
    old, new = find_class("hs2002:8524").title, find_class("hs2022:8524").title
    assert "Records" in old
    assert "display" in new


@pytest.mark.parametrize("text", ["hs2017:8524", "hs2022:851712", "hs1992:854231"])
def test_a_code_of_another_edition_is_refused(text: str) -> None:
    with pytest.raises(UnknownProduct, match="has it"):
        find_class(text)


# --- levels -----------------------------------------------------------------------------------


@given(st.integers(0, 10), st.none() | st.integers(2, 10))
@settings(derandomize=True, database=None, max_examples=80)
def test_a_level_fits_when_it_is_as_fine_as_the_code(digits: int, level: int | None) -> None:
    found = Selection(digits=digits).fits(None if level is None else str(level))
    assert found == (level is None if not digits else level is not None and level >= digits)


def test_totals_have_no_level_and_codes_have_one() -> None:
    assert Selection().fits(None)
    assert not Selection().fits("2")
    assert not Selection(digits=2).fits(None)


# --- the dated list of ATP --------------------------------------------------------------------


def test_no_code_stands_twice_in_the_list_of_one_year() -> None:
    for flow, years in (("X", [2019]), ("M", range(2017, 2023))):
        for year in years:
            counted = Counter(line.code for line in ATP.lines(flow, [year]))
            assert max(counted.values()) == 1


def test_every_line_is_a_ten_digit_code_of_a_group_that_has_a_name() -> None:
    groups = find_class("atp").groups
    for line in dated_list("atp"):
        assert len(line.code) == 10
        assert line.code.isdecimal()
        assert line.group in groups
        assert line.first <= line.last
        assert line.flow in {"X", "M"}


@pytest.mark.parametrize("flow", ["X", "M"])
def test_every_year_between_the_ends_of_the_list_has_a_list_of_its_own(flow: str) -> None:
    lines = [line for line in dated_list("atp") if line.flow == flow]
    ends = min(line.first for line in lines), max(line.last for line in lines)
    listed = [y for line in lines for y in range(line.first, line.last + 1)]
    assert set(listed) == set(range(ends[0], ends[1] + 1))
    outside = ATP.outside(flow, YEARS)
    assert set(outside) == set(YEARS) - set(listed)
    assert {used for year, used in outside.items() if year < ends[0]} == {ends[0]}
    assert {used for year, used in outside.items() if year > ends[1]} == {ends[1]}


def test_the_number_of_codes_is_the_bureaus_own() -> None:
    """The Census Bureau lists 644 codes for imports of 2022 and 407 for exports of 2019."""
    assert len(ATP.lines("M", [2022])) == 644
    assert len(ATP.lines("X", [2019])) == 407


def test_the_lines_of_several_years_are_those_of_each() -> None:
    years = [2017, 2020, 2025]
    found = ATP.lines("M", years)
    assert list(found) == [line for year in years for line in ATP.lines("M", [year])]
    assert {(line.first, line.last) for line in found} == {(y, y) for y in years}
    assert ATP.lines("M", [2020, 2017, 2017]) == ATP.lines("M", [2017, 2020])
    assert {line.code for line in ATP.lines("M", [2025])} == {
        line.code for line in ATP.lines("M", [2022])
    }


def test_the_newest_list_names_only_codes_that_existed_then() -> None:
    known = known_codes("trade_codes_2022", "M")
    assert len(set(known)) == len(known)
    assert {line.code for line in ATP.lines("M", [2022])} <= set(known)


def test_a_list_without_lines_for_a_flow_names_none() -> None:
    with pytest.raises(ValueError, match="empty"):
        in_force([], 2020)
    assert ATP.outside("RX", [2020]) == {}
    assert ATP.lines("RX", [2020]) == ()


@given(
    st.lists(st.tuples(st.integers(2000, 2010), st.integers(0, 5)), min_size=1, max_size=6),
    st.integers(1990, 2030),
)
@settings(derandomize=True, database=None, max_examples=80)
def test_the_list_in_force_is_the_nearest(spans: list[tuple[int, int]], year: int) -> None:
    lines = [Line(flow="M", code="1", group="1", first=a, last=a + n) for a, n in spans]
    first, last = min(a for a, _ in spans), max(a + n for a, n in spans)
    used = in_force(lines, year)
    assert first <= used <= last
    assert abs(used - year) == min(abs(y - year) for y in range(first, last + 1))
