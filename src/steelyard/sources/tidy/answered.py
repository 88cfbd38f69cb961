"""Answers to the questions of a draft, each tried at once as the finished mapping would be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Dict
from dataclasses import replace
from typing import Any

import yaml
from pydantic import ValidationError

from steelyard.sources.tidy import roles
from steelyard.sources.tidy.asked import NOT_STATED
from steelyard.sources.tidy.check import fixed_words, of_column, of_numerals
from steelyard.sources.tidy.draft import Draft, Field, in_yaml
from steelyard.sources.tidy.load import faults_of_form, parsed
from steelyard.sources.tidy.mapping import FORMAT, TODO, Column, Mapping, Stated
from steelyard.sources.tidy.meanings import meaning
from steelyard.sources.tidy.numerals import Numerals
from steelyard.terms.errors import SteelyardError, did_you_mean

_TRIED = 50
_ADDRESS = re.compile(rf"https?://\S+|{NOT_STATED}")
_CARD = dict.fromkeys(("title", "publisher", "licence", "url"), "-")
_REST: dict[str, Any] = {"format": FORMAT, "dataset": "draft", **_CARD, "facts": [{}]}


def settled(draft: Draft, field: Field, text: str, answers: Dict[str, str]) -> str:
    """Return what was answered to a question as ``Draft.to_yaml`` takes it.

    Args:
        draft: the draft.
        field: the point that was asked.
        text: what was typed: a word, the number of a choice, the name of a column of the file, or
            YAML such as ``{column: Country}``; nothing keeps the guess or leaves the point open.
        answers: the answers to the points before it.

    Raises:
        ValueError: it cannot be; the message says in one line what is wrong.
    """
    word = chosen(field, text)
    if not word and field.open:
        return ""
    found = _fault(draft, field, {**answers, field.key: word})
    if found and word in draft.columns and not _is_figure(field.key):
        column = in_yaml({"column": word})
        if not _fault(draft, field, {**answers, field.key: column}):
            return column
    if found:
        raise ValueError(" ".join(found.split()))
    return word


def chosen(field: Field, text: str) -> str:
    """Return a choice by its number, from 1 on, or else the text itself."""
    word = text.strip()
    numbers = {str(number): choice for number, choice in enumerate(field.choices, 1)}
    return word if word in field.choices else numbers.get(word, word)


def open_words(field: Field) -> tuple[str, ...]:
    """Return the texts of the file of which a guess does not say what they mean."""
    values = field.guess.get("values") if isinstance(field.guess, dict) else None
    told = values if isinstance(values, dict) else {}
    return tuple(word for word, said in told.items() if said == TODO)


def worded(field: Field, words: Dict[str, str]) -> str:
    """Return the answer that keeps a guess and says what some of its open words mean.

    The words that nothing is said of are left out of it, so that their rows are rejected.
    """
    guess: dict[str, Any] = dict(field.guess) if isinstance(field.guess, dict) else {}
    told = {word: words.get(word, said) for word, said in guess["values"].items()}
    known = {word: said for word, said in told.items() if said != TODO}
    return in_yaml({**guess, "values": known})


def _is_figure(key: str) -> bool:
    """Tell whether a point says where a figure stands; a column alone would leave its scale out."""
    section, _, name = key.rpartition(".")
    return bool(section) and section != "file" and roles.role("flows", name) == roles.FIGURE


def _fault(draft: Draft, field: Field, answers: Dict[str, str]) -> str:
    """Return what is wrong with an answer, or with a guess that is kept; empty for nothing."""
    try:
        mapping = Mapping.model_validate(_tried(draft, field, answers))
    except yaml.YAMLError as error:
        return f"it is no YAML that can be read: {error}"[:200]
    except ValidationError as error:
        return faults_of_form(error)[0].removeprefix(f"{field.key}: ")
    name = field.key.rpartition(".")[2]
    return next(_wrong(draft, field.key, name, mapping), "").removeprefix(f"{name}: ")


def _tried(draft: Draft, field: Field, answers: Dict[str, str]) -> dict[str, Any]:
    """Return a mapping of what is known up to a point; of several figures only its own."""
    section = field.key.rpartition(".")[0]
    before = draft.fields[: draft.fields.index(field) + 1]
    known = (one for one in before if not one.open or answers.get(one.key))
    mine = [
        one
        for one in known
        if not one.key.startswith("facts.") or one.key.startswith(f"{section}.")
    ]
    told = parsed(replace(draft, fields=tuple(mine)).to_yaml(answers))
    return {**_REST, **told}


def _wrong(draft: Draft, key: str, name: str, mapping: Mapping) -> Iterator[str]:
    if key == "dataset" and mapping.dataset in draft.taken:
        yield f"{mapping.dataset} is a publisher's own dataset; give yours another name"
    if key == "url" and not _ADDRESS.fullmatch(mapping.url):
        yield f"write an address that begins with https:// or http://, or {NOT_STATED}"
    if key.startswith("file."):
        yield from of_numerals(mapping)
    said = mapping.stated[0].get(name) if key.startswith(("columns.", "facts.")) else None
    if said is not None:
        fixed = fixed_words(mapping.stated[0])
        yield from of_column(mapping.kind, name, said, fixed)
        yield from _unlike(draft, name, said, mapping)


def _unlike(draft: Draft, name: str, said: Stated, mapping: Mapping) -> Iterator[str]:
    """Yield where an answer does not fit the file: no such column, or cells that it cannot read."""
    if isinstance(said, str):
        return
    for part in (part for part in said.parts if part not in draft.columns):
        every = f"It has {', '.join(draft.columns)}"
        yield f"the file has no column {part!r}. {did_you_mean(part, draft.columns, every)}"
    if said.matching and not any(re.fullmatch(said.matching, one) for one in draft.columns):
        yield f"no column of the file is named like {said.matching}"
    if said.column in draft.columns and not said.year:
        yield from _unread(draft.columns[said.column], name, said, mapping)


def _unread(cells: tuple[str, ...], name: str, said: Column, mapping: Mapping) -> Iterator[str]:
    """Yield what is wrong with the first cell of a column where not one of them can be read."""
    meant = meaning(mapping.kind, name, said, fixed_words(mapping.stated[0]))
    read = Numerals(mapping.file).number if _is_figure(f"facts.1.{name}") else meant
    first = ""
    for cell in cells[:_TRIED]:
        try:
            read(cell)
        except SteelyardError as error:
            first = first or f"{cell!r}: {error.found}"
        except ValueError as error:
            first = first or str(error)
        else:
            return
    if first:
        yield f"no cell of the column {said.column!r} can be read so: {first}"
