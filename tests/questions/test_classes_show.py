"""``classes list`` and ``classes show``: what a class is, and the codes that it counts."""

from __future__ import annotations

import csv
import json
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest
from bundled_answers import validate

import steelyard as sy
from steelyard.classes.registry import class_names, find_class
from steelyard.cli.main import exit_code
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.answer import Answer
from steelyard.terms.errors import BadOption, BadPeriod, NotHeld, UnknownClass, UnknownProduct
from steelyard.terms.product import Edition

GROUPS = {
    2022: [27, 101, 55, 141, 92, 118, 7, 68, 21, 14],
    2019: [15, 81, 23, 84, 38, 86, 3, 52, 13, 12],
}
COUNTS = {2017: 546, 2018: 552, 2019: 551, 2020: 552, 2021: 556, 2022: 644}


def records(answer: Answer) -> list[dict]:
    validate(answer)
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


def table(answer: Answer, name: str) -> list[dict]:
    found = answer.table(name)
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def about(answer: Answer) -> dict[str, str]:
    return {row["fact"]: row["value"] for row in table(answer, "about")}


def notes(answer: Answer) -> list[str]:
    return [note.code for note in answer.notes]


def listed() -> list[dict]:
    file = resources.files("steelyard.classes") / "data" / "atp.csv"
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))


# --- list -------------------------------------------------------------------------------------


def test_every_class_is_listed_with_its_size() -> None:
    rows = {row["class"]: row for row in records(sy.list_classes())}
    assert tuple(rows) == class_names()
    assert (rows["atp"]["codes"], rows["atp"]["groups"], rows["atp"]["digits"]) == (644, 10, "10")
    assert (rows["goods"]["codes"], rows["goods"]["digits"]) == (0, None)
    assert all(row["publisher"] and row["reference"] and row["version"] for row in rows.values())
    assert {name for name, row in rows.items() if not row["exact"]} >= {"chips", "oecd-rd"}


# --- show -------------------------------------------------------------------------------------


def test_the_command_shows_the_list_of_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["classes", "show", "atp", "--period", "2022", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["rows"]) == 644
    (groups,) = [one for one in answer["tables"] if one["name"] == "groups"]
    assert [row[2] for row in groups["rows"]] == GROUPS[2022]


@pytest.mark.parametrize(("year", "count"), COUNTS.items())
def test_a_year_has_the_codes_of_its_list(year: int, count: int) -> None:
    rows = records(sy.show_class("atp", period=year))
    wanted = [
        row["code"]
        for row in listed()
        if row["flow"] == "M" and int(row["first"]) <= year <= int(row["last"])
    ]
    assert [row["code"] for row in rows] == wanted
    assert len(rows) == count
    assert {row["edition"] for row in rows} == {f"HTS {year}"}


def test_exports_have_a_list_of_their_own() -> None:
    answer = sy.show_class("atp", period=2019, flow="exports")
    assert [row["codes"] for row in table(answer, "groups")] == GROUPS[2019]
    assert {(row["flow"], row["edition"]) for row in records(answer)} == {("X", "SCHEDULEB 2019")}


def test_a_year_without_a_list_has_the_nearest_and_says_so() -> None:
    answer = sy.show_class("atp", period=2025)
    assert answer.rows == sy.show_class("atp", period=2022).rows
    assert notes(answer) == ["class-list"]
    assert "2025" in answer.notes[0].text
    assert notes(sy.show_class("atp", period=2022)) == []


def test_who_defines_a_class_is_told() -> None:
    told = about(sy.show_class("oecd-rd"))
    assert "OECD" in told["publisher"]
    assert told["exact or proxy"] == "a proxy"
    assert told["technology groups"] == "High R&D intensity"
    assert told["codes"] == "ISIC 4"
    assert {"version", "valid", "nomenclature", "licence", "reference"} <= told.keys()
    assert about(sy.show_class("atp"))["exact or proxy"].startswith("exact")


@pytest.mark.parametrize("name", class_names())
def test_every_class_can_be_shown(name: str) -> None:
    answer = sy.show_class(name)
    assert records(answer)
    groups = Counter(row["group"] for row in records(answer))
    for row in table(answer, "groups") if "groups" in {t.name for t in answer.tables} else []:
        assert groups[row["title"]] == row["codes"]
        assert len(sy.show_class(name, group=row["title"]).rows) == row["codes"]
        assert list(find_class(row["of"]).groups.values()) == [row["title"]]


def test_a_group_is_shown_by_any_of_its_names() -> None:
    electronics = sy.show_class("atp", group="Electronics").rows
    assert len(electronics) == 92
    assert sy.show_class("atp", group="5").rows == electronics
    assert sy.show_class("atp:electronics").rows == electronics


def test_shorter_codes_tell_how_much_of_them_is_in_the_class() -> None:
    answer = sy.show_class("atp", period=2022, digits=6)
    rows = records(answer)
    codes = {row["code"] for row in listed() if row["flow"] == "M" and row["last"] == "2022"}
    lines = Counter(line[:6] for line in codes_of(Edition("HTS", "2022")))
    inside = Counter(code[:6] for code in codes)
    assert {row["code"]: (row["lines"], row["in_class"]) for row in rows} == {
        code: (lines[code], inside[code]) for code in inside
    }
    assert len(rows) == 306
    assert sum(row["low"] for row in rows) == 179
    assert {row["high"] for row in rows} == {1}
    assert all((row["share"] == 1) == bool(row["low"]) for row in rows)


def test_of_a_group_only_its_lines_count() -> None:
    whole = {row["code"]: row for row in records(sy.show_class("atp", digits="6"))}
    part = records(sy.show_class("atp", digits=6, group="electronics"))
    assert all(row["in_class"] <= whole[row["code"]]["in_class"] for row in part)
    assert sum(row["in_class"] for row in part) == 92


def test_codes_are_shown_with_what_stands_below() -> None:
    rows = {row["code"]: row["description"] for row in records(sy.show_class("hs2022:8542"))}
    known = codes_of(Edition("HS", "2022"))
    assert rows == {c: known[c].title for c in known if c.startswith("8542")}


def test_codes_without_an_edition_are_those_in_force() -> None:
    (first, *_) = records(sy.show_class("hs:8542", period=2014))
    assert first["edition"] == "HS 2012"
    assert records(sy.show_class("hs:8542"))[0]["edition"] == "HS 2022"


@pytest.mark.parametrize(
    ("word", "first", "title"),
    [
        ("hts:8542", "8542", "Electronic integrated circuits"),
        ("isic4:26", "26", "Manufacture of computer, electronic and optical products"),
        ("naics:33", "33", "Manufacturing (33 of 31-33)"),
        ("ebops2010:9.2", "9.2", "Computer services"),
        ("sitc4:7764", "7764", "Electronic integrated circuits"),
    ],
)
def test_codes_of_every_nomenclature_are_shown(word: str, first: str, title: str) -> None:
    row, *below = records(sy.show_class(word))
    assert (row["code"], row["description"]) == (first, title)
    assert below


def test_a_file_of_ones_own_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("# nomenclature: hs2022\ncode,group\n8541,devices\n854231,logic\n", "utf-8")
    answer = sy.show_class(str(file))
    assert [row["code"] for row in records(answer)] == ["8541", "854231"]
    (one, *_) = records(sy.show_class(str(file), digits=4, group="logic"))
    assert (one["code"], one["lines"], one["in_class"], one["low"]) == ("8542", 5, 1, 0)


def test_a_published_total_names_no_codes() -> None:
    answer = sy.show_class("goods")
    assert [row["code"] for row in records(answer)] == ["TOTAL", "goods"]
    with pytest.raises(NotHeld):
        sy.show_class("goods", digits=6)


@pytest.mark.parametrize(
    ("asked", "error", "offered"),
    [
        ({"name": "atpp"}, UnknownClass, "atp"),
        ({"name": "atp", "group": "electronic"}, UnknownClass, "electronics"),
        ({"name": "hs:8599"}, UnknownProduct, "85"),
        ({"name": "atp", "flow": "import"}, None, ""),
        ({"name": "atp", "flow": "exprots"}, BadOption, "exports"),
        ({"name": "hts:8542", "flow": "X"}, BadOption, "--flow M"),
        ({"name": "atp", "period": "foo"}, BadPeriod, "2007"),
        ({"name": "atp", "digits": "six"}, BadOption, "--digits"),
        ({"name": "atp", "digits": 0}, BadOption, "--digits"),
        ({"name": "chips", "digits": 10}, BadOption, "--digits 6"),
    ],
)
def test_what_cannot_be_shown_is_told_with_a_remedy(
    asked: dict, error: type[Exception] | None, offered: str
) -> None:
    if error is None:
        assert sy.show_class(**asked).rows
        return
    with pytest.raises(error) as caught:
        sy.show_class(**asked)
    assert offered in caught.value.remedy


def test_a_year_before_the_class_is_refused() -> None:
    with pytest.raises(NotHeld) as caught:
        sy.show_class("atp", period=1988)
    assert "1989" in caught.value.remedy
    assert len(sy.show_class("atp", period=1989).rows) > 0
