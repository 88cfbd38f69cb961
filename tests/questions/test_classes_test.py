"""``classes test``: a file of codes, checked line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundled_answers import codes, validate

import steelyard as sy
from steelyard.api.parameters import served_verbs
from steelyard.cli.main import exit_code
from steelyard.terms.answer import Answer, Ending
from steelyard.terms.errors import BadClassFile, UnknownProduct

GOOD = "# nomenclature: hs2022\ncode,group\n8541,devices\n8542,circuits\n"
BAD = "# nomenclature: hs2022\ncode,group\n8541,a\n854110,a\n854299,b\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.csv"


def records(answer: Answer) -> list[dict]:
    validate(answer)
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


def test_a_good_file_has_no_gap(file: Path) -> None:
    file.write_text(GOOD)
    answer = sy.check_codes(file)
    assert [row["verdict"] for row in records(answer)] == ["known", "known"]
    assert [row["line"] for row in records(answer)] == [3, 4]
    assert (answer.gaps, codes(answer)) == ((), ["read-as"])
    assert answer.table("counts").rows == (("known", 2),)


def test_each_sort_of_fault_is_a_gap(file: Path) -> None:
    file.write_text(BAD)
    answer = sy.check_codes(str(file))
    assert [row["verdict"] for row in records(answer)] == ["known", "within", "unknown"]
    assert "854290" in records(answer)[2]["remedy"]
    assert answer.ending is Ending.WITH_GAPS
    assert [gap.what for gap in answer.gaps] == ["1 of 3 codes", "1 of 3 codes"]
    assert "line 5" in answer.gaps[0].why


def test_strict_ends_with_exit_code_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(BAD)
    assert exit_code(["classes", "test", str(file)]) == 0
    assert exit_code(["classes", "test", str(file), "--strict"]) == 1
    assert "[gaps-found]" in capsys.readouterr().err
    file.write_text(GOOD)
    assert exit_code(["classes", "test", str(file), "--strict"]) == 0


def test_what_is_wrong_beside_the_codes_is_a_gap_too(file: Path) -> None:
    file.write_text("# nomenclature: hs2022\ncode,flow\n8541,Q\n")
    (gap,) = sy.check_codes(file).gaps
    assert "line 3" in gap.why
    assert "X for exports" in gap.remedy


def test_the_list_of_codes_may_be_named(file: Path) -> None:
    file.write_text("code\n851712\n")
    assert [row["verdict"] for row in records(sy.check_codes(file, within="hs2022"))] == ["unknown"]
    assert [row["verdict"] for row in records(sy.check_codes(file, within="hs2017"))] == ["known"]
    with pytest.raises(UnknownProduct) as caught:
        sy.check_codes(file, within="hz2017")
    assert "hs2017" in caught.value.remedy


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01", b"kode\n8541\n"])
def test_what_is_no_file_of_codes_is_refused(file: Path, content: bytes | None) -> None:
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadClassFile):
        sy.check_codes(file)


def test_every_faulty_cell_is_told(file: Path) -> None:
    file.write_text("code,first,last,flow\n8541,17,19,Q\n8542,2020,19,\n8486,2020,2010,\n")
    rows = records(sy.check_codes(file))
    assert [row["verdict"] for row in rows] == ["wrong"] * 3
    assert all(part in rows[0]["found"] for part in ("'17'", "'19'", "'Q'"))
    assert "2010 to 2020" in rows[2]["remedy"]


def test_what_reading_the_class_would_refuse_is_a_gap(tmp_path: Path) -> None:
    file = tmp_path / "grp.yaml"
    members = '[{code: "8541", group: b}, {code: "85x", group: a}]'
    file.write_text(f"nomenclature: hs2022\ngroups: {{a: A}}\nmembers: {members}\n")
    gaps = sy.check_codes(file).gaps
    assert [gap.what for gap in gaps] == ["1 of 2 codes", "the file as a class"]
    assert "'b'" in gaps[1].why


def test_a_code_of_another_edition_than_the_file_is_wrong(file: Path) -> None:
    file.write_text("# nomenclature: hs2022\ncode,edition\n851712,2017\n8542,2022\n")
    rows = records(sy.check_codes(file))
    assert [row["verdict"] for row in rows] == ["wrong", "known"]
    assert "hs2017:851712 hs2022" in rows[0]["remedy"]


def test_columns_that_mean_nothing_are_told(file: Path) -> None:
    file.write_text("code,name\n8541,a\n")
    answer = sy.check_codes(file)
    assert codes(answer) == ["read-as", "columns-left-alone"]
    assert "'name'" in answer.notes[1].text


def test_dots_are_no_fault_and_hide_no_repetition(file: Path) -> None:
    file.write_text("code\n8542.31\n854231\n85\n")
    told = [row["verdict"] for row in records(sy.check_codes(file))]
    assert told == ["within", "twice", "known"]


def test_a_list_with_a_column_code_is_a_table(tmp_path: Path) -> None:
    file = tmp_path / "codes.txt"
    file.write_bytes("code\tgroup\r\n8541\ta\r\n8542\tb\r\n".encode("utf-16"))
    assert [row["code"] for row in records(sy.check_codes(file))] == ["8541", "8542"]


@pytest.mark.parametrize(("name", "told"), [("a.csv", "no codes"), ("a.xlsx", "as CSV")])
def test_empty_lists_and_workbooks_are_refused(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / name).write_text("code\n")
    with pytest.raises(BadClassFile, match=told):
        sy.check_codes(tmp_path / name)


def test_it_is_not_served() -> None:
    assert "classes test" not in {verb.name for verb in served_verbs()}
    assert "classes show" in {verb.name for verb in served_verbs()}
