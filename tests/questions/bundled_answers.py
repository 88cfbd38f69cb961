"""Answers from the bundled data, each asked once for the whole suite, and what they rest on."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pyarrow.parquet as pq

import steelyard as sy
from steelyard.store.store import BUNDLED, Store
from steelyard.terms.answer import Answer, answer_schema

MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
FLOWS = "census-goods-by-country"
SHARED = Path(__file__).parents[2].parent / "shared/data"


@cache
def bundled() -> Store:
    """Return the bundled data, opened once."""
    return Store()


def let_go() -> None:
    """Close the bundled data and forget every answer."""
    bundled.cache_clear()
    _asked.cache_clear()


def ask(reporter: str, partner: str = "WLD", *, settings: Any = (), **choices: Any) -> Answer:
    """Weigh on the bundled data; the same question is asked once, and its JSON is validated."""
    return _asked(
        reporter, partner, tuple(sorted(dict(settings).items())), tuple(sorted(choices.items()))
    )


@cache
def _asked(reporter: str, partner: str, settings: tuple, choices: tuple) -> Answer:
    answer = sy.weigh(reporter, partner, settings=dict(settings), store=bundled(), **dict(choices))
    validate(answer)
    return answer


def validate(answer: Answer) -> None:
    """Check an answer's JSON against the published schema."""
    kind = jsonschema.Draft202012Validator
    kind(answer_schema()).validate(json.loads(answer.to_json()))


def by_period(answer: Answer) -> dict[str, dict[str, Any]]:
    """Return the rows of an answer by their period, each by column."""
    names = [column.name for column in answer.columns]
    return {row[0]: dict(zip(names, row, strict=True)) for row in answer.rows}


def only(answer: Answer) -> dict[str, Any]:
    """Return the one row of an answer by column."""
    (row,) = by_period(answer).values()
    return row


def codes(answer: Answer) -> list[str]:
    """Return the codes of an answer's notes."""
    return [note.code for note in answer.notes]


def millions(value: float) -> float:
    """Return base units as millions, to the first decimal."""
    return round(value / 10**6, 1)


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Return the bundled catalogue's own record of each release, by ``dataset@release``.

    With it go the facts of its part: a bundled release is made of one file.
    """
    package = json.loads((BUNDLED / "datapackage.json").read_text("utf-8"))
    records = [resource["steelyard"] for resource in package["resources"]]
    assert all(len(record["parts"]) == 1 for record in records)
    return {f"{r['dataset']}@{r['release']}": {**r["parts"][0], **r} for r in records}


def stated(name: str, columns: list[str] | None = None, **same: str) -> list[dict[str, Any]]:
    """Return rows of a bundled release, read from its Parquet file without Steelyard."""
    path = BUNDLED / catalogue()[name]["path"]
    filters = [(column, "==", value) for column, value in same.items()] or None
    return pq.read_table(path, columns=columns, filters=filters).to_pylist()


def query(name: str, sql: str, where: str = "true") -> list[tuple[Any, ...]]:
    """Return what a query of a bundled release gives, without Steelyard.

    Its rows, those that meet ``where``, are the table ``held``.
    """
    path = str(BUNDLED / catalogue()[name]["path"])
    with duckdb.connect(":memory:") as connection:
        connection.read_parquet(path).filter(where).create_view("held")
        return connection.execute(sql).fetchall()


def table(answer: Answer, name: str) -> list[dict[str, Any]]:
    """Return the rows of a named table of an answer, each by column; none when it has none."""
    found = [one for one in answer.tables if one.name == name]
    names = [column.name for one in found for column in one.columns]
    return [dict(zip(names, row, strict=True)) for one in found for row in one.rows]


def told(answer: Answer, code: str) -> list[str]:
    """Return the texts of an answer's notes of one code."""
    return [note.text for note in answer.notes if note.code == code]


@cache
def years_stated(release: str) -> dict[tuple[str, str, str], Decimal]:
    """Return the sum of the twelve months of each partner, flow and year, all goods, unadjusted.

    General imports and total exports of single partners and the world; complete years only.
    """
    months: dict[tuple[str, str, str], list[Decimal | None]] = defaultdict(list)
    columns = ["partner", "flow", "period", "import_basis", "aggregate", "value"]
    for row in stated(f"{FLOWS}@{release}", columns, nomenclature="TOTAL", adjustment="none"):
        counts = row["import_basis"] != "consumption"
        if counts and (not row["aggregate"] or row["partner"] == "WLD"):
            months[row["partner"], row["flow"], row["period"][:4]].append(row["value"])
    return {key: sum(values) for key, values in months.items() if None not in values}
