"""Sweeping a store: what writers left that were killed long ago."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from steelyard.store.release import Release

PLACED = "*/dataset=*/release=*/part-*.parquet"
_A_DAY = 24 * 3600


def sweep(root: Path, held: Sequence[Release]) -> None:
    """Remove drafts, and files that no release names, once they are more than a day old.

    What is younger may be a writer's that is still at work.
    """
    named = {root / path for release in held for path in release.paths}
    orphans = [f for f in root.glob(PLACED) if f not in named]
    for left in [*orphans, *root.rglob("*.part")]:
        if _old(left):
            _remove(left)


def let_go(root: Path, before: Sequence[Release], written: Sequence[Release]) -> None:
    """Mark files that these releases no longer need, so that they stay for a day from now.

    A reader that opened the store before may still be at them.
    """
    names = {release.name for release in written}
    replaced = (release for release in before if release.name in names)
    still = {path for release in written for path in release.paths}
    for path in {path for release in replaced for path in release.paths} - still:
        with suppress(OSError):
            os.utime(root / path)


def _old(left: Path) -> bool:
    try:
        return time.time() - left.stat().st_mtime > _A_DAY
    except FileNotFoundError:
        return False


def _remove(left: Path) -> None:
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)
