"""What a class is called within a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from steelyard.classes.registry import class_names, find_class
from steelyard.classes.spoken import spoken_class


@pytest.mark.parametrize(
    ("word", "spoken"),
    [
        ("goods", "goods"),
        ("atp", "advanced technology products"),
        ("atp:electronics+aerospace", "electronics and aerospace (advanced technology products)"),
        ("oecd-rd:high", "high R&D-intensity industries"),
        ("oecd-rd:high+medium-high", "high and medium-high R&D-intensity industries"),
        ("end-use:capital", "capital goods (goods by end use, BEC)"),
        ("hs:85", "electrical machinery and equipment and parts thereof (hs:85)"),
        ("hs:8541+8542", "semiconductor devices and electronic integrated circuits (hs:8541,8542)"),
        ("hs:84+85+86+87", "goods (hs:84,85,86,87)"),
        ("naics:334", "Computer and Electronic Product Manufacturing (naics:334)"),
        ("naics:910", "waste and scrap (naics:910)"),
        ("hs:880000", "civilian aircraft, engines, equipment, and parts (hs:880000)"),
    ],
)
def test_a_class_is_called_by_what_it_holds(word: str, spoken: str) -> None:
    assert spoken_class(find_class(word)) == spoken


def test_no_named_class_is_called_by_its_word_in_brackets() -> None:
    for name in class_names():
        told = spoken_class(find_class(name))
        assert f"({name})" not in told
        assert told.count("(") <= 1


def test_a_file_is_called_by_its_title_without_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("# title: Lasers\n# nomenclature: HS\ncode\n901320\n", encoding="utf-8")
    assert spoken_class(find_class(str(file))) == "Lasers (mine.csv)"
