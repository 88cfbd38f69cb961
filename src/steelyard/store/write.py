"""Committing a release: its files first, the catalogue last, each by an atomic rename.

Several writers may add to one store: each writes its files aside, and the catalogue is read again
and replaced under a lock that the system frees when a writer dies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from steelyard.store.assembly import (
    Arrival,
    after,
    assemble,
    held_as,
    part_path,
    remade,
    sound,
    spread,
)
from steelyard.store.draft import Draft, settle
from steelyard.store.engine import Engine
from steelyard.store.package import CATALOGUE, keep_older, read_catalogue, write_catalogue
from steelyard.store.part import Part
from steelyard.store.release import Release
from steelyard.store.store import BUNDLED, file_sha256
from steelyard.store.sweep import let_go, sweep
from steelyard.terms.errors import ReadOnlyStore, StoreBusy
from steelyard.terms.tables import KINDS

LOCK = ".lock"
PATIENCE = 600


def add_release(
    root: Path, facts: Mapping[str, Any], part: Mapping[str, Any], draft: Draft
) -> Release | None:
    """Commit a draft to the store at ``root`` as one part of a release.

    Args:
        root: folder of the store.
        facts: every field of ``Release`` but parts, rows and series.
        part: every field of ``Part`` but path, bytes, sha256, rows, rejects and what it becomes
            when it is carried over.
        draft: its files.

    Returns:
        The release's record, or None when the store already holds this very file's content.

    Raises:
        ReleaseExists: the store holds other content under the same dataset and release.
        ReadOnlyStore: the disk refuses it.
        StoreBusy: another process is writing and does not end.
    """
    with on_disk(root), _alone(root):
        held = releases(root)
        sweep(root, held)
        already = held_as(held, facts["dataset"], part["received_sha256"])
        if already is not None and sound(already, root):
            return None
        new = _arrival(facts, part, draft)
        if already is not None and (same := remade(already, new.part)) is not None:
            settle(root, {same.path: draft.rows, **_rejects(same, draft)})
            return already
        with closing(Engine(spill=draft.folder)) as engine:
            found = assemble(root, engine, held, new)
            last = found.parts[-1]
            new = replace(new, part=last, rows=found.drafts[last.path])
            grown = [(old, spread(root, engine, old, new)) for old in after(held, new)]
        release = Release(**facts, **found.content())
        written = [release, *(old.model_copy(update=now.content()) for old, now in grown if now)]
        drafts = [one.drafts for one in (found, *(now for _, now in grown)) if one]
        settle(root, {**dict(chain(*(d.items() for d in drafts))), **_rejects(new.part, draft)})
        names = {one.name for one in written}
        keep_older(root)
        write_catalogue(root, [*(r for r in held if r.name not in names), *written])
        let_go(root, held, written)
    return release


def rehearse(root: Path, facts: Mapping[str, Any], part: Mapping[str, Any], draft: Draft) -> None:
    """Raise what ``add_release`` would raise of a draft, and write nothing to the store.

    Raises:
        ReleaseExists, DamagedStore: as ``add_release``.
    """
    with closing(Engine(spill=draft.folder)) as engine:
        assemble(root, engine, releases(root), _arrival(facts, part, draft))


def releases(root: Path) -> tuple[Release, ...]:
    """Return the releases of the store at ``root``; none when there is no store yet."""
    return read_catalogue(root) if (root / CATALOGUE).exists() else ()


def check_writable(root: Path) -> None:
    """Refuse the folder of a store that could not be written to, and make nothing.

    Raises:
        ReadOnlyStore: it is the bundled one, no folder, or may not be written to.
    """
    _refuse_bundled(root)
    nearest = next(folder for folder in (root, *root.absolute().parents) if folder.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise _read_only(root, f"{nearest} may not be written to")


def open_for_writing(root: Path) -> None:
    """Make the folder of a store when it is absent.

    Raises:
        ReadOnlyStore: it is the bundled one or may not be written to.
    """
    _refuse_bundled(root)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _read_only(root, f"the folder cannot be made ({error.strerror})") from error
    if not os.access(root, os.W_OK):
        raise _read_only(root, "you may not write there")


def _refuse_bundled(root: Path) -> None:
    if root.resolve() == BUNDLED:
        raise _read_only(root, "that folder holds the data bundled with Steelyard")


@contextmanager
def on_disk(root: Path) -> Iterator[None]:
    """Tell trouble with the disk (full, not ours, a file where a folder should be) as such."""
    try:
        yield
    except OSError as error:
        raise _read_only(root, f"the disk refused it ({error.strerror})") from error


def _arrival(facts: Mapping[str, Any], told: Mapping[str, Any], draft: Draft) -> Arrival:
    kind, dataset, release = (str(facts[name]) for name in ("kind", "dataset", "release"))
    sha256 = file_sha256(draft.rows)
    part = Part(
        **told,
        path=part_path(kind, dataset, release, sha256),
        bytes=draft.rows.stat().st_size,
        sha256=sha256,
        rows=draft.count,
        rejects=_rejects_path(dataset, release, draft),
    )
    assembly = str(facts.get("assembly", "whole"))
    files = (draft.rows, draft.folder, draft.series)
    return Arrival(dataset, release, KINDS[kind], assembly, part, *files)


def _rejects_path(dataset: str, release: str, draft: Draft) -> str:
    if draft.rejects is None:
        return ""
    return part_path("rejected", dataset, release, file_sha256(draft.rejects))


def _rejects(part: Part, draft: Draft) -> dict[str, Path]:
    return {} if draft.rejects is None else {part.rejects: draft.rejects}


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    try:
        lock = FileLock(root / LOCK).acquire(timeout=PATIENCE)
    except Timeout as error:
        raise StoreBusy(
            f"You asked to write to the store {root}",
            f"another process has been writing to it for {PATIENCE} seconds",
            "Two writers at once could lose a release",
            "Wait for the other to end, then add the file again; nothing of it was kept.",
        ) from error
    with lock:
        yield


def _read_only(root: Path, found: str) -> ReadOnlyStore:
    return ReadOnlyStore(
        f"You asked to write to the store {root}",
        found,
        "Nothing was written",
        "Name another folder with --store.",
    )
