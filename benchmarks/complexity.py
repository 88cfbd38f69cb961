"""Time and compare economic complexity with the package ecomplexity, in interleaved rounds.

``python benchmarks/complexity.py --peer /tmp/peer/bin/python --rounds 5``, with the peer made by
``python -m venv /tmp/peer && /tmp/peer/bin/pip install ecomplexity==0.5.3``: Steelyard itself does
not need that package.

Three tables: exports made up from a seed, those of a synthetic world (see ``steelyard synthetic``),
and the world's in 1998 to 2000 (SITC 2), left out where the shared data are absent; ``--tables``
names some of them. Each run is a process of its own.
The clock starts with the same long frame in memory (country, product, value) and stops with
advantage, complexity of countries and products, proximity and density; the peer's test of
log-supermodularity is switched off. The peer makes proximity inside and does not give it back, so
it is made once more, after the clock, only to be compared. Prints medians of wall and processor
time, their ratio, the largest memory, and the largest difference of each output.
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
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from complexity_tables import WORLD, made_up, of_the_world, synthetic

CONTESTANTS = ("ecomplexity", "steelyard")
OUTPUTS = ("rca", "eci", "pci", "proximity", "density")
KEYS = {"time": "year", "loc": "country", "prod": "product", "val": "value"}
SMALLEST_DIFFERENCE = 1e-6
Made = dict[str, Any]


def frame(file: Path) -> pd.DataFrame:
    """Return a table as the long frame both contestants are given."""
    stored = np.load(file)
    return pd.DataFrame(
        {
            "year": 2000,
            "country": [f"C{code:03}" for code in stored["country"]],
            "product": [f"{code:06}" for code in stored["product"]],
            "value": stored["value"],
        }
    )


def steelyard(flows: pd.DataFrame) -> Made:
    """Return every output of Steelyard."""
    names = ("advantage", "complexity", "space")
    ours = {name: import_module(f"steelyard.maths.{name}") for name in names}
    coded = [pd.factorize(flows[key], sort=True) for key in ("country", "product")]
    exports = np.zeros([len(names) for _, names in coded])
    exports[coded[0][0], coded[1][0]] = flows["value"]
    rca = ours["advantage"].advantage(exports)
    held = ours["advantage"].presence(rca)
    found = ours["complexity"].complexity(held)
    near = ours["space"].proximity(held)
    around = ours["space"].density(held, near)
    return {"rca": rca, "eci": found.eci, "pci": found.pci, "proximity": near, "density": around}


def ecomplexity(flows: pd.DataFrame) -> Made:
    """Return the frame of the package, which holds every output but proximity."""
    peer = import_module("ecomplexity").ecomplexity
    return {"frame": peer(flows, KEYS, check_logsupermodularity=False, verbose=False)}


def told(made: Made) -> Made:
    """Return the outputs of the package as matrices."""
    if "frame" not in made:
        return made
    wide = made["frame"].pivot(index="country", columns="product")
    found = {name: wide[name].to_numpy(float) for name in ("rca", "eci", "pci", "density", "mcp")}
    held, peer = found.pop("mcp"), import_module("ecomplexity.calc_proximity")
    near = peer.calc_discrete_proximity(held, held.sum(axis=0))
    return {**found, "eci": found["eci"][:, 0], "pci": found["pci"][0], "proximity": near}


def once(contestant: str, file: Path, out: Path | None) -> None:
    """Run one contestant; print the time it took and keep what it found when asked."""
    flows, run = frame(file), {"ecomplexity": ecomplexity, "steelyard": steelyard}[contestant]
    import_module("ecomplexity" if contestant == "ecomplexity" else "steelyard.maths.space")
    before, busy = time.perf_counter(), time.process_time()
    made = run(flows)
    took = {"wall": time.perf_counter() - before, "processors": time.process_time() - busy}
    took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if out:
        np.savez(out, **told(made))
    print(json.dumps(took))


def apart(interpreter: str, *asked: str) -> dict[str, float]:
    """Run this script in a process of its own and return what it prints last.

    A child's largest memory counts from its parent's, so that this one must stay small.
    """
    command = [interpreter, "-W", "ignore", __file__, *asked]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measures


def compare(folder: Path) -> None:
    """Print the largest difference of each output, NaN where only one has a value."""
    kept = [np.load(folder / f"{name}.npz") for name in CONTESTANTS]
    found = {}
    for name in OUTPUTS:
        theirs, ours = (stored[name] for stored in kept)
        alike = np.isnan(theirs) & np.isnan(ours)
        found[name] = float(np.abs(np.where(alike, 0.0, theirs - ours)).max())
    print(json.dumps(found))


def rounds(name: str, made: Made, number: int, peer: str) -> bool:
    """Run both in turns, print the medians, and say whether the outputs agree."""
    interpreters = {"ecomplexity": peer, "steelyard": sys.executable}
    runs: dict[str, list[dict[str, float]]] = {contestant: [] for contestant in CONTESTANTS}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "flows.npz"
        np.savez(file, **made)
        for turn in range(number):
            for contestant, took in runs.items():
                keep = [] if turn else ["--out", f"{folder}/{contestant}.npz"]
                run = ("--once", contestant, "--file", str(file), *keep)
                took.append(apart(interpreters[contestant], *run))
        apart_by = apart(sys.executable, "--compare", folder)
    print(f"{name}: {len(made['value'])} flows, {number} rounds")
    medians = {
        contestant: {what: median(run[what] for run in took) for what in took[0]}
        for contestant, took in runs.items()
    }
    for contestant, took in medians.items():
        said = f"wall {took['wall']:7.2f} s  processors {took['processors']:7.2f} s"
        print(f"  {contestant:12} {said}  memory {took['memory']:5.0f} MB")
    theirs, ours = (medians[name] for name in CONTESTANTS)
    faster = {what: theirs[what] / ours[what] for what in theirs}
    print(f"  times faster: wall {faster['wall']:.1f}, processors {faster['processors']:.1f}")
    print("  largest differences:", ", ".join(f"{k} {v:.1e}" for k, v in apart_by.items()))
    return all(value <= SMALLEST_DIFFERENCE for value in apart_by.values())


def main() -> int:
    """Run one contestant, or the rounds; return 1 where the outputs differ."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--peer", default=sys.executable, help="a Python that has ecomplexity 0.5.3")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--countries", type=int, default=230)
    asked.add_argument("--products", type=int, default=5200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--tables", nargs="+", choices=("made-up", "synthetic", "world"))
    asked.add_argument("--once", choices=CONTESTANTS)
    for name in ("--file", "--out", "--compare"):
        asked.add_argument(name, type=Path)
    given = asked.parse_args()
    if given.compare:
        compare(given.compare)
        return 0
    if given.once:
        once(given.once, given.file, given.out)
        return 0
    print(f"load {os.getloadavg()[0]:.2f} of {os.cpu_count()}")
    tables: dict[str, Callable[[], Made]] = {
        "made-up": lambda: made_up(given.countries, given.products, given.seed),
        "synthetic": lambda: synthetic(given.seed),
        "world": of_the_world,
    }
    if not WORLD.exists():
        print(f"left out: {WORLD} is absent")
        tables.pop("world")
    some = [name for name in tables if name in (given.tables or tables)]
    alike = [rounds(name, tables[name](), given.rounds, given.peer) for name in some]
    return 0 if all(alike) else 1


if __name__ == "__main__":
    sys.exit(main())
