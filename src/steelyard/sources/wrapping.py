"""Gzip and Zstandard: the bytes within, unpacked as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, cast

import pyarrow as pa

from steelyard.sources.guard import UNREADABLE, damaged

try:
    from isal import igzip_threaded as gzip_reader
except ImportError:  # pragma: no cover  (a machine for which isal has no build)
    import gzip as gzip_reader  # type: ignore[no-redef]

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


@contextmanager
def plain(file: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """Yield the bytes within gzip or Zstandard, or the file itself.

    Args:
        file: the bytes, of which some can be looked at beforehand (``peek``).
        name: how a person would name them.

    Raises:
        BadFile: not even the first bytes can be read.
    """
    try:
        magic = file.peek(4)[:4]  # type: ignore[attr-defined]
    except UNREADABLE as error:
        raise damaged(name, error) from None
    opener = _opener(magic)
    if opener is None:
        yield file
        return
    with opener(file) as stream:
        yield stream


def _opener(magic: bytes) -> Callable[[IO[bytes]], IO[bytes]] | None:
    if magic.startswith(GZIP):
        open_gzip = cast("Callable[[IO[bytes], str], IO[bytes]]", gzip_reader.open)
        return lambda file: open_gzip(file, "rb")
    if magic.startswith(ZSTD):
        return lambda file: cast(
            "IO[bytes]", pa.CompressedInputStream(pa.PythonFile(file, mode="r"), "zstd")
        )
    return None
