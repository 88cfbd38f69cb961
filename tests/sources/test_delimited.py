"""Delimited text: no row is lost, whatever is wrong, and chunks and threads change nothing."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources import chunks as chunking
from steelyard.sources.blocks import EXACT, TEXT, Block
from steelyard.sources.chunks import Chunk, chunks
from steelyard.sources.delimited import block_of
from steelyard.sources.layout import Layout, find_layout
from steelyard.sources.lines import OPEN
from steelyard.sources.split import split

HEADER = b"a,b,v\n"


def is_header(names: Sequence[str]) -> bool:
    return "a" in names and "v" in names


def layout_of(data: bytes, encoding: str = "") -> Layout:
    found = find_layout(data, is_header, encoding)
    assert found is not None
    return found


def blocks(data: bytes, size: int = chunking.SIZE, numbers: Sequence[str] = ("v",)) -> list[Block]:
    layout = layout_of(data)
    return [
        block_of(chunk, layout, ["a", "b"], list(numbers))
        for chunk in chunks(io.BytesIO(data), layout, size)
    ]


def texts(found: Sequence[Block]) -> list[tuple[object, ...]]:
    return [
        row
        for block in found
        for row in zip(
            block.lines.to_pylist(), *(c.to_pylist() for c in block.table.columns), strict=True
        )
    ]


def broken(found: Sequence[Block]) -> list[tuple[int, str]]:
    return [(b.line, b.why) for block in found for b in block.broken]


def test_a_plain_text_is_read_with_its_lines_and_exact_numbers() -> None:
    found = blocks(HEADER + b"x,y,1.25\nz,,\n")
    assert [block.table["v"].type for block in found] == [EXACT]
    assert texts(found) == [(2, "x", "y", Decimal("1.250000")), (3, "z", "", None)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("last", [b"", b"\n"])
def test_every_line_end_is_one_with_and_without_one_at_the_end(end: bytes, last: bytes) -> None:
    data = (HEADER + b"x,y,1\n\nz,w,2" + last).replace(b"\n", end)
    assert texts(blocks(data, numbers=())) == [(2, "x", "y"), (4, "z", "w")]


def test_mixed_line_ends_lose_no_row() -> None:
    data = b"a,b,v\r\nx,y,1\rx,z,2\nx,w,3\r\n"
    assert [row[2] for row in texts(blocks(data))] == ["y", "z", "w"]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")],
)
def test_marks_and_quoted_headers_are_read(encoding: str, mark: bytes) -> None:
    data = mark + '"a","b","v"\n"é","y","1"\n'.encode(encoding)
    assert texts(blocks(data, numbers=())) == [(2, "é", "y")]


def test_utf_16_is_told_without_a_mark() -> None:
    data = ("a,b,v\n" + "x,é,1\n" * 20).encode("utf-16-le")
    assert texts(blocks(data, numbers=()))[0] == (2, "x", "é")


def test_lines_of_another_encoding_are_read_and_counted() -> None:
    data = HEADER + "Côte,y,1\n".encode() + "Côte,y,1\n".encode("cp1252")
    assert [row[1] for row in texts(blocks(data))] == ["Côte", "Côte"]
    found = list(chunks(io.BytesIO(data), layout_of(data)))
    assert [chunk.recoded for chunk in found] == [1]


def test_an_encoding_that_is_known_is_decoded() -> None:
    data = "a,b,v\n中国,y,1\n".encode("gb18030")
    layout = layout_of(data, "gb18030")
    [chunk] = chunks(io.BytesIO(data), layout)
    assert split(chunk, layout).rows == (("中国", "y", "1"),)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (b"x", "it has 1 cells where the header has 3"),
        (b"x,y,1,2", "it has 4 cells where the header has 3"),
        (b'x,"y,1', OPEN),
        (b"x,y\0,1", "it holds a NUL byte, which no text has: the file was damaged on its way"),
    ],
)
def test_a_row_that_cannot_be_split_is_told_and_its_neighbours_are_read(
    row: bytes, why: str
) -> None:
    found = blocks(HEADER + b"p,q,1\n" + row + b"\nr,s,2\n")
    assert [r[1] for r in texts(found)] == ["p", "r"]
    assert broken(found) == [(3, why)]


def test_a_quoted_cell_may_hold_line_breaks_and_delimiters() -> None:
    found = blocks(HEADER + b'x,"two\nlines, ""quoted""",1\nz,w,2\n')
    assert [r[:3] for r in texts(found)] == [(2, "x", 'two\nlines, "quoted"'), (4, "z", "w")]
    assert broken(found) == []


def test_a_row_left_open_does_not_swallow_those_that_follow() -> None:
    rows = b"".join(b"x,%d,1\n" % number for number in range(500))
    found = blocks(HEADER + b'x,"open,1\n' + rows + b'y,"5"" pipe",1\n')
    assert len(texts(found)) == 501
    assert broken(found) == [(2, OPEN)]


@pytest.mark.parametrize(
    "data",
    [
        b"a,b,v,\nx,y,1\nz,w,2\n",
        b"a,b,v\nx,y,1,\nz,w,2,\n",
        b"a,b,v,,\nx,y,1,,\nz,w,2\n",
        b"a,b,v\nx,y,1\nz,w,2,\n",
    ],
)
def test_delimiters_at_the_end_of_lines_are_no_cells(data: bytes) -> None:
    assert [r[1:3] for r in texts(blocks(data))] == [("x", "y"), ("z", "w")]


@pytest.mark.parametrize("data", [HEADER, b"a,b,v", b"a,b,v\n\n\n", b"a,b,v\r\n \r\n"])
def test_a_header_alone_has_no_rows(data: bytes) -> None:
    assert texts(blocks(data)) == []
    assert broken(blocks(data)) == []


def test_columns_that_a_file_lacks_are_empty() -> None:
    layout = layout_of(HEADER)
    for data in (b"x,y,1\n", b"x,y,1\n\n"):
        block = block_of(Chunk(2, data, data.count(b"\n")), layout, ["a", "none"], ["v", "nil"])
        assert block.table.column_names == ["a", "none", "v", "nil"]
        assert block.table["none"].to_pylist() == [""]
        assert block.table["nil"].type == TEXT


def test_the_cells_of_a_row_are_had_as_they_stand() -> None:
    for extra in (b"", b"\n"):
        [block] = blocks(HEADER + b'x,"y, z",1\np,q,r\n' + extra)
        assert block.cells([1, 0]) == [("p", "q", "r"), ("x", "y, z", "1")]


def test_a_line_too_long_to_be_a_row_is_passed_over_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chunking, "LONGEST", 50)
    long = b"x," + b"y" * 60 + b",1"
    data = HEADER + b"p,q,1\n" + long + b"\nr,s,2\n" + long
    for size in (1, 7, 40, 64, 10_000):
        found = blocks(data, size)
        assert [r[:2] for r in texts(found)] == [(2, "p"), (4, "r")]
        assert [line for line, _ in broken(found)] == [3, 5]


ENDLESS = """
import io, resource, sys
from steelyard.sources.chunks import chunks
from steelyard.sources.layout import Layout

class Endless(io.RawIOBase):
    left = 400 * 2**20
    def read(self, size=-1):
        size = min(size, self.left)
        self.left -= size
        return b'x' * size

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
layout = Layout("utf-8", ",", 1, ("a", "b"), 2)
text = Endless()
text.read = (lambda read, first=[b"a,b\\n"]: lambda size: first.pop() if first else read(size))(
    text.read
)
assert [c.line for c in chunks(text, layout)] == [2]
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in kilobytes on Linux only")
def test_a_line_without_end_takes_little_memory() -> None:
    run = subprocess.run(
        [sys.executable, "-c", ENDLESS], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(run.stdout) < 100  # megabytes, for a line of 400


LINES = st.lists(
    st.one_of(
        st.text(alphabet='ab,"\n\r\t \x00é1.;', max_size=12),
        st.sampled_from(["x,y,1", "x,y,2.5", '"x","y","3"', 'x,"y\nz",4', "x,,", ",,", 'x,"y,1']),
    ),
    max_size=40,
)


@settings(max_examples=400)
@given(LINES, st.integers(1, 60))
def test_chunks_change_nothing(lines: list[str], size: int) -> None:
    data = HEADER + "\n".join(lines).encode()
    whole, parts = blocks(data, numbers=()), blocks(data, size, numbers=())
    assert texts(parts) == texts(whole)
    assert broken(parts) == broken(whole)


@settings(max_examples=400)
@given(LINES)
def test_the_fast_way_and_the_slow_way_agree(lines: list[str]) -> None:
    data = HEADER + "\n".join(lines).encode()
    layout = layout_of(data)
    for chunk in chunks(io.BytesIO(data), layout):
        block, rows = block_of(chunk, layout, layout.columns), split(chunk, layout)
        assert texts([block]) == [
            (line, *cells) for line, cells in zip(rows.lines, rows.rows, strict=True)
        ]
        assert block.broken == rows.broken


@settings(max_examples=300)
@given(st.lists(st.text(alphabet="ab,\t é1.;\x00", max_size=12), max_size=40), st.integers(1, 60))
def test_every_line_that_is_not_blank_is_a_row_or_is_told(lines: list[str], size: int) -> None:
    found = blocks(HEADER + "\n".join(lines).encode(), size, numbers=())
    seen = sorted([row[0] for row in texts(found)] + [line for line, _ in broken(found)])
    assert seen == [at for at, line in enumerate(lines, 2) if line.strip(" \t")]


@settings(max_examples=300)
@given(st.binary(max_size=300), st.integers(1, 60))
def test_any_bytes_are_rows_or_are_told(data: bytes, size: int) -> None:
    whole, parts = blocks(HEADER + data), blocks(HEADER + data, size)
    assert broken(parts) == broken(whole)
    assert len(texts(parts)) == len(texts(whole))
