"""The answer: figures with units, notes, gaps, evidence, method and query, in one frozen record."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from importlib.metadata import entry_points
from typing import Any

from steelyard.terms.evidence import Evidence, Method

ANSWER_SCHEMA = "steelyard.answer/1"
RENDERERS = "steelyard.renderers"

Value = str | int | float | bool | None
Row = tuple[Value, ...]


class Ending(StrEnum):
    """How a run ends; a run that fails raises an error instead."""

    COMPLETE = "complete"
    WITH_GAPS = "complete with listed gaps"
    CANNOT_ANSWER = "cannot answer"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: column name.
        type: ``string``, ``number``, ``integer`` or ``boolean``.
        unit: ISO currency, ``ratio``, ``rank`` or another unit; empty when it has none.
        about: further facts such as valuation, basis, scope, dataset and release.
    """

    name: str
    type: str = "string"
    unit: str = ""
    about: Mapping[str, str] = field(default_factory=dict)

    def record(self) -> dict[str, str]:
        """Return the column as plain values, empty ones left out."""
        plain = {"name": self.name, "type": self.type, "unit": self.unit, **self.about}
        return {key: value for key, value in plain.items() if value}


@dataclass(frozen=True, slots=True)
class Table:
    """A named table beside the main one."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def record(self) -> dict[str, Any]:
        """Return the table as plain values."""
        return {
            "name": self.name,
            "columns": [column.record() for column in self.columns],
            "rows": [list(row) for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of the figures must know.

    Attributes:
        code: stable short name.
        text: one or two sentences.
    """

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something asked for that is missing.

    Attributes:
        what: the figures that are missing.
        why: the reason: not yet published, not reported, confidential, not held ...
        remedy: what would fill it and where to get that.
    """

    what: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. Missing values are None, never zero.

    Attributes:
        verb: the verb asked.
        version: version of Steelyard.
        question: the question as plain values.
        columns: columns of the main table.
        rows: rows of the main table, values in base units.
        tables: further tables.
        notes: what the reader must know.
        gaps: what is missing and why.
        evidence: the rows behind the figures.
        method: equations and their sources.
        query: the queries that read the rows; the equations of ``method`` are applied to them.
    """

    verb: str
    version: str
    question: Mapping[str, Any]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tables: tuple[Table, ...] = ()
    notes: tuple[Note, ...] = ()
    gaps: tuple[Gap, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    method: tuple[Method, ...] = ()
    query: str = ""

    @property
    def ending(self) -> Ending:
        """Complete, complete with gaps, or cannot answer (gaps and not one figure)."""
        if not self.gaps:
            return Ending.COMPLETE
        figures = [c.type in {"number", "integer"} for c in self.columns]
        found = any(
            value is not None
            for row in self.rows
            for value, figure in zip(row, figures, strict=True)
            if figure
        )
        return Ending.WITH_GAPS if found else Ending.CANNOT_ANSWER

    def __str__(self) -> str:
        return f"<Answer to {self.verb}: {len(self.rows)} rows, {self.ending}>"

    def column(self, name: str) -> list[Value]:
        """Return the values of one column of the main table, in the order of its rows.

        Raises:
            KeyError: there is no such column.
        """
        names = [column.name for column in self.columns]
        if name not in names:
            raise KeyError(f"{name!r} is not one of {', '.join(names)}")
        place = names.index(name)
        return [row[place] for row in self.rows]

    def table(self, name: str) -> Table:
        """Return one of the further tables, such as ``records``.

        Raises:
            KeyError: the answer has no such table.
        """
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(f"{name!r} is not one of {', '.join(t.name for t in self.tables)}")

    def chart(self) -> Any:  # noqa: ANN401
        """Return a picture of the answer as an altair chart.

        Raises:
            MissingExtra: the extra ``charts`` is not installed.
            BadOption: the verb has no picture.
        """
        return _renderer("chart")(self)

    def to_arrow(self) -> Any:  # noqa: ANN401
        """Return the main table as a pyarrow table, missing values as null."""
        return _renderer("to_arrow")(self)

    def to_pandas(self) -> Any:  # noqa: ANN401
        """Return the main table as a pandas frame.

        Raises:
            MissingExtra: pandas is not installed.
        """
        return _renderer("to_pandas")(self)

    def to_polars(self) -> Any:  # noqa: ANN401
        """Return the main table as a polars frame.

        Raises:
            MissingExtra: polars is not installed.
        """
        return _renderer("to_polars")(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Return what a notebook shows."""
        shown: dict[str, Any] = _renderer("mimebundle")(self, include, exclude)
        return shown

    def record(self) -> dict[str, Any]:
        """Return the answer as plain values, exactly as its JSON has them."""
        return {
            "schema": ANSWER_SCHEMA,
            "verb": self.verb,
            "version": self.version,
            "question": dict(self.question),
            "columns": [column.record() for column in self.columns],
            "rows": [list(row) for row in self.rows],
            "tables": [table.record() for table in self.tables],
            "notes": [asdict(note) for note in self.notes],
            "gaps": [asdict(gap) for gap in self.gaps],
            "evidence": [item.record() for item in self.evidence],
            "method": [asdict(item) for item in self.method],
            "query": self.query,
        }

    def to_json(self) -> str:
        """Return the answer as JSON text; the same answer gives the same bytes."""
        return json.dumps(self.record(), ensure_ascii=False, allow_nan=False)


@cache
def _renderer(name: str) -> Callable[..., Any]:
    """Return a renderer by its name in the registry of installed ones.

    Raises:
        LookupError: this installation lacks it.
    """
    for point in entry_points(group=RENDERERS, name=name):
        found: Callable[..., Any] = point.load()
        return found
    raise LookupError(f"no renderer {name!r} is installed; install Steelyard afresh")


@cache
def answer_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every answer's JSON satisfies."""
    text = resources.files("steelyard.terms").joinpath("answer.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
