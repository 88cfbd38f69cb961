"""Rows written as they come: what is read again is what was written, by any reader."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from steelyard.sources.contract import arrow_schema
from steelyard.store.draft import PACKED, PLAIN, STREAMED, Writer
from steelyard.terms.tables import FLOWS, LINE

LEVELS = (STREAMED, PLAIN, PACKED)
_ROWS = 300


@pytest.mark.parametrize("level", LEVELS)
def test_rows_are_read_as_they_were_written(tmp_path: Path, level: int) -> None:
    tables = [_flows(seed, seed * _ROWS) for seed in range(4)]
    with Writer(tmp_path / "rows.parquet", level) as writer:
        for table in tables:
            writer.add(table)
    held = pq.read_table(tmp_path / "rows.parquet")
    assert writer.rows == held.num_rows == 4 * _ROWS
    assert held.schema.equals(_schema())
    assert held.to_pylist() == [row for table in tables for row in table.to_pylist()]


@pytest.mark.parametrize("level", LEVELS)
def test_an_engine_reads_them_with_the_types_of_their_kind(tmp_path: Path, level: int) -> None:
    table = _flows(1, 0)
    with Writer(tmp_path / "rows.parquet", level) as writer:
        writer.add(table)
    relation = duckdb.read_parquet(str(tmp_path / "rows.parquet"))
    told = {"string": "VARCHAR", "decimal": "DECIMAL(38,6)", "boolean": "BOOLEAN"}
    wanted = {field.name: told[field.type] for field in FLOWS.fields} | {LINE: "BIGINT"}
    found = dict(zip(relation.columns, map(str, relation.types), strict=True))
    assert found == wanted
    assert relation.fetchall() == [tuple(row.values()) for row in table.to_pylist()]


def test_rows_with_lists_are_packed_too(tmp_path: Path) -> None:
    rows = [{"line": at, "cells": ["a cell that is often met", str(at)]} for at in range(_ROWS)]
    with Writer(tmp_path / "rejects.parquet") as writer:
        writer.add(pa.Table.from_pylist(rows))
    file = tmp_path / "rejects.parquet"
    assert pq.read_table(file).to_pylist() == rows
    group = pq.read_metadata(file).row_group(0)
    columns = [group.column(at) for at in range(group.num_columns)]
    assert {column.compression for column in columns} == {"ZSTD"}


def test_readers_may_pass_over_rows_by_what_tells_them_apart(tmp_path: Path) -> None:
    with Writer(tmp_path / "rows.parquet", STREAMED) as writer:
        writer.add(_flows(2, 0))
    group = pq.read_metadata(tmp_path / "rows.parquet").row_group(0)
    columns = [group.column(at) for at in range(group.num_columns)]
    known = {column.path_in_schema for column in columns if column.is_stats_set}
    assert known >= {"reporter", "partner", "flow", "product", "period"}


def test_no_rows_make_no_file(tmp_path: Path) -> None:
    with Writer(tmp_path / "rows.parquet") as writer:
        writer.add(_flows(3, 0).slice(0, 0))
    assert not (tmp_path / "rows.parquet").exists()


def _schema() -> pa.Schema:
    return arrow_schema(FLOWS).append(pa.field(LINE, pa.int64()))


def _flows(seed: int, first: int) -> pa.Table:
    """Return rows with words, gaps and figures by chance; text is coded, as it comes in."""
    chance = np.random.default_rng(seed)
    columns = {field.name: _column(field, chance) for field in arrow_schema(FLOWS)}
    return pa.table(columns | {LINE: pa.array(range(first, first + _ROWS), pa.int64())})


def _column(field: pa.Field, chance: np.random.Generator) -> pa.Array:
    gaps = chance.random(_ROWS) < 0.3
    figures = chance.integers(-(10**9), 10**12, _ROWS)
    if pa.types.is_string(field.type):
        words = [f"{field.name} {figure % 4}" for figure in figures.tolist()]
        return pa.array(words, mask=gaps).dictionary_encode()
    if pa.types.is_boolean(field.type):
        return pa.array(figures > 0, mask=gaps)
    return pa.array(figures, mask=gaps).cast(field.type)
