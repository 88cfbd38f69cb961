"""Some columns -> a table of our schema: single words repeated, what is not told left null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from steelyard.sources.blocks import TEXT, repeated, whole, wordless
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
        given = whole(given)
    if not isinstance(given, pa.Array):
        return _everywhere(given, kind, rows)
    if not pa.types.is_string(kind):
        return given if given.type == kind else given.cast(kind)
    if given.type == TEXT:
        return given
    nothing = given.null_count == len(given)
    return wordless(rows) if nothing else given.cast(pa.string()).dictionary_encode()


def _everywhere(word: str | bool | None, kind: pa.DataType, rows: int) -> pa.Array:
    """Return one cell for every row; for text a dictionary of one word, or of none."""
    text = pa.types.is_string(kind)
    if word is None:
        return wordless(rows) if text else pa.nulls(rows, kind)
    return repeated(str(word), rows) if text else pa.repeat(pa.scalar(word, kind), rows)
