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


def test_what_writers_left_that_were_killed_long_ago_is_swept(tmp_path: Path) -> None:
    made = store_twins.stored(tmp_path, "2020-04-15")
    long_ago = time.time() - 2 * 24 * 3600
    left = [_left(tmp_path, name) for name in ("old", "fresh")]
    for path in (*left[0], *(tmp_path / place for place in made.paths)):
        os.utime(path, (long_ago, long_ago))
    store_twins.stored(tmp_path, "2021-01-01")
    assert [path.exists() for path in left[0]] == [False, False, False]
    assert [path.exists() for path in left[1]] == [True, True, True]
    assert all((tmp_path / place).exists() for place in made.paths)


def _left(root: Path, name: str) -> tuple[Path, Path, Path]:
    """Make what a killed writer leaves: a draft, a file never named, a draft of the catalogue."""
    draft = root / "drafts" / f"{name}.part"
    draft.mkdir(parents=True)
    (draft / "rows.parquet").touch()
    orphan = root / "flows" / "dataset=twin" / "release=2019-01-01" / f"part-{name}.parquet"
    orphan.parent.mkdir(parents=True, exist_ok=True)
    catalogue = root / f"datapackage.json.{name}.part"
    for file in (orphan, catalogue):
        file.touch()
    return draft, orphan, catalogue
