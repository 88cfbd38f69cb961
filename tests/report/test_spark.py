"""Lines of small bars: order, gaps, widths, ASCII, and the same text everywhere."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from steelyard.report.spark import ASCII_BLOCKS, BLOCKS, GAP, sparkline
from steelyard.report.table import plain_text, show
from steelyard.terms.answer import Answer, Column, Value

VALUES = st.lists(st.none() | st.integers(-(10**12), 10**12), max_size=40)
QUESTION = {
    "reporter": "USA",
    "partner": "CHN",
    "of": "goods",
    "freq": "A",
    "cumulate": False,
    "partial": False,
    "definition": {},
}


@given(VALUES)
def test_a_higher_amount_never_has_a_lower_bar_and_missing_is_a_gap(
    values: list[int | None],
) -> None:
    line = sparkline(values)
    assert [bar == GAP for bar in line] == [value is None for value in values]
    held = sorted(
        (value, BLOCKS.index(bar))
        for value, bar in zip(values, line, strict=True)
        if value is not None
    )
    assert [bar for _, bar in held] == sorted(bar for _, bar in held)
    if held and held[0][0] < held[-1][0]:
        assert (held[0][1], held[-1][1]) == (0, len(BLOCKS) - 1)


def test_a_series_with_negative_amounts_and_a_zero() -> None:
    assert sparkline([-3, 0, None, 3]) == f"{BLOCKS[0]}{BLOCKS[3]}{GAP}{BLOCKS[-1]}"


def answer(balance: list[float | None], *, group: bool = False) -> Answer:
    columns = (Column("period"), *([Column("group")] if group else []))
    rows: list[tuple[Value, ...]] = [
        (str(2000 + n), *(["g"] if group else []), value) for n, value in enumerate(balance)
    ]
    return Answer(
        "weigh", "0", QUESTION, (*columns, Column("balance", "number", "USD")), tuple(rows)
    )


def shown(made: Answer, width: int, encoding: str = "utf-8") -> list[str]:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace")
    show(made, Console(file=stream, width=width, force_terminal=False))
    stream.seek(0)
    return [line.rstrip() for line in stream.read().splitlines()]


def test_a_line_tells_the_lowest_and_the_highest_with_their_periods_and_unit() -> None:
    bars = sparkline([-3, None, 1, -5])
    words = "lowest -5.0 (2003), highest 1.0 (2002) million USD"
    line = plain_text(answer([-3e6, None, 1e6, -5e6])).splitlines()[1]
    assert line == f"balance  {bars}  {words}"


def test_fewer_than_four_periods_groups_and_missing_series_have_no_line() -> None:
    for made in (answer([1, 2, 3]), answer([1, 2, 3, 4], group=True), answer([None] * 5)):
        assert not set(BLOCKS) & set(plain_text(made))


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("count", [4, 24, 34, 450])
def test_lines_fit_the_terminal_and_say_what_they_leave_out(width: int, count: int) -> None:
    lines = shown(answer([n * 1e6 - 7e7 for n in range(count)]), width)
    bars = next(line for line in lines if line.startswith("balance  "))
    assert len(bars) <= width
    kept = sum(letter in BLOCKS for letter in bars)
    told = [line for line in lines if line.startswith("(bars from")]
    assert bool(told) == (kept < count)
    if told:
        assert told == [f"(bars from {2000 + count - kept} on: the newest {kept} of {count})"]
        assert kept > width // 4


def test_a_stream_that_cannot_print_blocks_gets_ascii() -> None:
    lines = shown(answer([1e6, None, 3e6, 2e6]), 80, "ascii")
    assert lines[1].split()[1] == f"{ASCII_BLOCKS[0]}?{ASCII_BLOCKS[-1]}{ASCII_BLOCKS[3]}"


def test_the_plain_text_does_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    made = answer([1e6, None, 3e6, 2e6])
    usual = plain_text(made)
    for name, value in (("COLUMNS", "30"), ("PYTHONIOENCODING", "ascii"), ("LC_ALL", "C")):
        monkeypatch.setenv(name, value)
    assert plain_text(made) == usual
