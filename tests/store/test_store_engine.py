"""The engine: stable query text, a digest that anyone can repeat, silence at the end."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import narwhals as nw
import pytest
import store_twins
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.store.engine import Engine
from steelyard.terms.errors import DamagedStore
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USED = (*FLOWS.key, "value", "status")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "partner": st.sampled_from(["CHN", "CAN", "Côte d'Ivoire", "a|b", "", None]),
            "period": st.sampled_from(["2020-01", "2020-02"]),
            "value": st.none() | st.decimals(-(10**12), 10**12, places=6, allow_nan=False),
        }
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.close()


def digest_by_hand(rows: list[dict[str, object]]) -> str:
    """Return the digest that the engine documents, in plain Python."""
    lines = []
    for row in rows:
        cells = [row[name] for name in USED]
        lines.append("|".join("" if c is None else text_of(c) for c in cells))
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def text_of(cell: object) -> str:
    return f"{cell:.6f}" if isinstance(cell, Decimal) else str(cell)


@settings(max_examples=40)
@given(rows=ROWS)
def test_the_digest_is_what_it_says(shared: Engine, rows: list[dict[str, object]]) -> None:
    table = store_twins.table(rows)
    count, digest = shared.digest(shared.frame(table), USED)
    assert (count, digest) == (len(rows), digest_by_hand(table.to_pylist()))


def test_the_digest_depends_on_neither_order_nor_threads(engine: Engine) -> None:
    table = store_twins.table(store_twins.ROWS * 400)
    found = set()
    backwards = list(range(table.num_rows))[::-1]
    for threads in (1, 4):
        engine._connection.execute(f"SET threads = {threads}")
        for rows in (table, table.slice(1000), table.take(backwards)):
            found.add((rows.num_rows, engine.digest(engine.frame(rows), USED)))
    assert len(found) == 2
    assert len({digest for rows, digest in found if rows == table.num_rows}) == 1


def test_the_digest_tells_rows_that_differ_by_one_cell(engine: Engine) -> None:
    table = store_twins.table()
    other = store_twins.table([{**store_twins.ROWS[0], "status": "E"}, *store_twins.ROWS[1:]])
    assert engine.digest(engine.frame(table), USED) != engine.digest(engine.frame(other), USED)


def test_the_digest_of_nothing_is_that_of_an_empty_text(engine: Engine) -> None:
    none = engine.frame(store_twins.table()).filter(nw.col("partner") == "XXX")
    assert engine.digest(none, USED) == (0, hashlib.sha256(b"").hexdigest())


def query(engine: Engine, file: Path) -> nw.LazyFrame:
    rows = engine.scan("twin", file)
    totals = rows.group_by("partner").agg(nw.col("value").sum().alias("total"))
    names = engine.frame(store_twins.table().select(["partner"]))
    return names.join(totals, on="partner", how="left").filter(~nw.col("total").is_null())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = store_twins.stored(tmp_path / "own")
    return tmp_path / "own" / made.path


def test_the_query_text_is_the_same_on_every_engine(engine: Engine, file: Path) -> None:
    other = Engine()
    text = engine.sql(query(engine, file))
    assert text == other.sql(query(other, file))
    assert "\n" not in text
    other.close()


def test_the_query_text_of_distinct_rows_is_the_same_on_every_engine(
    engine: Engine, file: Path
) -> None:
    other = Engine()
    texts = [one.sql(one.scan("twin", file).select("partner").unique()) for one in (engine, other)]
    assert texts[0] == texts[1]
    other.close()


def test_the_query_text_does_not_depend_on_earlier_questions(engine: Engine, file: Path) -> None:
    assert engine.sql(query(engine, file)) == engine.sql(query(engine, file))


def test_rows_come_in_the_order_asked_whatever_the_threads(engine: Engine) -> None:
    table = store_twins.table(store_twins.ROWS * 50)
    found = []
    for threads in (1, 4):
        engine._connection.execute(f"SET threads = {threads}")
        frame = engine.frame(table).select("partner", "period", "flow", "value")
        found.append(engine.rows(frame, ["partner", "period", "flow"]))
    assert found[0] == found[1]
    assert [row[:3] for row in found[0]] == sorted(row[:3] for row in found[0])


def test_a_path_with_a_quote_is_read(engine: Engine, tmp_path: Path) -> None:
    made = store_twins.stored(tmp_path / 'it\'s "own"')
    frame = engine.scan("it's", tmp_path / 'it\'s "own"' / made.path)
    assert engine.digest(frame, ["partner"])[0] == made.rows


def test_a_file_that_is_not_there_is_damage(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(DamagedStore):
        engine.scan("none", tmp_path / "none.parquet")


QUESTION = 'import steelyard as sy; sy.weigh("USA", "CHN", years="2011:2011")'


def ended(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )


def test_nothing_is_printed_when_the_interpreter_ends() -> None:
    found = ended(QUESTION)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_an_error_of_the_users_own_ends_with_its_traceback_only() -> None:
    found = ended(f"{QUESTION}\nraise RuntimeError('mine')")
    assert found.returncode == 1
    assert found.stderr.startswith("Traceback (most recent call last):")
    assert found.stderr.rstrip().endswith("RuntimeError: mine")
    assert "leaked" not in found.stderr
    assert len(found.stderr.splitlines()) <= 5
