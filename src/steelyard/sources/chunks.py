"""Bytes of a long text -> chunks of whole rows, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from steelyard.sources.lines import JOINED, parsed, row_at
from steelyard.sources.unix import mended, unix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from steelyard.sources.layout import Layout

SIZE = 2**23
_PIECE = 2**18
"""Bytes that are read and looked through at a time, few enough to stay near the processor."""

LONGEST = 131_072
_SHOWN = 200
_FAR = 200


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of a text, as UTF-8.

    Attributes:
        line: number of its first line in the file.
        data: the bytes, up to and with the end of a row; lines end with a line feed.
        lines: how many lines they are.
        endless: opening of a line too long to be a row, which was passed over; then no data.
        recoded: lines that were not of the file's encoding and were read as Windows-1252.
        zeros: whether some byte is zero, as no text has it.
    """

    line: int
    data: bytes
    lines: int
    endless: str = ""
    recoded: int = 0
    zeros: bool = False


def chunks(stream: BinaryIO, layout: Layout, size: int = SIZE) -> Iterator[Chunk]:
    """Yield the rows below the header, a few megabytes at a time.

    Lines end with a line feed, a carriage return, or both. A row ends where a line ends, unless a
    quoted cell is open there (``lines.row_at``). A line longer than ``LONGEST`` bytes is passed
    over and told. Which lines make a row does not depend on ``size``.

    Args:
        stream: the bytes of the text.
        layout: how it is written.
        size: bytes of a chunk, at most and more or less.
    """
    held: list[Chunk] = []
    for piece in _pieces(stream, layout, min(size, _PIECE)):
        full = sum(len(one.data) for one in held) + len(piece.data) > size
        if held and (piece.endless or full):
            yield _joined(held)
            held = []
        if piece.endless:
            yield piece
        else:
            held.append(piece)
    if held:
        yield _joined(held)


def _joined(pieces: Sequence[Chunk]) -> Chunk:
    return Chunk(
        pieces[0].line,
        b"".join(piece.data for piece in pieces),
        sum(piece.lines for piece in pieces),
        recoded=sum(piece.recoded for piece in pieces),
        zeros=any(piece.zeros for piece in pieces),
    )


def _pieces(stream: BinaryIO, layout: Layout, size: int) -> Iterator[Chunk]:
    """Yield the rows below the header, ``size`` bytes at a time."""
    line = layout.skip + 1
    below = unix(stream, layout.encoding, layout.skip, size)
    for data, endless in _rows(below, layout):
        lines = 1 if endless else data.count(b"\n")
        if endless:
            yield Chunk(line, b"", lines, endless)
        elif data:
            text, recoded = mended(data)
            yield Chunk(line, text, lines, recoded=recoded, zeros=b"\0" in text)
        line += lines


def _rows(parts: Iterator[bytes], layout: Layout) -> Iterator[tuple[bytes, str]]:
    """Yield runs of whole rows, or the opening of a line that is too long."""
    rest, endless = b"", ""
    for part in parts:
        data = rest + part
        while (at := 0 if endless else _too_long(data)) >= 0:
            yield data[:at], ""
            endless = endless or data[at : at + _SHOWN].decode("utf-8", "replace")
            _, end, data = data[at:].partition(b"\n")
            if not end:
                break
            yield b"", endless
            endless = ""
        cut = _row_end(data, layout)
        yield data[:cut], ""
        rest = data[cut:]
    yield b"", endless
    yield rest + b"\n" if rest and not rest.endswith(b"\n") else rest, ""


def _too_long(data: bytes) -> int:
    """Return where the first line of more than ``LONGEST`` bytes begins, or -1."""
    at = 0
    while len(data) - at > LONGEST:
        end = data.rfind(b"\n", at, at + LONGEST + 1)
        if end < 0:
            return at
        at = end + 1
    return -1


def _row_end(data: bytes, layout: Layout) -> int:
    """Return where the last row surely ends, or 0 when none does.

    No row takes more than ``JOINED`` lines, so that after as many lines without an open cell a row
    ends wherever the rows before it ended.
    """
    at = end = data.rfind(b"\n") + 1
    closed = 0
    for _ in range(_FAR):
        if not at or closed == JOINED:
            return end
        start = data.rfind(b"\n", 0, at - 1) + 1
        closed += 1
        if _is_open(data[start : at - 1], layout.delimiter):
            closed, end = 0, start
        at = start
    return _followed(data, layout)


def _is_open(line: bytes, delimiter: str) -> bool:
    return b'"' in line and parsed(line.decode("latin-1"), delimiter)[1]


def _followed(data: bytes, layout: Layout) -> int:
    """Return where the last row ends that is told without the lines to come, row by row."""
    texts = data[: data.rfind(b"\n")].decode("latin-1").split("\n")
    at = end = 0
    while at < len(texts):
        taken, _, is_open = row_at(texts, at, layout.delimiter, layout.fits)
        if is_open and at + JOINED > len(texts):
            return end
        end += sum(len(text) + 1 for text in texts[at : at + taken])
        at += taken
    return end
