"""Old workbooks (.xls) walked before they are opened, since a reader of them trusts what they say.

Such a file is a compound file (MS-CFB): sectors in chains, of which a table tells the next. A chain
that leads back into itself never ends, and two cells far apart make a reader reserve room for all
between them (MS-XLS: rows below 65,536, columns below 256).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEADER, _ENTRY, _MINI, _STREAM, _ROOT = 512, 128, 64, 2, 5
_SHIFTS = (9, 12)
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_ENDS = (_END, _FREE)
_WORKBOOKS = ("workbook", "book")
_ROWS, _COLUMNS, _LEAST_TEXT = 2**16, 2**8, 3
_BEGIN, _EXTENT, _EXTENT_SIZE, _TEXTS, _TEXTS_SIZE = 0x0809, 0x0200, 12, 0x00FC, 8
_MANY = (0x00BD, 0x00BE)
_CELLS = {0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, *_MANY}
_PLACE_SIZE = 6


class CompoundError(ValueError):
    """The sectors or the cells of an old workbook cannot be as it says."""


@dataclass(frozen=True, slots=True)
class _Chains:
    """Units of one size in chains.

    Attributes:
        data: bytes of all units.
        size: of one unit.
        first: where the unit of number 0 begins.
        following: number of the next unit, by that of a unit.
    """

    data: bytes
    size: int
    first: int
    following: Sequence[int]

    def unit(self, number: int) -> bytes:
        start = self.first + number * self.size
        if start >= len(self.data):
            raise CompoundError(f"it names part {number}, which lies beyond its end")
        return self.data[start : start + self.size]

    def chain(self, number: int) -> bytes:
        found: list[bytes] = []
        while number not in _ENDS:
            if number >= len(self.following) or len(found) > len(self.following):
                raise CompoundError(f"a chain of its parts does not end (part {number})")
            found.append(self.unit(number))
            number = self.following[number]
        return b"".join(found)


def furthest_cell(data: bytes) -> tuple[int, int]:
    """Return how many rows and columns the largest sheet of an old workbook reaches over.

    Args:
        data: bytes of the file.

    Raises:
        CompoundError: it is cut short or damaged in a way that would not let a reader end.
    """
    try:
        return _furthest(_workbook(data))
    except struct.error:
        raise CompoundError("it is cut short") from None


def _workbook(data: bytes) -> bytes:
    """Return the stream of the workbook, after every chain was followed to its end."""
    parts = _parts(data)
    listed, least, small = struct.unpack_from("<I4xII", data, 48)
    held = list(_entries(parts.chain(listed)))
    root = next((start for _, kind, start, _ in held if kind == _ROOT), _END)
    minis = _Chains(parts.chain(root), _MINI, 0, _numbers(parts.chain(small)))
    streams = {
        name: (minis if size < least else parts).chain(start)[:size]
        for name, kind, start, size in held
        if kind == _STREAM and size
    }
    return next((streams[name] for name in _WORKBOOKS if name in streams), b"")


def _parts(data: bytes) -> _Chains:
    """Return the sectors of a file with the table that chains them."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in _SHIFTS:
        raise CompoundError(f"its parts are said to have 2^{shift} bytes")
    plain = _Chains(data, 1 << shift, 1 << shift, ())
    listed = [number for number in _listed(plain) if number != _FREE]
    if len(listed) * plain.size > len(data):
        raise CompoundError("its table of parts is larger than the file")
    table = _numbers(b"".join(map(plain.unit, listed)))
    return _Chains(data, plain.size, plain.size, table)


def _listed(plain: _Chains) -> Iterator[int]:
    """Yield the numbers of the sectors that hold the table of chains."""
    yield from _numbers(plain.data[76:_HEADER])
    (number,) = struct.unpack_from("<I", plain.data, 68)
    for _ in range(len(plain.data) // plain.size + 1):
        if number in _ENDS:
            return
        *listed, number = _numbers(plain.unit(number))
        yield from listed
    raise CompoundError("the list of its parts does not end")


def _entries(data: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, kind, first part and size of what a file holds."""
    for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", data, at + 64)
        name = data[at : at + min(max(length - 2, 0), 64)].decode("utf-16-le", "replace")
        yield name.casefold(), kind, *struct.unpack_from("<II", data, at + 116)


def _furthest(stream: bytes) -> tuple[int, int]:
    """Return the rows and columns of the largest sheet, by its records of cells."""
    largest, rows, columns = (0, 0), 0, 0
    for kind, body in _records(stream):
        _check(kind, body, len(stream))
        if kind == _BEGIN:
            rows = columns = 0
        elif kind in _CELLS and len(body) >= _PLACE_SIZE:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in _MANY else column
            rows, columns = max(rows, row + 1), max(columns, _within(last + 1, _COLUMNS))
            largest = max(largest, (rows, columns), key=lambda reach: reach[0] * reach[1])
    return largest


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the body of each record of a workbook."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _check(kind: int, body: bytes, size: int) -> None:
    """Refuse a record that promises more than there can be: a reader makes room for it at once."""
    if kind == _TEXTS and len(body) >= _TEXTS_SIZE:
        _within(struct.unpack_from("<I", body, 4)[0], size // _LEAST_TEXT)
    elif kind == _EXTENT and len(body) > _EXTENT_SIZE:
        _, rows, _, columns = struct.unpack_from("<IIHH", body)
        _within(rows, _ROWS)
        _within(columns, _COLUMNS)


def _within(number: int, most: int) -> int:
    if number > most:
        raise CompoundError(f"it tells of {number:,} rows, columns or texts; at most {most:,} fit")
    return number


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
