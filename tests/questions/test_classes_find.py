"""``classes find``: codes, classes and groups by a code or by words."""

from __future__ import annotations

import pytest
from bundled_answers import codes, validate

import steelyard as sy
from steelyard.classes.holding import holding
from steelyard.classes.registry import find_class
from steelyard.nomenclature.codes import children_of, codes_of
from steelyard.terms.answer import Answer
from steelyard.terms.errors import BadOption, UnknownProduct
from steelyard.terms.product import Edition

HS22 = Edition("HS", "2022")
EVERY_HS = ("2022", "2017", "2012", "2007", "2002", "1996", "1992")


def records(answer: Answer) -> list[dict]:
    validate(answer)
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


def matched(answer: Answer, match: str) -> list[str]:
    return [row["of"] for row in records(answer) if row["match"] == match]


def test_words_find_titles_of_every_nomenclature_and_what_classes_say() -> None:
    rows = records(sy.find_codes("lithography", rows=100))
    found = {row["of"]: row for row in rows}
    assert {"hs2022:844250", "sitc4:8962"} <= found.keys()
    assert found["hs2022:848620"]["match"] == "member"
    assert "chip-tools:circuits" in found["hs2022:848620"]["classes"]
    assert not [row for row in rows if "LITHODES" in row["title"]]


def test_words_find_classes_and_groups() -> None:
    answer = sy.find_codes("electronics")
    assert "atp:electronics" in matched(answer, "group")
    assert "chips" in matched(sy.find_codes("semiconductors"), "class")


def test_every_word_that_is_found_can_be_asked() -> None:
    for row in records(sy.find_codes("integrated circuits", rows=500)):
        assert find_class(row["of"]).name


def test_a_code_is_told_in_every_edition_newest_first() -> None:
    answer = sy.find_codes("8542")
    mine = [row for row in records(answer) if row["nomenclature"] == "HS"]
    assert tuple(row["edition"] for row in mine if row["match"] == "code") == EVERY_HS
    assert matched(answer, "above")[0] == "hs2022:85"
    below = [row["code"] for row in mine if row["match"] == "below"]
    assert below == [one.code for one in children_of(HS22, "8542")]


def test_a_code_of_two_meanings_has_both() -> None:
    told = {row["edition"]: row["title"] for row in records(sy.find_codes("852491", within="hs"))}
    assert "display" in told["2022"]
    assert "display" not in told["1996"]
    assert not {"2007", "2012", "2017"} & told.keys()


def test_the_lines_of_a_tariff_stand_below_a_subheading() -> None:
    below = matched(sy.find_codes("854231", rows=500), "below")
    assert {"hts2024:8542310001", "scheduleb2019:8542310000"} <= set(below)


@pytest.mark.parametrize("text", ["8542.31.00.01", "8542 31 00 01", "8542310001"])
def test_dots_may_part_the_digits_of_a_code(text: str) -> None:
    answer = sy.find_codes(text)
    assert "hts2022:8542310001" in matched(answer, "code")
    assert matched(answer, "above") == ["hs2022:85", "hs2022:8542", "hs2022:854231"]


def test_a_code_with_dots_of_its_own_is_not_another() -> None:
    assert matched(sy.find_codes("9.2"), "code") == ["ebops2010:9.2"]


@pytest.mark.parametrize(
    ("words", "within"), [("8542", "hs2012"), ("hs2012:8542", ""), ("8542", "HS 2012")]
)
def test_one_edition_may_be_searched(words: str, within: str) -> None:
    rows = records(sy.find_codes(words, within=within))
    assert {(row["nomenclature"], row["edition"]) for row in rows} == {("HS", "2012")}


def test_words_that_only_older_editions_have_are_found_there() -> None:
    newest = {word for one in codes_of(HS22).values() for word in one.title.casefold().split()}
    assert "gramophone" not in newest
    found = records(sy.find_codes("gramophone records"))
    assert found
    assert "2022" not in {row["edition"] for row in found if row["nomenclature"] == "HS"}


def test_what_is_left_out_is_counted() -> None:
    answer = sy.find_codes("semiconductors", rows=5)
    assert len(answer.rows) == 5
    assert codes(answer) == ["more-rows"]
    whole = sy.find_codes("semiconductors", rows=1000)
    assert str(len(whole.rows)) in answer.notes[0].text
    assert whole.rows[:5] == answer.rows
    assert len(set(matched(whole, "title"))) == len(matched(whole, "title"))


@pytest.mark.parametrize(
    ("words", "offered"),
    [("litography", "lithograph"), ("854299", "854290"), ("", "words"), ("%", "words")],
)
def test_what_is_not_found_is_told_with_what_is_near(words: str, offered: str) -> None:
    with pytest.raises(UnknownProduct) as caught:
        sy.find_codes(words)
    assert offered in caught.value.remedy


def test_flags_are_checked() -> None:
    with pytest.raises(UnknownProduct) as caught:
        sy.find_codes("8542", within="hs2023")
    assert "hs2022" in caught.value.remedy
    with pytest.raises(BadOption):
        sy.find_codes("8542", rows="many")


@pytest.mark.parametrize(
    ("text", "code", "other"),
    [
        ("lithium battery", "850760", "lithium accumulator"),
        ("solar cells", "854142", "photovoltaic cell"),
        ("Laptops", "847130", "portable data processing machine"),
        ("drone", "880622", "unmanned aircraft"),
    ],
)
def test_words_of_every_day_find_the_words_of_titles(text: str, code: str, other: str) -> None:
    answer = sy.find_codes(text, within="hs2022", rows=200)
    mine = next(row for row in records(answer) if row["code"] == code)
    assert mine["match"].startswith("title, as ")
    assert other in next(note.text for note in answer.notes if note.code == "everyday-words")


def test_words_as_they_are_asked_come_first() -> None:
    found = [row["match"] for row in records(sy.find_codes("battery", within="hs2022"))]
    assert found[0] == "title"
    assert found == sorted(found)


def test_a_line_of_a_country_is_told_to_be_one() -> None:
    answer = sy.find_codes("85423100")
    assert matched(answer, "above")[0] == "hs2022:854231"
    assert "hts2024:8542310001" in matched(answer, "below")
    assert "hs2022:854231" in next(n.text for n in answer.notes if n.code == "own-line")


def test_words_that_resemble_nothing_are_named() -> None:
    with pytest.raises(UnknownProduct) as caught:
        sy.find_codes("machine learning")
    assert "No title has learning" in caught.value.remedy
    assert "cleansing" not in caught.value.remedy


# --- which classes hold a code ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "code", "wanted"),
    [
        (HS22, "8542", ("atp (in part)", "chips:circuits")),
        (HS22, "85", ("atp (in part)", "chips (in part)")),
        (Edition("HTS", "2022"), "8542310001", ("atp:5", "chips:circuits")),
        (Edition("HTS", "2024"), "8542310001", ("chips:circuits",)),
        (Edition("HS", "2012"), "8542", ("chips:circuits",)),
        (Edition("ISIC", "4"), "C", ("oecd-rd (in part)",)),
        (Edition("ISIC", "4"), "2610", ("oecd-rd:high",)),
        (Edition("SITC", "3"), "77641", ("lall:HT1",)),
        (Edition("EBOPS", "2010"), "9.2.1", ("technology-services:computer",)),
        (Edition("EBOPS", "2010"), "1", ()),
    ],
)
def test_classes_hold_a_code_in_whole_or_in_part(
    edition: Edition, code: str, wanted: tuple[str, ...]
) -> None:
    found = set(holding(edition, code))
    assert set(wanted) <= found
    assert wanted or not found


def test_a_class_holds_what_its_own_list_says() -> None:
    hts = Edition("HTS", "2022")
    atp = {m.code for m in find_class("atp").members if m.flow == "M" and m.last == 2022}
    for code in list(codes_of(hts))[::37]:
        mine = [word for word in holding(hts, code) if word.startswith("atp")]
        assert bool(mine) == (code in atp)
