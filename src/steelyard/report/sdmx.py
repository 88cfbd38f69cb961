"""An answer in time as SDMX-CSV 2.0.0: one row an observation of each numeric column.

SDMX-CSV field guide 2.0.0 (SDMX 3.0): RFC 4180 with the columns STRUCTURE, STRUCTURE_ID, ACTION,
then dimensions, the measure, attributes. The structure is ours; its parts are listed in
``docs/reference/formats.md``. Statuses are those of CL_OBS_STATUS 2.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from steelyard.report.csv_cells import written
from steelyard.report.csv_metadata import Described, describe
from steelyard.terms.answer import Answer, Column, Row, Value
from steelyard.terms.definition import define
from steelyard.terms.errors import BadOption
from steelyard.terms.period import Period

STRUCTURE = "STEELYARD:{verb}(1.0.0)"
NORMAL, MISSING = "A", "O"
NUMERIC = {"number", "integer"}
_NEEDED = {"reporter", "partner", "of", "freq"}
_NO_ID = re.compile(r"[^A-Za-z0-9_@$-]")


def to_sdmx_csv(answer: Answer) -> bytes:
    """Return the figures of an answer as SDMX-CSV.

    Keys: FREQ, REF_AREA, COUNTERPART_AREA, PRODUCT, INDICATOR (the column), columns of text, and
    TIME_PERIOD.

    Missing and zero: a missing figure is a row without OBS_VALUE whose OBS_STATUS is ``O``; zero
    is nil trade with the status ``A``.

    Raises:
        BadOption: the answer has no periods of trade between two places.
    """
    _check(answer)
    return written([_head(answer), *_rows(answer)])


def sdmx_description(answer: Answer, name: str, content: bytes) -> bytes:
    """Return the CSVW description of an SDMX-CSV that was saved under ``name`` as ``content``."""
    numbers = {"OBS_VALUE": "number", "UNIT_MULT": "integer", "DECIMALS": "integer"}
    columns = [
        {"name": c, "titles": [c], "datatype": numbers.get(c, "string")} for c in _head(answer)
    ]
    return describe(answer, Described(name, content, columns, list(_rows(answer))))


def time_period(label: str) -> str:
    """Return a period as SDMX writes it.

    ``2007``, ``2007-Q3`` and ``2007-09`` stay; the span ``2012-01/2012-10`` is the time range
    ``2012-01-01/P10M`` (first day, number of months).
    """
    first, slash, last = label.partition("/")
    if not slash:
        return label
    start, end = Period.labelled(first), Period.labelled(last)
    return f"{start.months[0]}-01/P{end.ordinal - start.ordinal + 1}M"


def _head(answer: Answer) -> list[str]:
    blank: Row = tuple(None for _ in answer.columns)
    column = next((c for c in answer.columns if c.type in NUMERIC), Column("", "number"))
    return list(_observation(answer, blank, column, None))


def _rows(answer: Answer) -> Iterator[Row]:
    for place, column in enumerate(answer.columns):
        if column.type in NUMERIC:
            for row in answer.rows:
                yield tuple(_observation(answer, row, column, row[place]).values())


def _observation(answer: Answer, row: Row, column: Column, value: Value) -> dict[str, Value]:
    return {
        "STRUCTURE": "datastructure",
        "STRUCTURE_ID": STRUCTURE.format(verb=_code(answer.verb).upper()),
        "ACTION": "I",
        **_key(answer, row, column),
        "OBS_VALUE": value,
        "UNIT_MEASURE": _code(column.unit).upper(),
        "UNIT_MULT": 0,
        "DECIMALS": _decimals(value),
        "OBS_STATUS": MISSING if value is None else NORMAL,
        **_attributes(answer, column),
    }


def _key(answer: Answer, row: Row, column: Column) -> dict[str, Value]:
    question = answer.question
    cells = zip(answer.columns, row, strict=True)
    texts = {c.name: str(v or "") for c, v in cells if c.type == "string"}
    return {
        "FREQ": question["freq"],
        "REF_AREA": _code(question["reporter"]),
        "COUNTERPART_AREA": _code(question["partner"]),
        "PRODUCT": _code(question["of"]),
        "INDICATOR": _code(column.name).upper(),
        **{_code(n).upper(): _code(text) for n, text in texts.items() if n != "period"},
        "TIME_PERIOD": time_period(texts["period"]),
    }


def _attributes(answer: Answer, column: Column) -> dict[str, Value]:
    about = column.about
    read = dict.fromkeys(
        (column.about["dataset"], column.about["release"])
        for column in answer.columns
        if "dataset" in column.about
    )
    return {
        "VALUATION": about.get("valuation", ""),
        "BASIS": about.get("basis", about.get("scope", "")),
        "ADJUSTMENT": about.get("adjustment", ""),
        "PARTNER_ROLE": about.get("partner_role", ""),
        "DATASET": about.get("dataset", " ".join(dataset for dataset, _ in read)),
        "RELEASE": about.get("release", " ".join(release for _, release in read)),
        "DEFINITION": _choices(answer.question),
    }


def _choices(question: Mapping[str, Any]) -> str:
    """Name every choice that is not the usual one."""
    changed = define(question.get("definition", {})).changed()
    flags = [name for name in ("cumulate", "partial") if question.get(name)]
    return ", ".join([*(f"{name}={value}" for name, value in changed.items()), *flags])


def _decimals(value: Value) -> int | None:
    """Return the number of digits behind the point, as the value is written."""
    if value is None:
        return None
    exponent = Decimal(repr(value)).as_tuple().exponent
    return max(0, -int(exponent))


def _code(text: str) -> str:
    """Return a text as an SDMX identifier: letters, digits and ``_ @ $ -``, others as ``_``."""
    return _NO_ID.sub("_", text)


def _check(answer: Answer) -> None:
    timed = "period" in {column.name for column in answer.columns}
    if timed and set(answer.question) >= _NEEDED:
        return
    raise BadOption(
        f"You asked for SDMX-CSV of the answer to {answer.verb}",
        "that answer holds no trade of one place with another by period",
        "SDMX-CSV is made of observations in time, and there are none",
        "Use --format csv, json or parquet.",
    )
