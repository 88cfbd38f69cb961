"""The engine: stable query text, a digest that anyone can repeat, silence at the end."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import narwhals as nw
import pytest
import store_twins
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.store.engine import Desk, Engine, stable_names
from steelyard.terms.errors import DamagedStore
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USED = (*FLOWS.key, "value", "status")
MADE_UP = re.compile(r"(?:unnamed_relation|row_index|given)_")
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


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return engine.desk()


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
    desk = shared.desk()
    count, digest = shared.digest(desk.frame(table), USED)
    desk.clear()
    assert (count, digest) == (len(rows), digest_by_hand(table.to_pylist()))


def test_the_digest_depends_on_neither_order_nor_threads(engine: Engine, desk: Desk) -> None:
    table = store_twins.table(store_twins.ROWS * 400)
    found = set()
    backwards = list(range(table.num_rows))[::-1]
    for threads in (1, 4):
        engine._connection.execute(f"SET threads = {threads}")
        for rows in (table, table.slice(1000), table.take(backwards)):
            found.add((rows.num_rows, engine.digest(desk.frame(rows), USED)))
    assert len(found) == 2
    assert len({digest for rows, digest in found if rows == table.num_rows}) == 1


def test_the_digest_tells_rows_that_differ_by_one_cell(engine: Engine, desk: Desk) -> None:
    table = store_twins.table()
    other = store_twins.table([{**store_twins.ROWS[0], "status": "E"}, *store_twins.ROWS[1:]])
    assert engine.digest(desk.frame(table), USED) != engine.digest(desk.frame(other), USED)


def test_the_digest_of_nothing_is_that_of_an_empty_text(engine: Engine, desk: Desk) -> None:
    none = desk.frame(store_twins.table()).filter(nw.col("partner") == "XXX")
    assert engine.digest(none, USED) == (0, hashlib.sha256(b"").hexdigest())


def query(engine: Engine, file: Path) -> nw.LazyFrame:
    rows = engine.scan("twin", [file], FLOWS)
    totals = rows.group_by("partner").agg(nw.col("value").sum().alias("total"))
    names = engine.desk().frame(store_twins.table().select(["partner"]))
    return names.join(totals, on="partner", how="left").filter(~nw.col("total").is_null())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = store_twins.stored(tmp_path / "own")
    return tmp_path / "own" / made.parts[0].path


def test_the_query_text_is_the_same_on_every_engine(engine: Engine, file: Path) -> None:
    other = Engine()
    text = stable_names(engine.sql(query(engine, file)))
    assert text == stable_names(other.sql(query(other, file)))
    assert "\n" not in text
    assert not MADE_UP.search(text)
    other.close()


def test_the_query_text_of_distinct_rows_is_the_same_on_every_engine(
    engine: Engine, file: Path
) -> None:
    other = Engine()
    found = [
        one.sql(one.scan("twin", [file], FLOWS).select("partner").unique())
        for one in (engine, other)
    ]
    assert stable_names(found[0]) == stable_names(found[1])
    assert not MADE_UP.search(stable_names(found[0]))
    other.close()


def test_the_query_text_does_not_depend_on_earlier_questions(engine: Engine, file: Path) -> None:
    one, two = (engine.sql(query(engine, file)) for _ in range(2))
    assert one != two
    assert stable_names(one) == stable_names(two)


def test_stable_names_are_numbered_as_they_come_and_told_apart() -> None:
    text = "SELECT row_index_0a FROM given_7 JOIN unnamed_relation_ff JOIN given_12 USING (given_7)"
    stable = stable_names(text)
    assert stable == "SELECT t1 FROM t2 JOIN t3 JOIN t4 USING (t2)"
    assert stable_names(stable) == stable
    assert stable_names("SELECT giving_7 FROM twin@2020") == "SELECT giving_7 FROM twin@2020"


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_stable_names_keep_which_table_is_which(numbers: list[int]) -> None:
    found = stable_names(" ".join(f"given_{number}" for number in numbers)).split()
    assert len(set(zip(numbers, found, strict=True))) == len(set(numbers)) == len(set(found))
    assert found == stable_names(" ".join(f"row_index_{n}a" for n in numbers)).split()


def test_what_is_settled_is_read_once(engine: Engine, desk: Desk, file: Path) -> None:
    read = query(engine, file)
    settled = desk.settle(read)
    assert "twin" in engine.sql(read)
    assert "twin" not in engine.sql(settled)
    rows = engine.rows(settled, ["partner"])
    assert rows == engine.rows(read, ["partner"])
    file.unlink()
    assert engine.rows(settled, ["partner"]) == rows


def test_a_desk_that_is_cleared_lets_go_its_own_tables_only(engine: Engine, desk: Desk) -> None:
    mine, others = desk.frame(store_twins.table()), engine.desk().frame(store_twins.table())
    desk.clear()
    desk.clear()
    with pytest.raises(Exception, match="given_1"):
        engine.rows(mine, ["partner"])
    assert len(engine.rows(others, ["partner"])) == len(store_twins.ROWS)
    assert len(engine.rows(desk.frame(store_twins.table()), ["partner"])) == len(store_twins.ROWS)


def test_rows_come_in_the_order_asked_whatever_the_threads(engine: Engine, desk: Desk) -> None:
    table = store_twins.table(store_twins.ROWS * 50)
    found = []
    for threads in (1, 4):
        engine._connection.execute(f"SET threads = {threads}")
        frame = desk.frame(table).select("partner", "period", "flow", "value")
        found.append(engine.rows(frame, ["partner", "period", "flow"]))
    assert found[0] == found[1]
    assert [row[:3] for row in found[0]] == sorted(row[:3] for row in found[0])


def test_a_path_with_a_quote_is_read(engine: Engine, tmp_path: Path) -> None:
    made = store_twins.stored(tmp_path / 'it\'s "own"')
    frame = engine.scan("it's", [tmp_path / 'it\'s "own"' / made.parts[0].path], FLOWS)
    assert engine.digest(frame, ["partner"])[0] == made.rows


def test_a_file_that_is_not_there_is_damage(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(DamagedStore):
        engine.scan("none", [tmp_path / "none.parquet"], FLOWS)


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
