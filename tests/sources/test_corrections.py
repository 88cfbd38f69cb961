from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pydantic import ValidationError

from steelyard.sources.blocks import EXACT, TEXT, Block, block_of_rows
from steelyard.sources.corrections import Correction, Corrections, read_corrections

NAMES = ("place", "code", "value")
ROWS = [("A", "01", "5.50"), ("A", "02", "7"), ("B", "01", "5.5"), ("A", "01", "")]
STATED = """
too-small:
  where: {place: "A", code: ["01", "03"]}
  wrong: {value: 5.5}
  right: {value: 5500}
  why: a thousand times too small
  source: a made-up page
"""


def block(*, exact: bool) -> Block:
    made = block_of_rows(NAMES, ROWS, [2, 3, 4, 5], NAMES)
    if not exact:
        return made
    numbers = pa.array([Decimal(row[2]) if row[2] else None for row in ROWS], EXACT)
    return Block(made.table.set_column(2, "value", numbers), made.lines, made.cells)


def stated(tmp_path: Path, text: str = STATED) -> Corrections:
    (tmp_path / "corrections.yaml").write_text(text)
    return Corrections(read_corrections(tmp_path / "corrections.yaml"))


def values(got: Block) -> list[Decimal | None]:
    cells = [None if cell is None else str(cell) for cell in got.table["value"].to_pylist()]
    return [Decimal(cell) if cell else None for cell in cells]


@pytest.mark.parametrize("exact", [False, True])
def test_a_row_that_still_says_what_is_wrong_is_put_right_and_marked(
    tmp_path: Path, exact: bool
) -> None:
    got, marks = stated(tmp_path).applied(block(exact=exact))
    assert values(got) == [5500, 7, Decimal("5.5"), None]
    assert marks.to_pylist() == ["too-small", None, None, None]
    assert got.cells([0]) == [ROWS[0]]
    assert got.table["value"].type == (EXACT if exact else TEXT)


@pytest.mark.parametrize("exact", [False, True])
def test_a_row_that_says_something_else_is_left_and_told_as_outdated(
    tmp_path: Path, exact: bool
) -> None:
    corrections = stated(tmp_path)
    corrections.applied(block(exact=exact))
    (check,) = corrections.checks()
    assert (check.name, check.passed) == ("correction-too-small", False)
    assert "1 rows (first: line 5) do not say value 5.5" in check.detail


def test_a_correction_that_holds_is_a_check_that_passes(tmp_path: Path) -> None:
    corrections = stated(tmp_path)
    for _ in range(2):
        corrections.applied(block_of_rows(NAMES, ROWS[:3], [2, 3, 4], NAMES))
    (check,) = corrections.checks()
    assert check.passed
    assert check.detail == "2 rows corrected: a thousand times too small (a made-up page)"


def test_rows_that_are_not_concerned_cost_and_change_nothing(tmp_path: Path) -> None:
    corrections = stated(tmp_path)
    before = block_of_rows(NAMES, ROWS[1:3], [3, 4], NAMES)
    got, marks = corrections.applied(before)
    assert got.table is before.table
    assert marks.null_count == 2
    assert corrections.checks() == ()


def test_an_empty_cell_can_be_wrong_or_right(tmp_path: Path) -> None:
    text = STATED.replace("value: 5.5}", "value: null}")
    for exact in (False, True):
        got, marks = stated(tmp_path, text).applied(block(exact=exact))
        assert values(got) == [Decimal("5.5"), 7, Decimal("5.5"), 5500]
        assert marks.to_pylist() == [None, None, None, "too-small"]
        got, _ = stated(tmp_path, STATED.replace("5500", "null")).applied(block(exact=exact))
        assert values(got) == [None, 7, Decimal("5.5"), None]


def test_text_is_compared_as_it_stands(tmp_path: Path) -> None:
    text = STATED.replace('["01", "03"]', "1").replace("5.5}", '"5.5"}')
    corrections = stated(tmp_path, text)
    got, marks = corrections.applied(block(exact=False))
    assert marks.null_count == len(ROWS)
    assert got.table.equals(block(exact=False).table)
    assert not corrections.checks()[0].passed


def test_a_column_that_the_file_has_not_concerns_no_row(tmp_path: Path) -> None:
    corrections = stated(tmp_path, STATED.replace("place:", "elsewhere:"))
    assert corrections.applied(block(exact=False))[1].null_count == len(ROWS)
    assert corrections.checks() == ()


def test_an_empty_block_stays_empty(tmp_path: Path) -> None:
    got, marks = stated(tmp_path).applied(block_of_rows(NAMES, [], [], NAMES))
    assert got.table.num_rows == len(marks) == 0


def test_a_publisher_without_known_errors_needs_no_file(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "none.yaml") == {}


@pytest.mark.parametrize("part", ["where", "wrong", "right", "why", "source"])
def test_a_correction_must_say_all_of_itself(part: str) -> None:
    whole = {
        "where": {"a": "1"},
        "wrong": {"a": "1"},
        "right": {"a": "2"},
        "why": "w",
        "source": "s",
    }
    with pytest.raises(ValidationError):
        Correction.model_validate({name: said for name, said in whole.items() if name != part})
