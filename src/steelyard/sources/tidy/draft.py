"""A mapping not yet finished: what is guessed, what could not be told, and what to ask."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import yaml

from steelyard.sources.tidy.mapping import FORMAT, TODO

Confidence = Literal["sure", "likely", "unknown"]
Guess = str | dict[str, object] | list[dict[str, object]]
_SAMPLES, _SHOWN, _WIDE = 4, 30, 2**20
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


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be told about a table by looking at it.

    Attributes:
        file: name of the file.
        fields: the points of the mapping, in their order.
        findings: what a user must know of this file, one sentence each.
        unread: columns of the file that the mapping does not read.
    """

    file: str
    fields: tuple[Field, ...]
    findings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def open_points(self, answers: Dict[str, str] | None = None) -> tuple[Field, ...]:
        """Return the points that neither the file nor the ``answers`` tell."""
        told = answers or {}
        return tuple(f for f in self.fields if _is_open(f) and not told.get(f.key, "").strip())

    def to_yaml(self, answers: Dict[str, str] | None = None) -> str:
        """Return the mapping with a comment on every point.

        Args:
            answers: words by the key of their point; one that begins with ``{`` is YAML and says
                where the file tells it, such as ``{column: Country, codes: names}``. Where a guess
            lacks one word only, such as its scale, the answer is that word.
        """
        told = {key: word.strip() for key, word in (answers or {}).items() if word.strip()}
        lines = [_OPENING.format(file=self.file, todo=TODO).rstrip()]
        lines += [f"# Note: {finding}" for finding in self.findings]
        if self.unread:
            lines.append(f"# Not read: {_one_line(', '.join(self.unread))}")
        lines.append(f"format: {FORMAT}")
        for section, fields in groupby(self.fields, key=lambda field: field.key.split(".")[0]):
            lines += _section(section, list(fields), told)
        return "\n".join(lines) + "\n"


def _is_open(field: Field) -> bool:
    return TODO in re.findall(r"\w+", str(field.guess)) or (
        not field.guess and field.confidence == "unknown"
    )


def _section(name: str, fields: list[Field], told: dict[str, str]) -> list[str]:
    """Return the lines of a section, which a single point without one is by itself."""
    if all(field.key == name for field in fields):
        return [line for field in fields for line in _lines(field, name, told, "")]
    lines = [f"{name}:"]
    for _, group in groupby(fields, key=lambda field: field.key.split(".")[1:-1]):
        lines += _group(list(group), told)
    return lines


def _group(fields: list[Field], told: dict[str, str]) -> list[str]:
    numbered = len(fields[0].key.split(".")) > 2  # noqa: PLR2004  (facts.1.value)
    lines: list[str] = []
    for place, field in enumerate(fields):
        comments, said = _lines(field, field.key.split(".")[-1], told, "    " if numbered else "  ")
        mark = "  - " if numbered and not place else ""
        lines += [comments[2:] if mark else comments, mark + said[4:] if mark else said]
    return [line for line in lines if line]


def _lines(field: Field, name: str, told: dict[str, str], indent: str) -> tuple[str, str]:
    """Return the comment on a point and the line that states it."""
    answered = told.get(field.key)
    guess = field.guess or (TODO if field.confidence == "unknown" else "")
    if answered and answered.startswith("{"):
        said = _one_line(answered)
    else:
        said = _yaml(_completed(guess, answered) if answered else guess)
    return f"{indent}# {_comment(field, answered)}", f"{indent}{name}: {said}"


def _completed(guess: Guess, answer: str) -> Guess:
    """Return an answer, put where a guess lacks its one word."""
    if isinstance(guess, dict) and list(guess.values()).count(TODO) == 1:
        word = int(answer) if answer.isdecimal() else answer
        return {name: word if said == TODO else said for name, said in guess.items()}
    return answer


def _comment(field: Field, answered: str | None) -> str:
    parts = [field.question]
    if answered:
        parts.append("Answered.")
    elif not _is_open(field):
        parts.append({"sure": "Told by the file.", "likely": "Guessed."}.get(field.confidence, ""))
    if field.choices:
        parts.append(f"Choices: {'; '.join(field.choices)}.")
    if field.samples:
        shown = ", ".join(repr(cell[:_SHOWN]) for cell in field.samples[:_SAMPLES])
        parts.append(f"In the file: {shown}.")
    return _one_line(" ".join(filter(None, parts)))


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _yaml(said: Guess) -> str:
    text = yaml.safe_dump(
        said, default_flow_style=True, width=_WIDE, allow_unicode=True, sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...").strip()
