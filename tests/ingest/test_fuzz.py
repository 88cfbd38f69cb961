"""Some damaged files for every reader; ``benchmarks/fuzz_readers.py`` tries any number."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

from fuzz_mutations import damaged
from fuzz_seeds import Seed, synthetic
from fuzz_trial import ACCEPTED, FAILED, PARTLY, read, tried, way

WHOLE = synthetic()
EACH, SHARE = 3, 0.1


@pytest.mark.parametrize("seed", WHOLE, ids=lambda seed: seed.name)
def test_damage_gives_errors_of_ours_or_rejected_rows(seed: Seed, tmp_path: Path) -> None:
    chance = Random(seed.name)  # noqa: S311  (no secret)
    for _ in range(EACH):
        outcome = tried(damaged(seed, WHOLE, chance), chance, tmp_path, way(chance, SHARE))
        assert outcome.word != FAILED, outcome.told


@pytest.mark.parametrize("seed", WHOLE, ids=lambda seed: seed.name)
def test_the_files_from_which_damage_starts_are_read(seed: Seed, tmp_path: Path) -> None:
    outcome = tried(seed, Random(1), tmp_path, read)  # noqa: S311  (no secret)
    assert outcome.word in {ACCEPTED, PARTLY}, outcome.told
