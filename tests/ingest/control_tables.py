"""Small releases of flows for the tests of control totals."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from steelyard.sources.contract import arrow_schema
from steelyard.store.codes import Coder, Codes
from steelyard.terms.tables import FLOWS, Kind

Row = dict[str, Any]

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


def coded(table: pa.Table, kind: Kind = FLOWS) -> Codes:
    """Return a table as numbers, in memory that the test leaves behind it."""
    with tempfile.TemporaryDirectory() as folder:
        with Coder(kind, Path(folder)) as coder:
            for batch in table.to_batches(max_chunksize=7):
                coder.add(pa.Table.from_batches([batch]))
        return _held(coder.codes())


def _held(codes: Codes) -> Codes:
    columns = {name: np.array(column) for name, column in codes.columns.items()}
    return replace(codes, columns=columns)
