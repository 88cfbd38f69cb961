"""Synthetic twins of the Bureau's tables by product, small and complete."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from steelyard.sources.census import (
    exports_hs6,
    hs2_exports,
    hs2_imports,
    hs10_imports,
    naics3_china,
    naics3_imports,
    naics6_imports,
)
from steelyard.sources.contract import Converted

Rows = list[dict[str, Any]]
WORLD, UNION, BLOC = "TOTAL FOR ALL COUNTRIES", "EUROPEAN UNION", "USMCA (NAFTA)"
MONTHS = [f"{month:02d}" for month in range(1, 13)]
DATA = Path(__file__).parents[4] / "shared/data/trade"


def parquet(path: Path, rows: Rows) -> Path:
    """Write rows as Parquet and return the path."""
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def csv(path: Path, rows: Rows) -> Path:
    """Write rows as text and return the path."""
    pc.write_csv(pa.Table.from_pylist(rows), path)
    return path


def sectors(column: str, codes: list[str], partners: list[str], value: str = "con_val_usd") -> Rows:
    """Return three months of every partner and product, with the row 00 that sums them."""
    rows: Rows = []
    for at, partner in enumerate(partners, start=1):
        for month in ("2021-11", "2021-12", "2022-01"):
            made = [
                row(column, partner, code, month, at * int(code), value=value) for code in codes
            ]
            rows += made
            whole = row(column, partner, "00", month, sum(r[value] for r in made), value=value)
            if "cal_dut_usd" in whole:
                whole["cal_dut_usd"] = sum(r["cal_dut_usd"] for r in made)
            rows.append(whole)
    return rows


def row(
    column: str, partner: str, code: str, month: str, dollars: int, *, value: str
) -> dict[str, Any]:
    """Return one row of a table by sector; imports have a duty."""
    cells = {"cty_name": partner, column: code, "time": month, value: float(dollars)}
    return cells | ({"cal_dut_usd": float(dollars // 10)} if value == "con_val_usd" else {})


def arrivals_by_chapter() -> Rows:
    """Return imports by chapter."""
    return sectors("hs2", ["01", "84", "85"], [WORLD, "CHINA", "KOREA, SOUTH", "GERMANY"])


def shipments_by_chapter() -> Rows:
    """Return exports by chapter."""
    return sectors("hs2", ["01", "84"], [WORLD, "CHINA"], "all_val_usd")


def arrivals_by_subsector() -> Rows:
    """Return imports by subsector; the bloc is the sum of its members."""
    rows = sectors("naics", ["111", "334"], [WORLD, UNION, "CANADA", "MEXICO"])
    members = {(r["cty_name"], r["naics"], r["time"]): r for r in rows}
    for (name, code, month), member in list(members.items()):
        if name == "CANADA":
            other = members["MEXICO", code, month]
            bloc = row("naics", BLOC, code, month, 0, value="con_val_usd")
            for measure in ("con_val_usd", "cal_dut_usd"):
                bloc[measure] = member[measure] + other[measure]
            rows.append(bloc)
    return rows


def arrivals_by_industry() -> Rows:
    """Return a year of imports of the world: the known total of 2023 in two industries."""
    month = 3_068_959_000_000 // 12
    return [
        {"naics6": code, "time": f"2023-{m}", "con_val_usd": part, "cal_dut_usd": part // 100}
        for m in MONTHS
        for code, part in (("334413", month // 2), ("11211X", month - month // 2))
    ]


def arrivals_by_line() -> Rows:
    """Return imports of 2024 from China, Mexico and the European Union."""
    lines = [("5700", "CHINA", 429_425_800_000), ("2010", "MEXICO", 503_438_600_000)]
    lines += [("0003", UNION, 5_000_000), ("4359", "SLOVAKIA", 0)]
    return [
        {
            "cty_code": code,
            "cty_name": name,
            "hs10": "0101210010",
            "con_val_usd": v,
            "cal_dut_usd": 7,
        }
        for code, name, v in lines
    ]


def trade_with_china() -> Rows:
    """Return the year 2005 with China: an old code is empty and the rest makes the total."""
    exports, imports = 41_192_000_000 // 12, 243_470_100_000 // 12
    cells = {
        "All Commodities": (exports, imports),
        "Computer & Electronics": (exports - 5, imports - 7),
        "Waste And Scrap": (5, 7),
        "Published Printed Music And Music Manuscr": (None, None),
    }
    return [
        {"naics_commodity": name, "time": f"2005-{m}", "exports_usd": x, "gen_imports_usd": i}
        for name, (x, i) in cells.items()
        for m in MONTHS
    ]


def exports_by_partner() -> Rows:
    """Return exports to two partners; one product begins in December."""
    pairs = [
        ("2021-11", "851712"),
        ("2021-12", "851712"),
        ("2021-12", "010121"),
        ("2022-01", "851713"),
    ]
    return [
        {"cty_code": code, "cty_name": name, "hs6": hs6, "time": month, "all_val_usd": at * 10}
        for at, (code, name) in enumerate([("4190", "IRELAND"), ("5520", "VIETNAM")])
        for month, hs6 in pairs
    ]


def to_china(
    hs6: str | None, month: str, value: int, qty: float | None = 0, unit: Any = "-"
) -> dict:
    """Return one row of the exports to China."""
    cells = {"hs6": hs6, "time": month, "all_val_usd": value, "qty": qty, "qty_unit": unit}
    return cells | {"phase_one_high": "Energy", "phase_one_low": None}


def exports_to_china() -> Rows:
    """Return exports to China: split rows, two units, and a month of lost codes."""
    return [
        to_china("847130", "2018-12", 100),
        to_china("270112", "2018-12", 60, 6, "T"),
        to_china("270112", "2018-12", 40, 4, "T"),
        to_china("271112", "2018-12", 80, 2, "BBL"),
        to_china("271112", "2019-02", 500, 2, "BBL"),
        to_china("271311", "2019-02", 90, 3, "T"),
        to_china("271311", "2019-02", 10, 5, "M3"),
        to_china("271312", "2019-02", 0, 0, "T"),
        to_china("271312", "2019-02", 30, 6, "M3"),
        to_china(None, "2019-03", 999, None, None),
        to_china("847130", "2019-03", 50),
    ]


TWINS = {
    "naics3_china": (naics3_china, trade_with_china),
    "hs10_imports": (hs10_imports, arrivals_by_line),
    "hs2_imports": (hs2_imports, arrivals_by_chapter),
    "hs2_exports": (hs2_exports, shipments_by_chapter),
    "naics3_imports": (naics3_imports, arrivals_by_subsector),
    "naics6_imports": (naics6_imports, arrivals_by_industry),
    "by_partner": (exports_hs6, exports_by_partner),
    "to_china": (exports_hs6, exports_to_china),
}


def read(tmp_path: Path, source: ModuleType, rows: Rows, **options: str) -> Converted:
    """Convert rows, written as Parquet under a name that tells nothing."""
    return source.convert(parquet(tmp_path / "any.name", rows), **options)
