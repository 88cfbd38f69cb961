"""A big panel of made-up trade as a release in a store, to time questions on.

    python benchmarks/panel.py OUT --rows 100000000 --seed 1

230 reporters and partners, 5,200 subheadings of HS 2017, eight years, both flows, both sides, each
of which misses some: the synthetic world of ``steelyard synthetic`` (the same generator and the
same way in), without hubs, and as dense as gives the rows asked for. A few reporters are in memory
at a time, and rows lie by reporter, totals first, so that a question opens the row groups of one
reporter only. The last line printed is the measurement as JSON; its memory counts pages of files
that are mapped.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from steelyard.ingest.intake import Intake, take
from steelyard.ingest.wish import Wish
from steelyard.sources import synthetic as source
from steelyard.sources.received import Received
from steelyard.sources.synthetic.recipe import recipe
from steelyard.synthetic.faults import faults
from steelyard.synthetic.ground import ground
from steelyard.synthetic.plan import Plan, planned
from steelyard.synthetic.reports import report

SIZE = {"countries": 230, "products": 5200, "first": 2016, "last": 2023}
FAULTS = {"lost": 0.05, "silent": 0.03, "reexports": 0}
SAMPLE = 8
"""Every so many-th reporter is made to learn how many rows a density gives."""

_CLOSE, _TRIES = 0.02, 6


def main() -> None:
    """Make the panel that the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("out", type=Path, help="folder of the store")
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    for name, usual in SIZE.items():
        asked.add_argument(f"--{name}", type=int, default=usual)
    given = asked.parse_args()
    size = {name: getattr(given, name) for name in ("seed", *SIZE)}
    begun, used = time.perf_counter(), time.process_time()
    plan = dense_enough(planned({**FAULTS, **size}), given.rows)
    say(f"density {plan.density:.3g} for about {given.rows:,} rows")
    taken = made(plan, given.out)
    told = {
        "rows": taken.accepted,
        "added": taken.release is not None,
        "bytes": sum(file.stat().st_size for file in given.out.rglob("part-*.parquet")),
        "seconds": round(time.perf_counter() - begun, 1),
        "processor_seconds": round(time.process_time() - used, 1),
        "most_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told))


def dense_enough(plan: Plan, rows: int) -> Plan:
    """Return the plan with the density that gives about so many rows."""
    density = rows / (4 * len(plan.years) * plan.countries**2 * plan.products)
    for _ in range(_TRIES):
        plan = replace(plan, density=min(density, 0.9))
        found = expected(plan)
        if abs(found / rows - 1) < _CLOSE:
            break
        density *= rows / found
    return plan


def expected(plan: Plan) -> float:
    """Return how many rows a plan gives, by the reports of every so many-th country."""
    on = ground(plan)
    known = faults(on)
    some = range(SAMPLE // 2, plan.countries, SAMPLE)
    return sum(len(report(on, known, one)) for one in some) * plan.countries / len(some)


def made(plan: Plan, root: Path) -> Intake:
    """Make a world and take it into a store, as ``steelyard synthetic`` does."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "panel.yaml"
        file.write_text(recipe(plan).text(), encoding="utf-8")
        return take(Received(file), root, Wish(sources=(("synthetic", source),)), tell)


def tell(text: str, share: float | None) -> None:
    """Say how far it is."""
    say(text if share is None else f"{text} ({share:.0%})")


def say(text: str) -> None:
    """Print a line of progress over the one before."""
    sys.stderr.write(f"\r\033[K{text}")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
