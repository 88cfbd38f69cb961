"""Bounds of a figure stand beside it in a terminal, as one column."""

from __future__ import annotations

from steelyard.report.table_bounds import with_bounds
from steelyard.terms.answer import Column

COLUMNS = [
    Column(n, "number", "USD") for n in ("imports", "balance", "imports_low", "imports_high")
]


def named(cells: list[list[str]], columns: list[Column] = COLUMNS) -> dict[str, list[str]]:
    heads, rows = with_bounds(columns, cells)
    return {head.name: [row[at] for row in rows] for at, head in enumerate(heads)}


def test_two_bounds_become_one_column_behind_their_figure() -> None:
    found = named([["5", "-1", "4", "6"], ["7", "2", "7", "7"], ["—", "—", "—", "9"]])
    assert list(found) == ["imports", "imports_between", "balance"]
    assert found["imports_between"] == ["4 to 6", "7", "—"]
    assert found["balance"] == ["-1", "2", "—"]


def test_bounds_that_no_row_has_are_left_out() -> None:
    assert list(named([["5", "-1", "—", "—"]])) == ["imports", "balance"]


def test_a_table_without_bounds_stays_as_it_is() -> None:
    columns = [Column("code"), Column("low", "integer"), Column("high", "integer")]
    assert named([["8542", "0", "1"]], columns) == {"code": ["8542"], "low": ["0"], "high": ["1"]}
    assert with_bounds(columns, [])[0] == columns
