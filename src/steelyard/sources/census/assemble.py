"""Columns -> a table of flows: what every table of the Bureau has in common, filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from steelyard.sources.contract import arrow_schema
from steelyard.terms.flow import Account, ExportScope, FlowKind, PartnerRole, Valuation
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = arrow_schema(FLOWS)
DOLLARS = SCHEMA.field("value").type
EVERYWHERE = {"reporter": "USA", "freq": "M", "account": Account.CUSTOMS, "currency": "USD"}
BY_FLOW: dict[str, dict[str, str]] = {
    FlowKind.IMPORT: {"partner_role": PartnerRole.ORIGIN, "valuation": Valuation.CUSTOMS},
    FlowKind.EXPORT: {
        "partner_role": PartnerRole.DESTINATION,
        "valuation": Valuation.FAS,
        "export_scope": ExportScope.TOTAL,
    },
}


def assembled(columns: Mapping[str, Any]) -> pa.Table:
    """Return a table of our schema: single values repeated, absent columns null."""
    count = len(columns["period"])
    filled = []
    for name, kind in zip(SCHEMA.names, SCHEMA.types, strict=True):
        given = columns.get(name)
        if isinstance(given, str) or given is None:
            given = pa.repeat(pa.scalar(None if given is None else str(given), kind), count)
        filled.append(given if isinstance(given, pa.ChunkedArray) else pa.array(given, kind))
    return pa.table(filled, schema=SCHEMA)
