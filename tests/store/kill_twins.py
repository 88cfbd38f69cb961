"""A writer in a process of its own, to be killed: it adds the same rows as releases, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import store_twins


def write(root: Path, first: int, done: Synchronized[int]) -> None:
    """Add one release after another until the process ends, and count those that are committed."""
    for number in range(first, first + 10_000):
        store_twins.stored(root, (date(2021, 1, 1) + timedelta(number)).isoformat())
        done.value += 1
