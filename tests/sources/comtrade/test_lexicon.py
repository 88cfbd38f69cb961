"""Cells that are read together: what they say depends on themselves alone, whatever came before."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources.blocks import Block, block_of_rows
from steelyard.sources.comtrade import lexicon as lexicon_module
from steelyard.sources.comtrade.lexicon import Lexicon, check, word
from steelyard.sources.sieve import Sieve

FIELDS = ("code", "level")
ROWS = st.lists(st.tuples(*[st.sampled_from(["", "1", "2", "x", " ", "\x1f", "1\x1f"])] * 2))


def block(rows: Sequence[tuple[str, str]]) -> Block:
    return block_of_rows(FIELDS, rows, range(1, len(rows) + 1), FIELDS)


def odd(code: str, level: str) -> None:
    if code.strip() == "x":
        raise ValueError(f"{code} is odd on level {level}")


def said(code: str, level: str) -> tuple[str | None, ...]:
    if level.strip() == "x":
        raise LookupError(level)
    return code.strip() or None, f"{code.strip()}-{level.strip()}"


def lexicon() -> Lexicon:
    return Lexicon("code", FIELDS, ("bare", "both"), ("odd", check(odd)), ("unknown", said))


def answered(lexicon: Lexicon, rows: Sequence[tuple[str, str]]) -> tuple[dict, dict, list]:
    """Return the words of the rows, the dictionaries they are kept with, and the rows refused."""
    sieve = Sieve(block(rows))
    told = lexicon.told(sieve)
    for column in told.values():
        column.validate(full=True)
    words = {name: column.to_pylist() for name, column in told.items()}
    dictionaries = {name: column.dictionary.to_pylist() for name, column in told.items()}
    return words, dictionaries, sieve.rejected().to_pylist()


def test_cells_become_words_and_wrong_ones_refuse_their_rows() -> None:
    words, _, rejected = answered(lexicon(), [("1", "2"), ("x", "x"), ("", "2"), ("1", "x")])
    assert words["bare"] == ["1", None, None, None]
    assert words["both"] == ["1-2", None, "-2", None]
    assert [(r["line"], r["reason"], r["detail"]) for r in rejected] == [
        (2, "odd", "code: x is odd on level x"),
        (4, "unknown", "code: x"),
    ]


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_what_was_met_before_changes_nothing(blocks: list[list[tuple[str, str]]]) -> None:
    used = lexicon()
    for rows in blocks:
        assert answered(used, rows) == answered(lexicon(), rows)


@given(ROWS)
def test_the_rows_around_change_no_words(rows: list[tuple[str, str]]) -> None:
    words, dictionaries, _ = answered(lexicon(), rows)
    alone = [answered(lexicon(), [row])[0] for row in rows]
    for name, column in words.items():
        assert column == [cell for one in alone for cell in one[name]]
        assert len(set(dictionaries[name])) == len(dictionaries[name])


@pytest.mark.parametrize("bound", ["_MOST", "_FEW", "_SHORT", "_MANY"])
def test_what_is_forgotten_is_found_again(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon_module, bound, 0)
    used = lexicon()
    for rows in [[("1", "2"), ("x", "2")], [("1", "2")], [(str(n), "1") for n in range(20)]] * 2:
        assert answered(used, rows) == answered(lexicon(), rows)


def test_cells_that_read_the_same_are_one() -> None:
    used = lexicon()
    answered(used, [(" ", "1"), ("1", "2")])
    words, dictionaries, _ = answered(used, [(" ", "1"), ("\x1f", "1"), ("1", "2")])
    assert words["both"] == ["-1", "-1", "1-2"]
    assert dictionaries["both"] == ["-1", "1-2"]


def test_cells_are_read_once() -> None:
    asked: list[str] = []

    def read(code: str) -> str:
        asked.append(code)
        return code

    used = Lexicon("code", ("code",), ("code",), ("unknown", word(read)))
    for _ in range(3):
        used.told(Sieve(block([(str(n), "") for n in range(20)])))
    assert sorted(asked) == sorted(map(str, range(20)))


def test_threads_change_nothing() -> None:
    blocks = [[(str(n % 97), str(n % (k + 1))) for n in range(k, k + 300)] for k in range(20)]
    used = lexicon()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda rows: answered(used, rows), blocks))
    assert found == [answered(lexicon(), rows) for rows in blocks]


def test_no_rows_have_no_words() -> None:
    words, _, rejected = answered(lexicon(), [])
    assert words == {"bare": [], "both": []}
    assert rejected == []


def test_columns_of_many_words_are_read_together() -> None:
    rows = 3000
    names = tuple("abcd")
    cells = [(str(n), str(n + 1), str(n + 2), str(n + 3)) for n in range(rows)]
    sieve = Sieve(block_of_rows(names, cells, range(rows), names))
    used = Lexicon("a", names, ("all",), ("unknown", word(lambda *of: "+".join(of))))
    assert used.told(sieve)["all"].to_pylist() == ["+".join(of) for of in cells]
    assert pa.types.is_dictionary(used.told(sieve)["all"].type)
