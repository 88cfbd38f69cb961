"""What a reader sees of a store after a trial: whether a release is lost, or only half there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from steelyard.store.package import read_catalogue
from steelyard.store.release import Release
from steelyard.store.store import Store, verify, verify_rejects


@dataclass
class Found:
    """What the trials found."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


def faults(root: Path, before: dict[str, Release], found: Found) -> dict[str, Release]:
    """Look at the store as a reader does; count what is lost or half visible."""
    now = {release.name: release for release in read_catalogue(root)}
    found.counts["lost"] += len(before.keys() - now.keys())
    for name, release in before.items():
        parts = {part.received_sha256 for part in release.parts}
        kept = {part.received_sha256 for part in now[name].parts} if name in now else set()
        found.counts["lost"] += bool(parts - kept)
    store = Store(root)
    for held in store.held:
        if not held.bundled:
            found.counts["half-visible"] += not _is_whole(store, held.root, held.release)
    store.engine.close()
    return now


def _is_whole(store: Store, root: Path, release: Release) -> bool:
    for part in release.parts:
        verify(root, part)
        if part.rejects:
            verify_rejects(root, part)
    files = [root / part.path for part in release.parts]
    rows = store.engine.digest(store.engine.read(files), ["partner"])[0]
    return rows == release.rows == sum(series.rows for series in release.series)


def orphans(root: Path) -> list[Path]:
    """Return what no release names: drafts of the dead, and files moved but never named."""
    named = {root / path for release in read_catalogue(root) for path in release.paths}
    files = {file for file in root.rglob("*.parquet") if file not in named}
    return sorted(files | set(root.rglob("*.part")))
