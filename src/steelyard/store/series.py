"""Series: rows of a release that share one definition, counted when the release is written."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.store.release import Series
from steelyard.terms.tables import DETAILS, KINDS

_SERIES = {
    "flows": (
        "reporter",
        "partner_role",
        "flow",
        "nomenclature",
        "level",
        "freq",
        "import_basis",
        "export_scope",
        "account",
        "adjustment",
        "valuation",
        "currency",
        "detail",
    ),
    "rates": ("base", "quote", "freq", "measure"),
    "indicators": (
        "place",
        "indicator",
        "scope",
        "flow",
        "measure",
        "freq",
        "span",
        "unit",
        "valuation",
        "import_basis",
        "export_scope",
        "account",
    ),
    "io": ("currency",),
    "schedules": ("act", "imposer", "nomenclature"),
    "parties": ("list",),
    "parameters": ("name", "nomenclature"),
}
_MEASURED = {"flows": "value", "rates": "rate", "indicators": "value"}


def series_columns(kind: str) -> tuple[str, ...]:
    """Return the columns of a kind of table by which its rows are told into series."""
    return tuple(name for name in _SERIES[kind] if name != "detail")


def count_series(kind: str, table: pa.Table) -> tuple[Series, ...]:
    """Count what a table holds, by the definitional columns of its kind."""
    columns = list(_SERIES[kind])
    value, timed = _MEASURED.get(kind, KINDS[kind].names[0]), "period" in KINDS[kind].names
    if kind == "flows":
        table = table.append_column("detail", _detail(table))
    period = table["period"] if timed else pa.array([""] * table.num_rows)
    present = pc.if_else(pc.is_valid(table[value]), period, pa.scalar(None, pa.string()))
    partner = table["partner"] if "partner" in table.column_names else period
    wide = table.select(columns).append_column("present", present).append_column("who", partner)
    counts = [("present", how) for how in ("min", "max", "count")]
    sums = wide.group_by(columns).aggregate([*counts, ([], "count_all"), ("who", "distinct")])
    found = [_series(row, columns, "partner" in table.column_names) for row in sums.to_pylist()]
    return tuple(sorted(found, key=lambda series: sorted(series.of.items())))


def _detail(table: pa.Table) -> pa.Array:
    """Name the details that rows break down by, such as mode; missing for whole flows."""
    said: pa.Array = pa.nulls(table.num_rows, pa.string())
    for name in DETAILS:
        told = pc.is_valid(table[name].combine_chunks())
        longer = pc.binary_join_element_wise(said, name, " ", null_handling="skip")
        said = pc.if_else(told, longer, said)
    return said


def _series(row: dict[str, Any], columns: list[str], partnered: bool) -> Series:
    return Series(
        of={name: row[name] for name in columns if row[name] is not None},
        first=row["present_min"] or "",
        last=row["present_max"] or "",
        rows=row["count_all"],
        missing=row["count_all"] - row["present_count"],
        partners=tuple(sorted(filter(None, row["who_distinct"]))) if partnered else (),
    )
