"""Old workbooks that would not let a reader end, or would fill the memory, are refused."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources.compound import CompoundError, furthest_cell
from steelyard.sources.received import Received
from steelyard.sources.workbook import sheets
from steelyard.terms.errors import BadFile

SPECIMEN = Path(__file__).parents[3] / "shared/data/formats/fred/IMPCH.xls"
specimen = pytest.mark.skipif(not SPECIMEN.exists(), reason=f"{SPECIMEN} is not there")
END, FREE, SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 512
TABLE, LISTED, STREAM = 0, 1, 2


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def number(row: int, column: int) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, 1.5))


def entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    told = text.ljust(64, b"\0") + struct.pack("<HB", len(text) + 2, kind)
    return told.ljust(116, b"\0") + struct.pack("<III", start, size, 0)


def book(records: bytes) -> bytearray:
    """Return a compound file with a table of chains, a list of what it holds, and a stream."""
    stream = records.ljust(8 * SECTOR, b"\0")
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(SECTOR, b"\0"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II4xIIIII", header, 44, 1, LISTED, 4096, END, 0, END, 0)
    struct.pack_into("<109I", header, 76, TABLE, *[FREE] * 108)
    chain = [0xFFFFFFFD, END, *range(STREAM + 1, STREAM + 8), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    held = entry("Root Entry", 5, END, 0) + entry("Workbook", 2, STREAM, len(stream))
    return bytearray(bytes(header) + table + held.ljust(SECTOR, b"\0") + stream)


def linked(data: bytearray, part: int, following: int) -> bytearray:
    struct.pack_into("<I", data, SECTOR * (TABLE + 1) + 4 * part, following)
    return data


def test_the_furthest_cell_of_the_largest_sheet() -> None:
    begin = record(0x0809, b"\0" * 16)
    many = record(0x00BD, struct.pack("<HH", 2, 1) + b"\0" * 12 + struct.pack("<H", 8))
    assert furthest_cell(book(begin + number(9, 0) + number(0, 4) + begin + number(1, 1))) == (
        10,
        5,
    )
    assert furthest_cell(book(begin + many)) == (3, 9)
    assert furthest_cell(book(b"")) == (0, 0)


@pytest.mark.parametrize(
    "data",
    [
        linked(book(b""), STREAM + 3, STREAM),
        linked(book(b""), LISTED, LISTED),
        linked(book(b""), STREAM, 5000),
        book(b"")[: SECTOR * 6],
        book(b"")[:40],
        book(number(1, 256)),
        book(record(0x0200, struct.pack("<IIHHH", 0, 2**31, 0, 9, 0))),
        book(record(0x00FC, struct.pack("<II", 9, 2**31))),
    ],
    ids=["loop", "list", "beyond", "cut", "header", "column", "rows", "texts"],
)
def test_what_cannot_be_is_refused(data: bytearray, tmp_path: Path) -> None:
    with pytest.raises(CompoundError):
        furthest_cell(bytes(data))
    (tmp_path / "any.xls").write_bytes(data)
    with pytest.raises(BadFile, match="No workbook can be read"):
        list(sheets(Received(tmp_path / "any.xls")))


def test_two_cells_far_apart_are_too_large(tmp_path: Path) -> None:
    (tmp_path / "any.xls").write_bytes(book(number(0, 0) + number(65535, 255)))
    with pytest.raises(BadFile, match="would fill the memory"):
        list(sheets(Received(tmp_path / "any.xls")))


@given(st.integers(0, 5 * SECTOR), st.binary(min_size=1, max_size=9))
def test_damage_raises_one_error_only(at: int, put: bytes) -> None:
    data = book(record(0x0809, b"\0" * 16) + number(9, 3))
    data[at : at + len(put)] = put
    try:
        rows, columns = furthest_cell(bytes(data))
    except CompoundError:
        return
    assert 0 <= rows <= 65536
    assert 0 <= columns <= 256


@specimen
def test_the_specimen() -> None:
    assert furthest_cell(SPECIMEN.read_bytes()) == (428, 2)
