"""The formats in which an answer can be written, by name, and by the ending of a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from steelyard.terms.answer import Answer, Value
from steelyard.terms.errors import BadOption, did_you_mean

Renderer = Callable[[Answer], bytes]
_BY_ENDING = {".json": "json", ".csv": "csv", ".parquet": "parquet", ".txt": "table"}


def to_json(answer: Answer) -> bytes:
    """Return the JSON contract, one line."""
    return (answer.to_json() + "\n").encode("utf-8")


def to_csv(answer: Answer) -> bytes:
    """Return the main table as CSV: UTF-8, a header line, missing values empty, base units."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in answer.columns])
    writer.writerows([[_cell(value) for value in row] for row in answer.rows])
    return text.getvalue().encode("utf-8")


def to_parquet(answer: Answer) -> bytes:
    """Return the main table as Parquet; the whole answer but its rows is in the metadata."""
    import pyarrow as pa  # noqa: PLC0415  (slow to import)
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = {"string": pa.string(), "number": pa.float64(), "integer": pa.int64()}
    fields = [pa.field(c.name, types.get(c.type, pa.bool_())) for c in answer.columns]
    about = {**answer.record(), "rows": []}
    note = {"steelyard.answer": json.dumps(about, ensure_ascii=False)}
    schema = pa.schema(fields, metadata=note)
    columns = list(zip(*answer.rows, strict=True)) or [()] * len(fields)
    numbers = {f.name for f in fields if f.type == pa.float64()}
    arrays = [
        pa.array([_double(v) for v in c] if f.name in numbers else c, f.type)
        for c, f in zip(columns, fields, strict=True)
    ]
    sink = io.BytesIO()
    pq.write_table(pa.table(arrays, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def _double(value: Value) -> float | None:
    return None if value is None else float(value)


def to_table(answer: Answer) -> bytes:
    """Return the terminal table as plain text."""
    from steelyard.report.table import plain_text  # noqa: PLC0415  (slow to import)

    return plain_text(answer).encode("utf-8")


FORMATS: dict[str, Renderer] = {
    "table": to_table,
    "json": to_json,
    "csv": to_csv,
    "parquet": to_parquet,
}


def find_format(name: str | None, output: Path | None) -> str:
    """Return the format asked for, else the one that the file's ending names, else ``table``.

    Raises:
        BadOption: there is no such format.
    """
    if name is None:
        return _by_ending(output) if output else "table"
    if name in FORMATS:
        return name
    raise BadOption(
        f"You asked for the format {name!r}",
        f"there are {', '.join(FORMATS)}",
        "A format that is guessed could not be read by the program that waits for it",
        did_you_mean(name, FORMATS, "Use one of these."),
    )


def _by_ending(output: Path) -> str:
    ending = output.suffix.lower()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    if output.exists() and not output.is_file():
        return "table"  # a pipe or a device has no ending to go by
    raise BadOption(
        f"You asked to write to {output}",
        f"the ending {ending!r} names no format" if ending else "the name has no ending",
        "A format that is guessed could not be read by the program that waits for it",
        f"End the name with one of {', '.join(_BY_ENDING)}, or say --format.",
    )


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)
