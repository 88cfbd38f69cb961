"""Where an answer goes: files with their evidence beside them, streams, and what can go wrong."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import steelyard as sy
from steelyard.cli import output
from steelyard.cli.main import exit_code
from steelyard.cli.output import Output, check
from steelyard.report import save as saving
from steelyard.terms.errors import BadOption

Capture = pytest.CaptureFixture[bytes]
WEIGH = ["weigh", "USA", "CHN", "--years", "2022:2023", "-q"]
SIDE = "a.csv-metadata.json"
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
NOT_ROOT = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="the superuser may write anywhere"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in an empty folder."""
    made = tmp_path / "here"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


def run(capture: Capture, *arguments: str) -> tuple[int, str, str]:
    code = exit_code(list(arguments))
    out, err = capture.readouterr()
    return code, out.decode(), err.decode()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def shell(line: str) -> subprocess.CompletedProcess[bytes]:
    """Run ``steelyard`` in a shell; what stands behind the words redirects its streams."""
    command = f"{shlex.quote(sys.executable)} -m steelyard {line}"
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize("form", ["csv", "sdmx-csv"])
def test_a_csv_has_its_evidence_beside_it(capsysbinary: Capture, folder: Path, form: str) -> None:
    assert run(capsysbinary, *WEIGH, "--format", form, "-o", "a.csv") == (0, "", "")
    assert names(folder) == ["a.csv", SIDE]
    _, text, _ = run(capsysbinary, *WEIGH, "--format", form)
    content = (folder / "a.csv").read_bytes()
    assert content.decode() == text
    beside = json.loads((folder / SIDE).read_bytes())
    assert beside["url"] == "a.csv"
    assert beside["steelyard:sha256"] == hashlib.sha256(content).hexdigest()
    whole = sy.weigh("USA", "CHN", years="2022:2023").record()
    assert beside["steelyard:answer"] == {**whole, "rows": []}


def test_further_tables_are_in_the_file_beside(capsysbinary: Capture, folder: Path) -> None:
    assert run(capsysbinary, "holdings", "-q", "-o", "a.csv")[0] == 0
    beside = json.loads((folder / SIDE).read_bytes())
    tables = sy.holdings().record()["tables"]
    assert tables
    assert beside["steelyard:answer"]["tables"] == tables


def test_a_csv_can_be_written_again(capsysbinary: Capture, folder: Path) -> None:
    for words in (WEIGH, ["cite", "-q"], WEIGH):
        assert run(capsysbinary, *words, "-o", "a.csv") == (0, "", "")
        found = hashlib.sha256((folder / "a.csv").read_bytes()).hexdigest()
        assert json.loads((folder / SIDE).read_bytes())["steelyard:sha256"] == found
    assert names(folder) == ["a.csv", SIDE]


@pytest.mark.parametrize("form", ["json", "parquet", "table"])
def test_other_formats_have_nothing_beside_them(
    capsysbinary: Capture, folder: Path, form: str
) -> None:
    assert run(capsysbinary, *WEIGH, "--format", form, "-o", "a.out") == (0, "", "")
    assert names(folder) == ["a.out"]


def test_parquet_carries_the_answer_and_the_units(capsysbinary: Capture, folder: Path) -> None:
    assert run(capsysbinary, *WEIGH, "-o", "a.parquet") == (0, "", "")
    schema = pq.read_schema(folder / "a.parquet")
    whole = sy.weigh("USA", "CHN", years="2022:2023").record()
    assert json.loads(schema.metadata[b"steelyard.answer"]) == {**whole, "rows": []}
    assert schema.field("imports").metadata[b"unit"] == b"USD"
    assert schema.field("imports").metadata[b"basis"] == b"general"


# --- the file beside is somebody else's, or cannot be written -----------------------------------


@pytest.mark.parametrize("content", ["{}", "notes of mine", ""])
def test_a_file_of_somebody_else_is_kept(
    capsysbinary: Capture, folder: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    (folder / SIDE).write_text(content)
    code, out, err = run(capsysbinary, *WEIGH, "-o", "a.csv")
    assert (code, out, err[:14]) == (2, "", "[cannot-write]")
    assert SIDE in err
    assert names(folder) == [SIDE]
    assert (folder / SIDE).read_text() == content
    assert run(capsysbinary, *WEIGH, "-o", "a.json")[0] == 0


@POSIX
def test_a_folder_or_a_dangling_link_beside_is_kept(capsysbinary: Capture, folder: Path) -> None:
    (folder / SIDE).mkdir()
    assert run(capsysbinary, *WEIGH, "-o", "a.csv")[0] == 2
    (folder / SIDE).rmdir()
    (folder / SIDE).symlink_to("nowhere")
    assert run(capsysbinary, *WEIGH, "-o", "a.csv")[0] == 2
    assert names(folder) == [SIDE]


@pytest.mark.parametrize("there_before", [False, True])
def test_both_files_are_written_or_neither(
    capsysbinary: Capture, folder: Path, monkeypatch: pytest.MonkeyPatch, there_before: bool
) -> None:
    if there_before:
        assert run(capsysbinary, "cite", "-q", "-o", "a.csv")[0] == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write = saving.replace

    def full(path: Path, content: bytes) -> None:
        if path.name == "a.csv":
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(saving, "replace", full)
    code, out, err = run(capsysbinary, *WEIGH, "-o", "a.csv")
    assert (code, out, err[:14]) == (2, "", "[cannot-write]")
    assert "No space left on device" in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


# --- streams -------------------------------------------------------------------------------------


@POSIX
def test_a_pipe_has_nothing_beside_it(capsysbinary: Capture, folder: Path) -> None:
    os.mkfifo("a.csv")
    reader = os.open("a.csv", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run(capsysbinary, *WEIGH, "-o", "a.csv") == (0, "", "")
        assert os.read(reader, 7) == b"period,"
    finally:
        os.close(reader)
    assert names(folder) == ["a.csv"]


@POSIX
def test_standard_output_has_nothing_beside_it(folder: Path) -> None:
    found = shell("cite -q --format csv -o /dev/stdout > a.csv")
    assert (found.returncode, found.stderr) == (0, b"")
    assert (folder / "a.csv").read_text().startswith("dataset,release,")
    assert names(folder) == ["a.csv"]


@POSIX
@pytest.mark.parametrize("form", ["csv", "json", "table", "parquet"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_output_is_told_once(form: str) -> None:
    found = shell(f"cite -q --format {form} > /dev/full")
    assert found.returncode == 2
    assert found.stderr.startswith(b"[cannot-write] You asked to write to standard output")
    assert len(found.stderr.splitlines()) == 1


@POSIX
@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_notes_that_nobody_hears_never_go_to_the_data(closed: str) -> None:
    if "full" in closed and not Path("/dev/full").exists():
        pytest.skip("no full device here")
    found = shell(f"weigh USA CHN --years 2022:2023 --format csv {closed}")
    assert found.returncode == 0
    assert len(found.stdout.splitlines()) == 3


@POSIX
def test_a_reader_of_a_pipe_that_goes_away_is_no_error(folder: Path) -> None:
    os.mkfifo("pipe")
    line = "holdings -q --format json -o pipe & head -c 1 pipe > first; wait $!"
    found = shell(line)
    assert (found.returncode, found.stderr) == (0, b"")
    assert (folder / "first").read_text() == "{"


# --- places that cannot be written to ----------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_name_that_is_too_long_is_told(capsysbinary: Capture, folder: Path, form: str) -> None:
    code, out, err = run(capsysbinary, "cite", "-q", "-o", f"{'a' * 300}.{form}")
    assert (code, out, err[:14]) == (2, "", "[cannot-write]")
    assert names(folder) == []


def test_a_name_without_room_for_the_file_beside_leaves_nothing(
    capsysbinary: Capture, folder: Path
) -> None:
    code, _, err = run(capsysbinary, "cite", "-q", "-o", f"{'a' * 245}.csv")
    assert (code, err[:14]) == (2, "[cannot-write]")
    assert names(folder) == []


@POSIX
def test_links_that_go_round_are_told(capsysbinary: Capture, folder: Path) -> None:
    (folder / "a.csv").symlink_to("a.csv")
    code, out, err = run(capsysbinary, "cite", "-q", "-o", "a.csv")
    assert (code, out, err[:14]) == (2, "", "[cannot-write]")


@POSIX
def test_the_file_beside_stands_with_the_file_that_a_link_names(
    capsysbinary: Capture, folder: Path
) -> None:
    (folder / "real").mkdir()
    (folder / "a.csv").symlink_to("real/b.csv")
    assert run(capsysbinary, "cite", "-q", "-o", "a.csv") == (0, "", "")
    assert names(folder / "real") == ["b.csv", "b.csv-metadata.json"]
    found = json.loads((folder / "real" / "b.csv-metadata.json").read_bytes())
    assert found["url"] == "b.csv"
    assert (folder / "a.csv").is_symlink()


@NOT_ROOT
def test_what_is_write_protected_is_kept(capsysbinary: Capture, folder: Path) -> None:
    (folder / "a.csv").write_text("mine")
    (folder / "a.csv").chmod(0o444)
    code, _, err = run(capsysbinary, "cite", "-q", "-o", "a.csv")
    assert (code, err[:14]) == (2, "[cannot-write]")
    assert (folder / "a.csv").read_text() == "mine"
    folder.chmod(0o555)
    try:
        assert run(capsysbinary, "cite", "-q", "-o", "b.csv")[0] == 2
    finally:
        folder.chmod(0o755)


# --- formats -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["parquet", "png"])
def test_a_binary_format_does_not_go_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(output, "on_terminal", lambda _: True)
    with pytest.raises(BadOption, match="binary") as caught:
        check(Output(form))
    assert f"-o FILE.{form}" in caught.value.remedy
    check(Output(form, Path("a.out")))


def test_a_format_that_cannot_hold_a_verb_is_refused_before_any_work() -> None:
    check(Output("sdmx-csv"), "weigh")
    with pytest.raises(BadOption, match="weigh"):
        check(Output("sdmx-csv"), "add")


def test_sdmx_of_what_has_no_periods_is_refused(capsysbinary: Capture, folder: Path) -> None:
    code, out, err = run(capsysbinary, "holdings", "-q", "--format", "sdmx-csv", "-o", "a.csv")
    assert (code, out, err[:12]) == (2, "", "[bad-option]")
    assert names(folder) == []
