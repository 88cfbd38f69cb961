"""What two lists hold apart, by code and across nomenclatures; files of codes line by line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.classes.checked import Verdict, checked, codes_stated, read_in
from steelyard.classes.coding import Coding
from steelyard.classes.compared import Change, as_lines, changes, crossed
from steelyard.classes.listing import Member
from steelyard.classes.registry import find_class
from steelyard.classes.sides import compared, core_of, side
from steelyard.nomenclature.codes import codes_of
from steelyard.nomenclature.concordance import concordance
from steelyard.nomenclature.tables import lowest
from steelyard.terms.errors import BadClassFile, NoConcordance, NotHeld
from steelyard.terms.product import Edition

HS22, HS17, SITC3 = Edition("HS", "2022"), Edition("HS", "2017"), Edition("SITC", "3")
CODES = sorted(lowest(HS22))
LISTS = st.dictionaries(st.sampled_from(CODES[:30]), st.sampled_from(["a", "b"]))


def members(listed: dict[str, str]) -> list[Member]:
    return [Member(code=code, group=group) for code, group in listed.items()]


@given(LISTS, LISTS)
def test_every_code_of_either_list_has_one_change(
    one: dict[str, str], other: dict[str, str]
) -> None:
    found = {x.code: x.change for x in changes(members(one), members(other), versions=True)}
    assert found.keys() == one.keys() | other.keys()
    assert {c for c, change in found.items() if change is Change.ADDED} == other.keys() - one.keys()
    assert {
        c for c, change in found.items() if change is Change.DROPPED
    } == one.keys() - other.keys()
    regrouped = {code for code in one.keys() & other.keys() if one[code] != other[code]}
    assert {c for c, change in found.items() if change is Change.REGROUPED} == regrouped


@given(LISTS, LISTS)
def test_backwards_what_was_added_is_dropped(one: dict[str, str], other: dict[str, str]) -> None:
    turned = {Change.ADDED: Change.DROPPED, Change.DROPPED: Change.ADDED}
    there = [
        (x.code, turned.get(x.change, x.change)) for x in changes(members(one), members(other))
    ]
    assert there == [(x.code, x.change) for x in changes(members(other), members(one))]


def test_another_description_is_a_change_between_versions_only() -> None:
    one, other = Member(code="8541", description="diodes"), Member(code="8541", description="LEDs")
    assert changes([one], [other], versions=True)[0].change is Change.RENAMED
    assert changes([one], [other])[0].change is Change.KEPT


def test_lines_are_those_below_a_code_with_its_group() -> None:
    found = as_lines(HS22, [Member(code="8542", group="a"), Member(code="848620", group="b")])
    wanted = {code: "a" for code in CODES if code.startswith("8542")} | {"848620": "b"}
    assert {member.code: member.group for member in found} == wanted


def test_a_section_of_letters_has_its_lines() -> None:
    isic = Edition("ISIC", "4")
    found = {member.code for member in as_lines(isic, [Member(code="B")])}
    assert found == {code for code in lowest(isic) if "05" <= code[:2] <= "09"}


def brute(mine: set[str], theirs: set[str], back: bool) -> dict[str, Change]:
    """Return what the links alone tell, code by code."""
    found = concordance(HS22, HS17)
    told = {}
    for code, candidates in found.relation.items():
        sure, may = candidates <= theirs, bool(candidates & theirs)
        leaving = (code in mine) != back
        if code in mine and sure:
            told[code] = Change.KEPT
        elif may and not sure:
            told[code] = Change.PERHAPS_DROPPED if leaving else Change.PERHAPS_ADDED
        elif code in mine or sure:
            told[code] = Change.DROPPED if leaving else Change.ADDED
    return told


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize(("mine", "theirs"), [("8542", "8542"), ("8517", "8517"), ("84", "85")])
def test_across_editions_only_links_decide(mine: str, theirs: str, back: bool) -> None:
    one = {code for code in lowest(HS22) if code.startswith(mine)}
    other = {code for code in lowest(HS17) if code.startswith(theirs)}
    found = crossed(concordance(HS22, HS17), dict.fromkeys(one, ""), other, back=back)
    assert {x.code: x.change for x in found} == brute(one, other, back)
    assert all(x.share is not None and 0 <= x.share <= 1 for x in found)


def test_what_is_not_followed_is_perhaps_in_the_other() -> None:
    mine = dict.fromkeys(["854921"], "")
    found = crossed(concordance(HS22, HS17), mine, {"854231"})
    assert {x.code: (x.change, x.share) for x in found}["854921"] == (Change.PERHAPS_DROPPED, 0)
    assert {x.code: x.share for x in found}["854231"] == Fraction(1)


def test_two_years_of_a_list() -> None:
    atp = find_class("atp")
    found = compared(side(atp, 2021, "M"), side(atp, 2022, "M"))
    count = [code.change for code in found.codes].count
    assert (count(Change.ADDED), count(Change.DROPPED), count(Change.KEPT)) == (163, 75, 481)
    assert not found.path


def test_both_ways_round_the_same_codes_differ() -> None:
    chips, lall = find_class("chips"), find_class("lall:HT1+HT2")
    there = compared(side(chips, None, ""), side(lall, None, ""))
    back = compared(side(lall, None, ""), side(chips, None, ""))
    turned = {
        Change.ADDED: Change.DROPPED,
        Change.DROPPED: Change.ADDED,
        Change.PERHAPS_ADDED: Change.PERHAPS_DROPPED,
        Change.PERHAPS_DROPPED: Change.PERHAPS_ADDED,
    }
    assert there.edition == back.edition
    assert there.path == back.path
    told = [(x.code, turned.get(x.change, x.change), x.share) for x in there.codes]
    assert told == [(x.code, x.change, x.share) for x in back.codes]


def test_codes_of_two_levels_are_compared_at_the_lowest() -> None:
    found = compared(
        side(find_class("hs2022:85"), None, ""), side(find_class("hs2022:8542"), None, "")
    )
    kept = {x.code for x in found.codes if x.change is Change.KEPT}
    assert kept == {code for code in CODES if code.startswith("8542")}
    assert {x.code for x in found.codes} == {code for code in CODES if code.startswith("85")}


def test_a_class_that_sorts_all_goods_has_a_core() -> None:
    assert core_of(find_class("lall")).name == "lall:HT1+HT2"
    assert core_of(find_class("chips")) is find_class("chips")


def test_what_has_no_codes_or_no_table_is_told() -> None:
    chips = side(find_class("chips"), None, "")
    with pytest.raises(NotHeld):
        side(find_class("goods"), None, "")
    with pytest.raises(NoConcordance):
        compared(chips, side(find_class("technology-services"), None, ""))


# --- files of codes ---------------------------------------------------------------------------


def verdicts(file: Path, asked: Coding | None = None) -> dict[int, tuple[str, Verdict]]:
    stated = codes_stated(str(file))
    return {x.line: (x.code, x.verdict) for x in checked(stated, read_in(stated, asked))}


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_every_fault_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    text = "# title: x\n\ncode,group\n8541,a\n854231,b\n8542,a\n854299,b\n8541,a\n10121,b\n"
    assert verdicts(written(tmp_path, "mine.csv", text)) == {
        4: ("8541", Verdict.KNOWN),
        5: ("854231", Verdict.WITHIN),
        6: ("8542", Verdict.KNOWN),
        7: ("854299", Verdict.UNKNOWN),
        8: ("8541", Verdict.TWICE),
        9: ("10121", Verdict.UNKNOWN),
    }


def test_a_plain_list_has_a_code_a_line(tmp_path: Path) -> None:
    file = written(tmp_path, "codes.txt", "# chips\n8541  diodes\n\n854231;logic\n")
    assert verdicts(file) == {2: ("8541", Verdict.KNOWN), 4: ("854231", Verdict.KNOWN)}


def test_codes_are_read_in_the_edition_asked(tmp_path: Path) -> None:
    file = written(tmp_path, "codes.txt", "851713\n77642\n")
    assert verdicts(file, Coding("HS", "2022"))[1] == ("851713", Verdict.KNOWN)
    assert verdicts(file, Coding("HS", "2017"))[1] == ("851713", Verdict.UNKNOWN)
    assert verdicts(file, Coding("SITC", "4"))[2] == ("77642", Verdict.KNOWN)


def test_the_nearest_codes_are_offered(tmp_path: Path) -> None:
    stated = codes_stated(str(written(tmp_path, "codes.txt", "854299\n")))
    (one,) = checked(stated, read_in(stated, Coding("HS", "2022")))
    assert "854290" in one.remedy
    assert not one.title


def test_a_flow_or_years_of_their_own_part_equal_codes(tmp_path: Path) -> None:
    text = "code,flow,first,last\n8541,X,,\n8541,M,,\n8542,X,2010,2014\n8542,X,2015,2019\n"
    found = verdicts(written(tmp_path, "mine.csv", text))
    assert {verdict for _, verdict in found.values()} == {Verdict.KNOWN}


@pytest.mark.parametrize("content", ["", "# nothing\n", "\n\n"])
def test_a_file_without_codes_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadClassFile):
        codes_stated(str(written(tmp_path, "codes.txt", content)))


@given(text=st.text(max_size=60))
def test_no_text_gives_anything_but_verdicts_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.mktemp("any") / "codes.txt"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        stated = codes_stated(str(file))
        found = checked(stated, read_in(stated, Coding("HS", "2022")))
    except BadClassFile:
        return
    known = codes_of(HS22)
    plain = [x for x in found if x.verdict is not Verdict.UNKNOWN and len(x.code) <= 6]
    assert all(x.code in known for x in plain)
