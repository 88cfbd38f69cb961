"""Try two ways to write releases: Delta Lake, and Parquet parts named by a replaced manifest.

``python benchmarks/table_format.py FOLDER`` where ``deltalake`` is installed beside pyarrow, duckdb
and filelock. It times commits (medians of interleaved rounds) and lets two processes write at once.
``table_format_failures.py`` kills writers and fills a disk, ``table_format_readers.py`` reads.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing as mp
import shutil
import statistics
import time
from collections import Counter
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from comtrade_bulk import draw
from release_writers import WRITERS, Delta, Manifest, Writer

ROUNDS = 7
COMMITS = 50
RACES = 25
FEW, MANY = 1_000, 1_000_000
SPAWN = mp.get_context("spawn")


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def sample(rows: int) -> pa.Table:
    return draw(rows, np.random.default_rng(1))


def commit_times(folder: Path, parts: int) -> None:
    """Time one release of a million rows in a new store, and say how large it is."""
    table, sizes = sample(MANY), Counter[str]()
    taken: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name in ("delta", "parquet", "parquet without fsync"):
            root = fresh(folder / "timed")
            durable = name == "parquet"
            writer = Delta(root) if name == "delta" else Manifest(root, durable=durable)
            begun = time.perf_counter()
            writer.commit("2023-01-01", {"imports": table}, parts)
            taken.setdefault(name, []).append(time.perf_counter() - begun)
            sizes[name] = sum(p.stat().st_size for p in root.rglob("*") if p.is_file())
    for name, seconds in taken.items():
        low, high = min(seconds), max(seconds)
        print(
            f"  {name}: median {statistics.median(seconds):.3f} s ({low:.3f} to {high:.3f}), "
            f"{sizes[name] / 2**20:.1f} MiB, parts asked {parts}"
        )


def small_commits(folder: Path) -> None:
    """Time one release of a thousand rows in a store that holds few and many releases."""
    table = sample(FEW)
    writers = {name: kind(fresh(folder / name)) for name, kind in WRITERS.items()}
    taken: dict[str, list[float]] = {name: [] for name in WRITERS}
    for turn in range(10 * COMMITS):
        for name, writer in writers.items():
            begun = time.perf_counter()
            writer.commit(f"r{turn:05}", {"imports": table})
            taken[name].append(time.perf_counter() - begun)
    for name, seconds in taken.items():
        first, last = statistics.median(seconds[:COMMITS]), statistics.median(seconds[-COMMITS:])
        print(f"  {name}: {first * 1e3:.1f} ms at first, {last * 1e3:.1f} ms at 500 releases")


def write_on(name: str, root: str, releases: list[str], rows: int, told: Connection) -> None:
    """Commit releases of two datasets one after another; tell which were committed."""
    writer, table = WRITERS[name](Path(root)), sample(rows)
    told.send("ready")
    for release in releases:
        with contextlib.suppress(FileExistsError):
            writer.commit(release, {"exports": table, "imports": table}, 2)
            told.send(release)


def start(name: str, root: Path, releases: list[str], rows: int) -> tuple[SpawnProcess, Connection]:
    here, there = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=write_on, args=(name, str(root), releases, rows, there))
    process.start()
    there.close()
    if here.recv() != "ready":
        raise RuntimeError(name)
    return process, here


def heard(told: Connection) -> list[str]:
    said = []
    with contextlib.suppress(EOFError):
        while True:
            said.append(told.recv())
    return said


def rows_of(writer: Writer) -> dict[tuple[str, str], int]:
    return {
        key: sum(pq.ParquetFile(file).metadata.num_rows for file in files)
        for key, files in writer.visible().items()
    }


def two_writers(folder: Path, *, same: bool) -> None:
    """Let two processes commit at once: releases of their own, or both the same ones."""
    for name, kind in WRITERS.items():
        root, begun = fresh(folder / name), time.perf_counter()
        count = RACES if same else COMMITS
        asked = [[f"{'s' if same else who}{n:03}" for n in range(count)] for who in "ab"]
        started = [start(name, root, releases, FEW) for releases in asked]
        told = [heard(pipe) for _, pipe in started]
        for process, _ in started:
            process.join()
        codes = [process.exitcode for process, _ in started]
        held = rows_of(kind(root))
        wrong, all_asked = sum(n != FEW for n in held.values()), {*asked[0], *asked[1]}
        print(
            f"  {name}: {sum(map(len, told))} commits told, {len(held)} of {2 * len(all_asked)} "
            f"releases visible, {wrong} of them with a wrong number of rows, exit {codes}, "
            f"{time.perf_counter() - begun:.1f} s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    print("commit of 1,000,000 rows")
    commit_times(folder, 1)
    commit_times(folder, 4)
    print("commit of 1,000 rows")
    small_commits(folder)
    print("two writers, 50 releases of two datasets each")
    two_writers(folder, same=False)
    print("two writers, both the same 25 releases")
    two_writers(folder, same=True)


if __name__ == "__main__":
    main()
