"""The engines that measures are tested on, and the small frames that the tests feed them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa
import pytest

Frame = nw.LazyFrame[Any]
Make = Callable[[pa.Table], Frame]

EXACT = pa.decimal128(38, 6)
_NARROW = pa.decimal128(30, 6)  # Arrow adds decimals of 38 digits to nothing: a sum needs 39
_TYPES = {"period": pa.string(), "partner": pa.string(), "rate": pa.float64()}


_NUMBERS = count()


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


def let_go() -> None:
    """Close the connection; a later frame opens another."""
    _connection().close()
    _connection.cache_clear()


def _duckdb(table: pa.Table) -> Frame:
    name = f"measured_{next(_NUMBERS)}"
    _connection().register(name, table)
    return nw.from_native(_connection().table(name))


def _polars(table: pa.Table) -> Frame:
    polars = pytest.importorskip("polars")
    return nw.from_native(polars.from_arrow(table).lazy())


def _pyarrow(table: pa.Table) -> Frame:
    narrow = [
        pa.field(column.name, _NARROW if column.type == EXACT else column.type)
        for column in table.schema
    ]
    return nw.from_native(table.cast(pa.schema(narrow)), eager_only=True).lazy()


# Narwhals neither sums groups of an Arrow table by an expression nor ranks its decimals, so Arrow
# stands beside the lazy engines only where rows are taken one by one.
LAZY: dict[str, Make] = {"duckdb": _duckdb, "polars": _polars}
ENGINES: dict[str, Make] = {**LAZY, "pyarrow": _pyarrow}

on_lazy_engines = pytest.mark.parametrize("make", LAZY.values(), ids=LAZY.keys())
on_every_engine = pytest.mark.parametrize("make", ENGINES.values(), ids=ENGINES.keys())


def table(columns: str, rows: Iterable[Sequence[object]]) -> pa.Table:
    """Return a table of the columns named; what is neither label nor rate is an exact decimal."""
    names = columns.split()
    data = list(rows)
    arrays = [
        pa.array([_cell(name, row[at]) for row in data], _TYPES.get(name, EXACT))
        for at, name in enumerate(names)
    ]
    return pa.table(dict(zip(names, arrays, strict=True)))


def _cell(name: str, value: Any) -> object:
    exact = name not in _TYPES and value is not None
    return Decimal(str(value)) if exact else value


def rows(frame: Frame, *columns: str) -> list[tuple[Any, ...]]:
    """Return the columns named (all by default) of a frame, its rows in a settled order."""
    names = columns or tuple(frame.collect_schema().names())
    found = frame.select(*names).collect().to_arrow().to_pylist()
    plain = [tuple(row[name] for name in names) for row in found]
    return sorted(plain, key=lambda row: tuple(str(value) for value in row))
