"""A mapping file -> a checked mapping; whatever is wrong with it is told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from steelyard.sources.tidy.check import faults
from steelyard.sources.tidy.mapping import FORMAT, TODO, Mapping
from steelyard.terms.errors import BadMapping

_LARGEST = 2**20
_SHOWN = 6
_GUIDE = "Correct it there; docs/how-to/any-table.md tells what a mapping may say."


class _Texts(yaml.BaseLoader):
    """Reads every scalar as text, so that NO is Norway; refuses aliases and doubled names."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("anchors and aliases are not read; write the words out")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: ANN401
        keys = [key.value for key, _ in node.value]
        if twice := sorted({str(key) for key in keys if keys.count(key) > 1}):
            raise yaml.YAMLError(f"{', '.join(twice)} stands twice on one level")
        return super().construct_mapping(node, deep=deep)


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping.

    Raises:
        BadMapping: it cannot be read, is not finished, or says something wrong; every fault that
            can be told is named.
    """
    told = _parsed(path)
    if open_points := sorted(_todos(told)):
        raise bad_mapping(
            path.name,
            f"{TODO} still stands at {', '.join(open_points)}",
            "What the file does not tell would have to be guessed",
            f"Write what holds in place of each {TODO}; the comments beside them name the choices.",
        )
    try:
        mapping = Mapping.model_validate(told)
    except ValidationError as error:
        raise _invalid(path.name, faults_of_form(error)) from None
    if wrong := faults(mapping):
        raise _invalid(path.name, wrong)
    return mapping


def parsed(text: str) -> Any:  # noqa: ANN401  (what YAML holds)
    """Return YAML as names with their values, every scalar as text.

    Raises:
        yaml.YAMLError: it is none, or says something twice.
    """
    return yaml.load(text, _Texts)  # noqa: S506  (texts only)


def faults_of_form(error: ValidationError) -> list[str]:
    """Return what is wrong with the form of a mapping, in words, each with its place.

    Where a word or more may stand, what is wrong with the fuller form is told.
    """
    every = list(dict.fromkeys(_fault(dict(one)) for one in error.errors()))
    return [fault for fault in every if "valid string" not in fault] or every


def bad_mapping(name: str, found: str, why: str, remedy: str) -> BadMapping:
    """Return the error for a mapping that does not say how a table is to be read."""
    return BadMapping(f"You gave the mapping {name!r}", found, why, remedy)


def _parsed(path: Path) -> dict[str, Any]:
    why = "Without it the table cannot be read"
    try:
        text = path.read_text(encoding="utf-8-sig") if path.stat().st_size <= _LARGEST else ""
        told = parsed(text)
    except (OSError, ValueError, RecursionError) as error:
        raise bad_mapping(path.name, f"it cannot be read: {error}", why, "Check it.") from None
    except yaml.YAMLError as error:
        found = f"it is no YAML that can be read: {' '.join(str(error).split())[:300]}"
        raise bad_mapping(path.name, found, why, _GUIDE) from None
    if not isinstance(told, dict):
        remedy = f"Begin it with 'format: {FORMAT}', or name a file that does not exist yet."
        raise bad_mapping(path.name, "it holds no names with their values", why, remedy)
    return told


def _todos(told: object, at: str = "") -> list[str]:
    """Return where the word TODO stands, as a value or within a list."""
    if isinstance(told, dict):
        return [p for key, one in told.items() for p in _todos(one, f"{at}.{key}".lstrip("."))]
    if isinstance(told, list):
        return [p for place, one in enumerate(told, 1) for p in _todos(one, f"{at}.{place}")]
    return [at] if isinstance(told, str) and told.split()[:1] == [TODO] else []


def _fault(error: dict[str, Any]) -> str:
    """Return a fault in words, with its place; that of a union is told for the fuller form."""
    steps = [step for step in error["loc"] if step not in {"Column", "str"}]
    place = ".".join(str(step + 1 if isinstance(step, int) else step) for step in steps)
    if error["type"] == "extra_forbidden":
        return f"{place} is no name that a mapping has"
    if error["type"] == "missing":
        return f"{place} is missing"
    if error["type"] == "string_pattern_mismatch":
        return f"{place}: write small letters, digits and hyphens, a letter first"
    words = error["msg"].removeprefix("Value error, ")
    return f"{place}: {words[:1].lower()}{words[1:]}"


def _invalid(name: str, wrong: list[str]) -> BadMapping:
    kept = list(dict.fromkeys(wrong))
    more = f" and {len(kept) - _SHOWN} more" if len(kept) > _SHOWN else ""
    found = f"{len(kept)} point(s) are wrong: {'; '.join(kept[:_SHOWN])}{more}"
    return bad_mapping(name, found, "A table that is read by it would give wrong figures", _GUIDE)
