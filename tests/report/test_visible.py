"""What is printed cannot command the terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from steelyard.report.visible import visible


def test_an_escape_sequence_is_shown_not_obeyed() -> None:
    assert visible("\x1b[31mred\x1b]0;title\x07") == "\\x1b[31mred\\x1b]0;title\\x07"


def test_a_change_of_direction_is_shown() -> None:
    assert visible("a\u202eb") == "a\\u202eb"


def test_letters_of_every_language_and_line_ends_stay() -> None:
    assert visible("Côte d'Ivoire\n中国\t—") == "Côte d'Ivoire\n中国\t—"


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    kept = set(visible(text)) - {"\n", "\t"}
    assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cf", "Cs"}]
