"""What a user points at: files, folders, patterns and archives, in one order, nothing hidden."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steelyard.ingest.expand import Found, expand
from steelyard.terms.errors import BadFile, SteelyardError, UnrecognisedFile, UnsafeArchive

CSV = b"Period,Value\n2024,1\n"


def put(path: Path, data: bytes = CSV) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def names(found: Found) -> list[str]:
    return [file.name for file in found.files]


def reasons(found: Found) -> dict[str, str]:
    return {Path(one.name).name: one.why for one in found.passed_over}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with tables at several depths and what lies about in folders."""
    folder = tmp_path / "data"
    for name in ("b.csv", "a.csv", "sub/c.tsv", "sub/deep/d.txt", "e.csv.gz"):
        put(folder / name, gzip.compress(CSV) if name.endswith("gz") else CSV)
    put(folder / ".hidden.csv")
    put(folder / ".git" / "x.csv")
    put(folder / "__MACOSX" / "a.csv")
    put(folder / "README.txt", b"These files, all of them, are about trade.\n")
    put(folder / "paper.csv", b"%PDF-1.7 ...")
    put(folder / "empty.csv", b"")
    return folder


def test_a_folder_gives_its_tables_sorted_and_tells_what_it_passes_over(data: Path) -> None:
    found = expand([data])
    assert names(found) == ["a.csv", "b.csv", "e.csv.gz", "c.tsv", "d.txt"]
    assert not any(map(found.named, found.files))
    assert reasons(found) == {
        "README.txt": "by its name it describes other files",
        "paper.csv": "it is a PDF document",
        "empty.csv": "it is empty",
    }


def test_files_keep_the_order_in_which_they_were_given_and_stand_once(data: Path) -> None:
    found = expand([data / "b.csv", str(data / "a.csv"), data, data / "sub" / ".." / "b.csv"])
    assert names(found) == ["b.csv", "a.csv", "e.csv.gz", "c.tsv", "d.txt"]
    assert [found.named(file) for file in found.files] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.csv", ["a.csv", "b.csv"]),
        ("[b-z].csv", ["b.csv"]),
        ("?.csv*", ["a.csv", "b.csv", "e.csv.gz"]),
        ("**/*.t*", ["c.tsv", "d.txt"]),
        ("s*", ["c.tsv", "d.txt"]),
        ("sub/**", ["c.tsv", "d.txt"]),
        ("**/deep/*", ["d.txt"]),
        ("*/*.tsv", ["c.tsv"]),
    ],
)
def test_patterns_are_followed(data: Path, pattern: str, expected: list[str]) -> None:
    assert names(expand([data / pattern])) == expected


def test_a_pattern_is_relative_to_the_working_folder(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data)
    assert names(expand(["*.csv"])) == ["a.csv", "b.csv"]
    assert names(expand(["."])) == names(expand([data]))


def test_a_file_whose_name_is_a_pattern_wins(data: Path) -> None:
    put(data / "[ab].csv")
    found = expand([data / "[ab].csv"])
    assert names(found) == ["[ab].csv"]
    assert found.named(found.files[0])


def test_an_archive_gives_its_tables(tmp_path: Path) -> None:
    members = [("z/b.csv", CSV), ("a.csv", CSV), ("Readme.txt", b"words"), ("c.csv", b"")]
    hidden = [("__MACOSX/._a.csv", b"\0"), (".DS_Store", b""), ("z/", b"")]
    path = put(tmp_path / "all.zip", zipped(members + hidden))
    found = expand([path])
    assert names(found) == ["all.zip: a.csv", "all.zip: z/b.csv"]
    assert set(reasons(found)) == {"all.zip: Readme.txt", "all.zip: c.csv"}
    assert not found.named(found.files[0])
    assert names(expand([tmp_path])) == names(found)


def test_a_workbook_is_a_table_and_no_archive(tmp_path: Path) -> None:
    book = zipped([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")])
    assert names(expand([put(tmp_path / "book.dat", book)])) == ["book.dat"]
    within = put(tmp_path / "all.zip", zipped([("book.xlsx", book)]))
    assert names(expand([within])) == ["all.zip: book.xlsx"]
    letter = zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")])
    with pytest.raises(UnrecognisedFile, match="document of an office program"):
        expand([put(tmp_path / "letter.docx", letter)])


def tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo("a.csv")
        info.size = len(CSV)
        archive.addfile(info, io.BytesIO(CSV))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("inner.zip", zipped([("a.csv", CSV)])),
        ("inner.csv", zipped([("a.csv", CSV)])),
        ("inner.tar", tar()),
        ("inner.tar.gz", gzip.compress(tar())),
        ("inner.zip.gz", gzip.compress(zipped([("a.csv", CSV)]))),
    ],
)
def test_archives_within_archives_are_refused(tmp_path: Path, name: str, inner: bytes) -> None:
    path = put(tmp_path / "all.zip", zipped([("a.csv", CSV), (name, inner)]))
    with pytest.raises(UnsafeArchive, match="is an archive itself"):
        expand([path])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (tar(), "tar archive"),
        (gzip.compress(tar()), "tar archive"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"BZh91AY", "bzip2"),
        (b"\xfd7zXZ\0", "xz"),
        (b"%PDF-1.4", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"", "empty"),
        (b"\r\n \n", "empty"),
    ],
)
def test_a_file_that_was_named_and_is_no_table_is_an_error(
    tmp_path: Path, content: bytes, why: str
) -> None:
    with pytest.raises(UnrecognisedFile, match=why) as told:
        expand([put(tmp_path / "f.csv", content)])
    assert told.value.remedy


def test_what_is_damaged_is_an_error_when_named_and_told_in_a_folder(tmp_path: Path) -> None:
    put(tmp_path / "a.csv")
    cut = put(tmp_path / "cut.zip", zipped([("a.csv", CSV * 99)])[:-30])
    broken = put(tmp_path / "f.csv.gz", gzip.compress(CSV)[:15])
    for path in (cut, broken):
        with pytest.raises(BadFile, match="cut short or damaged"):
            expand([path])
    found = expand([tmp_path])
    assert names(found) == ["a.csv"]
    assert {Path(one.name).name for one in found.passed_over if one.error} == {
        cut.name,
        broken.name,
    }


def test_nothing_there_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    put(empty / "README.md", b"words")
    archive = put(tmp_path / "a.zip", zipped([("README.md", b"words")]))
    nothing = put(tmp_path / "b.zip", zipped([]))
    for path in (tmp_path / "none", "", " ", "a\0b", "x" * 5000, tmp_path / "*.none"):
        with pytest.raises(UnrecognisedFile) as told:
            expand([path])
        assert told.value.remedy
    for path in (empty, archive, nothing):
        with pytest.raises(UnrecognisedFile, match="No table is there"):
            expand([path])
    with pytest.raises(UnrecognisedFile):
        expand([])


def test_links_in_folders_are_told_and_not_followed(tmp_path: Path, data: Path) -> None:
    outside = put(tmp_path / "outside" / "o.csv")
    for name, target in {"f.csv": outside, "folder": outside.parent, "up": data}.items():
        (data / name).symlink_to(target)
    (data / "gone.csv").symlink_to(tmp_path / "none")
    found = expand([data])
    assert "o.csv" not in names(found)
    assert reasons(found)["gone.csv"] == "it is a link to nothing"
    assert {"f.csv", "folder", "up"} <= set(reasons(found))
    assert names(expand([data / "f.csv"])) == ["f.csv"]
    assert names(expand([data / "folder"])) == ["o.csv"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_plain_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    put(tmp_path / "a.csv")
    assert reasons(expand([tmp_path])) == {"pipe.csv": "it is no plain file"}
    with pytest.raises(UnrecognisedFile, match="no plain file"):
        expand([tmp_path / "pipe.csv"])


def test_a_store_is_left_out(data: Path) -> None:
    put(data / "held" / "flows" / "x.csv")
    catalogue = json.dumps({"steelyard": {"schema": "steelyard.store/2"}}).encode()
    put(data / "held" / "datapackage.json", catalogue)
    put(data / "own" / "y.csv")
    found = expand([data], data / "own")
    assert names(found) == ["a.csv", "b.csv", "e.csv.gz", "c.tsv", "d.txt"]
    assert {"held", "own"} <= set(reasons(found))
    put(data / "package" / "datapackage.json", b"{}")
    assert "datapackage.json" in names(expand([data / "package"]))


MEMBERS = st.lists(
    st.tuples(
        st.text(alphabet="ab/.\\:C\n_é", min_size=1, max_size=8),
        st.sampled_from([CSV, b"", b"PK\3\4", b"%PDF", gzip.compress(CSV), tar()]),
    ),
    max_size=4,
    unique_by=lambda member: member[0],
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MEMBERS, st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=4))
def test_any_archive_gives_tables_or_an_error_with_a_code(
    tmp_path: Path, members: list[tuple[str, bytes]], changes: list[tuple[int, int]]
) -> None:
    content = bytearray(zipped(members))
    for place, value in changes:
        content[place % len(content)] = value
    path = put(tmp_path / "f.zip", bytes(content))
    try:
        found = expand([path])
    except SteelyardError as error:
        told = error.problem()
    else:
        assert found.files
        return
    assert told["code"] in {"bad-file", "unsafe-archive", "unrecognised-file"}
    assert told["remedy"]
