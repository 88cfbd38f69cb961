"""Time conversions between nomenclatures against hand-written SQL of DuckDB, in interleaved rounds.

``python benchmarks/concordance.py --rows 100000000 --rounds 5``

Makes a table of flows in HS 2022 where it is absent (the same of the same rows and seed), then runs
three questions in turns, each in a process of its own with two threads: totals by SITC 4 code and
year; the same by partner too; and a class of HS 2017 codes in groups by year and partner. The SQL
is one join and one sum and gives the middle value; the other side gives the bracket as well.
``--brackets`` adds SQL that gives it too. Prints medians of wall and processor time, both ratios,
the largest memory, whether the sums are the same, and how busy the machine was before and after.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from steelyard.measures.converted import converted
from steelyard.nomenclature.bracket import grouped
from steelyard.nomenclature.concordance import concordance
from steelyard.nomenclature.tables import lowest
from steelyard.terms.product import Edition

HS, OLDER, SITC = Edition("HS", "2022"), Edition("HS", "2017"), Edition("SITC", "4")
CLASS = {"8541": "devices", "8542": "circuits", "8486": "tools", "8471": "computers"}
QUESTIONS = {
    "by code": (["period"], False),
    "by code and partner": (["period", "partner"], False),
    "class by partner": (["period", "partner"], True),
}
PARTNERS = 40
SUMS = "SUM(value * parts) * 0.000000000001::DECIMAL(12, 12) AS value"
BOUNDS = ", SUM(CASE WHEN low THEN value ELSE 0 END) AS low, SUM(value) AS high"


def make(file: Path, rows: int, seed: int) -> None:
    """Write flows of random codes, partners and values over eight years."""
    part = file.with_name(f"making_{file.name}")
    codes = pa.table({"product": sorted(lowest(HS))})
    engine = duckdb.connect()
    engine.register("listed", codes)
    engine.execute("CREATE TABLE codes AS SELECT row_number() OVER () - 1 n, product FROM listed")
    engine.execute(
        f"""COPY (
            SELECT (2017 + hash(r * 4 + first) % 8)::VARCHAR AS period,
                   'P' || (hash(r * 4 + first + 1) % {PARTNERS})::VARCHAR AS partner, product,
                   (hash(r * 4 + first + 2) % 1000000000)::DECIMAL(38, 6) AS value
            FROM (SELECT r, {seed * rows * 4} AS first FROM range({rows}) AS t(r))
            JOIN codes ON n = hash(r * 4 + first + 3) % {codes.num_rows}
        ) TO '{part}' (FORMAT parquet, COMPRESSION zstd)"""
    )
    part.rename(file)


def table(*, of_class: bool) -> pa.Table:
    """Return the map of a question."""
    if not of_class:
        return grouped(concordance(HS, SITC))
    groups = {c: CLASS[c[:4]] for c in lowest(OLDER) if c[:4] in CLASS}
    found = grouped(concordance(HS, OLDER), groups)
    return found.filter(pc.is_in(found["group"], pa.array(sorted(CLASS.values()))))


def ours(engine: duckdb.DuckDBPyConnection, keys: list[str], *, of_class: bool) -> pa.Table:
    """Convert as Steelyard does."""
    flows, asked = (nw.from_native(engine.table(name)) for name in ("flows", "map"))
    return converted(flows, asked, keys, rest=not of_class).collect().to_arrow()


def by_hand(engine: duckdb.DuckDBPyConnection, keys: list[str], *, bounds: bool) -> pa.Table:
    """Convert by one statement of SQL."""
    kept = "" if bounds else "AND parts > 0"
    return engine.sql(
        f"""SELECT {", ".join(keys)}, "group" AS target, {SUMS}{BOUNDS if bounds else ""}
            FROM flows JOIN map ON product = source {kept} GROUP BY ALL"""
    ).to_arrow_table()


def once(file: Path, contestant: str, question: str) -> None:
    """Answer one question; print the time it took, the memory, and the sum."""
    keys, of_class = QUESTIONS[question]
    engine = duckdb.connect()
    engine.execute("SET threads = 2")
    engine.execute(f"CREATE VIEW flows AS FROM '{file}'")
    engine.register("arrow_map", table(of_class=of_class))
    engine.execute("CREATE TABLE map AS FROM arrow_map")
    before, busy = time.perf_counter(), time.process_time()
    if contestant == "steelyard":
        found = ours(engine, keys, of_class=of_class)
    else:
        found = by_hand(engine, keys, bounds=contestant == "sql with bounds")
    took = {"wall": time.perf_counter() - before, "processors": time.process_time() - busy}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    total = str(sum(value for value in found["value"].to_pylist() if value is not None))
    print(json.dumps({**took, "memory": peak, "sum": total, "rows": found.num_rows}))


def shown(took: list[dict[str, Any]], base: list[dict[str, Any]]) -> str:
    """Return the medians of some runs in words, with their ratios to those of others."""
    said = ""
    for what in ("wall", "processors"):
        mine, other = (median(run[what] for run in runs) for runs in (took, base))
        said += f"{what} {mine:6.2f} s, ratio {mine / other:.2f}  "
    memory = max(run["memory"] for run in took)
    return f"{said}memory {memory:.0f} MB  rows {took[0]['rows']}"


def apart(*asked: str) -> str:
    """Run this script in a process of its own and return what it prints."""
    command = [sys.executable, __file__, *asked]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def busy() -> str:
    """Say how many processes wanted a processor in the last one, five and fifteen minutes."""
    return f"load {', '.join(f'{load:.2f}' for load in os.getloadavg())} of {os.cpu_count()}"


def rounds(file: Path, number: int, names: list[str]) -> None:
    """Run every question by every contestant in turns and print the medians."""
    for question in QUESTIONS:
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
        for _ in range(number):
            for name in names:
                runs[name].append(json.loads(apart("--once", name, question, "--file", str(file))))
        print(f"{question}: same sum {len({run['sum'] for r in runs.values() for run in r}) == 1}")
        for name, took in runs.items():
            print(f"  {name:16} {shown(took, runs['sql'])}")


def main() -> None:
    """Make the flows, or run the rounds."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--file", type=Path)
    asked.add_argument("--brackets", action="store_true")
    asked.add_argument("--once", nargs=2)
    asked.add_argument("--make", action="store_true")
    told = asked.parse_args()
    if told.once:
        return once(told.file, *told.once)
    usual = Path(tempfile.gettempdir()) / f"steelyard_flows_{told.rows}_{told.seed}.parquet"
    file = told.file or usual
    if told.make:
        return make(file, told.rows, told.seed)
    if not file.exists():
        numbers = ("--rows", str(told.rows), "--seed", str(told.seed))
        apart("--make", "--file", str(file), *numbers)
    print(busy())
    rounds(file, told.rounds, ["sql", "steelyard", *["sql with bounds"] * told.brackets])
    return print(busy())


if __name__ == "__main__":
    main()
