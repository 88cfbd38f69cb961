"""Writing a release: Parquet first, the catalogue last, each by an atomic rename.

Several writers may add to one store: each writes its file aside, and the catalogue is read again
and replaced under a lock that the system frees when a writer dies.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from steelyard.store.package import CATALOGUE, read_catalogue, write_catalogue
from steelyard.store.release import Held, Release
from steelyard.store.series import count_series
from steelyard.store.store import BUNDLED, file_sha256, verify
from steelyard.terms.errors import DamagedStore, ReadOnlyStore, ReleaseExists, StoreBusy

LOCK = ".lock"
PATIENCE = 60
_A_DAY = 24 * 3600


def add_release(root: Path, facts: Mapping[str, Any], table: pa.Table) -> Release | None:
    """Write one release into the store at ``root``, which is made when absent.

    Args:
        root: folder of the store.
        facts: every field of ``Release`` but path, bytes, sha256, rows and series.
        table: its rows, in the schema of its kind.

    Returns:
        The release's record, or None when the store already holds this very file's content.

    Raises:
        ReleaseExists: the store holds other content under the same dataset and release.
        ReadOnlyStore: the folder is the bundled one or may not be written to.
        StoreBusy: another process is writing and does not end.
    """
    _open_for_writing(root)
    if held_already(root, facts):
        return None
    path = f"{facts['kind']}/{facts['dataset']}/{facts['release']}.parquet"
    file = root / path
    with _on_disk(root), _draft(file, table) as draft, _alone(root):
        _sweep(root)
        if held_already(root, facts):
            return None
        draft.replace(file)
        release = Release(
            **facts,
            path=path,
            bytes=file.stat().st_size,
            sha256=file_sha256(file),
            rows=table.num_rows,
            series=count_series(str(facts["kind"]), table),
        )
        others = [r for r in _releases(root) if r.name != release.name]
        write_catalogue(root, [*others, release])
    return release


def held_already(root: Path, facts: Mapping[str, Any]) -> bool:
    """Tell whether the store at ``root`` holds this very file under this release, undamaged.

    Raises:
        ReleaseExists: it holds other content under the same dataset and release.
    """
    wanted = (facts["dataset"], facts["release"])
    clash = [r for r in _releases(root) if (r.dataset, r.release) == wanted]
    if clash and clash[0].received_sha256 != facts["received_sha256"]:
        raise ReleaseExists(
            f"You added a file as {clash[0].name}",
            "the store already holds another file under that release",
            "Overwriting would lose what was published then",
            "Give the new file its own date of publication with --release YYYY-MM-DD.",
        )
    return bool(clash) and _sound(Held(clash[0], root, bundled=False))


def _sound(held: Held) -> bool:
    try:
        verify(held)
    except DamagedStore:
        return False
    return True


def _releases(root: Path) -> tuple[Release, ...]:
    return read_catalogue(root) if (root / CATALOGUE).exists() else ()


def _open_for_writing(root: Path) -> None:
    if root.resolve() == BUNDLED:
        raise _read_only(root, "that folder holds the data bundled with Steelyard")
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _read_only(root, f"the folder cannot be made ({error.strerror})") from error
    if not os.access(root, os.W_OK):
        raise _read_only(root, "you may not write there")


@contextmanager
def _on_disk(root: Path) -> Iterator[None]:
    """Tell trouble with the disk (full, not ours, a file where a folder should be) as such."""
    try:
        yield
    except OSError as error:
        raise _read_only(root, f"the disk refused it ({error.strerror})") from error


def _sweep(root: Path) -> None:
    """Remove the drafts of writers that were killed more than a day ago."""
    for draft in root.rglob("*.part"):
        if time.time() - draft.stat().st_mtime > _A_DAY:
            draft.unlink(missing_ok=True)


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


@contextmanager
def _draft(file: Path, table: pa.Table) -> Iterator[Path]:
    """Write a table beside where it belongs; what was not renamed by the end is removed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{uuid4().hex}.part")
    try:
        pq.write_table(table, draft, compression="zstd", compression_level=19)
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _read_only(root: Path, found: str) -> ReadOnlyStore:
    return ReadOnlyStore(
        f"You asked to write to the store {root}",
        found,
        "Nothing was written",
        "Name another folder with --store.",
    )
