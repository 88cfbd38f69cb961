"""Runs of the command line: exit codes, streams, files, and errors without a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import census_twins as twins
import pytest
import store_twins
from filelock import FileLock
from jsonschema import Draft202012Validator

from steelyard.cli.main import INTERRUPTED, exit_code
from steelyard.ingest.intake import take
from steelyard.ingest.wish import Wish
from steelyard.questions import holdings as home
from steelyard.questions.registry import VERBS
from steelyard.sources.received import Received
from steelyard.store import write
from steelyard.terms.answer import answer_schema
from steelyard.terms.version import __version__

Capture = pytest.CaptureFixture[bytes]
TAKE_FILES = ("steelyard add", "steelyard classes test")
EXAMPLES = [line for verb in VERBS for line in verb.examples if not line.startswith(TAKE_FILES)]
WEIGH = ["weigh", "USA", "CHN", "--years", "2011:2011"]
WITH_GAP = ["weigh", "USA", "CHN", "--years", "2022:2023"]
TRACEBACK = b"Traceback"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in an empty folder."""
    made = tmp_path / "here"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a store of one's own with one release."""
    root = tmp_path / "own"
    file = twins.write(tmp_path / "country.csv", twins.csv_bytes(twins.release(2022, 11)))
    take(Received(file), root, Wish(release="2024-02-07"))
    return root


def run(capture: Capture, *arguments: str) -> tuple[int, str, str]:
    code = exit_code(list(arguments))
    out, err = capture.readouterr()
    assert TRACEBACK not in out + err
    return code, out.decode(), err.decode()


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_runs(capsysbinary: Capture, line: str) -> None:
    code, _, err = run(capsysbinary, *shlex.split(line)[1:])
    assert code == 0
    assert "[unexpected]" not in err


def test_an_answer_with_gaps_is_an_answer_unless_strict(capsysbinary: Capture) -> None:
    code, out, err = run(capsysbinary, *WITH_GAP, "--format", "csv")
    assert code == 0
    assert out.splitlines()[2] == "2023" + "," * 10
    assert "Gap: " in err
    assert "Gap: " not in out
    code, again, err = run(capsysbinary, *WITH_GAP, "--format", "csv", "--strict", "-q")
    assert (code, again) == (1, out)
    assert err.startswith("[gaps-found] ")
    assert "The answer has 1 gap: " in err
    assert len(err.splitlines()) == 1


def test_a_whole_answer_is_one_under_strict_too(capsysbinary: Capture) -> None:
    code, _, err = run(capsysbinary, *WEIGH, "--strict", "--quiet")
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["weigh", "DEU", "USA"], "not-held"),
        (["weigh", "CHN", "MEX"], "not-held"),
        (["weigh", "USA", "CHN", "--of", "services"], "not-held"),
        (["weigh", "USA", "CHN", "--years", "2050:2050"], "not-held"),
        (["weigh", "USA", "CHN", "--years", "1700:1700"], "not-held"),
        (["weigh", "USA", "CHN", "--years", "2011:2011", "--as-of", "2001-01-01"], "not-held"),
        (["weigh", "USA", "MEX", "--side", "partner"], "not-held"),
        (["weigh", "USA", "CHN", "--years", "2011:2011", "--currency", "XTS"], "not-held"),
    ],
)
def test_what_nothing_held_answers_ends_with_one(
    capsysbinary: Capture, arguments: list[str], code: str
) -> None:
    found, _, err = run(capsysbinary, *arguments)
    assert (found, f"[{code}]" in err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["weigh", "USA", "CHX"], "unknown-place"),
        (["weigh", "Atlantis", "CHN"], "unknown-place"),
        (["weigh", "EU27_2020", "CHN"], "not-a-reporter"),
        (["weigh", "WLD", "CHN"], "not-a-reporter"),
        (["weigh", "census:0003", "CHN"], "not-a-reporter"),
        (["weigh", "0007", "CHN"], "not-a-partner"),
        (["weigh", "USA", "USA"], "same-place"),
        (["weigh", "USA", "CHN", "--of", "atpp"], "unknown-class"),
        (["weigh", "USA", "CHN", "--years", "20O7"], "bad-period"),
        (["weigh", "USA", "CHN", "--years", ":"], "bad-period"),
        (["weigh", "USA", "CHN", "--years", "2011:"], "bad-period"),
        (["weigh", "USA", "CHN", "--years", "1699"], "bad-period"),
        (["weigh", "USA", "CHN", "--periods", "2190-01:2201-01"], "bad-period"),
        (["weigh", "USA", "CHN", "--years", "2011-01"], "bad-period"),
        (["weigh", "USA", "CHN", "--periods", "2012-13"], "bad-period"),
        (["weigh", "USA", "CHN", "--periods", "2012-01:2012-10", "--freq", "A"], "bad-period"),
        (["weigh", "USA", "CHN", "--years", "2007:2002"], "reversed-range"),
        (["weigh", "USA", "CHN", "--years", "2007", "--periods", "2007"], "bad-option"),
        (["weigh", "USA", "CHN", "--freq", "W"], "bad-option"),
        (["weigh", "USA", "CHN", "--as-of", "2017-02-30"], "bad-date"),
        (["weigh", "USA", "CHN", "--as-of", "20170131"], "bad-date"),
        (["weigh", "USA", "CHN", "--currency", "dollars"], "bad-currency"),
        (["weigh", "USA", "CHN", "--currency", "uſd"], "bad-currency"),
        (["weigh", "USA", "CHN", "--side", "all"], "bad-option"),
        (["weigh", "USA", "CHN", "--of", "hs:8599"], "unknown-product"),
        (["weigh", "USA", "CHN", "--by", "group"], "bad-option"),
        (["weigh", "USA", "CHN", "--set", "prices=abc"], "bad-option"),
        (["holdings", "--format", "sdmx-csv"], "bad-option"),
        (["weigh", "USA", "CHN", "--basis", "cif"], "bad-option"),
        (["weigh", "USA", "CHN", "--set", "adjustment"], "bad-option"),
        (["weigh", "USA", "CHN", "--set", "bogus=1"], "bad-option"),
        (["weigh", "USA", "CHN", "--set", "side=nobody"], "bad-option"),
        (["weigh", "USA", "CHN", "--bogus"], "bad-option"),
        (["weigh", "USA", "CHN", "--years"], "bad-option"),
        (["weigh", "USA", "CHN", "JPN"], "bad-option"),
        (["weigh"], "bad-option"),
        (["wiegh", "USA", "CHN"], "bad-option"),
        (["classes", "lost"], "bad-option"),
        (["--bogus"], "bad-option"),
        (["holdings", "--format", "xml"], "bad-option"),
        (["classes", "list", "--store", "x"], "bad-option"),
        (["cite", "no-such-dataset"], "unknown-dataset"),
        (["add"], "bad-option"),
        (["add", "none.csv"], "unrecognised-file"),
        (["add", "."], "unrecognised-file"),
        (["holdings", "-o", "no/such/folder.csv"], "cannot-write"),
        (["holdings", "-o", "."], "cannot-write"),
        (["holdings", "-o", ""], "cannot-write"),
        (["holdings", "-o", "held"], "bad-option"),
        (["holdings", "-o", "held.xlsx"], "bad-option"),
    ],
)
def test_a_wrong_question_ends_with_two(
    capsysbinary: Capture, arguments: list[str], code: str
) -> None:
    found, out, err = run(capsysbinary, *arguments)
    assert (found, out) == (2, "")
    assert err.startswith(f"[{code}] ")
    assert len(err.splitlines()) == 1


def test_a_month_given_as_years_is_told_the_flag_for_it(capsysbinary: Capture) -> None:
    _, _, err = run(capsysbinary, "weigh", "USA", "CHN", "--years", "2011-01:2011-06")
    assert "--periods 2011-01:2011-06" in err


def test_the_last_day_of_the_calendar_is_a_date(capsysbinary: Capture) -> None:
    code, out, err = run(capsysbinary, *WEIGH, "--as-of", "9999-12-31", "-q", "--format", "csv")
    assert (code, err) == (0, "")
    assert out.splitlines()[1].startswith("2011,")


def test_an_unknown_verb_offers_the_nearest(capsysbinary: Capture) -> None:
    _, _, err = run(capsysbinary, "wiegh", "USA", "CHN")
    assert "weigh" in err.replace("wiegh", "")


@pytest.mark.parametrize("words", [[], ["classes"]])
def test_without_words_there_is_help(capsysbinary: Capture, words: list[str]) -> None:
    code, out, err = run(capsysbinary, *words)
    assert (code, err) == (0, "")
    inner = [verb.name.split() for verb in VERBS]
    assert all(name[len(words)] in out for name in inner if name[: len(words)] == words)


@pytest.mark.parametrize(("version", "code"), [("x", "damaged-store"), ("4", "newer-store")])
def test_a_store_that_cannot_be_used_ends_with_three(
    capsysbinary: Capture, own: Path, version: str, code: str
) -> None:
    catalogue = own / "datapackage.json"
    text = catalogue.read_text().replace("steelyard.store/3", f"steelyard.store/{version}")
    catalogue.write_text(text)
    found, out, err = run(capsysbinary, "holdings", "--store", str(own))
    assert (found, out) == (3, "")
    assert err.startswith(f"[{code}] ")


def test_a_damaged_release_ends_with_three_and_doctor_names_it(
    capsysbinary: Capture, own: Path
) -> None:
    (file,) = (own / "flows").rglob("*.parquet")
    file.write_bytes(file.read_bytes()[:-1])
    found, out, err = run(capsysbinary, *WEIGH, "--store", str(own))
    assert (found, out) == (3, "")
    assert err.startswith("[damaged-store] ")
    found, out, err = run(capsysbinary, "doctor", "--store", str(own), "--format", "json")
    results = {row[0]: row[1] for row in json.loads(out)["rows"]}
    assert found == 3
    assert "[self-test-failed]" in err
    assert results["file census-goods-by-country@2024-02-07"] == "failed"
    assert results["file census-goods-by-country@2023-03-08"] == "ok"


def test_a_release_that_differs_from_its_publishers_totals_is_no_failure(
    capsysbinary: Capture, tmp_path: Path
) -> None:
    checks = [
        {"name": "parts-add-up", "passed": False, "detail": "off by 5"},
        {"name": "months-add-up", "passed": True, "detail": "off by 0"},
    ]
    store_twins.stored(tmp_path / "twin", checks=checks)
    words = ["doctor", "--store", str(tmp_path / "twin")]
    code, out, err = run(capsysbinary, *words, "--format", "json", "--strict")
    rows = {row[0]: row[1:] for row in json.loads(out)["rows"]}
    assert (code, err) == (0, "")
    assert rows["parts-add-up, twin@2020-04-15"] == ["differs", "off by 5"]
    assert rows["months-add-up, twin@2020-04-15"] == ["ok", "off by 0"]
    assert {result for result, _ in rows.values()} == {"ok", "differs"}


def test_a_store_that_is_written_to_ends_with_three(
    capsysbinary: Capture, own: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(write, "PATIENCE", 0.05)
    file = twins.write(tmp_path / "newer.csv", twins.csv_bytes(twins.release(2022, 12)))
    words = ["add", str(file), "--store", str(own), "--release", "2024-03-07"]
    with FileLock(own / write.LOCK):
        code, out, err = run(capsysbinary, *words)
    assert (code, out) == (3, "")
    assert err.startswith("[store-busy] ")
    assert run(capsysbinary, *words, "-q")[0] == 0


def test_a_folder_that_is_no_store_ends_with_three(capsysbinary: Capture) -> None:
    for root in (".", "none"):
        found, out, err = run(capsysbinary, "holdings", "--store", root)
        assert (found, out, err[:10]) == (3, "", "[no-store]")


def test_adding_from_the_command_line_and_asking(capsysbinary: Capture, tmp_path: Path) -> None:
    file = twins.write(tmp_path / "country.csv", twins.csv_bytes(twins.release(2022, 11)))
    own = str(tmp_path / "own")
    arguments = ["add", str(file), "--release", "2024-02-07", "--store", own]
    code, out, err = run(capsysbinary, *arguments, "--format", "csv")
    assert code == 0
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["added"] == "true"
    assert int(row["rows_in"]) == int(row["accepted"]) + int(row["rejected"])
    assert "[rejected]" in err
    code, out, _ = run(capsysbinary, *arguments, "--format", "csv", "-q")
    assert next(csv.DictReader(io.StringIO(out)))["added"] == "false"
    code, out, _ = run(capsysbinary, "holdings", "--store", own, "--format", "json")
    places = {(row[1], row[-1]) for row in json.loads(out)["rows"]}
    assert ("2024-02-07", "own store") in places
    assert ("2023-03-08", "bundled") in places


@pytest.mark.parametrize("name", ["weigh", "holdings", "classes list", "cite", "doctor"])
def test_the_json_of_every_verb_keeps_the_contract(capsysbinary: Capture, name: str) -> None:
    words = WEIGH if name == "weigh" else name.split()
    code, out, err = run(capsysbinary, *words, "--format", "json")
    assert (code, err) == (0, "")
    plain = json.loads(out)
    Draft202012Validator(answer_schema()).validate(plain)
    assert (plain["verb"], plain["version"]) == (name, __version__)
    assert all(len(row) == len(plain["columns"]) for row in plain["rows"])


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_only_data_go_to_the_output_and_quiet_means_quiet(capsysbinary: Capture, form: str) -> None:
    code, loud, told = run(capsysbinary, "holdings", "--format", form)
    assert code == 0
    assert ("Note [" in told) is (form != "json")
    assert "Note [" not in loud
    code, quiet, err = run(capsysbinary, "holdings", "--format", form, "--quiet")
    assert (code, err, quiet) == (0, "", loud)


def test_an_answer_is_written_to_a_file_whole(capsysbinary: Capture, folder: Path) -> None:
    (folder / "held.csv").write_text("the old content")
    code, out, err = run(capsysbinary, "holdings", "-q", "-o", "held.csv")
    assert (code, out, err) == (0, "", "")
    _, text, _ = run(capsysbinary, "holdings", "-q", "--format", "csv")
    assert (folder / "held.csv").read_text() == text
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["held.csv", "held.csv-metadata.json"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    capsysbinary: Capture, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "taken").mkdir()
    code, out, err = run(capsysbinary, "holdings", "-q", "-o", "taken")
    assert (code, out, err[:14]) == (2, "", "[cannot-write]")
    assert [path.name for path in folder.iterdir()] == ["taken"]
    (folder / "held.csv").write_text("the old content")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        code, out, err = run(capsysbinary, "holdings", "-q", "-o", "held.csv")
    assert (code, out, err[:14]) == (2, "", "[cannot-write]")
    assert "No space left on device" in err
    assert sorted(path.name for path in folder.iterdir()) == ["held.csv", "taken"]
    assert (folder / "held.csv").read_text() == "the old content"


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (["--format", "xml"], "bad-option"),
        (["-o", "held.xlsx"], "bad-option"),
        (["-o", "held"], "bad-option"),
        (["-o", "."], "cannot-write"),
        (["-o", "none/held.csv"], "cannot-write"),
        (["-o", "none/held", "--format", "csv"], "cannot-write"),
    ],
)
def test_where_an_answer_cannot_go_is_told_before_any_work(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch, flags: list[str], code: str
) -> None:
    monkeypatch.setattr(home, "holdings", broken)
    found, out, err = run(capsysbinary, "holdings", *flags)
    assert (found, out) == (2, "")
    assert err.startswith(f"[{code}] ")


@pytest.mark.parametrize("name", ["held", "held.xlsx", "held.json"])
def test_a_format_that_is_named_goes_before_the_ending(
    capsysbinary: Capture, folder: Path, name: str
) -> None:
    code, out, err = run(capsysbinary, "cite", "-q", "-o", name, "--format", "csv")
    assert (code, out, err) == (0, "", "")
    assert (folder / name).read_text().startswith("dataset,release,")
    assert sorted(path.name for path in folder.iterdir()) == [name, f"{name}-metadata.json"]


def test_a_link_is_written_through(capsysbinary: Capture, folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "real" / "held.csv").write_text("old")
    (folder / "link.csv").symlink_to("real/held.csv")
    code, _, _ = run(capsysbinary, "holdings", "-q", "-o", "link.csv")
    assert code == 0
    assert (folder / "link.csv").is_symlink()
    assert (folder / "real" / "held.csv").read_text().startswith("dataset,")
    (folder / "new.csv").symlink_to("real/new.csv")
    assert run(capsysbinary, "holdings", "-q", "-o", "new.csv")[0] == 0
    assert (folder / "new.csv").is_symlink()
    names = sorted(path.name for path in (folder / "real").glob("*.csv"))
    assert names == ["held.csv", "new.csv"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_or_a_device_is_written_to_and_not_replaced(
    capsysbinary: Capture, folder: Path
) -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        code, _, _ = run(capsysbinary, "cite", "-q", "-o", "pipe", "--format", "csv")
        assert code == 0
        assert (folder / "pipe").is_fifo()
        assert os.read(reader, 8) == b"dataset,"
    finally:
        os.close(reader)


def test_an_answer_that_fails_leaves_the_old_file(capsysbinary: Capture, folder: Path) -> None:
    (folder / "mine.csv").write_text("mine")
    code, _, _ = run(capsysbinary, "weigh", "USA", "CHX", "-o", "mine.csv")
    assert code == 2
    assert (folder / "mine.csv").read_text() == "mine"


def broken(*, store: str | None = None) -> None:
    """Stand in for a verb with a defect."""
    message = "boom"
    raise RuntimeError(message)


def interrupted(*, store: str | None = None) -> None:
    """Stand in for a verb that the user stops."""
    raise KeyboardInterrupt


def test_an_unforeseen_error_is_told_without_a_traceback(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "holdings", broken)
    code, out, err = run(capsysbinary, "holdings")
    assert (code, out) == (3, "")
    assert err.startswith("[unexpected] ")
    assert "RuntimeError: boom" in err
    assert len(err.splitlines()) == 1


def test_a_developer_sees_where_it_broke(
    capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "holdings", broken)
    monkeypatch.setenv("STEELYARD_DEBUG", "1")
    assert exit_code(["holdings"]) == 3
    out, err = capsysbinary.readouterr()
    assert out == b""
    assert err.startswith(TRACEBACK)
    assert b"in broken" in err
    assert err.splitlines()[-1].startswith(b"[unexpected] ")


def test_stopping_is_no_defect(capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "holdings", interrupted)
    code, out, err = run(capsysbinary, "holdings")
    assert (code, out) == (INTERRUPTED, "")
    assert err.startswith("Interrupted. Nothing was written of what was at work")
    assert len(err.splitlines()) == 1


def test_the_installed_command_answers() -> None:
    script = shutil.which("steelyard", path=str(Path(sys.executable).parent))
    command = [script] if script else [sys.executable, "-m", "steelyard"]
    found = subprocess.run(
        [*command, "classes", "list", "--format", "csv"], capture_output=True, check=False
    )
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout.startswith(b"class,title,")


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "steelyard", "holdings", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes streams")
@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet"])
def test_a_closed_output_is_no_traceback_and_no_success(form: str) -> None:
    command = shlex.join([sys.executable, "-m", "steelyard", "cite", "-q", "--format", form])
    found = subprocess.run(
        ["/bin/sh", "-c", f"{command} >&-"], stderr=subprocess.PIPE, check=False, timeout=60
    )
    assert found.returncode == 2
    assert found.stderr.startswith(b"[cannot-write] You asked to write to standard output")
    assert TRACEBACK not in found.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes streams")
def test_a_closed_output_does_not_hinder_a_file(folder: Path) -> None:
    command = shlex.join([sys.executable, "-m", "steelyard", "cite", "-q", "-o", "cite.csv"])
    found = subprocess.run(
        ["/bin/sh", "-c", f"{command} >&-"], stderr=subprocess.PIPE, check=False, timeout=60
    )
    assert (found.returncode, found.stderr) == (0, b"")
    assert (folder / "cite.csv").read_text().startswith("dataset,")


@pytest.mark.parametrize("words", [[], ["weigh"], ["classes"], ["classes", "list"]])
def test_h_is_help(capsysbinary: Capture, words: list[str]) -> None:
    short = run(capsysbinary, *words, "-h")
    assert short == run(capsysbinary, *words, "--help")
    assert (short[0], short[2]) == (0, "")
    assert "Usage" in short[1]


def test_a_dataset_named_in_part_is_offered_whole(capsysbinary: Capture) -> None:
    code, out, err = run(capsysbinary, "cite", "census")
    assert (code, out) == (2, "")
    assert "Did you mean census-" in err
