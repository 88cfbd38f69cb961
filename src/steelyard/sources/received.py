"""A file as it was received, opened as plain bytes whatever its wrapping."""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import pyarrow as pa

from steelyard.terms.errors import UnsafeArchive

try:
    from isal import igzip_threaded as gzip_reader
except ImportError:  # pragma: no cover  (a machine for which isal has no build)
    import gzip as gzip_reader  # type: ignore[no-redef]

if TYPE_CHECKING:
    from collections.abc import Callable

GZIP, ZSTD, ZIP, PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"PAR1"
OPENING = 2**18
GROWTH, FREE = 300, 2**28
_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class Received:
    """One table as it was received: a file, or a member of a zip archive.

    Attributes:
        path: the file on disk.
        member: name within the archive; empty when the file is no archive.
    """

    path: Path
    member: str = ""

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

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the bytes of the table, unpacked as they are read.

        Raises:
            UnsafeArchive: while reading, when it grows past all measure.
        """
        with _unwrapped(self) as raw:
            yield cast("BinaryIO", raw)

    def head(self, size: int = OPENING) -> bytes:
        """Return its first bytes, or none when it cannot be read."""
        try:
            with self.open() as stream:
                return _exactly(stream, size)
        except (OSError, EOFError, ValueError, zipfile.BadZipFile, pa.ArrowException):
            return b""

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """Yield a plain file with its bytes, for readers that must move about in it."""
        if not self.wrapped:
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="steelyard-") as folder:
            plain = Path(folder) / _plain_name(self.stem)
            with self.open() as stream, plain.open("wb") as file:
                shutil.copyfileobj(stream, file, _BLOCK)
            yield plain

    def sha256(self) -> str:
        """Return the SHA-256 of the file as received, or of the member of an archive."""
        opened = self.open() if self.member else self.path.open("rb")
        with opened as stream:
            return hashlib.file_digest(cast("io.BufferedReader", stream), "sha256").hexdigest()

    def size(self) -> int:
        """Return the bytes of the file as received, or of the member of an archive."""
        if not self.member:
            return self.path.stat().st_size
        with zipfile.ZipFile(self.path) as archive:
            return archive.getinfo(self.member).file_size


class _Guarded(io.RawIOBase):
    """A stream that refuses to grow past ``GROWTH`` times its packed size, after ``FREE`` bytes."""

    def __init__(self, stream: IO[bytes], packed: int, name: str) -> None:
        self._stream, self._packed, self._name, self._seen = stream, packed, name, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join(iter(lambda: self.read(_BLOCK), b""))
        data = bytes(self._stream.read(size))
        self._seen += len(data)
        if self._seen > FREE and self._seen > GROWTH * max(self._packed, 1):
            raise UnsafeArchive(
                f"You gave the file {self._name!r}",
                f"{self._packed:,} packed bytes unpack to more than {self._seen:,}",
                "No table of trade packs that well; such files are made to fill a disk",
                "Unpack it yourself and look at it; add the table if it is one.",
            )
        return data

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def _unwrapped(received: Received) -> Iterator[IO[bytes]]:
    if not received.member:
        with received.path.open("rb") as file, _plain(file, received) as plain:
            yield plain
        return
    with zipfile.ZipFile(received.path) as archive:
        info = archive.getinfo(received.member)
        with archive.open(info) as packed:
            guarded = _Guarded(packed, info.compress_size, received.name)
            with _plain(io.BufferedReader(guarded, _BLOCK), received) as plain:
                yield plain


@contextmanager
def _plain(file: IO[bytes], received: Received) -> Iterator[IO[bytes]]:
    """Yield the bytes within gzip or Zstandard, or the file itself."""
    magic = cast("io.BufferedReader", file).peek(4)[:4]
    opener = _opener(magic)
    if opener is None:
        yield file
        return
    packed = received.size() if received.member else received.path.stat().st_size
    with opener(file) as stream:
        yield cast("IO[bytes]", _Guarded(stream, packed, received.name))


def _opener(magic: bytes) -> Callable[[IO[bytes]], IO[bytes]] | None:
    if magic.startswith(GZIP):
        opened = cast("Callable[[IO[bytes], str], IO[bytes]]", gzip_reader.open)
        return lambda file: opened(file, "rb")
    if magic.startswith(ZSTD):
        return lambda file: cast(
            "IO[bytes]", pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd")
        )
    return None


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError:
        return b""


def _exactly(stream: IO[bytes], size: int) -> bytes:
    parts, left = [], size
    while left and (data := stream.read(left)):
        parts.append(data)
        left -= len(data)
    return b"".join(parts)


def _plain_name(name: str) -> str:
    """Return a harmless file name that keeps the ending of the table within its wrapping."""
    bare = name.removesuffix(".gz").removesuffix(".zst")
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in bare).lstrip(".") or "table"
