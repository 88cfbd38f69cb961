"""Intakes killed at random moments, against one store that goes on living.

Each trial starts an intake in a process of its own and ends it with SIGKILL: half of them at any
moment of their whole duration, half within the commit. Then the store must open, hold every release
that it held before, whole to the byte and to the row; and the same file must go in at once. In the
end the store must hold all files, and what the dead left is swept once it is a day old.

    python benchmarks/crash_trials.py [--trials 200] [--seed 1]
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import pieces
from witness import Found, faults, orphans

ROWS, DAYS = 3000, 8
READING, COMMITTING, DONE = 1, 2, 3
_PROCESSES = get_context("forkserver")
_TWO_DAYS = 2 * 24 * 3600


@dataclass
class Errand:
    """One file of the trials: where it lies, when it is published, to which dataset it belongs."""

    path: Path
    day: str
    source: pieces.Pieces


def errands(folder: Path, number: int) -> list[Errand]:
    """Write the files: three datasets, each of another assembly, in turn.

    Files of one day state other years; files in pieces state what other days state too.
    """
    made = []
    for at in range(number):
        assembly = pieces.ASSEMBLIES[at % 3]
        day = f"20{21 + at // 300}-{at // 25 % 12 + 1:02d}-{at % 25 + 1:02d}"
        if assembly != "whole":
            day = f"2021-{at % DAYS + 1:02d}-01"
        months = [f"{1900 + at // DAYS}-{month:02d}" for month in range(1, 13)]
        codes = 100 if assembly == "piecewise" else 10**6
        path = pieces.file(folder / f"{at}.csv", months, ROWS, at, codes)
        made.append(Errand(path, day, pieces.Pieces(assembly, f"trial-{assembly}")))
    return made


def run(errand: Errand, root: Path, stage: Synchronized[int]) -> None:
    """Take a file in, in a process of its own, and tell how far it is."""

    def tell(text: str, _share: float | None) -> None:
        stage.value = COMMITTING if text.startswith("writing") else READING

    pieces.add(errand.path, root, errand.day, errand.source, tell)
    stage.value = DONE


def whole(errand: Errand, root: Path) -> tuple[float, float]:
    """Run an intake to its end; return the seconds of all of it and of its commit."""
    stage = _PROCESSES.Value("i", 0)
    process = _PROCESSES.Process(target=run, args=(errand, root, stage))
    process.start()
    begun = _until(stage, READING)
    committing = _until(stage, COMMITTING)
    ended = _until(stage, DONE)
    process.join()
    if process.exitcode:
        raise SystemExit(f"an intake failed: {errand.path.name}")
    return ended - begun, ended - committing


def killed(errand: Errand, root: Path, stage_at: int, wait: float) -> int:
    """Start an intake, kill it a while after a stage began, and return the stage it was in."""
    stage = _PROCESSES.Value("i", 0)
    process = _PROCESSES.Process(target=run, args=(errand, root, stage))
    process.start()
    _until(stage, stage_at)
    time.sleep(wait)
    process.kill()
    process.join()
    return int(stage.value)


def _until(stage: Synchronized[int], wanted: int) -> float:
    """Wait until a stage is reached; return the moment."""
    limit = time.perf_counter() + 60
    while stage.value < wanted and time.perf_counter() < limit:
        time.sleep(0.0005)
    return time.perf_counter()


def trial(errand: Errand, root: Path, chance: random.Random, took: tuple[float, float]) -> str:
    """Kill one intake; return where it was."""
    late = chance.random() < 1 / 2
    wait = chance.uniform(0, took[late] * 1.05)
    stage = killed(errand, root, COMMITTING if late else READING, wait)
    names = {"reading": READING, "committing": COMMITTING, "ended before": DONE}
    return next((name for name, number in names.items() if number == stage), "starting")


def swept(root: Path, errand: Errand) -> int:
    """Age what the dead left, add one file more, and return how much of it is still there.

    What the last intake itself has replaced is younger, and stays.
    """
    aged = orphans(root)
    for path in aged:
        os.utime(path, (time.time() - _TWO_DAYS,) * 2)
    whole(errand, root)
    return len({*aged} & {*orphans(root)})


def trials(folder: Path, number: int, seed: int) -> Found:
    """Make the trials and return what was found."""
    chance, root, found = random.Random(seed), folder / "store", Found()  # noqa: S311  (seeded)
    several = errands(folder, number + 7)
    took = [whole(errand, root) for errand in several[:6]]
    usual = (max(t[0] for t in took[1:]), max(t[1] for t in took[1:]))
    print(f"an intake takes {usual[0]:.3f} s, {usual[1]:.3f} s of it the commit")
    before = faults(root, {}, found)
    for errand in several[6:-1]:
        found.counts[trial(errand, root, chance, usual)] += 1
        left = faults(root, before, found)
        found.counts["in the store"] += left != before
        begun = time.perf_counter()
        whole(errand, root)
        found.slowest = max(found.slowest, time.perf_counter() - begun)
        before = faults(root, left, found)
    names = {part.received_file for r in before.values() for part in r.own_parts}
    found.counts["never in"] = len({e.path.name for e in several[:-1]} - names)
    found.counts["orphans"] = len(orphans(root))
    found.counts["orphans not swept"] = swept(root, several[-1])
    return found


def main() -> None:
    """Make the trials and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    pieces.preload(_PROCESSES)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        found = trials(Path(name), asked.trials, asked.seed)
    rows = ("starting", "reading", "committing", "ended before", "in the store")
    rows += ("lost", "half-visible", "never in", "orphans", "orphans not swept")
    print(f"{'trials':<24}{asked.trials:>8}")
    for row in rows:
        print(f"{row:<24}{found.counts[row]:>8}")
    print(f"{'slowest next intake, s':<24}{found.slowest:>8.2f}")
    print(f"{'seconds':<24}{time.perf_counter() - begun:>8.1f}")
    bad = ("lost", "half-visible", "never in", "orphans not swept")
    raise SystemExit(any(found.counts[row] for row in bad))


if __name__ == "__main__":
    main()
