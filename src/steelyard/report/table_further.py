"""Tables beside the main one, cut down to what a terminal can show."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.terms.answer import Answer, Column, Row, Table
from steelyard.terms.evidence import FOR_SHARE

_SUMMARY = "summary"
_SHOWN = {
    "facts": (
        "period",
        "figure",
        "value",
        "currency",
        "reported_by",
        "stated_as",
        "published_at",
        "vintage",
        "used",
    ),
    "definitions": (
        "period",
        "figure",
        "value",
        "difference",
        "differs_in",
        "reported_by",
        "dataset",
        "release",
    ),
    "changes": (
        "reporter",
        "partner",
        "flow",
        "product",
        "import_basis",
        "period",
        "change",
        "value_before",
        "value_after",
        "difference",
    ),
    "may_be": ("code", "candidate", "title"),
    "only_in": ("class", "code", "title", "exports", "imports"),
    "parts": ("release", "file", "format", "rows_in", "accepted", "rejected", "carried_from"),
}
_LINES = {"changes": 20, "may_be": 20}
_ELSEWHERE = {
    "changes": "The largest changes; more of them, and what else differs: --format json, --rows N.",
    "may_be": "All that a code may be, whatever the weights: --format json, --rows N.",
    "only_in": "Each code by the part that the class counts more than any other; editions: "
    "--format json.",
    "parts": "Hashes and days of the files: --format json.",
    "facts": "Publisher, page and note of each figure: --format json.",
    _SUMMARY: "Every check and what it found: --format csv.",
    "definitions": "Valuation, basis, scope and the rest of each definition: --format json.",
}
_MAIN = {
    "rate": ("component", "value", "unit", "low", "high", "period", "definition"),
    "holdings": ("dataset", "release", "kind", "first", "last", "rows", "missing", "place"),
}
_SPARSE = {"index"}
_KEPT = {"exports", "imports", "balance"}
_FRONT = ("component", "period", "group")


def terminal_table(answer: Answer, table: Table) -> Table:
    """Return a table with the columns and rows that a terminal shows of it.

    Of published figures not those behind the share in all goods with the world.
    """
    if answer.verb == "holdings" and not answer.question.get("dataset"):
        return Table(table.name, table.columns, ())
    if table.name not in _SHOWN or not table.rows:
        return table
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in _SHOWN[table.name] if name in names]
    rows = table.rows[: _LINES.get(table.name)]
    if table.name == "facts":
        use = names.index("used_for")
        rows = tuple(row for row in rows if row[use] != FOR_SHARE)
    cut = tuple(tuple(row[place] for place in places) for row in rows)
    return Table(table.name, tuple(table.columns[place] for place in places), cut)


def elsewhere(table: Table) -> str:
    """Return where the rest of a table is found, or nothing when all of it is shown."""
    return _ELSEWHERE.get(table.name, "")


def main_columns(answer: Answer) -> list[int]:
    """Return the columns of the main table that a terminal shows, in the order of reading."""
    names = [column.name for column in answer.columns]
    shown = _MAIN.get(answer.verb)
    if shown and set(shown) <= set(names):
        return [names.index(name) for name in shown]
    order = _in_front(answer.columns)
    sparse = "group" in names or answer.verb in _SPARSE
    return without_empty(answer, order) if sparse else order


def without_empty(answer: Answer, order: Sequence[int]) -> list[int]:
    """Return columns without those that are empty in every row, save for what was asked itself."""
    names = [column.name for column in answer.columns]
    empty = {place for place in order if all(row[place] is None for row in answer.rows)}
    return [place for place in order if place not in empty or names[place] in _KEPT]


def main_rows(answer: Answer) -> Sequence[Row]:
    """Return the rows of the main table that a terminal shows.

    Of a self-test those that are not sound: its table ``summary`` counts the others.
    """
    if not any(table.name == _SUMMARY for table in answer.tables):
        return answer.rows
    results = answer.column("result")
    return [row for row, result in zip(answer.rows, results, strict=True) if result != "ok"]


def _in_front(columns: Sequence[Column]) -> list[int]:
    """Return the order of columns for reading: what a row is about before its figures."""
    names = [column.name for column in columns]
    first = [names.index(name) for name in _FRONT if name in names]
    hidden = {"group_code"} if "group" in names else set()
    rest = [i for i, name in enumerate(names) if i not in first and name not in hidden]
    return first + rest
