"""Words of titles as a search compares them: whole words, whatever their ending."""

from __future__ import annotations

from functools import lru_cache

from steelyard.nomenclature.spelling import words

_PLURALS, _SHORTEST = (("ies", "y"), ("xes", "x"), ("ches", "ch"), ("sses", "ss"), ("s", "")), 3
_ENDINGS, _STEM = ("ical", "ery", "ic", "y", "e"), 5
_KNOWN = 2**16


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words of a text, in order."""
    return tuple(map(stem, words(text)))


@lru_cache(_KNOWN)
def stem(word: str) -> str:
    """Return a word without its ending: that of lithography, lithographic and lithographs is one.

    Endings that make another word stay, so that a processor is not taken for a process.
    """
    one = _singular(word) if word.isalpha() else word
    rests = [one.removesuffix(ending) for ending in _ENDINGS]
    return next((rest for rest in rests if rest != one and len(rest) >= _STEM), one)


def _singular(word: str) -> str:
    for plural, ending in _PLURALS:
        rest = word.removesuffix(plural)
        if rest != word and len(rest + ending) >= _SHORTEST and not word.endswith("ss"):
            return rest + ending
    return word
