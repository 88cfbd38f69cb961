"""Files as they are received: unpacked while they are read, and damage told whenever it shows."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steelyard.sources import guard
from steelyard.sources.received import Received
from steelyard.terms.errors import BadFile, SteelyardError, UnsafeArchive

TEXT = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * n * 7919 % 10**9) for n in range(60_000))


def zstd(data: bytes) -> bytes:
    packed: bytes = pa.Codec("zstd").compress(data, asbytes=True)
    return packed


def zipped(data: bytes, name: str = "a.csv", packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, packing)
    return file.getvalue()


def written(folder: Path, data: bytes, member: str = "") -> Received:
    path = folder / "file"
    path.write_bytes(data)
    return Received(path, member)


def content(received: Received) -> bytes:
    with received.open() as stream:
        return stream.read()


WRAPPINGS = {
    "plain": (TEXT, ""),
    "gzip": (gzip.compress(TEXT), ""),
    "two-gzips": (gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]), ""),
    "zstandard": (zstd(TEXT), ""),
    "zip": (zipped(TEXT), "a.csv"),
    "stored-zip": (zipped(TEXT, packing=zipfile.ZIP_STORED), "a.csv"),
    "gzip-in-zip": (zipped(gzip.compress(TEXT), "a.csv.gz"), "a.csv.gz"),
    "empty": (b"", ""),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_the_bytes_are_those_of_the_table_whatever_the_wrapping(
    tmp_path: Path, wrapping: str
) -> None:
    data, member = WRAPPINGS[wrapping]
    text = TEXT if data else b""
    read: list[int] = []
    received = replace(written(tmp_path, data, member), told=read.append)
    assert content(received) == text
    assert received.head() == text[: 2**18]
    assert received.head(5) == text[:5]
    with received.on_disk() as path:
        assert path.read_bytes() == text
    assert read[-1:] == ([received.packed] if data else [])
    assert max(read, default=0) <= received.packed <= len(data)


def test_progress_is_told_once_a_megabyte_up_to_the_size_on_disk(tmp_path: Path) -> None:
    data = TEXT * 6
    read: list[int] = []
    received = replace(written(tmp_path, data), told=read.append)
    with received.open() as stream:
        while stream.read(1000):
            pass
    assert read == sorted(set(read))
    assert read[-1] == len(data) == received.packed
    assert len(read) <= len(data) // 2**20 + 1
    assert received == Received(received.path)


@pytest.mark.parametrize("cut", [3, 12, 200, 50_000, -9, -3])
@pytest.mark.parametrize("wrapping", ["gzip", "zstandard", "zip", "gzip-in-zip"])
def test_a_file_cut_short_is_told(tmp_path: Path, wrapping: str, cut: int) -> None:
    data, member = WRAPPINGS[wrapping]
    inner = gzip.compress(TEXT)[:cut]
    data = zipped(inner, member) if wrapping == "gzip-in-zip" else data[:cut]
    received = written(tmp_path, data, member)
    if wrapping in {"gzip", "zstandard"} and not received.wrapped:
        return  # too short to be told from a text
    with pytest.raises(BadFile, match="cut short or damaged"):
        content(received)
    assert TEXT.startswith(received.head())


def test_a_wrong_checksum_is_told(tmp_path: Path) -> None:
    packed = gzip.compress(TEXT)
    with pytest.raises(BadFile, match="CRC"):
        content(written(tmp_path, packed[:-8] + b"\1\2\3\4" + packed[-4:]))
    stored = zipped(TEXT, packing=zipfile.ZIP_STORED).replace(b"100,", b"101,", 1)
    with pytest.raises(BadFile, match="CRC"):
        content(written(tmp_path, stored, "a.csv"))


def test_a_member_that_is_said_to_begin_before_the_archive_is_refused(tmp_path: Path) -> None:
    packed = zipped(TEXT[:60], packing=zipfile.ZIP_STORED)
    received = written(tmp_path, packed[:40] + packed[50:], "a.csv")
    with pytest.raises(BadFile, match="cut short or damaged"), received.open() as stream:
        stream.read()


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        received = Received(path)
        assert received.head() == b""
        with pytest.raises(BadFile, match="cannot be opened"):
            content(received)
    archive = written(tmp_path, zipped(TEXT))
    with pytest.raises(BadFile, match="no such member"):
        content(replace(archive, member="b.csv"))


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_without_bounds_are_refused(tmp_path: Path, packing: int) -> None:
    with pytest.raises(BadFile, match="packed by method"):
        content(written(tmp_path, zipped(TEXT[:99], packing=packing), "a.csv"))


@pytest.mark.parametrize("wrapping", ["gzip", "zstandard", "zip", "gzip-in-zip"])
def test_what_grows_past_all_measure_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrapping: str
) -> None:
    monkeypatch.setattr(guard, "FREE", 2**20)
    nil = bytes(2**25)
    data, member = {
        "gzip": (gzip.compress(nil), ""),
        "zstandard": (zstd(nil), ""),
        "zip": (zipped(nil), "a.csv"),
        "gzip-in-zip": (zipped(gzip.compress(nil), "a.gz"), "a.gz"),
    }[wrapping]
    received = written(tmp_path, data, member)
    with pytest.raises(UnsafeArchive, match="unpack to more than"):
        content(received)


def altered(**fields: object) -> bytes:
    """Return a zip archive whose list says something else of its one member."""
    info = zipfile.ZipInfo("a.csv", (2024, 1, 1, 0, 0, 0))
    for name, value in fields.items():
        setattr(info, name, value)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(info, b"a,b\n1,2\n")
    return file.getvalue()


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../a.csv", "a/../../b.csv", "C:/a.csv", "a\\b.csv", "..", "a\nb.csv"]
)
def test_names_outside_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeArchive, match="outside the archive"):
        content(written(tmp_path, zipped(TEXT, name), name))


def test_links_are_refused(tmp_path: Path) -> None:
    data = altered(external_attr=(0o120777 << 16), create_system=3)
    with pytest.raises(UnsafeArchive, match="link"):
        content(written(tmp_path, data, "a.csv"))


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(TEXT))
    data[6] |= 1
    data[data.rindex(b"PK\1\2") + 8] |= 1
    with pytest.raises(BadFile, match="encrypted"):
        content(written(tmp_path, bytes(data), "a.csv"))


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.csv", "1")
        archive.writestr("b.csv", "2")
    data = file.getvalue().replace(b"b.csv", b"a.csv")
    with pytest.raises(UnsafeArchive, match="Two members"):
        content(written(tmp_path, data, "a.csv"))


def test_members_that_overlap_are_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.csv", "1" * 100)
        archive.writestr("b.csv", "2" * 100)
    data = bytearray(file.getvalue())
    second = data.rindex(b"PK\1\2")
    struct.pack_into("<L", data, second + 42, 0)
    with pytest.raises(UnsafeArchive, match="overlaps"):
        content(written(tmp_path, bytes(data), "a.csv"))


def test_more_members_than_any_release_has_are_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(10_001):
            archive.writestr(zipfile.ZipInfo(f"{number}.csv"), b"")
    with pytest.raises(UnsafeArchive, match="10,001 members"):
        content(written(tmp_path, file.getvalue(), "1.csv"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["gzip", "zstandard", "zip"]),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=5),
    st.integers(0, 10**6),
)
def test_damage_of_any_kind_is_an_error_with_a_code_or_harmless(
    tmp_path: Path, wrapping: str, changes: list[tuple[int, int]], cut: int
) -> None:
    small = TEXT[:500]
    data = bytearray({"gzip": gzip.compress, "zstandard": zstd, "zip": zipped}[wrapping](small))
    for place, value in changes:
        data[place % len(data)] = value
    received = written(tmp_path, bytes(data[: cut % (2 * len(data)) + 1]), "")
    received = replace(received, member="a.csv" if wrapping == "zip" else "")
    received.head()
    try:
        content(received)
    except SteelyardError as error:
        told = error.problem()
    else:
        return
    assert told["code"] in {"bad-file", "unsafe-archive"}
    assert told["remedy"]
