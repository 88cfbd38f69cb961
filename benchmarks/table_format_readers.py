"""Try two ways to keep releases from the reader's side; see ``table_format.py``.

``python benchmarks/table_format_readers.py FOLDER`` where ``deltalake`` is installed beside
pyarrow, duckdb and filelock; Spark is tried where ``pyspark`` and Java are. Nothing is downloaded.
Each reader adds up the value of one release of a million rows that stands among 200 small ones.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow.compute as pc
import pyarrow.dataset as pads

from comtrade_bulk import draw
from release_writers import WRITERS, Delta, Manifest, deltalake
from table_format import fresh

ROUNDS = 9
SMALL, EARLIER = 200, 100
ASKED = ("imports", "2024-01-01")
HIVE = "hive_partitioning = true"
PARTED = ("dataset", "release")


def filled(folder: Path) -> tuple[Manifest, Delta]:
    """Return two stores with the same releases."""
    few, many = draw(1_000, np.random.default_rng(1)), draw(1_000_000, np.random.default_rng(1))
    manifest, delta = Manifest(fresh(folder / "parquet")), Delta(fresh(folder / "delta"))
    for writer in (manifest, delta):
        for n in range(SMALL):
            writer.commit(f"{1800 + n}-01-01", {"imports": few})
        writer.commit(ASKED[1], {"imports": many}, 4)
    return manifest, delta


def contests(manifest: Manifest, delta: Delta) -> dict[str, Callable[[], Any]]:
    """Return what is timed: from nothing opened to the sum, and files as of an earlier state."""
    engine, table = duckdb.connect(), str(delta.root / ASKED[0])
    query = "SELECT sum(value) FROM read_parquet(?)"

    def by_files(writer: Manifest | Delta) -> Any:  # noqa: ANN401  (an engine's number)
        return engine.execute(query, [writer.visible()[ASKED]]).fetchall()[0][0]

    def by_arrow() -> Any:  # noqa: ANN401  (either library's table)
        files = pads.dataset(manifest.visible()[ASKED])
        return pc.sum(files.to_table(columns=["value"])["value"]).as_py()

    def by_delta_arrow() -> Any:  # noqa: ANN401  (either library's table)
        rows = deltalake().DeltaTable(table).to_pyarrow_dataset()
        asked = rows.to_table(columns=["value"], filter=pc.field("release") == ASKED[1])
        return pc.sum(asked["value"]).as_py()

    return {
        "DuckDB, files of the manifest": lambda: by_files(manifest),
        "DuckDB, files of the Delta log": lambda: by_files(delta),
        "pyarrow, files of the manifest": by_arrow,
        "pyarrow, Delta": by_delta_arrow,
        "as of earlier, manifest": lambda: sum(r <= "1900" for _, r in manifest.visible()),
        "as of earlier, Delta": lambda: len(
            deltalake().DeltaTable(table, version=EARLIER - 1).file_uris()
        ),
    }


def timed(asked: dict[str, Callable[[], Any]]) -> None:
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, ask in asked.items():
            begun = time.perf_counter()
            said = ask()
            taken[name].append(time.perf_counter() - begun)
            if len(taken[name]) == ROUNDS:
                print(f"  {name}: {statistics.median(taken[name]) * 1e3:.1f} ms, says {said}")


def tried(what: str, ask: Callable[[], Any]) -> None:
    try:
        print(f"  {what}: {ask()}")
    except Exception as error:  # noqa: BLE001  (what it is, is the question)
        print(f"  {what}: {type(error).__name__}: {' '.join(str(error).split())[:160]}")


def described(engine: duckdb.DuckDBPyConnection, query: str, files: list[str]) -> list[Any]:
    return [row[:2] for row in engine.execute(query, [files]).fetchall()]


def added(session: Any, files: list[str]) -> Any:  # noqa: ANN401  (pyspark may be absent)
    return session.read.parquet(*files).agg({"value": "sum"}).collect()[0][0]


def parted(reader: Any, files: list[str]) -> str:  # noqa: ANN401  (either library's table)
    return str(reader.parquet(*files).select(*PARTED).schema.simpleString())


def without_extensions(manifest: Manifest, delta: Delta) -> None:
    """Ask DuckDB for its own reader of Delta, and for folder names as columns."""
    engine, files = duckdb.connect(), manifest.visible()[ASKED]
    tried("INSTALL delta", lambda: engine.execute("INSTALL delta"))
    scan = f"FROM delta_scan('{delta.root / ASKED[0]}')"
    tried("delta_scan", lambda: engine.execute(scan).fetchall())
    for setting in (HIVE, f"{HIVE}, hive_types_autocast = false"):
        query = f"DESCRIBE SELECT {', '.join(PARTED)} FROM read_parquet($1, {setting})"
        tried(setting, partial(described, engine, query, files))
    held = pads.dataset(files, partitioning="hive", partition_base_dir=str(manifest.root / "flows"))
    tried("pyarrow, hive", lambda: [str(held.schema.field(name)) for name in PARTED])


def spark(manifest: Manifest, delta: Delta) -> None:
    """Read both with Spark that has no Delta jar."""
    if importlib.util.find_spec("pyspark") is None:
        print("  pyspark is not installed")
        return
    builder = importlib.import_module("pyspark.sql").SparkSession.builder
    session = builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    for writer in (manifest, delta):
        files = writer.visible()[ASKED]
        tried(
            f"Spark, files of {type(writer).__name__}",
            partial(added, session, files),
        )
    table = str(delta.root / ASKED[0])
    tried("Spark, format delta", lambda: session.read.format("delta").load(table).count())
    base = session.read.option("basePath", str(manifest.root / "flows"))
    tried(
        "Spark, hive",
        partial(parted, base, manifest.visible()[ASKED]),
    )
    session.stop()


def log_facts(folder: Path) -> None:
    """Look what Delta's log says of a release that comes twice, and after its clean-up."""
    dl, path, few = deltalake(), fresh(folder / "log"), draw(1_000, np.random.default_rng(1))

    def commit(to: Any) -> int:  # noqa: ANN401  (a path or a table)
        said = dl.CommitProperties({"licence": "open"}, None, [dl.Transaction("release", 1)])
        dl.write_deltalake(to, few, mode="append", commit_properties=said)
        return int(dl.DeltaTable(path).count())

    dl.write_deltalake(path, few, configuration={"delta.logRetentionDuration": "interval 0 days"})
    together = dl.DeltaTable(path), dl.DeltaTable(path)
    for table in together:
        tried("a release by two writers at once, rows", partial(commit, table))
    tried("the same release once more, rows", partial(commit, path))
    tried("licences in the log", lambda: [h.get("licence") for h in dl.DeltaTable(path).history()])
    dl.write_deltalake(path, few, mode="append")
    dl.DeltaTable(path).create_checkpoint()
    time.sleep(1.5)
    dl.DeltaTable(path).cleanup_metadata()
    tried("the same, cleaned", lambda: [h.get("licence") for h in dl.DeltaTable(path).history()])
    tried("version 1, cleaned", lambda: dl.DeltaTable(path, version=1).count())
    other = few.select(["year"]).rename_columns(["rate"])
    tried("another schema", lambda: dl.write_deltalake(path, other, mode="append"))


def sizes() -> None:
    for name in ("deltalake", "arro3-core", "deprecated", "wrapt", "filelock"):
        files = distribution(name).files or []
        held = sum(Path(str(file.locate())).stat().st_size for file in files)
        print(f"  {name}: {held / 2**20:.1f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    manifest, delta = filled(folder)
    print(f"reading, medians of {ROUNDS} interleaved rounds; {', '.join(WRITERS)}")
    timed(contests(manifest, delta))
    print("engines")
    without_extensions(manifest, delta)
    spark(manifest, delta)
    print("log of Delta")
    log_facts(folder)
    print("installed")
    sizes()


if __name__ == "__main__":
    main()
