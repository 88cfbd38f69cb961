"""A damaged file gives an error of ours or rejected rows, and every row is counted."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st
from tidy_twins import LONG, LONG_HEADER, WIDE, mapped, read, received

from steelyard.sources.received import Received
from steelyard.sources.tidy import look
from steelyard.sources.tidy.mapping import File
from steelyard.sources.tidy.numerals import Numerals
from steelyard.terms.errors import SteelyardError

ROWS = "".join(f"USA,China,Imports,20{n:02d},3,10129,{n}.5,{n}\n" for n in range(1, 20))
WHOLE = f"{LONG_HEADER}\n{ROWS}".encode()
CELLS = st.text("0123456789.,;\"'\n\r\t-e %\x00?é", max_size=8)


def survives(folder: Path, path: Path, mapping: dict) -> None:
    source, file = mapped(folder, mapping), Received(path)
    known = source.knows(file)
    try:
        found = read(source, file)
    except SteelyardError:
        return
    assert known
    accepted = len(found.rows) / len(mapping["facts"])
    assert accepted + len(found.rejected) == found.observations


@given(st.integers(0, len(WHOLE)), st.binary(max_size=6), st.integers(0, 30))
def test_damaged_text(at: int, put: bytes, cut: int) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "table.csv"
        path.write_bytes(WHOLE[:at] + put + WHOLE[at + cut :])
        survives(Path(name), path, LONG)


@given(CELLS, CELLS, CELLS)
def test_any_cells(first: str, second: str, third: str) -> None:
    with TemporaryDirectory() as name:
        file = received(Path(name), f"Date;Exports;Imports\n{first};{second};{third}\n")
        survives(Path(name), file.path, WIDE)


@given(
    st.lists(
        st.from_regex(r"\s?[+-]?[0-9]{1,17}([.,][0-9]{0,14}){0,3}(e-?[0-9])?", fullmatch=True)
    ),
    st.sampled_from([(".", ""), (".", ","), (",", "."), (",", " ")]),
    st.sampled_from(["1", "1000", "0.001", "1000000000000"]),
)
def test_figures_read_together_are_those_read_one_by_one(
    cells: list[str], signs: tuple[str, str], scale: str
) -> None:
    numerals = Numerals(File(decimal=signs[0], thousands=signs[1]))
    together, odd = numerals.exact_all(pa.array(cells, pa.string()), Decimal(scale))
    for cell, found, is_odd in zip(cells, together.to_pylist(), odd.to_pylist(), strict=True):
        if not is_odd:
            assert numerals.exact(cell, Decimal(scale)) == found
        else:
            assert found is None


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=6))
def test_damaged_parquet(at: int, put: bytes) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "table.parquet"
        columns = {n: ["USA", "2015"] for n in LONG_HEADER.split(",")}
        pq.write_table(pa.table(columns), path)
        data = path.read_bytes()
        path.write_bytes(data[:at] + put + data[at + len(put) :])
        survives(Path(name), path, LONG)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_looking_at_anything(data: bytes) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "any.thing"
        path.write_bytes(data)
        try:
            draft = look(Received(path))
        except SteelyardError:
            return
        assert draft.to_yaml().isprintable() or "\n" in draft.to_yaml()


@given(st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"]), st.binary(max_size=200))
def test_what_only_begins_as_a_workbook(magic: bytes, rest: bytes) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "book.xlsx"
        path.write_bytes(magic + rest)
        survives(Path(name), path, WIDE)
