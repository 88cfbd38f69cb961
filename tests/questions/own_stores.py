"""Stores of one's own, written by hand: what China's customs might state of its trade."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import store_twins

from steelyard.sources.contract import arrow_schema
from steelyard.store.store import Store
from steelyard.terms.tables import KINDS

_IMPORT = {"flow": "M", "valuation": "CIF", "import_basis": "general", "partner_role": "origin"}
_EXPORT = {"flow": "X", "valuation": "FOB", "export_scope": "total", "partner_role": "destination"}
_EVERYWHERE = {
    "reporter": "CHN",
    "nomenclature": "TOTAL",
    "product": "TOTAL",
    "freq": "A",
    "account": "customs",
    "adjustment": "none",
    "currency": "USD",
}


def imports(partner: str, period: str, value: int | None, **changed: Any) -> dict[str, Any]:
    """Return one row of imports of China; a missing value needs a ``status``."""
    return _flow(_IMPORT, partner, period, value, changed)


def exports(partner: str, period: str, value: int | None, **changed: Any) -> dict[str, Any]:
    """Return one row of exports of China."""
    return _flow(_EXPORT, partner, period, value, changed)


def _flow(
    kind: dict[str, str], partner: str, period: str, value: int | None, changed: dict[str, Any]
) -> dict[str, Any]:
    told = {
        "partner": partner,
        "partner_stated": partner,
        "period": period,
        "value": None if value is None else Decimal(value),
        "aggregate": partner == "WLD",
        "status": "A",
    }
    return {**_EVERYWHERE, **kind, **told, **changed}


def rate(
    base: str, quote: str, period: str, value: float | None, freq: str = "A"
) -> dict[str, Any]:
    """Return one average exchange rate."""
    keys = {"base": base, "quote": quote, "period": period, "freq": freq, "measure": "average"}
    return {**keys, "rate": value, "status": "O" if value is None else "A"}


def write(
    root: Path,
    rows: Iterable[dict[str, Any]],
    *,
    kind: str = "flows",
    dataset: str = "gacc-goods-by-country",
    published_at: str = "2021-01-15",
    precedence: int = 20,
    **told: str,
) -> None:
    """Write one release of these rows into the store at ``root``, with what else is told of it."""
    table = pa.Table.from_pylist(list(rows), schema=arrow_schema(KINDS[kind]))
    facts = {
        "dataset": dataset,
        "title": "Goods by country",
        "kind": kind,
        "publisher": "General Administration of Customs of China",
        "licence": "open",
        "licence_url": "",
        "url": "https://example.org/goods",
        "cadence": "yearly",
        "precedence": precedence,
        "quirks": (),
        "release": published_at,
        "published_at": published_at,
        "dated": "stated",
        "dated_how": "Stated in the file.",
        "received_file": f"{dataset}.csv",
        "received_sha256": hashlib.sha256(f"{dataset}@{published_at}".encode()).hexdigest(),
        "received_bytes": 1,
        "received_at": "2021-02-01",
        "observations_in": table.num_rows,
        "accepted": table.num_rows,
        "rejected": (),
        "checks": (),
        **told,
    }
    store_twins.add(root, facts, table)


def store(root: Path, rows: Iterable[dict[str, Any]], **facts: Any) -> Store:
    """Write one release and open the store, the bundled data beside it."""
    write(root, rows, **facts)
    return Store(root)
