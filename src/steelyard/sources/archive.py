"""Zip archives: their members listed and opened, and what makes an archive unsafe refused."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, BinaryIO, cast

from steelyard.sources.reading import refuse
from steelyard.terms.errors import BadFile, UnsafeArchive

MOST_MEMBERS = 10_000
BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    OverflowError,
)
_MOST_LISTED = 2**24
_LOCAL = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|\\|[\x00-\x1f]|(^|/)\.\.(/|$)")
_PLAIN_KINDS = (0, stat.S_IFREG, stat.S_IFDIR)
_HARM = "Such archives are made to reach files outside themselves, or to fill a disk"
_TAKE_OUT = "Unpack it yourself, look at what it holds, and add the tables."


def members(path: Path) -> dict[str, zipfile.ZipInfo]:
    """Return the members of a zip archive by name, folders left out.

    Raises:
        UnsafeArchive: it names files outside itself, holds links, names one twice, has members that
            overlap, or more than 10,000.
        BadFile: its list of members is damaged or missing.
    """
    try:
        state = path.stat()
        return _members(path, state.st_ino, state.st_size, state.st_mtime_ns)
    except BROKEN as error:
        raise _damaged(path.name, error) from None


@contextmanager
def opened(path: Path, name: str, file: BinaryIO) -> Iterator[IO[bytes]]:
    """Open a member of an archive for reading, which checks its checksum at the end.

    Args:
        path: the archive.
        name: the member.
        file: the archive's bytes.

    Raises:
        BadFile: there is no such member, it is encrypted, or packed in a way that is not read.
    """
    info = members(path).get(name)
    shown = f"{path.name}: {name}"
    if info is None:
        raise refuse(shown, "the archive has no such member", "Nothing can be read", "Check it.")
    _check_packing(info, shown)
    try:
        file.seek(info.header_offset)
        mark, named, extra = _LOCAL.unpack(file.read(_LOCAL.size))
        if mark != b"PK\x03\x04":
            raise zipfile.BadZipFile("the member does not begin where the list says")
        file.seek(named + extra, io.SEEK_CUR)
    except BROKEN as error:
        raise _damaged(shown, error) from None
    with zipfile.ZipExtFile(cast("IO[bytes]", file), "r", info) as member:
        yield cast("IO[bytes]", member)


def unsafe(name: str, found: str) -> UnsafeArchive:
    """Return the error for an archive that is not safe to read."""
    return UnsafeArchive(f"You gave the archive {name!r}", found, _HARM, _TAKE_OUT)


class _Brief(io.FileIO):
    """A file that refuses to give much at once, as a list of too many members would need."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > _MOST_LISTED:
            name = Path(str(self.name)).name
            raise unsafe(name, f"its list of members alone takes {size:,} bytes")
        return super().read(-1 if size is None else size) or b""


@lru_cache(maxsize=1)
def _members(path: Path, *_state: int) -> dict[str, zipfile.ZipInfo]:
    with _Brief(path) as file, zipfile.ZipFile(file) as archive:
        infos, end = archive.infolist(), archive.start_dir
    _check_list(path.name, infos)
    _check_places(path.name, infos, end)
    return {info.filename: info for info in infos if not info.is_dir()}


def _check_list(name: str, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_MEMBERS:
        raise unsafe(name, f"it has {len(infos):,} members; at most {MOST_MEMBERS:,} are read")
    seen: set[str] = set()
    for info in infos:
        if _OUTSIDE.search(info.orig_filename):
            raise unsafe(name, f"a member is named {info.orig_filename!r}, outside the archive")
        if stat.S_IFMT(info.external_attr >> 16) not in _PLAIN_KINDS:
            raise unsafe(name, f"its member {info.filename!r} is a link or a device, not a file")
        if info.filename in seen:
            raise unsafe(name, f"two members are named {info.filename!r}")
        seen.add(info.filename)


def _check_places(name: str, infos: list[zipfile.ZipInfo], end: int) -> None:
    """Refuse members that share bytes: a small archive could unpack to any size."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    starts = [info.header_offset for info in ordered[1:]] + [end]
    for info, following in zip(ordered, starts, strict=False):
        length = _LOCAL.size + len(info.orig_filename) + info.compress_size
        if info.header_offset + length > following:
            raise unsafe(name, f"its member {info.filename!r} overlaps what comes after it")


def _check_packing(info: zipfile.ZipInfo, shown: str) -> None:
    if info.flag_bits & _ENCRYPTED:
        why = "It cannot be read without its password"
        raise refuse(shown, "it is encrypted", why, "Unpack it and add the tables.")
    if info.compress_type not in _PACKINGS:
        found = f"it is packed by method {info.compress_type}"
        raise refuse(shown, found, "Only stored and deflated members are read", _TAKE_OUT)


def _damaged(name: str, error: BaseException) -> BadFile:
    found = f"the archive is cut short or damaged: {error}"
    why = "A damaged file may have lost rows without a trace"
    return refuse(name, found, why, "Download it again.")
