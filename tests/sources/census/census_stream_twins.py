"""Synthetic twins of what users ask of the Bureau: answers of its interface, and web reports."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa

from steelyard.sources.received import Received
from steelyard.sources.stream import Batch, Reading

IMPORTS = [
    "CTY_CODE",
    "CTY_NAME",
    "I_COMMODITY",
    "GEN_VAL_MO",
    "GEN_CIF_MO",
    "CON_VAL_MO",
    "DUT_VAL_MO",
    "CAL_DUT_MO",
    "CON_CIF_MO",
    "GEN_QY1_MO",
    "GEN_QY1_MO_FLAG",
    "UNIT_QY1",
    "COMM_LVL",
    "time",
]
EXPORTS = ["CTY_CODE", "E_COMMODITY", "ALL_VAL_MO", "QTY_1_MO", "UNIT_QY1", "DF", "time"]
CHINA = ["5700", "CHINA", "854231", "100", "110", "90", "40", "4", "98", "7", "", "NO", "HS6"]


def imports(*rows: list[str]) -> list[list[Any]]:
    """Return an answer about imports by HS code."""
    return [IMPORTS, *rows]


def answer(path: Path, rows: list[list[Any]]) -> Path:
    """Write an answer as the interface does, one row a line."""
    lines = ",\n".join(json.dumps(row) for row in rows)
    path.write_text(f"[{lines}]", encoding="utf-8")
    return path


def saved(path: Path, rows: list[list[Any]]) -> Path:
    """Write an answer as text, as people save it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def report(
    path: Path, header: list[str], *rows: list[str], title: str = "Exports & Imports"
) -> Path:
    """Write a web report: two lines before the header, which alone ends with a comma."""
    lines = [f'"{title}"', '"Current date: 07/27/2020 2:12 PM (Eastern Daylight Time)"']
    lines.append(",".join(f'"{cell}"' for cell in header) + ",")
    lines += [",".join(f'"{cell}"' for cell in row) for row in rows]
    path.write_bytes("\r\n".join([*lines, ""]).encode())
    return path


def read(source: ModuleType, path: Path, **options: str) -> tuple[Reading, list[Batch]]:
    """Return what a source reads of a file."""
    reading = source.stream(Received(path), options.get("published_at"))
    return reading, list(reading.batches)


def rows(source: ModuleType, path: Path) -> list[dict[str, Any]]:
    """Return the flows of a file without their empty columns."""
    _, batches = read(source, path)
    found = pa.concat_tables([batch.table for batch in batches]).to_pylist()
    return [{name: cell for name, cell in row.items() if cell is not None} for row in found]


def rejected(source: ModuleType, path: Path) -> list[dict[str, Any]]:
    """Return the rows left out, and check that none is lost."""
    _, batches = read(source, path)
    for batch in batches:
        taken = len(set(batch.table["line"].to_pylist()))
        assert taken + batch.rejected.num_rows == batch.observations
    return [row for batch in batches for row in batch.rejected.to_pylist()]


def reasons(source: ModuleType, path: Path) -> list[str]:
    """Return the reasons of the rows left out, in the order of the file."""
    return [row["reason"] for row in rejected(source, path)]
