"""The tree of errors: codes, exit codes, texts."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.terms import errors
from steelyard.terms.errors import SteelyardError, did_you_mean, error_types, nearest

LEAVES = error_types()
PARTS = ("you asked for this", "that was found", "it matters", "Do something?")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1)


def tree() -> dict[str, tuple[str, int]]:
    """Return name: (code, exit code) of every leaf as the module's own text draws them."""
    found, exit_code = {}, -1
    for line in (errors.__doc__ or "").splitlines():
        branch = re.search(r"(\w+) \[([0-9])\]", line)
        exit_code = int(branch[2]) if branch else exit_code
        leaf = re.search(r"(\w+) +(?:\[[0-9]\] +)?\[([a-z-]+)\]", line)
        if leaf:
            found[leaf[1]] = (leaf[2], exit_code)
    return found


def test_the_tree_in_the_text_is_the_tree_in_the_code() -> None:
    assert tree() == {kind.__name__: (kind.code, kind.exit_code) for kind in LEAVES}


def test_every_code_is_unique_and_plain() -> None:
    codes = [kind.code for kind in LEAVES]
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
def test_an_error_tells_its_code_and_all_four_parts(kind: type[SteelyardError]) -> None:
    error = kind(*PARTS)
    text = str(error)
    assert text.startswith(f"[{kind.code}] ")
    assert all(part.casefold() in text.casefold() for part in PARTS)
    assert "\n" not in text
    keys = ("asked", "found", "why", "remedy")
    assert error.problem() == {"code": kind.code, **dict(zip(keys, PARTS, strict=True))}


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
def test_an_error_crosses_a_process_boundary(kind: type[SteelyardError]) -> None:
    error = kind(*PARTS)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  (made here)
    assert type(copy) is kind
    assert copy.problem() == error.problem()


@given(st.lists(WORDS, min_size=4, max_size=4))
def test_each_part_ends_as_a_sentence(parts: list[str]) -> None:
    text = str(errors.BadFile(*parts))
    assert text.endswith((".", "?", "!"))
    assert all(part[1:] in text for part in parts)


def test_an_empty_part_is_left_out() -> None:
    assert str(errors.BadFile("asked", "", "", "do")) == "[bad-file] Asked. Do."


def test_a_part_of_blanks_is_left_out() -> None:
    assert str(errors.BadFile("asked", " ", "\n", "do")) == "[bad-file] Asked. Do."


def test_every_type_tells_what_it_is_and_how_it_ends() -> None:
    assert all(kind.__doc__ for kind in LEAVES)
    assert {kind.exit_code for kind in LEAVES} == {1, 2, 3}


def test_the_nearest_names_come_best_first_and_keep_their_case() -> None:
    names = ["ATP", "goods", "Chips", "chip-tools"]
    assert nearest("chps", names)[0] == "Chips"
    assert nearest("atp", names) == ["ATP"]
    assert nearest("zzzz", names) == []
    assert len(nearest("chip", ["chip1", "chip2", "chip3", "chip4"], count=2)) == 2


def test_the_remedy_falls_back_when_nothing_is_near() -> None:
    assert did_you_mean("godds", ["goods"], "See the list.") == "Did you mean goods?"
    assert did_you_mean("zz", ["goods"], "See the list.") == "See the list."


def test_a_name_that_holds_the_text_is_near() -> None:
    names = ["census-goods-by-country", "frb-g5a-annual", "CENSUS-ATP"]
    assert nearest("census", names) == ["CENSUS-ATP", "census-goods-by-country"]
    assert nearest("G5A", names) == ["frb-g5a-annual"]
    assert nearest("zz", ["fuzzzzzy-and-long-name"]) == []
    assert nearest("by", names) == []


def test_a_close_name_goes_before_one_that_holds_the_text_and_none_comes_twice() -> None:
    assert nearest("chip", ["a-long-name-with-chip", "chips"]) == ["chips", "a-long-name-with-chip"]
    assert len(nearest("abc", [f"a-name-with-abc-{n}" for n in range(9)])) == 3
