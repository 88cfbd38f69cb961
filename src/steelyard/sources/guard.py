"""Streams that count what is read from disk, refuse to grow past all measure, and tell damage."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, cast

import pyarrow as pa

from steelyard.sources.archive import BROKEN
from steelyard.sources.reading import refuse
from steelyard.terms.errors import BadFile, UnsafeArchive

try:
    from isal import igzip_lib

    _ISAL = (cast("type[Exception]", igzip_lib.IsalError),)
except ImportError:  # pragma: no cover  (a machine for which isal has no build)
    _ISAL = ()  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

GROWTH, FREE = 300, 2**28
UNREADABLE = (*BROKEN, pa.ArrowException, *_ISAL)
_BLOCK = 2**20


class Counted(io.FileIO):
    """A file on disk that counts the bytes read from it."""

    count = 0

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read into a buffer."""
        got = super().readinto(buffer) or 0
        self.count += got
        return got


class Guarded(io.RawIOBase):
    """A stream that refuses to grow past ``GROWTH`` times its packed size, after ``FREE`` bytes.

    Args:
        stream: the bytes, unpacked.
        packed: bytes they take on disk.
        name: how a person would name them.
        report: called after every reading with whether it was the last.
    """

    def __init__(
        self, stream: IO[bytes], packed: int, name: str, report: Callable[[bool], None] | None
    ) -> None:
        self._stream, self._packed, self._name, self._report = stream, packed, name, report
        self._seen = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return up to ``size`` bytes, or all that is left.

        Raises:
            BadFile: the file is cut short or damaged.
            UnsafeArchive: it grows past all measure.
        """
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(_BLOCK), b""))
        try:
            data = bytes(self._stream.read(size))
        except UNREADABLE as error:
            raise damaged(self._name, error) from None
        self._seen += len(data)
        if self._seen > FREE and self._seen > GROWTH * max(self._packed, 1):
            raise self._swollen()
        if self._report is not None:
            self._report(not data and size > 0)
        return data

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read into a buffer."""
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def _swollen(self) -> UnsafeArchive:
        return UnsafeArchive(
            f"You gave the file {self._name!r}",
            f"{self._packed:,} packed bytes unpack to more than {self._seen:,}",
            "No table of trade packs that well; such files are made to fill a disk",
            "Unpack it yourself and look at it; add the table if it is one.",
        )


def damaged(name: str, error: BaseException) -> BadFile:
    """Return the error for a file that breaks off or does not unpack."""
    found = f"it is cut short or damaged: {error}"
    why = "A damaged file may have lost rows without a trace"
    return refuse(name, found, why, "Download it again.")


def progress(told: Callable[[int], None], file: Counted, packed: int) -> Callable[[bool], None]:
    """Return what tells how far a file was read, once a megabyte and when it was read whole.

    Args:
        told: called with the bytes read.
        file: the file that is read.
        packed: bytes that will have been read in the end.
    """
    said = 0

    def report(ended: bool) -> None:
        nonlocal said
        read = packed if ended else min(file.count, packed)
        if read - said >= _BLOCK or (ended and read > said):
            said = read
            told(read)

    return report
