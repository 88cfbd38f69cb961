"""Bytes of a long text -> chunks of whole rows, in bounded memory."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from steelyard.sources.layout import Layout

SIZE = 2**23
_SHOWN = 200
_FAR = 2000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of a text, as UTF-8.

    Attributes:
        line: number of its first line in the file.
        data: the bytes, up to and with the end of a row.
        endless: opening of a line too long to be a row, which was passed over; then no data.
        recoded: lines that were not of the file's encoding and were read as Windows-1252.
    """

    line: int
    data: bytes
    endless: str = ""
    recoded: int = 0


def chunks(stream: BinaryIO, layout: Layout) -> Iterator[Chunk]:
    """Yield the rows below the header, a few megabytes at a time.

    A row ends where a line ends, unless a quoted cell is open there. A line longer than a chunk is
    passed over and told.
    """
    line = 1
    for data, endless in _rows(_unix(_as_utf8(stream, layout.encoding))):
        count = data.count(b"\n")
        first, line = line, line + (count or 1)
        below = _below(data, first, layout.skip)
        if endless and first > layout.skip:
            yield Chunk(first, b"", endless)
        elif below:
            text, recoded = _mended(below)
            yield Chunk(max(first, layout.skip + 1), text, recoded=recoded)


def _as_utf8(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """Yield the bytes in UTF-8; those of a text in UTF-8 or Windows-1252 as they are."""
    if not encoding.startswith("utf-16") and encoding in {"utf-8", "utf-8-sig", "cp1252"}:
        yield from iter(lambda: stream.read(SIZE), b"")
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for data in iter(lambda: stream.read(SIZE), b""):
        yield decoder.decode(data).encode("utf-8")
    yield decoder.decode(b"", final=True).encode("utf-8")


def _unix(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a text whose lines end with a carriage return only with line feeds instead."""
    for data in parts:
        yield data.replace(b"\r", b"\n") if b"\r" in data and b"\n" not in data else data


def _rows(parts: Iterator[bytes]) -> Iterator[tuple[bytes, str]]:
    """Yield runs of whole rows, or the opening of a line that is too long."""
    rest, passed_over = b"", ""
    for part in parts:
        ended, passed_over, data = _after(part, passed_over)
        if ended:
            yield b"", ended
        joined = rest + data
        cut = _row_end(joined)
        if cut:
            yield joined[:cut], ""
        rest = joined[cut:]
        if len(rest) > SIZE:
            passed_over, rest = rest[:_SHOWN].decode("utf-8", "replace"), b""
    if passed_over:
        yield b"", passed_over
    if rest:
        yield rest + b"\n", ""


def _after(part: bytes, passed_over: str) -> tuple[str, str, bytes]:
    """Return the long line that ends in a part, the one that goes on, and what stands after."""
    if not passed_over:
        return "", "", part
    _, end, after = part.partition(b"\n")
    return (passed_over, "", after) if end else ("", passed_over, b"")


def _row_end(data: bytes) -> int:
    """Return where the last whole row ends, or 0 when none does."""
    end = last = data.rfind(b"\n") + 1
    odd = data.count(b'"', 0, end) % 2
    for _ in range(_FAR):
        if not odd or not end:
            return end or last
        start = data.rfind(b"\n", 0, end - 1) + 1
        odd ^= data.count(b'"', start, end) % 2
        end = start
    return last


def _below(data: bytes, first: int, skip: int) -> bytes:
    """Return what stands below the header."""
    for _ in range(first, skip + 1):
        _, _, data = data.partition(b"\n")
    return data


def _mended(data: bytes) -> tuple[bytes, int]:
    """Return bytes in UTF-8: a line in another encoding is read as Windows-1252."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pairs = [_mended_line(line) for line in data.split(b"\n")]
        return b"\n".join(line for line, _ in pairs), sum(odd for _, odd in pairs)
    return data, 0


def _mended_line(line: bytes) -> tuple[bytes, bool]:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace").encode("utf-8"), True
    return line, False
