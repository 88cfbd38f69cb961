"""Two ways to keep releases of datasets on disk, with one interface, for ``table_format.py``.

Both write zstd level 3, and a release may have several part files. ``deltalake`` is no dependency
of the project: install it where the trial runs.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

LEVEL = 3
Release = tuple[str, str]


class Writer(Protocol):
    """Commits releases, and tells which are visible and in which files."""

    root: Path

    def commit(self, release: str, tables: Mapping[str, pa.Table], parts: int = 1) -> None:
        """Make a release of one or more datasets visible."""

    def visible(self) -> dict[Release, list[str]]:
        """Return the files of every dataset and release that a reader sees."""

    def orphans(self) -> list[str]:
        """Return the names of Parquet files and drafts that belong to no visible release."""


class Manifest:
    """Part files under hive-style folders, and one manifest replaced by atomic rename.

    Args:
        root: folder of the store.
        durable: ask the system to put files on the disk before the manifest names them.
    """

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root, self._durable = root, durable
        root.mkdir(parents=True, exist_ok=True)

    def commit(self, release: str, tables: Mapping[str, pa.Table], parts: int = 1) -> None:
        records = [self._write(name, release, table, parts) for name, table in tables.items()]
        with FileLock(self.root / ".lock"):
            held = self._held()
            new = {(record["dataset"], release) for record in records}
            if any((record["dataset"], record["release"]) in new for record in held):
                raise FileExistsError(release)
            self._replace(json.dumps([*held, *records], indent=1))

    def visible(self) -> dict[Release, list[str]]:
        return {
            (record["dataset"], record["release"]): [str(self.root / p) for p in record["parts"]]
            for record in self._held()
        }

    def orphans(self) -> list[str]:
        return _unnamed(self)

    def _held(self) -> list[dict[str, Any]]:
        path = self.root / "datapackage.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else []

    def _write(self, dataset: str, release: str, table: pa.Table, parts: int) -> dict[str, Any]:
        folder = self.root / f"flows/dataset={dataset}/release={release}"
        folder.mkdir(parents=True, exist_ok=True)
        rows = -(-table.num_rows // parts)
        files = [folder / f"part-{n}-{uuid4().hex[:8]}.parquet" for n in range(parts)]
        for n, file in enumerate(files):
            draft = file.with_name(f"{file.name}.part")
            try:
                pq.write_table(
                    table.slice(n * rows, rows), draft, compression="zstd", compression_level=LEVEL
                )
                self._settle(draft)
                draft.replace(file)
            finally:
                draft.unlink(missing_ok=True)
        paths = [str(file.relative_to(self.root)) for file in files]
        return {"dataset": dataset, "release": release, "licence": "open", "parts": paths}

    def _replace(self, text: str) -> None:
        path = self.root / "datapackage.json"
        draft = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            draft.write_text(text, "utf-8")
            self._settle(draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def _settle(self, draft: Path) -> None:
        if self._durable:
            with draft.open("rb+") as written:
                os.fsync(written.fileno())


class Delta:
    """One Delta table a dataset, partitioned by release."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def commit(self, release: str, tables: Mapping[str, pa.Table], parts: int = 1) -> None:
        dl = deltalake()
        for dataset, table in tables.items():
            dl.write_deltalake(
                self.root / dataset,
                table.append_column("release", pa.repeat(release, table.num_rows)),
                partition_by=["release"],
                mode="append",
                target_file_size=None if parts == 1 else max(table.nbytes // (4 * parts), 2**17),
                writer_properties=dl.WriterProperties(compression="ZSTD", compression_level=LEVEL),
                commit_properties=dl.CommitProperties(custom_metadata={"licence": "open"}),
            )

    def visible(self) -> dict[Release, list[str]]:
        found: dict[Release, list[str]] = {}
        for dataset, table in self.tables().items():
            actions = pa.table(table.get_add_actions(flatten=True))
            named = zip(
                *(actions[c].to_pylist() for c in ("path", "partition.release")), strict=True
            )
            for path, release in named:
                file = str(self.root / dataset / path)
                found.setdefault((dataset, release), []).append(file)
        return found

    def tables(self) -> dict[str, Any]:
        """Return the tables that exist, by dataset."""
        dl = deltalake()
        folders = sorted(p for p in self.root.iterdir() if p.is_dir())
        return {p.name: dl.DeltaTable(p) for p in folders if dl.DeltaTable.is_deltatable(str(p))}

    def orphans(self) -> list[str]:
        return _unnamed(self)


WRITERS: dict[str, type[Manifest | Delta]] = {"parquet": Manifest, "delta": Delta}


def deltalake() -> ModuleType:
    """Return the package ``deltalake``, which only the trial needs."""
    return importlib.import_module("deltalake")


def _unnamed(writer: Writer) -> list[str]:
    named = {Path(file) for files in writer.visible().values() for file in files}
    lying = [p for p in writer.root.rglob("*.parquet*") if "_delta_log" not in p.parts]
    return sorted(file.name for file in {*lying} - named)
