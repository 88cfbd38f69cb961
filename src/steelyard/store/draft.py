"""Rows on their way into a store: written as they come, seen by nobody until they are committed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.store.release import Series
from steelyard.terms.tables import LINE

DRAFTS = "drafts"
STREAMED, PLAIN, PACKED = -2, 1, 19
"""How hard rows are packed, as levels of zstd: quickly, as a rule, or as small as they can be."""

_GROUP, _BATCH, _PAGE, _TRIES = 2**17, 2**14, 2**16, 100
_PRUNED = ("reporter", "partner", "flow", "product", "period")


@dataclass(frozen=True, slots=True)
class Draft:
    """Files of one part that wait to be committed.

    Attributes:
        folder: the folder they are in, for further drafts.
        rows: Parquet file with the rows accepted.
        count: its rows.
        rejects: Parquet file with the rows rejected, or None when there are none.
        series: the series of the rows accepted, or None when they are not counted yet.
    """

    folder: Path
    rows: Path
    count: int
    rejects: Path | None
    series: tuple[Series, ...] | None = None


class Writer:
    """Writes tables one after another into a Parquet file that is made with the first.

    Args:
        file: the file.
        level: how hard to pack it: ``STREAMED``, ``PLAIN`` or ``PACKED``.
    """

    def __init__(self, file: Path, level: int = PLAIN) -> None:
        self.file, self.rows = file, 0
        self._level = level
        self._waiting: list[pa.Table] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, table: pa.Table) -> None:
        """Write a table; small ones wait for others, so that row groups do not become tiny."""
        if table.num_rows:
            self._waiting.append(table)
            self.rows += table.num_rows
        if sum(waiting.num_rows for waiting in self._waiting) >= _GROUP:
            self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is None:
            self._flush()
        if self._writer is not None:
            self._writer.close()
        if kind is None and self.file.exists():
            with self.file.open("rb+") as written:
                os.fsync(written.fileno())

    def _flush(self) -> None:
        if not self._waiting:
            return
        table = pa.concat_tables(self._waiting).unify_dictionaries()
        self._waiting = []
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self.file,
                table.schema,
                **_packing(table.schema, self._level),
                use_dictionary=_texts(table.schema),
                write_statistics=[name for name in _PRUNED if name in table.column_names],
                column_encoding={LINE: "DELTA_BINARY_PACKED"}
                if LINE in table.column_names
                else None,
                write_batch_size=_BATCH,
                store_schema=False,
            )
        self._writer.write_table(table)


@contextmanager
def drafting(root: Path) -> Iterator[Path]:
    """Yield a new folder for the files of one part; it goes when it is left."""
    folder = root / DRAFTS / f"{uuid4().hex}.part"
    _made(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()


def _made(folder: Path) -> None:
    """Make a folder, though another writer may remove what is empty above it meanwhile."""
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):
            folder.mkdir(parents=True)
            return
    folder.mkdir(parents=True)


def settle(root: Path, drafts: Mapping[str, Path]) -> None:
    """Move files to their places, for good even if the power fails."""
    for path, draft in drafts.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        draft.replace(place)
        _fsync_folder(place.parent)


def _fsync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _packing(schema: pa.Schema, level: int) -> dict[str, Any]:
    """Return how columns are packed.

    A streamed file is packed quickly: text, which is coded already, with snappy, the rest with
    zstd. A column that is long in a group of rows lies in several pages, of which a reader opens
    those that it needs.
    """
    if level != STREAMED:
        return {"compression": "zstd", "compression_level": level}
    texts = set(_texts(schema))
    codecs = {name: "snappy" if name in texts else "zstd" for name in schema.names}
    levels = {name: level for name, codec in codecs.items() if codec == "zstd"}
    pages = {"data_page_size": _PAGE, "max_rows_per_page": 2 * _GROUP}
    return {"compression": codecs, "compression_level": levels, **pages}


def _texts(schema: pa.Schema) -> list[str]:
    kinds = {field.name: field.type for field in schema}
    return [n for n, t in kinds.items() if pa.types.is_string(t) or pa.types.is_dictionary(t)]
