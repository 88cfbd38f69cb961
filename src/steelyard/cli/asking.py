"""Questions about a mapping on a terminal: each answer is tried at once, and asked for again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from steelyard.sources.tidy.answered import chosen, open_words, settled, worded

if TYPE_CHECKING:
    from rich.console import Console

    from steelyard.sources.tidy import Draft, Field

_CHOICES_SHOWN = 12
_OPENING = (
    "  Answer with a word, the number of a choice, the name of a column, or {column: NAME, ...}. "
    "Enter keeps a guess,\n  or leaves a point open. Ctrl-C leaves, and nothing is written."
)


def answers_to(console: Console, draft: Draft) -> dict[str, str]:
    """Ask a person about every point that a table does not tell for sure.

    Returns:
        Answers by the key of their point; empty ones where a guess is kept or nothing is known.

    Raises:
        KeyboardInterrupt: there are no more answers.
    """
    answers: dict[str, str] = {}
    console.print(f"{draft.file}: what its columns mean", style="bold", markup=False)
    console.print(_OPENING, markup=False, highlight=False)
    for finding in draft.findings:
        console.print(f"  {finding}", markup=False)
    for field in draft.fields:
        if draft.asks(field, answers) and (field.open or field.confidence == "likely"):
            answers[field.key] = _answer(console, draft, field, answers)
    return answers


def _answer(console: Console, draft: Draft, field: Field, answers: dict[str, str]) -> str:
    _put(console, field)
    text = _again(console, lambda typed: settled(draft, field, typed, answers))
    return text or _words(console, draft, field, answers)


def _words(console: Console, draft: Draft, field: Field, answers: dict[str, str]) -> str:
    """Ask what each text means of which a guess says nothing."""
    told: dict[str, str] = {}

    def tried(typed: str) -> str:
        if said := chosen(field, typed):
            settled(draft, field, worded(field, {**told, word: said}), answers)
        return said

    for word in open_words(field):
        console.print(f"  {word!r} means? (Enter rejects its rows)", markup=False)
        if said := _again(console, tried):
            told[word] = said
    return worded(field, told) if open_words(field) else ""


def _again(console: Console, settle: Callable[[str], str]) -> str:
    """Ask until an answer can be, and return it."""
    while True:
        try:
            return settle(console.input("  > "))
        except ValueError as error:
            console.print(f"  Not so: {error}", markup=False, style="red", highlight=False)
        except EOFError:
            raise KeyboardInterrupt from None


def _put(console: Console, field: Field) -> None:
    console.print(f"\n{field.key}: {field.question}", markup=False)
    if field.samples:
        console.print(f"  in the file: {'; '.join(field.samples)}", markup=False)
    if field.choices:
        shown = enumerate(field.choices[:_CHOICES_SHOWN], 1)
        words = "   ".join(f"{number}) {choice}" for number, choice in shown)
        console.print(f"  choices: {words}", markup=False)
    if field.guess or field.confidence != "unknown":
        way = "not all of it is told" if field.open else "Enter keeps it"
        console.print(f"  guessed: {field.said} ({way})", markup=False)
