"""Questions that can be asked but not answered: a gap with a reason and a remedy, never a zero."""

from __future__ import annotations

import pytest
from bundled_answers import ask, table

from steelyard.terms.answer import Ending

NOTHING = [
    (("USA", "CHN"), {"of": "naics:999", "years": "2019"}, "holds no code of"),
    (("USA", "CHN"), {"years": "2019", "settings": {"vintage": "first"}}, "first print"),
    (("USA", "JPN"), {"years": "2019", "settings": {"vintage": "first"}}, "as first printed"),
    (("USA", "CHN"), {"years": "2019", "currency": "XXX"}, "XXX"),
    (("USA", "WLD"), {"of": "technology-contracts", "years": "2011"}, "technology-contracts"),
    (("CHN", "USA"), {"of": "technology-contracts", "years": "2011"}, "USA"),
    (("CHN", "USA"), {"of": "hs:85", "years": "2019"}, "reported by CHN"),
    (("USA", "MEX"), {"of": "services", "years": "2019"}, "services"),
    (("CHN", "WLD"), {"of": "services", "years": "2012", "settings": {"scope": "x"}}, "scope x"),
]


@pytest.mark.parametrize(("sides", "choices", "words"), NOTHING, ids=str)
def test_what_is_not_held_is_a_gap_with_a_remedy(sides, choices: dict, words: str) -> None:
    answer = ask(*sides, **choices)
    assert answer.ending is Ending.CANNOT_ANSWER
    assert {value for row in answer.rows for value in row[1:]} == {None}
    assert any(words in gap.why for gap in answer.gaps)
    assert all(gap.remedy for gap in answer.gaps)
    assert table(answer, "records") == []


def test_a_first_print_of_a_table_of_flows_says_that_tables_hold_none() -> None:
    """Single figures that lack the year must not hide why the table does not answer."""
    answer = ask("USA", "CHN", years="2019", settings={"vintage": "first"})
    assert any("tables of flows" in gap.why for gap in answer.gaps)


def test_a_scope_that_a_table_does_not_know_is_not_passed_over() -> None:
    """A choice that is not honoured must not look as if it was."""
    answer = ask("USA", "CHN", years="2019", settings={"scope": "bpm6"})
    assert answer.ending is not Ending.COMPLETE
