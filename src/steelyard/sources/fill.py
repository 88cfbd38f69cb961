"""Some columns -> a table of our schema: single words repeated, what is not told left null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from steelyard.sources.blocks import TEXT
from steelyard.sources.contract import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from steelyard.terms.tables import Kind


def filled(kind: Kind, columns: Mapping[str, pa.Array | str | bool | None], rows: int) -> pa.Table:
    """Return a table with every column of a kind, text dictionary-encoded.

    Args:
        kind: kind of table.
        columns: arrays of ``rows`` cells, or one word or truth for every row, by name.
        rows: number of rows.
    """
    return pa.table(
        {
            field.name: _column(columns.get(field.name), field.type, rows)
            for field in arrow_schema(kind)
        }
    )


def _column(given: Any, kind: pa.DataType, rows: int) -> pa.Array:  # noqa: ANN401
    if isinstance(given, pa.ChunkedArray):
        given = given.combine_chunks()
    if not isinstance(given, pa.Array):
        return _repeated(given, kind, rows)
    if not pa.types.is_string(kind):
        return given if given.type == kind else given.cast(kind)
    return given if given.type == TEXT else given.cast(pa.string()).dictionary_encode()


def _repeated(word: str | bool | None, kind: pa.DataType, rows: int) -> pa.Array:
    """Return one cell for every row; for text a dictionary of one word, or of none."""
    if not pa.types.is_string(kind):
        return pa.repeat(pa.scalar(word, kind), rows)
    code = pa.scalar(None if word is None else 0, pa.int32())
    words = pa.array([] if word is None else [str(word)], pa.string())
    return pa.DictionaryArray.from_arrays(pa.repeat(code, rows), words)
