"""A store is read from its own folder, whatever the folder is called."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import store_twins

from steelyard.store.store import Store


@pytest.mark.parametrize("name", ["t*", "[ab]", "what?", "it's", 'a "b"', "with space"])
def test_a_folder_with_a_pattern_for_a_name_is_read_alone(tmp_path: Path, name: str) -> None:
    for folder in (name, "two", "a", "t1"):
        store_twins.stored(tmp_path / folder, "2020-04-15")
    store = Store(tmp_path / name)
    (held,) = [one for one in store.held if not one.bundled]
    count, _ = store.engine.digest(store.scan(held), ["partner"])
    assert count == held.release.rows


def test_drafts_of_writers_killed_long_ago_are_swept(tmp_path: Path) -> None:
    store_twins.stored(tmp_path, "2020-04-15")
    old, fresh = tmp_path / "flows" / "old.part", tmp_path / "flows" / "fresh.part"
    for draft in (old, fresh):
        draft.touch()
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (long_ago, long_ago))
    store_twins.stored(tmp_path, "2021-01-01")
    assert not old.exists()
    assert fresh.exists()
