"""Small releases of flows, made for the tests of the store."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from steelyard.sources.contract import arrow_schema
from steelyard.store.write import add_release
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from pathlib import Path

    from steelyard.store.release import Release

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


def stored(root: Path, release: str = "2020-04-15", **changes: Any) -> Release:
    """Write the usual rows as a release into the store at ``root`` and return its record."""
    made = add_release(root, facts(release, content=release, **changes), table())
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
