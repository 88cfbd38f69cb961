"""What ``add`` says: counts with their nouns, one note for many files, what a dry run would do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import steelyard as sy
from steelyard.questions.add_words import counted, listed, passed_over
from steelyard.terms.answer import Answer
from steelyard.terms.errors import UnrecognisedFile

WITS = (
    '"Nomenclature","ReporterISO3","ProductCode","ReporterName","PartnerISO3","PartnerName",'
    '"Year","TradeFlowName","TradeFlowCode","TradeValue in 1000 USD"'
)
ROW = '"H5","CHN","8542","China","{}","there","{}","Gross Imp.","1","{}"'
RATES = "year,country,rate,quote\n2022,Euro,1.0534,USD per unit\n2023,Euro,1.0817,USD per unit\n"


def wits(path: Path, *rows: tuple[str, str, str]) -> Path:
    lines = [WITS, *(ROW.format(*row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def told(answer: Answer, code: str) -> list[str]:
    return [note.text for note in answer.notes if note.code == code]


def test_a_count_has_its_noun() -> None:
    assert counted(1, "row") == "1 row"
    assert (counted(0, "row"), counted(1200, "row")) == ("0 rows", "1,200 rows")


def test_a_long_list_is_cut_and_says_so() -> None:
    assert listed("abc") == "a, b, c"
    assert listed("abcde") == "a, b, c and 2 more"


def test_files_passed_over_for_one_reason_are_one_gap() -> None:
    (first, second) = passed_over([("a", "x", "r"), ("b", "y", "r"), ("c", "x", "r")])
    assert (first.what, first.why, first.remedy) == ("a, c", "passed over: x", "r")
    assert second.what == "b"


def test_what_is_true_of_several_files_is_said_once(tmp_path: Path) -> None:
    one = wits(tmp_path / "a.csv", ("USA", "2016", "1"), ("USX", "2016", "2"))
    two = wits(tmp_path / "b.csv", ("DEU", "2016", "1"))
    answer = sy.add([one, two], store=str(tmp_path / "own"))
    (text,) = told(answer, "release-date")
    assert text.startswith("a.csv, b.csv: ")
    (left,) = told(answer, "rejected")
    assert left.startswith("a.csv: 1 row left out: ")


def test_every_file_has_one_row_in_what_was_understood(tmp_path: Path) -> None:
    files = [wits(tmp_path / f"{name}.csv", (name, "2016", "1")) for name in ("USA", "DEU")]
    (table,) = sy.add(files, store=str(tmp_path / "own")).tables
    assert [row[0] for row in table.rows] == ["USA.csv", "DEU.csv"]


@pytest.mark.parametrize("day", ["2024-05-01", "2024-05-02", "2024-04-01"])
def test_a_dry_run_says_what_would_be_added_where(tmp_path: Path, day: str) -> None:
    root = str(tmp_path / "own")
    other = wits(tmp_path / "b.csv", ("DEU", "2016", "1"))
    (fresh,) = told(sy.add(other, store=root, release=day, dry_run=True), "dry-run")
    assert fresh.endswith(f"it would make the new release wits-goods@{day}.")
    sy.add(wits(tmp_path / "a.csv", ("USA", "2016", "1")), store=root, release="2024-05-01")
    (text,) = told(sy.add(other, store=root, release=day, dry_run=True), "dry-run")
    ends = {
        "2024-05-01": "it would join wits-goods@2024-05-01, which has 1 file.",
        "2024-05-02": "with the rows of wits-goods@2024-05-01 (1 file) that it does not state "
        "again.",
        "2024-04-01": "rows that wits-goods@2024-05-01 lacks would come to it.",
    }
    assert text.endswith(ends[day])


def test_a_folder_ends_with_what_was_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    wits(folder / "wits.csv", ("USA", "2016", "1"))
    for name in ("one.md", "two.md"):
        (folder / name).write_text("about it\n")
    (folder / "odd.csv").write_text("when,who\n2001,x\n")
    with zipfile.ZipFile(folder / "several.zip", "w") as archive:
        archive.write(wits(tmp_path / "in.csv", ("DEU", "2016", "1")), "data/in.csv")
    answer = sy.add(folder, store=str(tmp_path / "own"))
    assert answer.column("file") == ["several.zip: data/in.csv", "wits.csv"]
    documents, odd = answer.gaps
    assert documents.what.endswith("two.md")
    assert "one.md, " in documents.what
    assert (odd.what, "--map" in odd.remedy) == ("odd.csv", True)
    assert "its header begins when, who" in odd.why


def test_the_files_of_another_publisher_are_passed_over_by_name(tmp_path: Path) -> None:
    (tmp_path / "both").mkdir()
    wits(tmp_path / "both" / "wits.csv", ("USA", "2016", "1"))
    rates = tmp_path / "both" / "rates.csv"
    rates.write_text(RATES, encoding="utf-8")
    answer = sy.add(tmp_path / "both", publisher="wits", store=str(tmp_path / "own"))
    (gap,) = answer.gaps
    assert (gap.what, "Federal Reserve" in gap.why) == ("rates.csv", True)
    assert "--publisher" in gap.remedy
    with pytest.raises(UnrecognisedFile, match="Federal Reserve"):
        sy.add(rates, publisher="wits", store=str(tmp_path / "own"))


def test_which_file_is_at_work_is_told_in_few_letters(tmp_path: Path) -> None:
    named = {"a.csv": "USA", f"{'long' * 20}.csv": "DEU"}
    files = [wits(tmp_path / name, (to, "2016", "1")) for name, to in named.items()]
    said: list[str] = []
    sy.add(files, store=str(tmp_path / "own"), tell=lambda text, _: said.append(text))
    assert said[0] == "1 of 2: recognising a.csv"
    assert any(text.startswith("2 of 2: ") for text in said)
    assert max(map(len, said)) < 80


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_date_that_is_not_used_is_a_gap_that_says_what_to_do(
    tmp_path: Path, dry_run: bool
) -> None:
    files = [wits(tmp_path / f"{name}.csv", (name, "2016", "1")) for name in ("USA", "DEU")]
    root = tmp_path / "own"
    assert sy.add(files, store=root, release="2024-05-01").gaps == ()
    for same in ("2024-05-01", None):
        assert sy.add(files, store=root, release=same, dry_run=dry_run).gaps == ()
    again = sy.add(files, store=root, release="2024-06-01", dry_run=dry_run)
    assert again.column("release") == ["2024-05-01", "2024-05-01"]
    (gap,) = again.gaps
    assert gap.what == "USA.csv, DEU.csv as released on 2024-06-01"
    assert "held as wits-goods@2024-05-01, and the date given was not used" in gap.why
    assert gap.remedy.endswith("add the file to a new store: --store FOLDER --release 2024-06-01")


def test_bytes_that_mend_a_release_keep_its_date_and_say_so(tmp_path: Path) -> None:
    file, root = wits(tmp_path / "a.csv", ("USA", "2016", "1")), tmp_path / "own"
    sy.add(file, store=root, release="2024-05-01")
    next((root / "flows").rglob("*.parquet")).write_bytes(b"")
    again = sy.add(file, store=root, release="2024-06-01")
    assert (again.column("release"), again.column("added")) == (["2024-05-01"], [True])
    assert [gap.what for gap in again.gaps] == ["a.csv as released on 2024-06-01"]
