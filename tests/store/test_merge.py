"""A part against another: what both state, what is left, and series put together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import store_twins
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.store.engine import Engine
from steelyard.store.merge import overlap, survivors
from steelyard.store.series import merged
from steelyard.terms.tables import FLOWS

KEY = ("partner", "partner2", "period", "import_basis", "edition")
Key = tuple[str | None, ...]
Facts = tuple[Decimal | None, str]

KEYS = st.tuples(
    st.sampled_from(["CHN", "CAN"]),
    st.sampled_from([None, "HKG"]),
    st.sampled_from(["2020-01", "2020-02"]),
    st.sampled_from([None, "general"]),
    st.sampled_from([None, "2017"]),
)
FACTS = st.tuples(st.sampled_from([None, Decimal(0), Decimal(1)]), st.sampled_from(["A", "P"]))
PARTS = st.dictionaries(KEYS, FACTS, max_size=12)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parts")


NUMBERS = itertools.count()


def written(folder: Path, part: dict[Key, Facts]) -> Path:
    """Write a part under a name of its own: files of a store are never written a second time."""
    file = folder / f"{next(NUMBERS)}.parquet"
    rows = [
        {**dict(zip(KEY, key, strict=True)), "value": value, "status": status}
        for key, (value, status) in part.items()
    ]
    table = store_twins.table(rows) if rows else store_twins.table().slice(0, 0)
    pq.write_table(table, file)
    return file


def read(table: pa.Table) -> dict[Key, Facts]:
    return {
        tuple(row[name] for name in KEY): (row["value"], row["status"]) for row in table.to_pylist()
    }


@settings(max_examples=20)
@given(PARTS, PARTS)
def test_a_newer_part_is_put_over_an_older_one(
    engine: Engine, folder: Path, older: dict[Key, Facts], newer: dict[Key, Facts]
) -> None:
    """What is left of the older one, and the newer one, are a dictionary updated by another."""
    files = (written(folder, older), written(folder, newer))
    rest = survivors(engine, files[0], [files[1]], FLOWS).collect(backend="pyarrow").to_arrow()
    left = read(rest)
    assert rest.num_rows == len(left)
    assert left.keys().isdisjoint(newer)
    assert {**left, **newer} == {**older, **newer}
    both = older.keys() & newer.keys()
    found = overlap(engine, *files, FLOWS)
    assert found.same == sum(older[key] == newer[key] for key in both)
    assert found.other == len(both) - found.same
    assert bool(found.example) is bool(found.other)


@settings(max_examples=12)
@given(PARTS, st.lists(PARTS, max_size=3))
def test_what_none_of_several_parts_states_is_left(
    engine: Engine, folder: Path, mine: dict[Key, Facts], others: list[dict[Key, Facts]]
) -> None:
    against = [written(folder, part) for part in others]
    rest = survivors(engine, written(folder, mine), against, FLOWS)
    wanted = {k: v for k, v in mine.items() if not any(k in part for part in others)}
    assert read(rest.collect(backend="pyarrow").to_arrow()) == wanted


def test_a_missing_value_and_a_zero_are_not_the_same(engine: Engine, tmp_path: Path) -> None:
    key = ("CHN", None, "2020-01", "general", None)
    parts: list[dict[Key, Facts]] = [{key: (None, "A")}, {key: (Decimal(0), "A")}]
    files = [written(tmp_path, part) for part in parts]
    found = overlap(engine, *files, FLOWS)
    assert (found.same, found.other) == (0, 1)
    assert found.example.startswith("USA CHN")
    alone = overlap(engine, files[0], files[0], FLOWS)
    assert (alone.same, alone.other, alone.example) == (1, 0, "")


def test_a_part_that_lacks_columns_gained_since_is_compared(engine: Engine, tmp_path: Path) -> None:
    """Older files have no level: it is missing in them, as it is in a row that states none."""
    new, old = tmp_path / "new.parquet", tmp_path / "old.parquet"
    pq.write_table(store_twins.table(), new)
    pq.write_table(store_twins.table().drop_columns(["level"]), old)
    found = overlap(engine, old, new, FLOWS)
    assert (found.same, found.other) == (len(store_twins.ROWS), 0)


# --- series ------------------------------------------------------------------------------------

SERIES = st.lists(
    st.fixed_dictionaries(
        {
            "partner": st.sampled_from(["CHN", "CAN"]),
            "period": st.sampled_from(["2019-12", "2020-01", "2020-02"]),
            "value": st.none() | st.just(Decimal(1)),
            "flow": st.sampled_from("XM"),
            "mode": st.none() | st.just("air"),
            "level": st.none() | st.just("2"),
        }
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=12)
@given(SERIES, SERIES)
def test_series_put_together_are_those_of_all_rows(
    one: list[dict[str, Any]], two: list[dict[str, Any]]
) -> None:
    tables = [store_twins.table(rows) for rows in (one, two)]
    apart = [series for table in tables for series in store_twins.count_series("flows", table)]
    together = store_twins.count_series("flows", pa.concat_tables(tables))
    assert merged(apart) == merged(apart[::-1]) == together
