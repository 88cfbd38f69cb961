"""Codes by words: whole words whatever their ending, in the editions asked, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.nomenclature.code_search import alike, find, newest
from steelyard.nomenclature.code_tables import NOMENCLATURES, editions
from steelyard.nomenclature.code_text import stem, stems
from steelyard.nomenclature.codes import codes_of
from steelyard.terms.errors import UnknownProduct
from steelyard.terms.product import Edition

HS, SITC = Edition("HS", "2022"), Edition("SITC", "4")
TITLES = sorted({entry.title for entry in codes_of(SITC).values()})


def codes(text: str, edition: Edition) -> list[str]:
    return [code.code for code in find(text, edition)]


@pytest.mark.parametrize(
    ("text", "edition", "held"),
    [
        ("lithography", HS, {"844250", "9702"}),
        ("Integrated  CIRCUITS", HS, {"8542", "854231", "8486"}),
        ("semiconductor machinery", HS, {"8486", "848620"}),
        ("smartphones", HS, {"8517", "851713"}),
        ("maté", Edition("HS", "2012"), {"0903"}),
        ("mate", Edition("HS", "2012"), {"0903"}),
        ("processors", HS, {"854231"}),
        ("research and development", Edition("EBOPS", "2010"), {"10.1", "8.2"}),
    ],
)
def test_words_are_found_whatever_their_ending(text: str, edition: Edition, held: set[str]) -> None:
    assert held <= {*codes(text, edition)}


@pytest.mark.parametrize(
    ("text", "edition"),
    [("lithography", HS), ("integrated circuits", HS), ("processors", HS)],
)
def test_every_code_found_has_every_word(text: str, edition: Edition) -> None:
    found = find(text, edition)
    assert found
    for code in found:
        assert set(stems(text)) <= set(stems(code.title))


def test_a_part_of_a_word_is_not_the_word() -> None:
    """King crabs are PARALITHODES, and food is processed without a processor."""
    found = find("lithography", Edition("HTS", "2022"))
    assert found
    assert all("LITHOGRAPH" in code.title for code in found)
    assert "2008" not in codes("processors", HS)


def test_a_code_is_found_before_titles_that_name_it() -> None:
    found = codes("8542", HS)
    assert found[0] == "8542"
    assert len(set(found)) == len(found)


def test_broader_codes_come_first() -> None:
    levels = [code.level for code in find("integrated circuits", HS)]
    assert levels == sorted(levels)


def test_without_an_edition_the_newest_of_each_is_searched() -> None:
    assert [one.nomenclature for one in newest()] == list(NOMENCLATURES)
    assert all(one.edition == editions(one.nomenclature)[-1] for one in newest())
    found = find("integrated circuits")
    assert found == tuple(code for one in newest() for code in find("integrated circuits", one))
    assert {code.edition for code in found} <= set(newest())


@pytest.mark.parametrize("text", ["", "  ", "-", "zyzzyva", "semicondutor"])
def test_what_no_title_has_is_not_found(text: str) -> None:
    assert find(text) == ()


def test_words_that_no_title_has_are_offered_their_neighbours() -> None:
    assert "semiconductor" in alike("semicondutor devices", HS)
    assert alike("semiconductor devices", HS) == ()


def test_an_edition_that_is_not_held_is_refused() -> None:
    for ask in (find, alike):
        with pytest.raises(UnknownProduct, match="HS 2017"):
            ask("chips", Edition("HS", "2015"))


@given(st.sampled_from(TITLES))
@settings(derandomize=True, database=None, deadline=None, max_examples=60)
def test_a_title_finds_its_own_code(title: str) -> None:
    assert title[:200] != title or title in {code.title for code in find(title, SITC)}


@pytest.mark.parametrize(
    "words",
    [
        ("lithography", "lithographic", "lithographs"),
        ("machine", "machines", "machinery"),
        ("battery", "batteries"),
        ("box", "boxes"),
        ("glass", "glasses"),
        ("telephone", "telephones", "telephonic"),
    ],
)
def test_endings_do_not_matter(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("processor", "process"), ("mate", "mat"), ("gas", "ga"), ("85", "8")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text("abcdefgiorsy", min_size=1, max_size=12))
@settings(derandomize=True, database=None, max_examples=200)
def test_a_stem_keeps_all_but_the_end_of_a_word(word: str) -> None:
    """The quick look for all but the last letter of a stem rests on this."""
    assert stem(word)
    assert word.startswith(stem(word)[:-1])
