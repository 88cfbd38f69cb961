"""What a source leaves out of a small file: each observation once, by reason, in words."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources.left_out import by_reason, told

FOUND = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(1, 300), st.text(max_size=5))
)


@given(FOUND)
def test_nothing_is_lost_and_reasons_stand_once(found: list[tuple[str, int, str]]) -> None:
    groups = by_reason(found)
    again = [(one.reason, line, words) for one in groups for line, words in one.every]
    assert Counter(again) == Counter(found)
    assert [one.reason for one in groups] == sorted({reason for reason, _, _ in found})
    assert sum(one.observations for one in groups) == len(found)


def test_lines_are_in_order_as_numbers_and_cells_of_a_line_as_they_stand() -> None:
    (one,) = by_reason([("r", 100, "z"), ("r", 99, "smallest"), ("r", 99, "largest")])
    assert one.every == ((99, "smallest"), (99, "largest"), (100, "z"))


def test_cells_are_told_as_the_publisher_writes_them() -> None:
    assert told("Mexico", 1992, 3094.9, 0.0, None, "") == "Mexico, 1992, 3094.9, 0, empty, empty"
