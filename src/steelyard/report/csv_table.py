"""An answer's main table as CSV, and the description that is saved beside it."""

from __future__ import annotations

from typing import Any

from steelyard.report.columns import definition, facts
from steelyard.report.csv_cells import written
from steelyard.report.csv_metadata import Described, describe
from steelyard.terms.answer import Answer, Column

_DATATYPES = {"number": "number", "integer": "integer", "boolean": "boolean"}


def to_csv(answer: Answer) -> bytes:
    """Return the main table as CSV: UTF-8, a header line, missing values empty, base units.

    Further tables of the answer are in the description that ``csv_description`` makes.
    """
    return written([[column.name for column in answer.columns], *answer.rows])


def csv_description(answer: Answer, name: str, content: bytes) -> bytes:
    """Return the CSVW description of a CSV that was saved under ``name`` with this content."""
    columns = [_column(answer, column) for column in answer.columns]
    return describe(answer, Described(name, content, columns, answer.rows))


def _column(answer: Answer, column: Column) -> dict[str, Any]:
    told = facts(answer, column)
    unit = {"schema:unitText": told.pop("unit")} if "unit" in told else {}
    words = {"dc:description": told_as} if (told_as := definition(answer, column)) else {}
    for known in ("equation", "equation_source"):
        told.pop(known, None)
    return {
        "name": column.name,
        "titles": list(dict.fromkeys([column.name, column.name.replace("_", " ")])),
        "datatype": _DATATYPES.get(column.type, "string"),
        **unit,
        **words,
        **{f"steelyard:{key}": value for key, value in told.items()},
    }
