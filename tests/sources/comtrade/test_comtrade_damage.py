from __future__ import annotations

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from comtrade_twins import EXPORT, LAYOUTS, ROW, ROWS, delimited, read, received
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources import comtrade
from steelyard.terms.errors import BadFile, SteelyardError

CELL = st.one_of(
    st.text(max_size=8).filter(lambda text: "\0" not in text),
    st.sampled_from(
        ["", "0", "-1", "1e400", "nan", "TOTAL", "00", "9" * 40, "H6", "S4", "²", "1.0"]
    ),
)
LINE = CELL.filter(lambda text: not {"\r", "\n"} & set(text))
COLUMNS = st.sampled_from(sorted(ROW))


@given(
    layout=st.sampled_from(sorted(LAYOUTS)),
    places=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8
    ),
    cut=st.floats(0, 1),
)
def test_damage_raises_nothing_but_our_errors(layout: str, places: list, cut: float) -> None:
    data = bytearray(LAYOUTS[layout](ROWS))
    for place, byte in places:
        data[int(place * len(data))] = byte
    with TemporaryDirectory() as folder:
        file = received(Path(folder), bytes(data[: round(len(data) * max(cut, 0.5))]))
        assert comtrade.knows(file) in {True, False}
        try:
            read(file)
        except SteelyardError:
            return


@settings(max_examples=50)
@given(changes=st.lists(st.dictionaries(COLUMNS, CELL, max_size=4), min_size=1, max_size=6))
def test_every_row_is_accepted_or_rejected(changes: list[dict[str, str]]) -> None:
    rows = [ROW | change for change in changes]
    with TemporaryDirectory() as folder:
        _, table, rejected = read(received(Path(folder), delimited([ROW, *rows])))
    accepted = set(table["line"].to_pylist())
    assert 2 in accepted
    assert accepted.isdisjoint(rejected["line"].to_pylist())


@settings(max_examples=30)
@given(changes=st.lists(st.dictionaries(COLUMNS, LINE, max_size=3), min_size=2, max_size=4))
def test_a_row_says_the_same_whatever_stands_around_it(changes: list[dict[str, str]]) -> None:
    rows = [ROW | EXPORT | change for change in changes]
    together = told(rows)
    for place, row in enumerate(rows):
        assert together[place] == told([row])[0]


def told(rows: list[dict[str, str]]) -> list[tuple[list, list]]:
    """Return the flows and the faults of each row, behind a first one that is sound."""
    with TemporaryDirectory() as folder:
        _, table, rejected = read(received(Path(folder), delimited([ROW, *rows], delimiter="\t")))
    found: list[tuple[list, list]] = [([], []) for _ in rows]
    for sort, made in enumerate((table, rejected)):
        for row in made.to_pylist():
            place = row.pop("line") - 3
            if place >= 0:
                found[place][sort].append(row)
    return found


def test_a_file_of_unknown_codes_is_rejected_row_by_row(tmp_path: Path) -> None:
    rows = [
        ROW | {"cmdCode": f"{n:06d}", "partnerCode": f"x{n}", "qty": f"y{n}"} for n in range(9000)
    ]
    _, _, rejected = read(received(tmp_path, delimited(rows)))
    assert rejected.num_rows == len(rows)


def test_a_packed_table_that_is_damaged_is_not_known_and_not_read(tmp_path: Path) -> None:
    packed = gzip.compress(LAYOUTS["parquet"](ROWS), mtime=0)
    file = received(tmp_path, packed[:-8] + b"\1" * 8)
    assert not comtrade.knows(file)
    with pytest.raises(BadFile):
        read(file)
