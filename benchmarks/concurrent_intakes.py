"""Several processes add different files to one store at once; in the end all must be there.

Each round starts some processes at the same moment. By turns the files go to one dataset (releases
of their own, parts of one release, pieces) and to a dataset each.

    python benchmarks/concurrent_intakes.py [--rounds 20]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pieces
from steelyard.store.package import read_catalogue
from steelyard.store.store import verify

ROWS = 1000
_PROCESSES = get_context("forkserver")


@dataclass
class Errand:
    """One file, its date of publication, and the dataset it goes to."""

    path: Path
    day: str
    source: pieces.Pieces


def errands(folder: Path, at: int, writers: int) -> list[Errand]:
    """Write the files of one round."""
    assembly, apart = pieces.ASSEMBLIES[at % 3], at % 2
    made = []
    for one in range(writers):
        number = at * writers + one
        day = f"20{21 + number // 300}-{number // 25 % 12 + 1:02d}-{number % 25 + 1:02d}"
        months = [f"{1900 + number % 120}-{month:02d}" for month in range(1, 13)]
        path = pieces.file(folder / f"{writers}-{number}.csv", months, ROWS, number)
        dataset = f"trial-{assembly}-{at}-{one if apart else 0}"
        day = day if assembly != "parts" else "2021-01-01"
        made.append(Errand(path, day, pieces.Pieces(assembly, dataset)))
    return made


def run(errand: Errand, root: Path, ready: Barrier) -> None:
    """Take a file in as soon as all are ready."""
    ready.wait(60)
    pieces.add(errand.path, root, errand.day, errand.source)


def together(several: list[Errand], root: Path) -> int:
    """Add files at once, a process each; return how many processes failed."""
    ready = _PROCESSES.Barrier(len(several))
    started = [_PROCESSES.Process(target=run, args=(one, root, ready)) for one in several]
    for process in started:
        process.start()
    for process in started:
        process.join()
    return sum(bool(process.exitcode) for process in started)


def missing(several: list[Errand], root: Path) -> int:
    """Return how many files of a round are not in the store, whole."""
    found = set()
    for release in read_catalogue(root):
        for part in release.parts:
            verify(root, part)
        found |= {(release.dataset, part.received_file) for part in release.own_parts}
    wanted = {(one.source.CARD.dataset, one.path.name) for one in several}
    return len(wanted - found)


def rounds(folder: Path, number: int, writers: int) -> tuple[int, int, int, float]:
    """Return files added, processes failed, files not there, and seconds."""
    root, failed, lost, begun = folder / f"store-{writers}", 0, 0, time.perf_counter()
    every: list[Errand] = []
    for at in range(number):
        several = errands(folder, at, writers)
        every += several
        failed += together(several, root)
        lost += missing(several, root)
    return len(every), failed, lost + missing(every, root), time.perf_counter() - begun


def main() -> None:
    """Run the rounds and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    pieces.preload(_PROCESSES)
    bad = 0
    print(f"{'writers':>8}{'rounds':>8}{'files':>8}{'failed':>8}{'lost':>8}{'seconds':>9}")
    for writers in (2, 8):
        with tempfile.TemporaryDirectory() as name:
            files, failed, lost, seconds = rounds(Path(name), asked.rounds, writers)
        print(f"{writers:>8}{asked.rounds:>8}{files:>8}{failed:>8}{lost:>8}{seconds:>9.1f}")
        bad += failed + lost
    raise SystemExit(bool(bad))


if __name__ == "__main__":
    main()
