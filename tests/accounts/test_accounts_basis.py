"""Imports where no basis is named: general ones first, else those for consumption, never both."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_stores import figure, flow, only, opened, rows, store, weigh, write

from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Ending

CONSUMED = {"import_basis": "consumption"}
SOLD = {"flow": "X"}


def basis(answer: Answer) -> str:
    """Return the basis that an answer states; its columns state the same."""
    stated: str = answer.question["definition"]["import_basis"]
    told = {column.about.get("basis", stated) for column in answer.columns}
    assert told == {stated}
    return stated


def noted(answer: Answer) -> list[str]:
    return [note.text for note in answer.notes if note.code == "basis-taken"]


@pytest.fixture
def consumed(tmp_path: Path) -> Store:
    """A store that holds heading 8542 for consumption only, and exports."""
    told = [flow("8542", "2020", 5, **CONSUMED), flow("8542", "2020", 9, **SOLD)]
    return store(tmp_path / "store", told)


def test_imports_for_consumption_answer_where_nothing_general_is_held(consumed: Store) -> None:
    answer = weigh(consumed, of="hs:8542", years=2020)
    row = only(answer)
    assert (row["imports"], row["exports"], row["balance"]) == (5, 9, 4)
    assert basis(answer) == "consumption"
    (text,) = noted(answer)
    assert "held are consumption" in text
    assert "--basis" in text


def test_the_answer_is_that_of_the_basis_named_but_for_the_note(consumed: Store) -> None:
    plain = weigh(consumed, of="hs:8542", years=2020)
    named = weigh(consumed, of="hs:8542", years=2020, basis="consumption")
    assert noted(named) == []
    kept = tuple(note for note in plain.notes if note.code != "basis-taken")
    assert kept == named.notes
    for part in ("question", "columns", "rows", "tables", "gaps", "evidence", "method", "query"):
        assert getattr(plain, part) == getattr(named, part)


@pytest.mark.parametrize(
    "named", [{"basis": "general"}, {"settings": {"import_basis": "general"}}], ids=str
)
def test_a_basis_that_is_named_is_never_replaced(consumed: Store, named: dict) -> None:
    answer = weigh(consumed, of="hs:8542", years=2020, **named)
    assert only(answer)["imports"] is None
    assert (basis(answer), noted(answer)) == ("general", [])
    (gap,) = answer.gaps
    assert "--basis consumption" in gap.remedy


def test_general_imports_come_first_and_are_never_completed(tmp_path: Path) -> None:
    general = [flow("8542", "2020", 7)]
    for_use = [flow("8542", year, 5, **CONSUMED) for year in ("2020", "2021")]
    answer = weigh(store(tmp_path, [*general, *for_use]), of="hs:8542", years="2020:2021")
    assert {year: row["imports"] for year, row in rows(answer).items()} == {"2020": 7, "2021": None}
    assert (basis(answer), noted(answer)) == ("general", [])


def test_what_is_held_on_no_basis_is_a_gap_on_the_general_one(tmp_path: Path) -> None:
    answer = weigh(store(tmp_path, [flow("8541", "2020", 1, **CONSUMED)]), of="hs:8542", years=2020)
    assert answer.ending is Ending.CANNOT_ANSWER
    assert (basis(answer), noted(answer)) == ("general", [])


def test_the_reason_of_the_other_basis_is_told_where_it_differs(consumed: Store) -> None:
    def codes(partner: str, **asked: str) -> list[str]:
        answer = weigh(consumed, partner=partner, of="hs:8542", years=2020, **asked)
        return [note.text for note in answer.notes if note.code == "no-basis"]

    (text,) = codes("JPN")
    assert "for CHN, not for JPN" in text
    assert codes("JPN", basis="general") == codes("CHN") == []


def test_the_latest_periods_are_those_of_the_basis_taken(consumed: Store) -> None:
    answer = weigh(consumed, of="hs:8542")
    assert answer.question["periods"][1] == "2020"
    assert basis(answer) == "consumption"


def test_the_partners_imports_are_taken_likewise(tmp_path: Path) -> None:
    theirs = flow("8542", "2020", 3, reporter="CHN", partner="USA", **CONSUMED)
    held = store(tmp_path, [theirs])
    answer = weigh(held, of="hs:8542", years=2020, side="partner")
    assert only(answer)["exports"] == 3
    assert basis(answer) == "consumption"
    assert len(noted(answer)) == 1


def test_both_sides_stand_on_one_basis(tmp_path: Path) -> None:
    """One side holds general imports: the other's, for consumption, do not stand beside them."""
    theirs = flow("8542", "2020", 3, reporter="CHN", partner="USA")
    held = store(tmp_path, [theirs, flow("8542", "2020", 5, **CONSUMED)])
    answer = weigh(held, of="hs:8542", years=2020, side="both")
    row = only(answer)
    assert (row["imports"], row["partner_exports"]) == (None, 3)
    assert (basis(answer), noted(answer)) == ("general", [])


def test_single_figures_of_other_periods_are_no_answer(tmp_path: Path) -> None:
    told = figure("2001", 1, place="USA", partner="CHN", indicator="hs:8542")
    write(tmp_path, [told], kind="indicators")
    write(tmp_path, [flow("8542", "2020", 5, **CONSUMED)])
    held = opened(tmp_path)
    assert basis(weigh(held, of="hs:8542", years=2020)) == "consumption"
    assert basis(weigh(held, of="hs:8542", years=2001)) == "general"


@pytest.mark.parametrize("proved", [False, True])
def test_a_sum_of_codes_that_nothing_proves_whole_is_no_answer(
    tmp_path: Path, proved: bool
) -> None:
    """A release in pieces holds one subheading; with the row of its heading it is proved whole."""
    pieces = [flow("854231", "2020", 4), *([flow("8542", "2020", 4)] if proved else [])]
    write(tmp_path, pieces, dataset="pieces", assembly="piecewise", absent="missing")
    write(tmp_path, [flow("8542", "2020", 5, **CONSUMED)])
    answer = weigh(opened(tmp_path), of="hs:8542", years=2020)
    assert only(answer)["imports"] == (4 if proved else 5)
    assert basis(answer) == ("general" if proved else "consumption")


def test_the_sum_of_what_there_is_of_general_imports_is_an_answer_when_asked(
    tmp_path: Path,
) -> None:
    pieces = [flow("854231", "2020", 4)]
    write(tmp_path, pieces, dataset="pieces", assembly="piecewise", absent="missing")
    write(tmp_path, [flow("8542", "2020", 5, **CONSUMED)])
    answer = weigh(opened(tmp_path), of="hs:8542", years=2020, partial=True)
    assert (only(answer)["imports"], basis(answer)) == (4, "general")
