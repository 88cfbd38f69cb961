"""Time taking in a long file against a plain copy of it by DuckDB, in interleaved rounds.

``python benchmarks/intake.py --rows 10000000 --rounds 5``

Makes a file like a bulk download of UN Comtrade (``comtrade_bulk.py``) where it is absent, then
runs, in turns and each in a process of its own, ``COPY (SELECT * FROM read_csv(...)) TO
'x.parquet'`` and ``steelyard add`` into an empty store. Prints the medians of wall time and
processor time of both, their ratio, and the largest memory of either.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ACCOUNT = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
COPY = """
import duckdb, sys
duckdb.execute("SET threads = 2")
duckdb.execute(f"COPY (SELECT * FROM read_csv('{sys.argv[1]}')) TO '{sys.argv[2]}'")
"""


@dataclass(frozen=True)
class Run:
    """What one process took: seconds on the clock, seconds of processors, megabytes."""

    wall: float
    processor: float
    memory: float


def measured(arguments: Sequence[str]) -> Run:
    """Run Python with some arguments in a process of its own and return what it took."""
    start = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", ACCOUNT, sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    wall = time.perf_counter() - start
    code, processor, memory = told.stdout.split()
    if code != "0":
        raise SystemExit(f"a run ended with {code}: {told.stderr}")
    return Run(wall, float(processor), float(memory) / 1024)


def copied(file: Path, folder: Path) -> Run:
    """Let DuckDB copy the file to Parquet."""
    return measured(["-c", COPY, str(file), str(folder / "copy.parquet")])


def added(file: Path, folder: Path) -> Run:
    """Let Steelyard take the file into a new store, with every check."""
    return measured(["-m", "steelyard", "add", str(file), "--store", str(folder / "store")])


def shown(name: str, runs: Sequence[Run]) -> str:
    """Return the medians of some runs in words."""
    wall, processor = (median(getattr(run, of) for run in runs) for of in ("wall", "processor"))
    memory = max(run.memory for run in runs)
    return f"{name:16} wall {wall:7.2f} s   processors {processor:7.2f} s   memory {memory:6.0f} MB"


def main() -> None:
    """Run the rounds and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--file", type=Path, help="a file to use, made when it is absent")
    asked = parser.parse_args()
    file = asked.file or Path(tempfile.gettempdir()) / f"bulk-{asked.rows}.tsv.gz"
    if not file.exists():
        maker = [sys.executable, str(HERE / "comtrade_bulk.py"), str(file)]
        subprocess.run([*maker, "--rows", str(asked.rows), "--seed", "1"], check=True)
    copies, adds = [], []
    for _ in range(asked.rounds):
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            copies.append(copied(file, Path(folder)))
            adds.append(added(file, Path(folder)))
        print(f"copy {copies[-1].wall:.2f} s, add {adds[-1].wall:.2f} s", flush=True)
    print(shown("DuckDB copy", copies), shown("steelyard add", adds), sep="\n")
    ratio = median(one.wall for one in adds) / median(one.wall for one in copies)
    print(f"ratio of the medians of wall time: {ratio:.2f}")


if __name__ == "__main__":
    main()
