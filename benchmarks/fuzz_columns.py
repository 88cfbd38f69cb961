"""Damage to Parquet files, workbooks and archives: other types, names and cells, hostile parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fuzz_bytes import likely
from fuzz_cells import HOSTILE
from steelyard.sources.archive import BROKEN

TYPES = (
    *(
        pa.string(),
        pa.large_string(),
        pa.int8(),
        pa.int64(),
        pa.uint64(),
        pa.float16(),
        pa.float32(),
    ),
    *(
        pa.float64(),
        pa.bool_(),
        pa.date32(),
        pa.timestamp("ns", "UTC"),
        pa.time64("us"),
        pa.binary(),
    ),
    *(
        pa.decimal128(38, 6),
        pa.decimal128(38, 0),
        pa.decimal256(76, 30),
        pa.duration("s"),
        pa.null(),
    ),
    *(pa.list_(pa.string()), pa.struct({"a": pa.int64()}), pa.map_(pa.string(), pa.int64())),
    *(pa.dictionary(pa.int32(), pa.string()), pa.dictionary(pa.int8(), pa.int64())),
)


def parquet(data: bytes, chance: Random) -> bytes:
    """Change types, names or cells of a Parquet file."""
    try:
        table = pq.read_table(io.BytesIO(data))
        changed = chance.choice((_retyped, _retyped, _renamed, _celled, _celled, _fewer))(
            table, chance
        )
        out = io.BytesIO()
        pq.write_table(changed, out, compression=chance.choice(("snappy", "zstd", "none")))
    except (pa.ArrowException, OSError, ValueError, OverflowError, TypeError):
        return data
    return out.getvalue()


def package(data: bytes, chance: Random, change: Callable[[bytes, Random], bytes]) -> bytes:
    """Change one part of a workbook or of an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = {name: file.read(name) for name in file.namelist()}
    except BROKEN:
        return data
    if not parts:
        return data
    name = chance.choice(sorted(parts))
    if likely(chance, 0.1):
        del parts[name]
    elif name.endswith(".xml") and likely(chance, 0.6):
        parts[name] = _marked_up(parts[name], chance)
    else:
        parts[name] = change(parts[name], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, part in parts.items():
            file.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()


def _marked_up(part: bytes, chance: Random) -> bytes:
    """Put a hostile text where a figure or a word of a sheet stands."""
    texts = list(re.finditer(rb">([^<]+)<|\"([^\"]*)\"", part))
    if not texts:
        return part
    found = chance.choice(texts)
    start, end = found.span(1) if found.group(1) is not None else found.span(2)
    word = chance.choice(
        (*HOSTILE, "&lt;", "&#0;", "&x;", "e", "d", "b", "s", "inlineStr", "A1:ZZ99999999")
    )
    return part[:start] + word.encode("utf-8", "replace") + part[end:]


def _retyped(table: pa.Table, chance: Random) -> pa.Table:
    at, kind = chance.randrange(table.num_columns), chance.choice(TYPES)
    column = table.column(at)
    try:
        changed = column.cast(kind)
    except pa.ArrowException:
        changed = pa.array([_made(kind, chance) for _ in range(table.num_rows)], kind)
    return table.set_column(at, table.schema.names[at], changed)


def _made(kind: pa.DataType, chance: Random) -> Any:  # noqa: ANN401  (a cell of any type)
    """Return a cell of a type."""
    if likely(chance, 0.2):
        return None
    if pa.types.is_struct(kind):
        return {"a": 5}
    if pa.types.is_map(kind):
        return [("a", 1)]
    if pa.types.is_list(kind):
        return ["854231", None]
    if pa.types.is_binary(kind):
        return b"\xff\x00"
    return pa.scalar(chance.randrange(100)).cast(pa.string()).cast(kind, safe=False).as_py()


def _renamed(table: pa.Table, chance: Random) -> pa.Table:
    names = list(table.column_names)
    names[chance.randrange(len(names))] = chance.choice(
        (chance.choice(names), "", "\0", names[0].upper())
    )
    return table.rename_columns(names)


def _celled(table: pa.Table, chance: Random) -> pa.Table:
    at, word = chance.randrange(table.num_columns), chance.choice(HOSTILE)
    column = table.column(at)
    cells, odd = column.to_pylist(), _scalar(word, column.type)
    for place in chance.choice((range(len(cells)), [chance.randrange(len(cells) or 1)])):
        if place < len(cells):
            cells[place] = odd
    return table.set_column(at, table.schema.names[at], pa.array(cells, column.type))


def _scalar(word: str, kind: pa.DataType) -> Any:  # noqa: ANN401  (a cell of any type)
    try:
        return pa.scalar(word).cast(kind).as_py()
    except pa.ArrowException:
        return None


def _fewer(table: pa.Table, chance: Random) -> pa.Table:
    if likely(chance, 0.5):
        return table.slice(chance.randrange(table.num_rows + 1), chance.choice((0, 1, 10**6)))
    return pa.concat_tables([table] * 2) if likely(chance, 0.5) else table.remove_column(0)
