"""Small releases of flows for the tests of control totals, on two engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa
import pytest

from steelyard.sources.contract import arrow_schema
from steelyard.terms.tables import FLOWS

Frame = nw.LazyFrame[Any]
Row = dict[str, Any]
Make = Callable[[pa.Table], Frame]

PLAIN: Row = {
    "reporter": "USA",
    "partner": "CHN",
    "partner_role": "origin",
    "flow": "M",
    "nomenclature": "HS",
    "edition": "2017",
    "period": "2020",
    "freq": "A",
    "import_basis": "general",
    "account": "customs",
    "adjustment": "none",
    "valuation": "CIF",
    "currency": "USD",
    "status": "A",
}
WHOLE: Row = {"nomenclature": "TOTAL", "edition": None, "product": "TOTAL", "level": None}


def row(product: str, value: Any, **others: Any) -> Row:
    """Return a row of flows: of the total of products, or of a code of the HS."""
    of = WHOLE if product == "TOTAL" else {"product": product, "level": str(len(product))}
    return {**PLAIN, **of, "value": value, **others}


def release(rows: Iterable[Row]) -> pa.Table:
    """Return rows as a table with every column of flows."""
    schema = arrow_schema(FLOWS)
    return pa.Table.from_pylist([{**dict.fromkeys(schema.names), **one} for one in rows], schema)


def in_duckdb(table: pa.Table) -> Frame:
    """Return a table as a lazy frame of DuckDB."""
    return nw.from_native(_connection().from_arrow(table))


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


def let_go() -> None:
    """Close the connection; a later frame opens another."""
    _connection().close()
    _connection.cache_clear()


def in_polars(table: pa.Table) -> Frame:
    """Return a table as a lazy frame of Polars."""
    polars = pytest.importorskip("polars")
    return nw.from_native(polars.from_arrow(table).lazy())


ENGINES: dict[str, Make] = {"duckdb": in_duckdb, "polars": in_polars}
on_each_engine = pytest.mark.parametrize("make", ENGINES.values(), ids=ENGINES.keys())
