"""Time the command line from start to end against named peers: ``make bench``.

Contestants run in fresh processes, interleaved, and medians are printed with their ratio:

- ``steelyard --help`` against ``pip --help``: how long a person waits for help;
- ``steelyard weigh`` against a hand-written DuckDB query of the same file for the same ten yearly
  figures: what evidence, gaps, notes and rank cost on top of the bare numbers.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 7
BIN = Path(sys.executable).parent
FILE = "src/steelyard/bundled/flows/census-goods-by-country/2023-03-08.parquet"
QUERY = f"""
import duckdb
print(duckdb.sql('''
  SELECT left(period, 4) AS year, flow, sum(value) AS value FROM read_parquet('{FILE}')
  WHERE partner = 'CHN' AND product = 'TOTAL' AND left(period, 4) BETWEEN '2011' AND '2015'
  GROUP BY ALL ORDER BY ALL''').fetchall())
"""
CONTESTS = {
    "help": (
        ("steelyard --help", [str(BIN / "steelyard"), "--help"]),
        ("pip --help", [str(BIN / "pip"), "--help"]),
    ),
    "weigh": (
        (
            "steelyard weigh USA CHN --years 2011:2015",
            [str(BIN / "steelyard"), "weigh", "USA", "CHN", "--years", "2011:2015", "--quiet"],
        ),
        ("hand-written DuckDB query", [sys.executable, "-c", QUERY]),
    ),
}


def seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def main() -> None:
    for name, contestants in CONTESTS.items():
        times: dict[str, list[float]] = {label: [] for label, _ in contestants}
        for _ in range(ROUNDS):
            for label, command in contestants:
                times[label].append(seconds(command))
        medians = [statistics.median(times[label]) for label, _ in contestants]
        print(f"{name} (medians of {ROUNDS} rounds)")
        for (label, _), median in zip(contestants, medians, strict=True):
            print(f"  {median:6.3f} s  {label}")
        print(f"  ratio {medians[0] / medians[1]:.2f}")


if __name__ == "__main__":
    main()
