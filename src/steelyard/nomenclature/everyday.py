"""Words of every day that titles of codes do not use: a battery is an accumulator there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import islice

from steelyard.nomenclature.code_text import stems
from steelyard.nomenclature.spelling import words
from steelyard.terms.yaml_text import read_yaml

_MOST = 16


def readings(text: str) -> tuple[str, ...]:
    """Return other words for a text, by our own list: ``lithium accumulator`` of lithium battery.

    Returns:
        Texts in which one word or several are replaced; none when the list has none of them.
    """
    given = words(text)
    own = " ".join(given)
    made = (" ".join(one) for one in islice(_read(tuple(given)), _MOST))
    return tuple(dict.fromkeys(one for one in made if one != own))


def _read(given: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield every way to read some words, with the longest replacements first."""
    if not given:
        yield ()
        return
    for everyday, titles in _listed():
        if stems(" ".join(given[: len(everyday)])) == everyday:
            rest = tuple(_read(given[len(everyday) :]))
            yield from ((title, *after) for title in titles for after in rest)
    yield from ((given[0], *after) for after in _read(given[1:]))


@cache
def _listed() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Return the stems of each word with the words that titles have for it, the longest first."""
    file = resources.files("steelyard.nomenclature") / "data" / "everyday.yaml"
    entries = read_yaml(file.read_text("utf-8"))
    found = [(stems(entry["word"]), tuple(entry["titles"])) for entry in entries]
    return tuple(sorted(found, key=lambda one: -len(one[0])))
