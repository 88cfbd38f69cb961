"""Parquet with the columns of UN Comtrade, as users save what they downloaded."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources.blocks import Block, block_of_columns
from steelyard.sources.comtrade.columns import fields_of, is_header
from steelyard.sources.comtrade.opened import Opened, of_services
from steelyard.sources.reading import refuse
from steelyard.sources.received import PARQUET
from steelyard.sources.stream import converted, in_order
from steelyard.terms.errors import SteelyardError

if TYPE_CHECKING:
    from steelyard.sources.received import Received
    from steelyard.sources.stream import Batch

ROWS = 65_536
_DAMAGED = "A damaged or shortened file may have lost rows without a trace"


def knows(received: Received, head: bytes) -> bool:
    """Tell whether a Parquet file has the columns of a table of UN Comtrade."""
    if not head.startswith(PARQUET):
        return False
    try:
        with received.on_disk() as path:
            return is_header(_columns(pq.read_schema(path)))
    except (SteelyardError, pa.ArrowException, OSError, ValueError):
        return False


def opened(received: Received, head: bytes) -> Opened:  # noqa: ARG001  (one signature for all)
    """Open a Parquet file.

    Raises:
        BadFile: it names a column twice; while reading: it is damaged.
    """
    with received.on_disk() as path:
        schema = pq.read_schema(path)
    twice = sorted({n for n in schema.names if schema.names.count(n) > 1})
    if twice:
        found = f"it names {', '.join(twice)} more than once"
        why = "Which of the columns holds the figure cannot be told"
        raise refuse(received.name, found, why, "Keep one column of each name.")
    columns = _columns(schema)
    names = fields_of(columns)
    services = of_services(_first(received, columns, names["classificationCode"]))

    def read(convert: Callable[[Block], Batch]) -> Iterator[Batch]:
        yield from in_order(
            _blocks(received, columns, list(names.values())),
            lambda block: converted(block, convert),
        )

    words = f"UN Comtrade table, Parquet, {len(names)} columns used"
    return Opened(words, columns, names, services, read)


def _blocks(received: Received, columns: tuple[str, ...], wanted: list[str]) -> Generator[Block]:
    """Yield the rows of a file, some thousands at a time."""
    first = 1
    try:
        with received.on_disk() as path, pq.ParquetFile(path) as file:
            for batch in file.iter_batches(ROWS, columns=list(columns)):
                yield block_of_columns(batch, first, wanted)
                first += batch.num_rows
    except (pa.ArrowException, OSError, ValueError, ArithmeticError) as error:
        found = f"no Parquet file can be read: {error}"
        raise refuse(received.name, found, _DAMAGED, "Save it again.") from None


def _first(received: Received, columns: tuple[str, ...], name: str) -> str:
    """Return the first cell of a column, empty when there is no row."""
    blocks = _blocks(received, columns, [name])
    block = next(blocks, None)
    blocks.close()
    cells = block.table[name].slice(0, 1).cast(pa.string()).to_pylist() if block else []
    return str(cells[0]) if cells else ""


def _columns(schema: pa.Schema) -> tuple[str, ...]:
    return tuple(field.name for field in schema if _is_plain(field.type))


def _is_plain(kind: pa.DataType) -> bool:
    """Tell whether every cell of a type can be written as text."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    binary = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    return not (pa.types.is_nested(kind) or binary or pa.types.is_fixed_size_binary(kind))
