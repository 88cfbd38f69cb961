"""US imports for consumption from Taiwan by HS subheading and year."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from steelyard.sources.contract import Check, Converted, arrow_schema, read_card
from steelyard.sources.reading import publication_date, refuse
from steelyard.sources.usitc.read import COLUMNS, recognises, stated
from steelyard.terms.flow import (
    Account,
    Adjustment,
    FlowKind,
    ImportBasis,
    ObsStatus,
    PartnerRole,
    Valuation,
)
from steelyard.terms.tables import FLOWS
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from steelyard.sources.usitc.read import Stated

__all__ = ["CARD", "HEADERS", "convert", "recognises"]

CARD = read_card(Path(__file__).with_name("taiwan.yaml"))
HEADERS = (COLUMNS,)
TOLERANCE = 0.02
_MILLION = 1_000_000
_SCHEMA = arrow_schema(FLOWS)
_ORDER = ("partner", "nomenclature", "level", "product", "flow", "period")
_EDITIONS = {"2012": range(2013, 2017), "2017": range(2017, 2022), "2022": range(2022, 2028)}
_EVERYWHERE: dict[str, Any] = {
    "reporter": "USA",
    "partner": "TWN",
    "partner_stated": "Taiwan",
    "partner_role": PartnerRole.ORIGIN,
    "flow": FlowKind.IMPORT,
    "nomenclature": "HS",
    "level": "6",
    "freq": "A",
    "import_basis": ImportBasis.CONSUMPTION,
    "account": Account.CUSTOMS,
    "adjustment": Adjustment.NONE,
    "valuation": Valuation.CUSTOMS,
    "currency": "USD",
    "aggregate": False,
    "status": ObsStatus.NORMAL,
}


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file is damaged, breaks the layout, or is not the trade with Taiwan.
        BadDate: ``published_at`` is no date.
    """
    rows = stated(path)
    check = _taiwans(rows, path.name)
    date = _dated(max(rows.years), published_at)
    table = _table(rows)
    return Converted(CARD, FLOWS, table, *date, len(rows.codes), (), (check,))


def _table(rows: Stated) -> pa.Table:
    editions = {y: edition for edition, years in _EDITIONS.items() for y in years}
    columns = {
        "product": rows.codes,
        "period": [f"{year:04d}" for year in rows.years],
        "edition": [editions.get(year) for year in rows.years],
        "value": rows.values,
    }
    count, filled = len(rows.codes), []
    for name, kind in zip(_SCHEMA.names, _SCHEMA.types, strict=True):
        given = columns.get(name)
        one = pa.scalar(_EVERYWHERE.get(name), kind)
        filled.append(pa.repeat(one, count) if given is None else pa.array(given, kind))
    table = pa.table(filled, schema=_SCHEMA)
    return table.sort_by([(name, "ascending") for name in _ORDER])


def _taiwans(rows: Stated, file: str) -> Check:
    """Return the check that the yearly sums are Taiwan's.

    Raises:
        BadFile: they are not, or no year can be compared.
    """
    sums: Counter[int] = Counter()
    for year, value in zip(rows.years, rows.values, strict=True):
        sums[year] += value
    known = _known()
    off = {year: sums[year] / (known[year] * _MILLION) - 1 for year in sums if year in known}
    worst = max(off, key=lambda year: abs(off[year]), default=None)
    words = "no year of it has a known total"
    if worst is not None:
        words = f"sums differ from known totals by at most {off[worst]:+.4%} ({worst}), {len(off)}"
        words = f"its yearly {words} compared"
    if worst is None or abs(off[worst]) > TOLERANCE:
        found = f"it does not say whose trade it is, and {words}"
        why = "Only a table that agrees with the known imports from Taiwan is read as theirs"
        raise refuse(file, found, why, "Give the publisher's whole table, a year before 2025 too.")
    return Check("agrees-with-known-totals", passed=True, detail=words)


def _known() -> dict[int, float]:
    path = Path(__file__).with_name("taiwan_totals.yaml")
    totals: dict[int, float] = read_yaml(path.read_text(encoding="utf-8"))
    return totals


def _dated(newest: int, published_at: str | None) -> tuple[str, str, str]:
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    how = f"The newest year held is {newest}, and a year is usually published in the next February."
    return f"{newest + 1:04d}-02", "inferred", how
