"""A mapping not yet finished: what is guessed, what could not be told, and what to ask."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

import yaml

from steelyard.sources.tidy.mapping import FORMAT, TODO

Confidence = Literal["sure", "likely", "unknown"]
Guess = str | dict[str, object] | list[dict[str, object]]
_SAMPLES, _SHOWN, _WIDE = 4, 30, 2**20
_AS_YAML = re.compile(r"""[{].*|'[^']*'|"[^"\\]*\"""")
_ONE_WAY = {"import_basis": {"X", "RX", "DX"}, "export_scope": {"M", "RM"}}
_OPENING = """\
# How Steelyard reads {file}. Guessed from its names and its first rows: look through every line.
# {todo} marks what the file does not tell. Nothing is taken in until each is replaced.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One point of a mapping.

    Attributes:
        key: where it stands, such as ``columns.partner`` or ``facts.1.valuation``.
        question: what to ask a user.
        guess: a word, or where the file tells it; empty when nothing could be told.
        confidence: ``sure``, ``likely`` or ``unknown``.
        choices: what may be answered, when there are few ways.
        samples: some cells from which it was guessed.
    """

    key: str
    question: str
    guess: Guess = ""
    confidence: Confidence = "unknown"
    choices: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """True when the file does not tell it, or not all of it."""
        unsaid = not self.guess and self.confidence == "unknown"
        return unsaid or TODO in re.findall(r"\w+", str(self.guess))

    @property
    def said(self) -> str:
        """The guess as the mapping states it."""
        return in_yaml(self.guess)


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be told about a table by looking at it.

    Attributes:
        file: name of the file.
        fields: the points of the mapping, in their order.
        findings: what a user must know of this file, one sentence each.
        unread: columns of the file that the mapping does not read.
        columns: some cells of each column of the file, each once.
        taken: names that the dataset may not have.
    """

    file: str
    fields: tuple[Field, ...]
    findings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    columns: Dict[str, tuple[str, ...]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    def open_points(self, answers: Dict[str, str] | None = None) -> tuple[Field, ...]:
        """Return the points that neither the file nor the ``answers`` tell."""
        told = answers or {}
        mine = (one for one in self.fields if self.asks(one, told))
        return tuple(one for one in mine if one.open and not told.get(one.key, "").strip())

    def asks(self, one: Field, answers: Dict[str, str]) -> bool:
        """Tell whether a point can be one of a figure's flow: exports have no import basis."""
        fact, _, name = one.key.rpartition(".")
        guesses = {other.key: other.guess for other in self.fields}
        flow = answers.get(f"{fact}.flow") or guesses.get(f"{fact}.flow")
        return not isinstance(flow, str) or flow.upper() not in _ONE_WAY.get(name, ())

    def to_yaml(self, answers: Dict[str, str] | None = None) -> str:
        """Return the mapping with a comment on every point.

        Args:
            answers: words by the key of their point; one that begins with ``{`` is YAML and says
                where the file tells it, such as ``{column: Country, codes: names}``, as is one in
                quotation marks. Where a guess lacks one word only, or the answer is a number where
                the guess has a scale, it is that word.
        """
        told = {key: word.strip() for key, word in (answers or {}).items() if word.strip()}
        lines = [_OPENING.format(file=self.file, todo=TODO).rstrip()]
        lines += [f"# Note: {finding}" for finding in self.findings]
        if self.unread:
            lines.append(f"# Not read: {_one_line(', '.join(self.unread))}")
        lines.append(f"format: {FORMAT}")
        mine = [one for one in self.fields if self.asks(one, told)]
        for section, fields in groupby(mine, key=lambda one: one.key.split(".")[0]):
            lines += _section(section, list(fields), told)
        return "\n".join(lines) + "\n"


def _section(name: str, fields: list[Field], told: dict[str, str]) -> list[str]:
    """Return the lines of a section, which a single point without one is by itself."""
    if all(one.key == name for one in fields):
        return [line for one in fields for line in _lines(one, name, told, "")]
    lines = [f"{name}:"]
    for _, group in groupby(fields, key=lambda one: one.key.split(".")[1:-1]):
        lines += _group(list(group), told)
    return lines


def _group(fields: list[Field], told: dict[str, str]) -> list[str]:
    numbered = len(fields[0].key.split(".")) > 2  # noqa: PLR2004  (facts.1.value)
    lines: list[str] = []
    for place, one in enumerate(fields):
        comments, said = _lines(one, one.key.split(".")[-1], told, "    " if numbered else "  ")
        mark = "  - " if numbered and not place else ""
        lines += [comments[2:] if mark else comments, mark + said[4:] if mark else said]
    return [line for line in lines if line]


def _lines(one: Field, name: str, told: dict[str, str], indent: str) -> tuple[str, str]:
    """Return the comment on a point and the line that states it."""
    answered = told.get(one.key)
    guess = one.guess or (TODO if one.confidence == "unknown" else "")
    if answered and _AS_YAML.fullmatch(answered):
        said = _one_line(answered)
    else:
        said = in_yaml(_completed(guess, answered) if answered else guess)
    return f"{indent}# {_comment(one, answered)}", f"{indent}{name}: {said}"


def _completed(guess: Guess, answer: str) -> Guess:
    """Return an answer, put where a guess lacks its one word, or has another scale."""
    if not isinstance(guess, dict):
        return answer
    word = int(answer) if answer.isascii() and answer.isdecimal() else answer
    if list(guess.values()).count(TODO) == 1:
        return {name: word if said == TODO else said for name, said in guess.items()}
    return {**guess, "scale": word} if "scale" in guess and isinstance(word, int) else answer


def _comment(one: Field, answered: str | None) -> str:
    parts = [one.question]
    if answered:
        parts.append("Answered.")
    elif not one.open:
        parts.append({"sure": "Told by the file.", "likely": "Guessed."}.get(one.confidence, ""))
    if one.choices:
        parts.append(f"Choices: {'; '.join(one.choices)}.")
    if one.samples:
        shown = ", ".join(repr(cell[:_SHOWN]) for cell in one.samples[:_SAMPLES])
        parts.append(f"In the file: {shown}.")
    return _one_line(" ".join(filter(None, parts)))


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def in_yaml(said: Guess) -> str:
    """Return what a mapping says of a point as YAML on one line."""
    text = yaml.safe_dump(
        said, default_flow_style=True, width=_WIDE, allow_unicode=True, sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...").strip()
