"""Writing a release: Parquet first, the catalogue last, each by an atomic rename."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from steelyard.store.package import CATALOGUE, read_catalogue, write_catalogue
from steelyard.store.release import Release, Series
from steelyard.store.store import BUNDLED, file_sha256
from steelyard.terms.errors import ReadOnlyStore, ReleaseExists
from steelyard.terms.tables import KINDS

_SERIES = {
    "flows": (
        "reporter",
        "flow",
        "nomenclature",
        "freq",
        "import_basis",
        "export_scope",
        "account",
        "adjustment",
        "valuation",
        "currency",
    ),
    "rates": ("base", "quote", "freq", "measure"),
    "indicators": ("place", "indicator", "freq", "unit"),
    "io": ("currency",),
    "schedules": ("act", "imposer", "nomenclature"),
    "parties": ("list",),
    "parameters": ("name", "nomenclature"),
}
_MEASURED = {"flows": "value", "rates": "rate", "indicators": "value"}


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
    """
    releases = _open_for_writing(root)
    clash = [r for r in releases if (r.dataset, r.release) == (facts["dataset"], facts["release"])]
    if clash:
        _refuse_other_content(clash[0], str(facts["received_sha256"]))
        return None
    path = f"{facts['kind']}/{facts['dataset']}/{facts['release']}.parquet"
    file = root / path
    _write_parquet(file, table)
    release = Release(
        **facts,
        path=path,
        bytes=file.stat().st_size,
        sha256=file_sha256(file),
        rows=table.num_rows,
        series=count_series(str(facts["kind"]), table),
    )
    write_catalogue(root, [*releases, release])
    return release


def count_series(kind: str, table: pa.Table) -> tuple[Series, ...]:
    """Count what a table holds, by the definitional columns of its kind."""
    columns = list(_SERIES[kind])
    value, timed = _MEASURED.get(kind, columns[0]), "period" in KINDS[kind].names
    period = table["period"] if timed else pa.array([""] * table.num_rows)
    present = pc.if_else(pc.is_valid(table[value]), period, pa.scalar(None, pa.string()))
    partner = table["partner"] if "partner" in table.column_names else period
    wide = table.select(columns).append_column("present", present).append_column("who", partner)
    counts = [("present", how) for how in ("min", "max", "count")]
    sums = wide.group_by(columns).aggregate([*counts, ([], "count_all"), ("who", "count_distinct")])
    found = [_series(row, columns, "partner" in table.column_names) for row in sums.to_pylist()]
    return tuple(sorted(found, key=lambda series: sorted(series.of.items())))


def _series(row: dict[str, Any], columns: list[str], partnered: bool) -> Series:
    return Series(
        of={name: row[name] for name in columns if row[name] is not None},
        first=row["present_min"] or "",
        last=row["present_max"] or "",
        rows=row["count_all"],
        missing=row["count_all"] - row["present_count"],
        partners=row["who_count_distinct"] if partnered else 0,
    )


def _open_for_writing(root: Path) -> tuple[Release, ...]:
    if root.resolve() == BUNDLED:
        raise _read_only(root, "that folder holds the data bundled with Steelyard")
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _read_only(root, f"the folder cannot be made ({error.strerror})") from error
    if not os.access(root, os.W_OK):
        raise _read_only(root, "you may not write there")
    return read_catalogue(root) if (root / CATALOGUE).exists() else ()


def _write_parquet(file: Path, table: pa.Table) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(file.name + f".{os.getpid()}.part")
    try:
        pq.write_table(table, draft, compression="zstd", compression_level=19)
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _refuse_other_content(held: Release, sha256: str) -> None:
    if held.received_sha256 != sha256:
        raise ReleaseExists(
            f"You added a file as {held.name}",
            "the store already holds another file under that release",
            "Overwriting would lose what was published then",
            "Give the new file its own date of publication with --release YYYY-MM-DD.",
        )


def _read_only(root: Path, found: str) -> ReadOnlyStore:
    return ReadOnlyStore(
        f"You asked to write to the store {root}",
        found,
        "Nothing was written",
        "Name another folder with --store.",
    )
