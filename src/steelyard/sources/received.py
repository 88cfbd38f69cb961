"""A file as it was received, opened as plain bytes whatever its wrapping."""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
import weakref
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from steelyard.sources.archive import members, opened
from steelyard.sources.guard import Counted, Guarded, progress
from steelyard.sources.reading import refuse
from steelyard.sources.wrapping import GZIP, ZSTD, plain
from steelyard.terms.errors import BadFile, UnsafeArchive

__all__ = ["GZIP", "OPENING", "PARQUET", "ZIP", "ZSTD", "Received"]
ZIP, PARQUET = b"PK\x03\x04", b"PAR1"
OPENING = 2**18
_BLOCK, _STEP = 2**20, 2**14


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Received:
    """One table as it was received: a file, or a member of a zip archive.

    Attributes:
        path: the file on disk.
        member: name within the archive; empty when the file is no archive.
        told: called while the table is read through ``open``, on the thread that reads, with the
            bytes on disk read so far, of ``packed``; once a megabyte and at the end.
    """

    path: Path
    member: str = ""
    told: Callable[[int], None] | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """How a person would name it."""
        return f"{self.path.name}: {self.member}" if self.member else self.path.name

    @property
    def stem(self) -> str:
        """Its own name, without folders: some publishers write the release into it."""
        return PurePosixPath(self.member).name if self.member else self.path.name

    @property
    def wrapped(self) -> bool:
        """True when its bytes on disk are not yet those of the table."""
        return bool(self.member) or _magic(self.path).startswith((GZIP, ZSTD))

    @property
    def packed(self) -> int:
        """Bytes it takes on disk: the size of the file, or of the member as it is packed.

        Raises:
            BadFile: there is no such file or member, or the archive is damaged.
            UnsafeArchive: the archive is not safe to read.
        """
        if self.member:
            return _member(self).compress_size
        return _disk_size(self)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the bytes of the table, unpacked as they are read.

        Raises:
            BadFile: it cannot be opened; while reading, when it is cut short or damaged.
            UnsafeArchive: while reading, when it grows past all measure.
        """
        packed = self.packed
        with _disk(self) as file, _unwrapped(self, file) as unpacked:
            report = progress(self.told, file, packed) if self.told else None
            yield cast("BinaryIO", Guarded(unpacked, packed, self.name, report))

    def head(self, size: int = OPENING) -> bytes:
        """Return its first bytes, as far as they can be read; those asked for last are kept."""
        global _last  # noqa: PLW0603  (one opening is kept, for the sources that ask in turn)
        kept, asked, data = _last
        if kept() is not self or (asked < size and len(data) == asked):
            data = _first(Received(self.path, self.member), size)
            _last = weakref.ref(self), size, data
        return data[:size]

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """Yield a plain file with its bytes, for readers that must move about in it.

        Raises:
            BadFile, UnsafeArchive: as ``open``.
        """
        if not self.wrapped:
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="steelyard-") as folder:
            copy = Path(folder) / _plain_name(self.stem)
            with self.open() as stream, copy.open("wb") as file:
                shutil.copyfileobj(stream, file, _BLOCK)
            yield copy

    def sha256(self) -> str:
        """Return the SHA-256 of the file as received, or of the member of an archive.

        Raises:
            BadFile, UnsafeArchive: as ``open``.
        """
        silent = Received(self.path, self.member)
        with silent.open() if self.member else self.path.open("rb") as stream:
            return hashlib.file_digest(cast("io.BufferedReader", stream), "sha256").hexdigest()

    def size(self) -> int:
        """Return the bytes of the file as received, or of the member of an archive.

        Raises:
            BadFile, UnsafeArchive: as ``packed``.
        """
        return _member(self).file_size if self.member else _disk_size(self)


def _nobody() -> None:
    """Stand in for a weak reference to nothing."""


_last: tuple[Callable[[], Received | None], int, bytes] = (_nobody, 0, b"")


@contextmanager
def _unwrapped(received: Received, file: Counted) -> Iterator[IO[bytes]]:
    buffered = io.BufferedReader(file, _BLOCK)
    if not received.member:
        with plain(buffered, received.name) as stream:
            yield stream
        return
    with (
        opened(received.path, received.member, buffered) as member,
        plain(member, received.name) as stream,
    ):
        yield stream


def _disk(received: Received) -> Counted:
    try:
        return Counted(received.path)
    except (OSError, ValueError) as error:
        raise _closed(received, error) from None


def _disk_size(received: Received) -> int:
    try:
        return received.path.stat().st_size
    except (OSError, ValueError) as error:
        raise _closed(received, error) from None


def _closed(received: Received, error: Exception) -> BadFile:
    found = f"it cannot be opened: {error}"
    return refuse(received.name, found, "Nothing can be read from it", "Check the path.")


def _member(received: Received) -> zipfile.ZipInfo:
    info = members(received.path).get(received.member)
    if info is None:
        found, why = "the archive has no such member", "Nothing can be read from it"
        raise refuse(received.name, found, why, "Check the name.")
    return info


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except (OSError, ValueError):
        return b""


def _first(received: Received, size: int) -> bytes:
    """Return up to ``size`` bytes, or those before a fault."""
    parts, left = [], size
    try:
        with received.open() as stream:
            while left and (data := stream.read(min(left, _STEP))):
                parts.append(data)
                left -= len(data)
    except (BadFile, UnsafeArchive):
        pass
    return b"".join(parts)


def _plain_name(name: str) -> str:
    """Return a harmless file name that keeps the ending of the table within its wrapping."""
    bare = name.removesuffix(".gz").removesuffix(".zst")
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in bare).lstrip(".") or "table"
