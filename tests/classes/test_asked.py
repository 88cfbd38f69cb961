"""Words of --of: what each means, what it is called, and what is said where it means nothing."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from steelyard.classes.asked import from_address, words
from steelyard.classes.definition import slug
from steelyard.classes.registry import TechnologyClass, all_classes, find_class
from steelyard.classes.selection import dated_list
from steelyard.terms.errors import (
    BadClassFile,
    BadOption,
    SteelyardError,
    UnknownClass,
    UnknownProduct,
)

GROUPED = [entry for entry in all_classes() if entry.groups]


# --- several words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("atp", ("atp",)),
        ("atp,oecd-rd,lall", ("atp", "oecd-rd", "lall")),
        (" atp , lall ", ("atp", "lall")),
        ("hs:8541,8542", ("hs:8541,8542",)),
        ("hs:8541, 8542,atp", ("hs:8541, 8542", "atp")),
        ("hs:8541,hs:8542", ("hs:8541", "hs:8542")),
        ("naics:31-33,334", ("naics:31-33,334",)),
        ("hs:85,+8486", ("hs:85,+8486",)),
        ("ebops2010:9.2,10.1", ("ebops2010:9.2,10.1",)),
        ("isic4:C+D,26", ("isic4:C+D,26",)),
        ("isic4:C,D", ("isic4:C", "D")),
        ("atp:5,8,lall:high", ("atp:5,8", "lall:high")),
        ("atp,85", ("atp", "85")),
        ("hs:85,2022.csv", ("hs:85", "2022.csv")),
        ("mine.csv,atp", ("mine.csv", "atp")),
        ("hs:85,", ("hs:85,",)),
        ("", ("",)),
    ],
)
def test_a_comma_begins_a_word_unless_a_digit_follows(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@given(st.text("ahs:,+ 58.csv", max_size=20))
@settings(derandomize=True, database=None, max_examples=100)
def test_no_part_of_a_text_is_lost(text: str) -> None:
    found = words(text)
    assert ",".join(found).replace(" ", "") == text.replace(" ", "")
    assert found == tuple(word.strip() for word in found)


def test_several_classes_are_compared_not_added() -> None:
    with pytest.raises(BadOption, match=r"--of atp,oecd-rd:high --compare"):
        find_class("ATP,oecd-rd:High")


def test_of_several_words_the_one_that_is_wrong_is_told() -> None:
    with pytest.raises(UnknownClass, match="Did you mean lall"):
        find_class("atp,lal")


@pytest.mark.parametrize(
    ("text", "meant"), [("isic4:A,B", "isic4:A+B"), ("lall:HT1,HT2", "lall:HT1+HT2")]
)
def test_a_comma_before_a_letter_is_told_to_be_a_plus(text: str, meant: str) -> None:
    with pytest.raises(UnknownClass) as caught:
        find_class(text)
    assert meant in caught.value.remedy or f"lall:{text[-3:].lower()}" in caught.value.remedy


# --- codes of every nomenclature --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "stated"),
    [
        ("hs:8542+8486", "hs:8486,8542", ("HS", "", ("8486", "8542"), 4)),
        ("hs:8542+8486,85", "hs:8486,85,8542", ("HS", "", ("8486", "85"), 4)),
        ("sitc4:776", "sitc4:776", ("SITC", "4", ("776",), 3)),
        ("SITC Rev. 3:7764", "sitc3:7764", ("SITC", "3", ("7764",), 4)),
        ("isic4:26", "isic4:26", ("ISIC", "4", ("26",), 2)),
        ("isic31:32", "isic3.1:32", ("ISIC", "3.1", ("32",), 2)),
        ("isic2:311-312", "isic2:311-312", ("ISIC", "2", ("311", "312"), 3)),
        ("bec4:41", "bec4:41", ("BEC", "4", ("41",), 2)),
        ("ebops2010:8", "ebops2010:8", ("EBOPS", "2010", ("8",), 0)),
        ("ebops2002:205x", "ebops2002:205X", ("EBOPS", "2002", ("205X",), 0)),
        ("naics2017:334", "naics2017:334", ("NAICS", "2017", ("334",), 3)),
        ("naics:31-33", "naics:31-33", ("NAICS", "", ("31", "32", "33"), 2)),
        ("hts:8542310001", "hts:8542310001", ("HS", "", ("8542310001",), 10)),
        ("hts2022:8542", "hts2022:8542", ("HS", "", ("8542",), 10)),
        ("scheduleb:8542310000", "scheduleb:8542310000", ("HS", "", ("8542310000",), 10)),
    ],
)
def test_codes_of_any_nomenclature_make_a_class(
    text: str, name: str, stated: tuple[str, str, tuple[str, ...], int]
) -> None:
    found = find_class(text)
    way = found.selections[0]
    assert found.name == name
    assert (way.nomenclature, way.edition, way.codes, way.digits) == stated
    assert find_class(found.name) == found
    assert find_class(f" {text.upper()} ") == found


def test_titles_name_the_nomenclature_its_edition_and_the_code() -> None:
    assert find_class("isic4:26").title.startswith("ISIC 4 26: Manufacture of computer")
    assert find_class("hs2012:8542").title == "HS 2012 8542: Electronic integrated circuits"


def test_a_section_stands_for_its_divisions() -> None:
    way = find_class("isic4:C").selections[0]
    assert way.codes == tuple(map(str, range(10, 34)))
    assert way.digits == 2


@pytest.mark.parametrize(
    ("text", "codes", "told"),
    [
        ("hs:85+8542", ("85",), "8542 is in 85"),
        ("hs:8542+854231+85", ("85",), "854231 is in 85"),
        ("isic4:26+C", tuple(map(str, range(10, 34))), "26 is in C"),
        ("naics:33+31-33", ("31", "32", "33"), "33 is in 31-33"),
        ("ebops2010:9.2.1+9.2", ("9.2",), "9.2.1 is in 9.2"),
    ],
)
def test_a_code_under_another_is_counted_once_and_that_is_said(
    text: str, codes: tuple[str, ...], told: str
) -> None:
    found = find_class(text)
    assert found.selections[0].codes == codes
    assert f"{told} and counted once" in found.title


def test_an_item_whose_name_begins_like_another_is_not_in_it() -> None:
    assert find_class("ebops2010:1+10.1").selections[0].codes == ("1", "10.1")


def test_services_keep_the_rules_of_the_balance_of_payments() -> None:
    found = find_class("ebops2010:8")
    assert not found.goods
    assert found.selections[0].account == "bop"


@pytest.mark.parametrize(("word", "flow"), [("hts:8542", "M"), ("scheduleb:8542", "X")])
def test_lines_of_a_schedule_are_of_its_own_flow(word: str, flow: str) -> None:
    assert find_class(word).selections[0].flow == flow


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("sitc:776", ("sitc1:776", "sitc2:776", "sitc3:776", "sitc4:776")),
        ("isic:26", ("isic2:26", "isic3:26", "isic3.1:26", "isic4:26")),
        ("bec:41", ("bec4:41", "bec5:41")),
        ("ebops:8", ("ebops2002:8", "ebops2010:8")),
    ],
)
def test_a_nomenclature_without_its_revision_is_refused(
    text: str, offered: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownClass) as caught:
        find_class(text)
    assert all(one in caught.value.remedy for one in offered)


@pytest.mark.parametrize(
    ("text", "error", "offered"),
    [
        ("sitc5:776", UnknownClass, "1, 2, 3, 4"),
        ("sitc4:779", UnknownProduct, "77"),
        ("isic4:2x", UnknownProduct, "28"),
        ("bec4:", UnknownClass, "Write bec4:1"),
        ("hts:85423", UnknownProduct, "8542"),
        ("hst:85", UnknownClass, "hs:85 or hts:85"),
        ("hs", UnknownClass, "hs:"),
        ("8542", UnknownClass, "hs:8542"),
        ("electronics", UnknownClass, "atp:electronics"),
        ("atq:electronics", UnknownClass, "atp:electronics"),
        ("atp:electronic", UnknownClass, "electronics"),
        ("atp:", UnknownClass, "Electronics"),
        ("goods:chips", UnknownClass, "as a whole"),
    ],
)
def test_what_is_nearly_right_is_offered_its_neighbours(
    text: str, error: type[SteelyardError], offered: str
) -> None:
    with pytest.raises(error) as caught:
        find_class(text)
    assert offered in caught.value.remedy


@pytest.mark.parametrize("text", ["hs:85.42", "hs:8542", "hs2022:85.42"])
def test_dots_may_part_the_digits_of_goods(text: str) -> None:
    assert find_class(text).selections[0].codes == ("8542",)
    assert find_class("hts:8542.31.0001").selections[0].codes == ("8542310001",)
    assert find_class("ebops2010:9.2").selections[0].codes == ("9.2",)


@pytest.mark.parametrize(
    ("text", "told", "remedy"),
    [
        ("hs:", "no code is given", "Write hs:01."),
        ("hs:,", "no code is given", "Write hs:01."),
        ("hs:85-86", "range", "Write hs:85+86."),
        ("hs:8541-8543", "range", "Write hs:8541+8542+8543."),
        ("hs:01-97", "range", "Write every code"),
        ("hs:85 42", "may be one code, or 2", "Did you mean hs:8542 or hs:85+42?"),
        ("hs:8542 8486", "may be one code, or 2", "Did you mean hs:8542+8486?"),
        ("hs: 8 5", "may be one code, or 2", "Did you mean hs:85 or hs:8+5?"),
    ],
)
def test_codes_that_are_not_written_one_by_one_are_refused(
    text: str, told: str, remedy: str
) -> None:
    with pytest.raises(UnknownClass) as caught:
        find_class(text)
    assert told in caught.value.found
    assert caught.value.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("hs:85 42", "hs:85+42"),
        ("hs:8541,8542 8486", "hs:8541,8542+8486"),
        ("atp,hs:85 42", "atp,hs:85+42"),
        ("atp:life science", "atp:life science"),
        ("hs: 85 , 42", "hs:85 , 42"),
        ("isic4:C D", "isic4:C+D"),
    ],
)
def test_a_space_between_codes_of_an_address_was_a_plus(text: str, written: str) -> None:
    assert from_address(text) == written


@pytest.mark.parametrize(
    ("text", "first", "absent"),
    [
        ("semiconducters", "Did you mean chips (", "Held are"),
        ("chip", "Did you mean chips or chip-tools?", "4401"),
        ("851713", "Did you mean hs:851713?", "Held are"),
        ("8517.13", "Did you mean hs:851713?", "Held are"),
        ("xyzzy", "Held are", "Did you mean"),
    ],
)
def test_nearest_classes_are_offered_before_codes(text: str, first: str, absent: str) -> None:
    with pytest.raises(UnknownClass) as caught:
        find_class(text)
    assert caught.value.remedy.startswith(first)
    assert absent not in caught.value.remedy


@pytest.mark.parametrize("given", [["atp", "oecd-rd"], ("hs:85",), 85, None, b"atp"])
def test_anything_but_text_is_refused(given: object) -> None:
    with pytest.raises(BadOption) as caught:
        words(given)  # type: ignore[arg-type]  (what an untyped caller may give)
    assert caught.value.remedy
    with pytest.raises(BadOption):
        find_class(given)  # type: ignore[arg-type]  (what an untyped caller may give)


# --- groups -----------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", GROUPED, ids=lambda cls: cls.name)
def test_every_group_is_a_class_with_one_name(cls: TechnologyClass) -> None:
    for key, title in cls.groups.items():
        found = find_class(f"{cls.name}:{key}")
        assert found.groups == {key: title}
        assert found == find_class(f"{cls.name.upper()}:{slug(title)}")
        assert found == find_class(f"{cls.name}:{title.replace(',', ' ').upper()}")
        assert find_class(found.name) == found
        assert {member.group for member in found.members} == {key}


@pytest.mark.parametrize("cls", GROUPED, ids=lambda cls: cls.name)
def test_the_groups_of_a_class_add_up_to_it(cls: TechnologyClass) -> None:
    parts = [find_class(f"{cls.name}:{key}").members for key in cls.groups]
    assert sorted(m.code for part in parts for m in part) == sorted(m.code for m in cls.members)


def test_groups_are_named_by_key_or_title_but_not_by_a_number() -> None:
    assert find_class("atp:5").name == "atp:electronics"
    assert find_class("atp:8+Electronics").name == "atp:electronics+aerospace"
    assert find_class("atp:5,8") == find_class("atp:electronics+aerospace")
    assert find_class("lall:high").name == "lall:HT1+HT2"


def test_a_group_is_read_from_the_lists_only() -> None:
    found = find_class("atp:electronics")
    assert [way.listed for way in found.selections] == ["atp"]
    (way,) = found.selections
    assert way.groups == ("5",)
    assert len(way.lines("M", [2022])) == 92
    assert {line.group for line in way.lines("M", [2017, 2022])} == {"5"}


def test_the_list_in_force_is_that_of_the_class_whatever_the_group() -> None:
    """A group whose last code left the list early is empty afterwards, not frozen at its last."""
    whole = find_class("atp").selections[1]
    for key in find_class("atp").groups:
        (way,) = find_class(f"atp:{key}").selections
        for flow in ("X", "M"):
            assert way.outside(flow, range(2010, 2030)) == whole.outside(flow, range(2010, 2030))
            mine = [line for line in whole.lines(flow, [2019, 2025]) if line.group == key]
            assert list(way.lines(flow, [2019, 2025])) == mine


def test_a_group_of_a_class_that_names_codes_is_read_by_its_codes() -> None:
    plain, listed = find_class("chips:circuits").selections
    assert (plain.codes, plain.digits) == (("8542",), 4)
    assert (listed.listed, listed.groups) == ("chips", ("circuits",))


def test_lines_of_an_edition_are_read_in_that_edition_only() -> None:
    for way in find_class("technology-services").selections:
        assert {line.edition for line in way.lines("X", [2015])} == {way.edition}
    assert {line.edition for line in dated_list("technology-services")} == {"2002", "2010"}


# --- anything at all --------------------------------------------------------------------------

PIECES = ["hs", "hs2022", "sitc", "sitc4", "isic4", "naics", "ebops2010", "hts", "bec4", "atp"]
PIECES += [":", ":", ",", "+", "-", " ", "85", "8542", "776", "C", "26", "9.2", "31-33", "5"]
PIECES += ["electronics", "high", "lall", ".csv", ".yaml", "x", "\x00", "é", "²", "٣", "0", "1e4"]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=7).map("".join))
@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@example("hs:²²")
@example("isic4:1-99999999999999")
@example("naics:-")
@example("hs²:85")
@example("~no-such-user/x.csv")
@example(f"{'x' * 5000}.csv")
def test_any_word_gives_a_class_or_an_error_of_the_tree(text: str) -> None:
    found = None
    with suppress(SteelyardError):
        found = find_class(text)
    assert found is None or find_class(found.name) == found


def test_files_are_refused_where_the_disk_is_anothers() -> None:
    for word in ("mine.csv", "/etc/passwd.csv", "mine.yaml:group"):
        with pytest.raises(BadClassFile, match="command line and in Python only"):
            find_class(word, files=False)
