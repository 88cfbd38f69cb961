"""The one door to an engine: DuckDB behind Narwhals lazy frames.

Nothing else in Steelyard imports an engine. A question builds a lazy frame, and this module turns
it into rows, into SQL text and into a digest of the rows used.
"""

from __future__ import annotations

import atexit
import errno
import itertools
import re
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa

from steelyard.store.package import damaged
from steelyard.terms.tables import Kind

_ALIAS = re.compile(r"unnamed_relation_[0-9a-f]+|row_index_[0-9a-f]+|given_\d+")
_GLOB = re.compile(r"([*?\[])")
_TYPES = {
    "string": "VARCHAR",
    "decimal": "DECIMAL(38, 6)",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
_SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "TimeZone": "UTC",
    "parquet_metadata_cache": True,
}
_INTAKE_MEMORY = "800MB"
_open: weakref.WeakSet[Engine] = weakref.WeakSet()


class Engine:
    """One connection to an in-memory DuckDB that reads Parquet files in place.

    Args:
        spill: folder for what does not fit into ``_INTAKE_MEMORY``; without it there is no limit
            but the machine's.
    """

    def __init__(self, spill: Path | None = None) -> None:
        self._connection = duckdb.connect(":memory:")
        bounds = {"memory_limit": _INTAKE_MEMORY, "temp_directory": str(spill)} if spill else {}
        for name, value in {**_SETTINGS, **bounds}.items():
            self._connection.execute(f"SET {name} = {_literal(str(value))}")
        self._views: set[str] = set()
        self._numbers = itertools.count(1)
        _open.add(self)

    def scan(self, name: str, files: Sequence[Path], kind: Kind) -> nw.LazyFrame[Any]:
        """Return the rows of Parquet files as a lazy frame that queries call ``name``.

        Columns that its kind of table has gained since a file was written are missing in it.

        Raises:
            DamagedStore: a file is missing or no Parquet file.
        """
        if name not in self._views:
            rows = self.parquet(files)
            held = self._connection.sql(rows).columns
            self._connection.execute(f"CREATE VIEW {_quoted(name)} AS {_filled(rows, held, kind)}")
            self._views.add(name)
        return nw.from_native(self._connection.table(_quoted(name)))

    def read(self, files: Sequence[Path]) -> nw.LazyFrame[Any]:
        """Return the rows of Parquet files as they stand, with every column.

        Raises:
            DamagedStore: a file is missing or no Parquet file.
        """
        return nw.from_native(self._connection.sql(self.parquet(files)))

    def parquet(self, files: Sequence[Path]) -> str:
        """Return a query for the rows of Parquet files; columns are matched by name.

        Raises:
            DamagedStore: a file is missing or no Parquet file.
        """
        names = ", ".join(_literal(_GLOB.sub(r"[\1]", str(file))) for file in files)
        rows = (
            f"SELECT * FROM read_parquet([{names}], union_by_name = true, "  # noqa: S608  (quoted)
            "hive_partitioning = false)"
        )
        try:
            self._connection.sql(rows)
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise damaged(files[0], f"it cannot be read ({type(error).__name__})") from error
        return rows

    def write(self, frame: nw.LazyFrame[Any], file: Path) -> int:
        """Write the rows of a query, in the order of all columns, and return their number.

        Raises:
            OSError: the disk refuses it, or there is not the memory.
        """
        relation = frame.sort(*frame.collect_schema().names()).to_native()
        try:
            relation.write_parquet(str(file), compression="zstd")
            return int(relation.aggregate("count(*)").fetchall()[0][0])
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise OSError(errno.ENOSPC, str(error).splitlines()[0]) from error

    def desk(self) -> Desk:
        """Return a place for the tables that one question makes."""
        return Desk(self._connection, self._numbers)

    def rows(self, frame: nw.LazyFrame[Any], order: Sequence[str]) -> list[tuple[Any, ...]]:
        """Run a query and return its rows, sorted by the columns of ``order``."""
        found: list[tuple[Any, ...]] = frame.sort(*order).to_native().fetchall()
        return found

    def sql(self, frame: nw.LazyFrame[Any]) -> str:
        """Return the SQL of a query; ``stable_names`` makes its text stable."""
        text: str = frame.to_native().sql_query()
        return " ".join(text.split())

    def digest(self, frame: nw.LazyFrame[Any], columns: Sequence[str]) -> tuple[int, str]:
        """Return the number of rows and the SHA-256 of their text.

        Each row is its ``columns`` joined by ``|``, a missing value being empty; the rows are
        sorted, joined by line feeds and hashed.
        """
        text = ", ".join(f"coalesce({_quoted(c)}::VARCHAR, '')" for c in columns)
        lines = frame.to_native().project(f"concat_ws('|', {text}) AS line")
        whole = "sha256(coalesce(string_agg(line, chr(10) ORDER BY line), ''))"
        count, content = lines.aggregate(f"count(*), {whole}").fetchall()[0]
        return int(count), str(content)

    def close(self) -> None:
        """Close the connection; further questions to it fail."""
        self._connection.close()


class Desk:
    """Tables given from memory for one question, let go together.

    Args:
        connection: the engine's connection.
        numbers: numbers for their names, shared by all desks of the engine.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, numbers: Iterator[int]) -> None:
        self._connection, self._numbers = connection, numbers
        self._names: list[str] = []

    def frame(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """Return a small table made in Python as a lazy frame."""
        name = f"given_{next(self._numbers)}"
        self._connection.register(name, table)
        self._names.append(name)
        return nw.from_native(self._connection.table(_quoted(name)))

    def settle(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Run a query and return its result as a frame given from memory.

        For results of the size of a question: what is built on it does not read the files again.
        """
        return self.frame(frame.collect(backend="pyarrow").to_arrow())

    def clear(self) -> None:
        """Let the tables go; frames built on them can no longer be run."""
        while self._names:
            self._connection.unregister(self._names.pop())


def stable_names(query: str) -> str:
    """Number the names that an engine makes up, so that a question has one text of its query."""
    names: dict[str, str] = {}
    for alias in _ALIAS.findall(query):
        names.setdefault(alias, f"t{len(names) + 1}")
    return _ALIAS.sub(lambda match: names[match[0]], query)


def _filled(rows: str, held: Sequence[str], kind: Kind) -> str:
    """Return a query for ``rows`` with the columns of their kind, missing where not held."""
    wanted = [
        _quoted(f.name) if f.name in held else f"NULL::{_TYPES[f.type]} AS {_quoted(f.name)}"
        for f in kind.fields
    ]
    return rows.replace("SELECT *", f"SELECT {', '.join(wanted)}", 1)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@atexit.register
def _close_all() -> None:
    """Close every connection before the interpreter goes, so that nothing is left to report."""
    for engine in list(_open):
        engine.close()
