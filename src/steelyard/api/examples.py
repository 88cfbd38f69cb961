"""The examples of a verb as addresses, made from its command lines."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from steelyard.api.parameters import Parameter, parameters
from steelyard.questions.registry import Verb
from steelyard.terms.ask import AskKind

_FORMAT = "--format"
_WITH_VALUE = {"-o", "--output", "--store"}
_ALONE = {"-q", "--quiet", "--strict"}


@dataclass
class Example:
    """One example.

    Attributes:
        line: the command line.
        form: the format that it names, or nothing.
        query: names and values of the query.
    """

    line: str
    form: str = ""
    query: list[tuple[str, str]] = field(default_factory=list)

    def address(self, verb: Verb) -> str:
        """Return the path and query that ask the same."""
        end = f".{self.form}" if self.form else ""
        query = f"?{urlencode(self.query, safe=':,=')}" if self.query else ""
        return f"{path(verb)}{end}{query}"


def path(verb: Verb) -> str:
    """Return the path of a verb."""
    return f"/v1/{verb.name.replace(' ', '/')}"


def examples(verb: Verb) -> list[Example]:
    """Return the examples of a verb in the order of the registry."""
    return [_example(verb, line) for line in verb.examples]


def _example(verb: Verb, line: str) -> Example:
    words = iter(shlex.split(line)[1 + len(verb.name.split()) :])
    known = parameters(verb)
    places = (p for p in known.values() if p.ask.kind is AskKind.ARGUMENT)
    made = Example(line)
    for word in words:
        if word == _FORMAT:
            made.form = next(words)
        elif word in _WITH_VALUE:
            next(words)
        elif word not in _ALONE:
            made.query.append(_pair(word, words, known, places))
    return made


def _pair(
    word: str, words: Iterator[str], known: dict[str, Parameter], places: Iterator[Parameter]
) -> tuple[str, str]:
    if not word.startswith("--"):
        return next(places).name, word
    parameter = known[word.removeprefix("--").replace("-", "_")]
    return parameter.name, "true" if parameter.ask.kind is AskKind.SWITCH else next(words)
