"""An answer's main table as Parquet, with everything else in its metadata."""

from __future__ import annotations

import io
import json
from typing import Any

from steelyard.report.columns import facts
from steelyard.terms.answer import Answer, Value

KEY = "steelyard.answer"


def to_parquet(answer: Answer) -> bytes:
    """Return the main table as Parquet (zstd).

    Metadata of the file: ``steelyard.answer``, the JSON of the whole answer, further tables
    included, without the rows of the main table. Metadata of each field: unit, valuation, basis and
    the other facts of the column, and its equation.

    Units: base units; ``number`` is a double, ``integer`` has 64 bits. Missing values are null.
    """
    import pyarrow as pa  # noqa: PLC0415  (slow to import)
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = {"string": pa.string(), "number": pa.float64(), "integer": pa.int64()}
    fields = [
        pa.field(c.name, types.get(c.type, pa.bool_()), metadata=_encoded(facts(answer, c)))
        for c in answer.columns
    ]
    schema = pa.schema(fields, metadata=_encoded({KEY: _rest(answer)}))
    columns = list(zip(*answer.rows, strict=True)) or [()] * len(fields)
    arrays = [
        pa.array([_plain(value, number=f.type == pa.float64()) for value in column], f.type)
        for column, f in zip(columns, fields, strict=True)
    ]
    sink = io.BytesIO()
    pq.write_table(pa.table(arrays, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def _rest(answer: Answer) -> str:
    return json.dumps({**answer.record(), "rows": []}, ensure_ascii=False, allow_nan=False)


def _encoded(told: dict[str, str]) -> dict[bytes, bytes]:
    return {_utf8(key): _utf8(value) for key, value in told.items()}


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _plain(value: Value, *, number: bool) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return _utf8(value).decode("utf-8")
    return float(value) if number and value is not None else value
