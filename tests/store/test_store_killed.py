"""Writers ended by SIGKILL at random moments: what they committed is there and whole."""

from __future__ import annotations

import os
import random
import time
from multiprocessing import get_context
from pathlib import Path

import kill_twins
import pytest
import store_twins

from steelyard.store.package import read_catalogue
from steelyard.store.store import verify

KILLS, LIMIT = 6, 60
pytestmark = pytest.mark.skipif(os.name != "posix", reason="the system has no SIGKILL")


def killed(root: Path, first: int, wait: float) -> int:
    """Kill a writer a while after its first release; return how many it told to be committed."""
    processes = get_context("forkserver")
    processes.set_forkserver_preload(["store_twins"])  # so that each starts at once
    done = processes.Value("i", 0)
    process = processes.Process(target=kill_twins.write, args=(root, first, done))
    process.start()
    limit = time.monotonic() + LIMIT
    while not done.value and process.is_alive() and time.monotonic() < limit:
        time.sleep(0.002)
    time.sleep(wait)
    process.kill()
    process.join()
    process.close()
    return int(done.value)


def test_what_was_committed_before_a_kill_is_there_and_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    chance, first = random.Random(20), 0  # noqa: S311  (seeded)
    for _ in range(KILLS):
        told = killed(tmp_path, first, chance.uniform(0, 0.1))
        assert told
        held = read_catalogue(tmp_path)
        assert first + told <= len(held) <= first + told + 1
        for release in held:
            assert release.rows == len(store_twins.ROWS)
            verify(tmp_path, release.parts[0])
        first = len(held)
    began = time.monotonic()
    assert store_twins.stored(tmp_path, "2020-12-31").release == "2020-12-31"
    assert time.monotonic() - began < LIMIT / 2, "the lock of a killed writer was not freed"
