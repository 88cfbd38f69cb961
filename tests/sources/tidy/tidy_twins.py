"""Small tables of the shapes that real ones have, and what a mapping makes of a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from steelyard.sources.received import Received
from steelyard.sources.tidy import MappedSource, source_of

MAPPINGS = Path(__file__).parent / "mappings"
SHARED = Path(__file__).parents[4] / "shared/data"

CARD = {
    "format": "steelyard-mapping/1",
    "dataset": "my-table",
    "title": "A table",
    "publisher": "An office",
    "licence": "not stated",
    "url": "",
}
WIDE: dict[str, Any] = {
    **CARD,
    "columns": {
        "reporter": "JPN",
        "partner": "CHN",
        "period": {"column": "Date", "format": "%Y/%m"},
        "currency": "JPY",
    },
    "facts": [
        {"flow": "X", "export_scope": "total", "valuation": "FOB", "value": {"column": "Exports"}},
        {
            "flow": "M",
            "import_basis": "general",
            "valuation": "CIF",
            "value": {"column": "Imports"},
        },
    ],
}
LONG: dict[str, Any] = {
    **CARD,
    "columns": {
        "reporter": {"column": "Reporter"},
        "partner": {"column": "Partner", "values": {"Rest": "WLD"}},
        "flow": {"column": "Flow"},
        "valuation": {"column": "Flow", "values": {"Imports": "CIF", "Exports": "FOB"}},
        "import_basis": "general",
        "export_scope": "total",
        "period": {"year": "Year", "month": "Month"},
        "product": {"column": "HS", "pad": "6"},
        "nomenclature": "HS",
        "edition": "in-force",
        "currency": "USD",
    },
    "facts": [{"value": {"column": "Value", "scale": "1000"}, "net_weight": {"column": "Kg"}}],
}
LONG_HEADER = "Reporter,Partner,Flow,Year,Month,HS,Value,Kg"


@dataclass(frozen=True)
class Read:
    """What came of a file: rows accepted and rejected, and how many observations there were."""

    rows: list[dict[str, Any]]
    rejected: list[dict[str, Any]]
    observations: int
    columns: tuple[str, ...]

    @property
    def reasons(self) -> dict[str, int]:
        return dict(Counter(row["reason"] for row in self.rejected))


def mapped(folder: Path, mapping: dict[str, Any]) -> MappedSource:
    path = folder / "mapping.yaml"
    path.write_text(yaml.safe_dump(mapping), encoding="utf-8")
    return source_of(path)


def received(folder: Path, text: str, encoding: str = "utf-8") -> Received:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return Received(path)


def read(source: MappedSource, file: Received) -> Read:
    reading = source.stream(file, None)
    batches = list(reading.batches)
    return Read(
        [row for batch in batches for row in batch.table.to_pylist()],
        [row for batch in batches for row in batch.rejected.to_pylist()],
        sum(batch.observations for batch in batches),
        reading.columns,
    )
