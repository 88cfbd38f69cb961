"""``doctor`` on stores: it names what is damaged and how to mend it, and never falls over."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import store_twins
from hypothesis import given, settings
from hypothesis import strategies as st

import steelyard as sy
from steelyard.report.csv_table import to_csv
from steelyard.report.table import plain_text
from steelyard.store.package import CATALOGUE, STORE_SCHEMA, read_catalogue, write_catalogue
from steelyard.store.store import Store
from steelyard.terms.answer import Answer
from steelyard.terms.errors import StoreError

DAY = "2024-05-01"
HEADER = (
    '"Nomenclature","ReporterISO3","ProductCode","ReporterName","PartnerISO3","PartnerName",'
    '"Year","TradeFlowName","TradeFlowCode","TradeValue in 1000 USD"'
)


def row(partner: str, year: int, value: object) -> str:
    return f'"H5","CHN","8542","China","{partner}","x","{year}","Gross Imp.","1","{value}"'


def received(folder: Path, name: str, *rows: str) -> Path:
    (folder / name).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return folder / name


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files of one release and one of the next, each with a row to reject."""
    folder = tmp_path_factory.mktemp("files")
    received(folder, "one.csv", row("USA", 2016, 1), row("USA", 2017, 2), row("USX", 2017, 2))
    received(folder, "two.csv", row("USA", 2018, 3), row("USA", 2018, "x"))
    received(folder, "later.csv", row("USA", 2017, 5), row("USA", 2019, 6), row("USX", 2019, 2))
    return folder


@pytest.fixture(scope="module")
def made(files: Path) -> Path:
    root = files / "own"
    sy.add([files / "one.csv", files / "two.csv"], store=root, release=DAY)
    sy.add(files / "later.csv", store=root, release="2024-06-01")
    return root


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "own")
    return tmp_path / "own"


def alone(root: Path) -> Store:
    """Open a store without the bundled data beside it."""
    empty = root.parent / "empty"
    empty.mkdir(exist_ok=True)
    write_catalogue(empty, ())
    return Store(root, bundled=empty)


def results(answer: Answer) -> dict[str, tuple[str, str]]:
    return {str(row[0]): (str(row[1]), str(row[2])) for row in answer.rows}


def failed(answer: Answer) -> dict[str, str]:
    return {name: told for name, (result, told) in results(answer).items() if result == "failed"}


def test_a_sound_store_passes(own: Path) -> None:
    answer = sy.doctor(store=alone(own))
    found = results(answer)
    assert failed(answer) == {}
    assert answer.notes == ()
    assert STORE_SCHEMA in found["format own store"][1]
    assert found[f"rejected wits-goods@{DAY}"] == ("ok", "2 rows kept of 2 observations rejected")


def summed(answer: Answer) -> dict[str, dict[str, object]]:
    names = [column.name for column in answer.table("summary").columns]
    rows = (dict(zip(names, row, strict=True)) for row in answer.table("summary").rows)
    return {str(row.pop("kind")): row for row in rows}


def test_the_summary_counts_every_check_once(own: Path) -> None:
    release = read_catalogue(own)[0]
    flipped(own / release.parts[0].path)
    answer = sy.doctor(store=alone(own))
    counted = summed(answer)
    for result in ("ok", "differs", "failed"):
        told = sum(row[result] for row in counted.values() if isinstance(row[result], int))
        assert told == sum(found == result for found, _ in results(answer).values())
    assert counted["file"] == {
        "ok": 1,
        "differs": 0,
        "failed": 1,
        "detail": "releases whose files are as written: 1",
    }
    assert counted["interpreter"]["detail"] == results(answer)["interpreter"][1]


def test_a_terminal_lists_what_is_not_sound_and_sums_up_the_rest(own: Path) -> None:
    sound = plain_text(sy.doctor(store=alone(own)))
    assert "wits-goods" not in sound
    release = read_catalogue(own)[0]
    flipped(own / release.parts[0].path)
    text = plain_text(sy.doctor(store=alone(own)))
    assert f"file wits-goods@{DAY}" in text
    assert "file wits-goods@2024-06-01" not in text
    assert "releases whose files are as written: 1" in text
    assert to_csv(sy.doctor(store=alone(own))).count(b"\n") > text.count("failed")


def test_comparisons_of_several_files_name_the_file(tmp_path: Path) -> None:
    """Two downloads with all goods beside their chapters, one release."""
    for year in (2016, 2017):
        rows = [
            row("USA", year, value).replace("8542", code)
            for code, value in (("Total", 9), ("84", 4), ("85", 5))
        ]
        received(tmp_path, f"{year}.csv", *rows)
    sy.add([tmp_path / "2016.csv", tmp_path / "2017.csv"], store=tmp_path / "own", release=DAY)
    answer = sy.doctor(store=alone(tmp_path / "own"))
    checks = [str(line[0]) for line in answer.rows if f", wits-goods@{DAY}" in str(line[0])]
    assert len(set(checks)) == len(checks) > 0
    assert all(name.endswith((", 2016.csv", ", 2017.csv")) for name in checks)


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5])


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def as_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


HARMS = [truncated, flipped, emptied, Path.unlink, as_folder]


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("what", ["path", "rejects"])
@pytest.mark.parametrize("name", ["one.csv", "two.csv"])
def test_damage_is_named_and_adding_the_file_again_mends_it(
    own: Path, files: Path, harm: Callable[[Path], object], what: str, name: str
) -> None:
    release = read_catalogue(own)[0]
    (part,) = [one for one in release.parts if one.received_file == name]
    path = getattr(part, what)
    before = (own / path).read_bytes()
    harm(own / path)
    told = failed(sy.doctor(store=alone(own)))
    check = "file" if what == "path" else "rejected"
    detail = told[f"{check} wits-goods@{DAY}"]
    assert path in detail
    assert f"Add {name} (SHA-256 {part.received_sha256}) again with --release {DAY}" in detail
    assert set(told) <= {
        f"{kind} wits-goods@{day}"
        for kind in ("file", "rows", "rejected")
        for day in (DAY, "2024-06-01")
    }
    if harm is as_folder:
        (own / path).rmdir()
    again = sy.add(files / name, store=own, release=DAY)
    assert again.column("added") == [True]
    assert (own / path).read_bytes() == before
    assert failed(sy.doctor(store=alone(own))) == {}
    assert read_catalogue(own)[0] == release


def test_several_damaged_files_are_all_named_and_mended_one_by_one(own: Path, files: Path) -> None:
    release = read_catalogue(own)[0]
    for part in release.parts:
        (own / part.path).unlink()
    detail = failed(sy.doctor(store=alone(own)))[f"file wits-goods@{DAY}"]
    assert all(part.path in detail for part in release.parts)
    sy.add([files / "one.csv", files / "two.csv"], store=own, release=DAY)
    assert failed(sy.doctor(store=alone(own))) == {}


def test_what_was_left_of_a_carried_file_cannot_be_mended_by_adding_it(own: Path) -> None:
    later = read_catalogue(own)[1]
    (part,) = [one for one in later.parts if one.carried_from and one.superseded]
    flipped(own / part.path)
    told = failed(sy.doctor(store=alone(own)))
    assert set(told) == {"file wits-goods@2024-06-01", "rows wits-goods@2024-06-01"}
    assert "Restore it from a copy" in told["file wits-goods@2024-06-01"]


def test_files_that_no_release_names_are_told_and_are_no_failure(own: Path) -> None:
    orphan = own / "flows" / "dataset=twin" / "release=2019-01-01" / "part-0.parquet"
    draft = own / "drafts" / "1.part"
    for folder in (orphan.parent, draft):
        folder.mkdir(parents=True)
    for file in (orphan, draft / "rows.parquet", own / "mine.parquet"):
        file.touch()
    answer = sy.doctor(store=alone(own))
    assert failed(answer) == {}
    one, other = (note for note in answer.notes if note.code == "left-over")
    assert "2 files or folders" in one.text
    assert "part-0.parquet" in one.text
    assert "drafts/1.part" in one.text
    assert "older than a day" in one.text
    assert "mine.parquet" in other.text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "damaged-store"),
        ('{"steelyard": {"schema": "other.thing/1"}, "resources": []}', "damaged-store"),
        ('{"steelyard": {"schema": "steelyard.store/4"}, "resources": []}', "newer-store"),
    ],
)
def test_a_catalogue_that_cannot_be_used_gives_its_code(own: Path, content: str, code: str) -> None:
    (own / CATALOGUE).write_text(content, encoding="utf-8")
    told = failed(sy.doctor(store=str(own)))
    assert list(told) == ["store"]
    assert told["store"].startswith(f"[{code}] ")


@settings(max_examples=25)
@given(data=st.data())
def test_random_damage_is_told_and_never_breaks_the_doctor(
    made: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    own = tmp_path_factory.mktemp("harmed") / "own"
    shutil.copytree(made, own)
    places = sorted(path.relative_to(own) for path in own.rglob("*") if path.is_file())
    harmed = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True))
    for place in harmed:
        harm_at_random(own / place, data)
    with contextlib.suppress(StoreError):
        answer = sy.doctor(store=alone(own))
        told = " ".join(failed(answer).values())
        named = {path for release in read_catalogue(own) for path in release.paths}
        assert all(str(place) in told for place in harmed if place.as_posix() in named)
    shutil.rmtree(own.parent)


def harm_at_random(file: Path, data: st.DataObject) -> None:
    content = bytearray(file.read_bytes())
    how = data.draw(st.sampled_from(["flip", "cut", "delete", "append"]))
    if how == "delete" or not content:
        file.unlink()
        return
    if how == "flip":
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    if how == "cut":
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    file.write_bytes(content + b"\0" if how == "append" else content)


def test_a_file_of_rows_that_lie_about_their_number_is_told(tmp_path: Path) -> None:
    store_twins.stored(tmp_path / "own")
    (release,) = read_catalogue(tmp_path / "own")
    part = release.parts[0].model_copy(update={"rows": 5})
    write_catalogue(tmp_path / "own", [release.model_copy(update={"parts": (part,), "rows": 5})])
    told = failed(sy.doctor(store=alone(tmp_path / "own")))
    assert set(told) == {"rows twin@2020-04-15"}
    assert "7 rows and should have 5" in told["rows twin@2020-04-15"]
