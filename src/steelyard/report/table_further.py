"""Tables beside the main one, cut down to what a terminal can show."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.terms.answer import Answer, Column, Table

_SHOWN = {
    "facts": ("period", "figure", "value", "currency", "published_at", "vintage", "used"),
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
}
_ELSEWHERE = {
    "facts": "Publisher, page and note of each figure: --format json.",
    "definitions": "Valuation, basis, scope and the rest of each definition: --format json.",
}
_FRONT = ("period", "group")


def terminal_table(answer: Answer, table: Table) -> Table:
    """Return a table with the columns and rows that a terminal shows of it.

    Of published figures only those of the partner asked: the world's stand behind the share.
    """
    if table.name not in _SHOWN:
        return table
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in _SHOWN[table.name]]
    rows = table.rows
    if table.name == "facts":
        asked, where = set(_partners(answer)), names.index("place")
        rows = tuple(row for row in rows if row[where] in asked)
    cut = tuple(tuple(row[place] for place in places) for row in rows)
    return Table(table.name, tuple(table.columns[place] for place in places), cut)


def elsewhere(table: Table) -> str:
    """Return where the rest of a table is found, or nothing when all of it is shown."""
    return _ELSEWHERE.get(table.name, "")


def in_front(columns: Sequence[Column]) -> list[int]:
    """Return the order of columns for reading: what a row is about before its figures."""
    names = [column.name for column in columns]
    first = [names.index(name) for name in _FRONT if name in names]
    hidden = {"group_code"} if "group" in names else set()
    rest = [i for i, name in enumerate(names) if i not in first and name not in hidden]
    return first + rest


def _partners(answer: Answer) -> tuple[str, ...]:
    """Return the places whose figures answer: partner and reporter (on the partner's side)."""
    question = answer.question
    return tuple(str(question[key]) for key in ("partner", "reporter") if key in question)
