"""Give damaged files to every reader and tell which of them are not met with an error of ours.

``python benchmarks/fuzz_readers.py [--inputs N] [--seed S] [--minutes M] [--whole SHARE]
[--workers W] [--keep FOLDER]``. Every input is made anew from its number and the seed, in a process
that may crash or hang; ``--only N`` tries one again, in this process, and shows what becomes of it.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import os
import resource
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path

from fuzz_seeds import Seed, seeds
from fuzz_trial import ACCEPTED, FAILED, NOTHING, PARTLY, Outcome, made, taken, tried, way

HANG, MEMORY, TOLD = 20, 12 * 2**30, 1000
SPAWN = mp.get_context("spawn")


class Worker:
    """A process that tries inputs, one at a time, and that may be lost."""

    def __init__(self, base: int, whole: float) -> None:
        self.pipe, other = SPAWN.Pipe()
        self.process = SPAWN.Process(target=work, args=(other, base, whole), daemon=True)
        self.process.start()
        other.close()
        self.place, self.since = -1, time.monotonic()
        self.pipe.recv()

    def give(self, place: int) -> None:
        """Have an input tried."""
        self.place, self.since = place, time.monotonic()
        self.pipe.send(place)

    def answer(self) -> Outcome | None:
        """Return what became of it; None while that is not known. A lost process is a failure."""
        late = time.monotonic() - self.since
        try:
            if self.pipe.poll():
                return self.pipe.recv()
            lost = "" if late < HANG else f"nothing was heard for {HANG} s"
        except (EOFError, OSError):
            lost = f"the process ended with {self.process.exitcode}"
        if not lost:
            return None
        self.process.kill()
        return Outcome("?", FAILED, lost, lost, late)


def work(pipe: Connection, base: int, whole: float) -> None:
    """Try inputs until the pipe is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", ResourceWarning)
    found = seeds()
    pipe.send(len(found))
    with tempfile.TemporaryDirectory() as name:
        while True:
            try:
                place = pipe.recv()
            except EOFError:
                return
            pipe.send(one(found, base, place, whole, Path(name)))


def one(found: list[Seed], base: int, place: int, whole: float, folder: Path) -> Outcome:
    """Try the input of a number; numbers below that of seeds are the seeds themselves."""
    seed, chance = made(found, base, place)
    if place < len(found):
        return tried(found[place], chance, folder, taken)
    return tried(seed, chance, folder, way(chance, whole))


def outcomes(args: argparse.Namespace) -> Iterator[tuple[int, Outcome]]:
    """Yield what became of each input, as it becomes known."""
    ends, left = time.monotonic() + args.minutes * 60, iter(range(args.start, args.inputs))
    workers = [Worker(args.seed, args.whole) for _ in range(args.workers)]
    busy = [w for w in workers if (place := next(left, None)) is not None and not w.give(place)]
    while busy:
        wait([w.pipe for w in busy], timeout=1)
        for worker in list(busy):
            if (outcome := worker.answer()) is None:
                continue
            yield worker.place, outcome
            busy.remove(worker)
            if (place := next(left, None)) is None or time.monotonic() > ends:
                continue
            fresh = worker if worker.process.is_alive() else Worker(args.seed, args.whole)
            fresh.give(place)
            busy.append(fresh)


def report(found: dict[str, list[Outcome]]) -> None:
    """Print a line for each reader."""
    words = (ACCEPTED, PARTLY, NOTHING, FAILED)
    print("| reader | inputs | " + " | ".join(words) + " | errors by code | seconds |")
    for reader, some in sorted(found.items()):
        counts = Counter(outcome.word for outcome in some)
        codes = ", ".join(f"{w} {n}" for w, n in counts.most_common() if w not in words)
        told = " | ".join(str(counts[word]) for word in words)
        seconds = sum(outcome.seconds for outcome in some)
        print(f"| {reader} | {len(some)} | {told} | {codes} | {seconds:.0f} |")


def keep(folder: Path, args: argparse.Namespace, place: int, outcome: Outcome) -> None:
    """Save a failure: the file, and the traceback."""
    folder.mkdir(parents=True, exist_ok=True)
    known = seeds()
    seed = known[place] if place < len(known) else made(known, args.seed, place)[0]
    (folder / f"{args.seed}-{place}-{seed.file}").write_bytes(seed.data)
    text = f"{seed.name}\n{outcome.group}\n{outcome.told}\n{seed.mapping}"
    (folder / f"{args.seed}-{place}.txt").write_text(text, encoding="utf-8", errors="replace")


def main() -> None:
    """Try all, keep failures, and report."""
    args = arguments()
    if args.only is not None:
        warnings.simplefilter("error")
        with tempfile.TemporaryDirectory() as name:
            print(one(seeds(), args.seed, args.only, args.whole, Path(name)))
        return
    by_reader: dict[str, list[Outcome]] = defaultdict(list)
    groups: dict[str, list[int]] = defaultdict(list)
    slow: list[tuple[float, int, str]] = []
    for place, outcome in outcomes(args):
        by_reader[outcome.reader].append(outcome)
        if sum(map(len, by_reader.values())) % TOLD == 0:
            print(f"{place} tried", file=sys.stderr, flush=True)
        slow = sorted([*slow, (round(outcome.seconds, 1), place, outcome.reader)])[-5:]
        if outcome.word == FAILED:
            groups[outcome.group].append(place)
            if len(groups[outcome.group]) <= args.each:
                keep(args.keep, args, place, outcome)
                print(f"{place}: {outcome.group}", file=sys.stderr, flush=True)
    report(by_reader)
    print(f"slowest: {slow}")
    for group, places in sorted(groups.items(), key=lambda one: -len(one[1])):
        print(f"{len(places)} failures: {group} (inputs {places[:5]})")
    sys.exit(1 if groups else 0)


def arguments() -> argparse.Namespace:
    """Return what is asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--whole", type=float, default=0.2)
    parser.add_argument("--workers", type=int, default=max((os.cpu_count() or 2) - 1, 1))
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-failures")
    parser.add_argument("--each", type=int, default=3)
    parser.add_argument("--only", type=int)
    return parser.parse_args()


if __name__ == "__main__":
    main()
