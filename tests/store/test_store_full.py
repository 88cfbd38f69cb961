"""A disk that is full, and writers that are interrupted, leave the store as it was."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
import store_twins

from steelyard.store import assembly, package, write
from steelyard.store.package import read_catalogue

POSIX = pytest.mark.skipif(os.name != "posix", reason="the system has no limit on files to set")
FULL = """
    import resource, signal, sys
    from pathlib import Path
    sys.path.insert(0, {folder!r})
    import store_twins
    from steelyard.terms.errors import ReadOnlyStore
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    store_twins.table()
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
    try:
        store_twins.stored(Path({root!r}), "2021-01-01")
    except ReadOnlyStore as error:
        print(error.found)
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    store_twins.stored(tmp_path / "own")
    return tmp_path / "own"


@POSIX
@pytest.mark.parametrize("limit", [0, 100, 7000])
def test_a_full_disk_is_told_and_leaves_the_store_as_it_was(own: Path, limit: int) -> None:
    """Drafts fail at once with the first limits, the catalogue with the last."""
    before = store_twins.snapshot(own)
    assert len(before["datapackage.json"]) > limit
    folder = str(Path(store_twins.__file__).parent)
    script = textwrap.dedent(FULL.format(folder=folder, limit=limit, root=str(own)))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert "the disk refused it" in done.stdout
    left = store_twins.snapshot(own)
    assert {name: left[name] for name in before} == before
    assert not list(own.rglob("*.part"))
    assert store_twins.stored(own, "2021-01-01").release == "2021-01-01"


# --- interrupted -------------------------------------------------------------------------------

STEPS: dict[str, tuple[Any, str]] = {
    "the lock": (write, "_alone"),
    "the catalogue read": (write, "releases"),
    "the sweep": (write, "sweep"),
    "the hash": (write, "file_sha256"),
    "the assembly": (write, "assemble"),
    "the overlap": (assembly, "overlap"),
    "the rest": (assembly, "survivors"),
    "the count": (assembly, "count_series"),
    "the moves": (write, "settle"),
    "the record": (write, "Release"),
    "the catalogue": (package, "replace"),
}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_an_interrupted_writer_leaves_nothing_visible(
    own: Path, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    """Whatever step ctrl-C comes at: but for the last one, the release is not there."""
    rows = [*store_twins.ROWS[1:], {**store_twins.ROWS[0], "value": None, "status": "O"}]
    facts = store_twins.facts("2020-05-15", content="other", assembly="piecewise")
    before = store_twins.snapshot(own)
    module, name = STEPS[step]
    usual, seen = getattr(module, name), []

    def interrupted(*given: Any, **named: Any) -> Any:
        seen.append(usual(*given, **named) if when == "after" else None)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, name, interrupted)
        with pytest.raises(KeyboardInterrupt):
            store_twins.add(own, facts, store_twins.table(rows))
    assert seen
    left = store_twins.snapshot(own)
    committed = (step, when) == ("the catalogue", "after")
    wanted = ["2020-04-15", "2020-05-15"][: 1 + committed]
    assert [release.release for release in read_catalogue(own)] == wanted
    assert committed or {name: left[name] for name in before} == before
    assert not list(own.rglob("*.part"))
    again = store_twins.add(own, facts, store_twins.table(rows))
    assert (again is None) == committed
    assert [release.release for release in read_catalogue(own)] == ["2020-04-15", "2020-05-15"]
