"""Long files in steps: batches in the order of the file, however many threads work on them."""

from __future__ import annotations

import gzip
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest

from steelyard.sources import stream
from steelyard.sources.blocks import Block
from steelyard.sources.layout import Layout
from steelyard.sources.received import Received
from steelyard.sources.sieve import Sieve
from steelyard.sources.stream import Batch, batches_of, in_order
from steelyard.terms.errors import BadFile

LAYOUT = Layout("utf-8", ",", 1, ("a", "v"), 2)


def convert(block: Block) -> Batch:
    sieve = Sieve(block)
    columns = pa.table({"a": sieve.text("a"), "v": sieve.exact("v")})
    return Batch(sieve.kept(columns), sieve.rejected(), sieve.observations)


def read(path: Path) -> list[Batch]:
    return list(batches_of(Received(path), LAYOUT, ["a"], ["v"], convert))


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_results_come_in_order_whatever_the_threads(
    monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    monkeypatch.setattr(stream, "cpu_count", lambda: threads)
    waits = [0.004 * (number % 3) for number in range(20)]
    found = list(in_order(range(20), lambda number: (time.sleep(waits[number]), number)[1]))
    assert found == list(range(20))


def test_a_few_items_are_in_memory_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "cpu_count", lambda: 64)
    taken = 0

    def items() -> object:
        nonlocal taken
        for number in range(1, 101):
            taken = number
            yield number

    for number in in_order(items(), lambda number: number):
        assert taken - number <= 8 * 4


def test_an_error_in_the_work_is_raised_and_threads_end() -> None:
    before = threading.active_count()
    with pytest.raises(BadFile):
        list(in_order(range(50), lambda number: read(Path("none")) if number == 9 else number))
    assert threading.active_count() == before


def test_every_row_is_accepted_or_rejected_with_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "f.csv.gz"
    rows = [f"x{n},{n}" for n in range(1000)]
    rows[5], rows[700] = "bad", "y,no"
    path.write_bytes(gzip.compress(("a,v\n" + "\n".join(rows)).encode()))
    found = read(path)
    assert sum(batch.observations for batch in found) == 1000
    assert sum(batch.table.num_rows for batch in found) == 998
    told = [row for batch in found for row in batch.rejected.to_pylist()]
    assert [(r["line"], r["reason"], r["cells"]) for r in told] == [
        (7, "broken-row", ["bad"]),
        (702, "no-number", ["y", "no"]),
    ]


def test_a_file_cut_short_is_told_after_its_first_rows(tmp_path: Path) -> None:
    path = tmp_path / "f.csv.gz"
    data = gzip.compress(("a,v\n" + "".join(f"x{n},{n * n}\n" for n in range(60_000))).encode())
    path.write_bytes(data[:-100])
    before = threading.active_count()
    with pytest.raises(BadFile, match="cut short"):
        read(path)
    assert threading.active_count() == before


def test_reading_may_be_left_off(tmp_path: Path) -> None:
    path = tmp_path / "f.csv.gz"
    path.write_bytes(gzip.compress(b"a,v\n" + b"x,1\n" * 2_500_000))
    before = threading.active_count()
    batches = batches_of(Received(path), LAYOUT, ["a"], ["v"], convert)
    assert next(batches).observations > 1
    batches.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
