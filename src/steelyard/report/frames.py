"""An answer in Python: Arrow, pandas and Polars frames, and the small table that notebooks show."""

from __future__ import annotations

import io
from collections.abc import Iterable
from html import escape
from importlib import import_module
from typing import Any

from steelyard.report.parquet import to_parquet
from steelyard.report.table import plain_text, sources
from steelyard.report.table_cells import NUMBERS, head_of, scale_of, text_of
from steelyard.report.title import title
from steelyard.report.visible import visible
from steelyard.terms.answer import Answer, Column, Gap
from steelyard.terms.errors import MissingExtra

_ROWS = 60
_STYLES = {True: ' style="text-align: right"', False: ' style="text-align: left"'}


def to_arrow(answer: Answer) -> Any:  # noqa: ANN401
    """Return the main table as a pyarrow table, the same that Parquet holds.

    Types: ``number`` a double, ``integer`` of 64 bits, ``string``, ``boolean``. Units: base units.
    Missing: null. The rest of the answer is in the metadata ``steelyard.answer``.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415  (slow to import)

    return pq.read_table(io.BytesIO(to_parquet(answer)))


def to_pandas(answer: Answer) -> Any:  # noqa: ANN401
    """Return the main table as a pandas frame of types that hold missing values as ``NA``.

    Raises:
        MissingExtra: pandas is not installed.
    """
    pandas = _part("pandas")
    kinds = {
        "double": pandas.Float64Dtype(),
        "int64": pandas.Int64Dtype(),
        "bool": pandas.BooleanDtype(),
        "string": pandas.StringDtype(),
    }
    return to_arrow(answer).to_pandas(types_mapper=lambda kind: kinds.get(str(kind)))


def to_polars(answer: Answer) -> Any:  # noqa: ANN401
    """Return the main table as a Polars frame; missing values are null.

    Raises:
        MissingExtra: Polars is not installed.
    """
    return _part("polars").from_arrow(to_arrow(answer))


def html(answer: Answer) -> str:
    """Return the answer as a small table in HTML: units in the header, gaps and sources below.

    Text is escaped; it holds no script and loads nothing. A missing value is a dash, never zero.
    Of a long table the newest 60 rows are shown, and a line says so.
    """
    cut = max(len(answer.rows) - _ROWS, 0)
    lines = [f"The newest {_ROWS} of {len(answer.rows)} rows."] if cut else []
    lines += [_told(gap) for gap in answer.gaps]
    lines += list(sources(answer))
    return (
        f'<div class="steelyard-answer"><table><caption>{_safe(title(answer))}</caption>'
        f"<thead><tr>{''.join(_heads(answer))}</tr></thead>"
        f"<tbody>{''.join(_body(answer, cut))}</tbody></table>"
        f"{''.join(f'<p>{_safe(line)}</p>' for line in lines)}</div>"
    )


def mimebundle(
    answer: Answer, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
) -> dict[str, str]:
    """Return the answer for a notebook: the table as plain text and as HTML.

    Args:
        answer: the answer.
        include: the only media types wanted; all when None.
        exclude: media types not wanted.
    """
    made = {"text/plain": plain_text, "text/html": html}
    wanted = set(made if include is None else include) - set(exclude or ())
    return {kind: make(answer) for kind, make in made.items() if kind in wanted}


def _heads(answer: Answer) -> Iterable[str]:
    _, scale = scale_of(answer.columns, answer.rows)
    for column in answer.columns:
        words = _safe(head_of(column, scale, len(column.name))).replace("\n", "<br>")
        yield f'<th scope="col"{_side(column)}>{words}</th>'


def _body(answer: Answer, first: int) -> Iterable[str]:
    divisor, _ = scale_of(answer.columns, answer.rows)
    for row in answer.rows[first:]:
        cells = (
            f"<td{_side(column)}>{_safe(text_of(value, column, divisor))}</td>"
            for value, column in zip(row, answer.columns, strict=True)
        )
        yield f"<tr>{''.join(cells)}</tr>"


def _side(column: Column) -> str:
    return _STYLES[column.type in NUMBERS]


def _told(gap: Gap) -> str:
    return f"Gap: {gap.what}: {gap.why}. {gap.remedy}"


def _safe(text: str) -> str:
    return escape(visible(text))


def _part(name: str) -> Any:  # noqa: ANN401
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra(
            f"You asked for a frame of {name}",
            f"the Python package {name} is not installed",
            "Steelyard itself does not need it, so it is not installed with it",
            f"Run: pip install {name}",
        ) from error
