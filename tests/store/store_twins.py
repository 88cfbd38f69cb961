"""Small releases of flows, made for the tests of the store."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources.contract import arrow_schema
from steelyard.store import series
from steelyard.store.draft import Draft, Writer, drafting
from steelyard.store.engine import Engine
from steelyard.store.part import Part
from steelyard.store.release import Release, Series
from steelyard.store.write import add_release, on_disk, open_for_writing
from steelyard.terms.tables import FLOWS

USUAL: dict[str, Any] = {
    "reporter": "USA",
    "partner_role": "origin",
    "flow": "M",
    "nomenclature": "TOTAL",
    "product": "TOTAL",
    "freq": "M",
    "import_basis": "general",
    "account": "customs",
    "adjustment": "none",
    "valuation": "CUSTOMS",
    "currency": "USD",
    "aggregate": False,
    "status": "A",
}
ROWS: list[dict[str, Any]] = [
    {"partner": "CHN", "period": "2020-01", "value": Decimal("10.5")},
    {"partner": "CHN", "period": "2020-02", "value": Decimal("-0.000001")},
    {"partner": "CHN", "period": "2020-03", "value": None, "status": "unpublished"},
    {"partner": "CAN", "period": "2020-01", "value": Decimal(0)},
    {"partner": "CAN", "period": "2020-02", "value": Decimal("12345678901234567890.123456")},
    {"partner": "CHN", "period": "2020-01", "value": Decimal(7), "flow": "X", "import_basis": None},
    {"partner": "JPN", "period": "2020-01", "value": None, "adjustment": "seasonal", "status": "Q"},
]


def table(rows: list[dict[str, Any]] | None = None) -> pa.Table:
    """Return rows as a table of flows; columns not given are usual ones or missing."""
    whole = [{**dict.fromkeys(FLOWS.names), **USUAL, **row} for row in (rows or ROWS)]
    return pa.Table.from_pylist(whole, schema=arrow_schema(FLOWS))


def facts(release: str = "2020-04-15", content: str = "one", **changes: Any) -> dict[str, Any]:
    """Return the facts of a release whose received file held ``content``."""
    usual = {
        "dataset": "twin",
        "title": "Twin of a table",
        "kind": "flows",
        "publisher": "Office of Twins",
        "licence": "public domain",
        "licence_url": "https://example.org/licence",
        "url": "https://example.org/twin",
        "cadence": "monthly",
        "precedence": 1,
        "release": release,
        "published_at": release,
        "dated": "stated",
        "dated_how": "The test says so.",
        "received_file": "twin.csv",
        "received_sha256": hashlib.sha256(content.encode()).hexdigest(),
        "received_bytes": len(content),
        "received_at": "2020-04-16",
        "observations_in": len(ROWS),
        "accepted": len(ROWS),
        "rejected": [],
        "checks": [],
        "quirks": ("It is synthetic.",),
    }
    return {**usual, **changes}


def draft(folder: Path, table: pa.Table) -> Draft:
    """Write a table as a draft into ``folder``."""
    with Writer(folder / "rows.parquet") as writer:
        writer.add(table)
    return Draft(folder, writer.file, table.num_rows, None)


def add(root: Path, facts: Mapping[str, Any], table: pa.Table) -> Release | None:
    """Write a table into the store at ``root`` as a part of a release, as an intake does."""
    open_for_writing(root)
    with on_disk(root), drafting(root) as folder:
        return commit(root, facts, draft(folder, table))


def commit(root: Path, facts: Mapping[str, Any], made: Draft) -> Release | None:
    """Commit a draft; the facts are those of the release and of its part together."""
    part = {name: value for name, value in facts.items() if name in Part.model_fields}
    rest = {name: value for name, value in facts.items() if name not in part}
    return add_release(root, rest, part, made)


def count_series(kind: str, table: pa.Table) -> tuple[Series, ...]:
    """Count the series of a table by way of a file."""
    engine = Engine()
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "rows.parquet"
            pq.write_table(table, file)
            return series.count_series(engine, kind, engine.read([file]))
    finally:
        engine.close()


def stored(root: Path, release: str = "2020-04-15", **changes: Any) -> Release:
    """Write the usual rows as a release into the store at ``root`` and return its record."""
    made = add(root, facts(release, content=release, **changes), table())
    assert made is not None
    return made


def checksum(resources: Any) -> str:
    """Return the checksum of a catalogue's resources as its documentation tells to make it."""
    text = json.dumps(resources, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def snapshot(root: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    files = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
