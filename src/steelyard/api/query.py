"""From the query of an address to the parameters of a verb; nothing is guessed, nothing dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from steelyard.api.parameters import LIMIT, Parameter
from steelyard.classes.asked import from_address
from steelyard.terms.ask import AskKind
from steelyard.terms.errors import BadOption, did_you_mean

_SWITCH = {"true": True, "1": True, "false": False, "0": False}
_DIGITS = 9
_CLASSES = "classes"


def read(known: Mapping[str, Parameter], given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the values of a query by the keyword of the verb.

    Args:
        known: the parameters of the verb by name.
        given: names and values as written, in order. ``-`` and ``_`` are one in a name.

    Raises:
        BadOption: a parameter is unknown, empty, given twice, missing, or has no such value.
    """
    grouped: dict[str, list[str]] = {}
    for written, value in given:
        grouped.setdefault(_known(known, written), []).append(_filled(written, value))
    for parameter in known.values():
        if parameter.required and parameter.name not in grouped:
            raise _missing(parameter)
    return {known[name].keyword: _value(known[name], texts) for name, texts in grouped.items()}


def row_limit(values: dict[str, Any], own: Parameter) -> int:
    """Take the row limit out of the values read.

    Raises:
        BadOption: it is no whole number above zero.
    """
    text = str(values.pop(LIMIT, own.default)).strip()
    if text.isascii() and text.isdigit() and 0 < int(text[: _DIGITS + 1]) < 10**_DIGITS:
        return int(text)
    raise BadOption(
        f"You gave {LIMIT}={text}",
        f"{LIMIT} is a whole number of rows from 1 to {10**_DIGITS - 1}",
        "A limit that is guessed would hide rows",
        f"Write {LIMIT}=1000, or leave it out for {own.default} rows.",
    )


def _known(known: Mapping[str, Parameter], written: str) -> str:
    name = written.replace("-", "_")
    if name in known:
        return name
    raise BadOption(
        f"You gave the parameter {written!r}",
        "this address takes no such parameter",
        "A parameter that is passed over would answer another question",
        did_you_mean(name, known, f"It takes {', '.join(known)}."),
    )


def _filled(written: str, value: str) -> str:
    if value.strip():
        return value
    raise BadOption(
        f"You gave the parameter {written!r}",
        "it has no value",
        "Nothing tells whether the default is meant or a value was lost",
        f"Write {written}=VALUE, or leave the parameter out.",
    )


def _missing(parameter: Parameter) -> BadOption:
    return BadOption(
        f"You left out the parameter {parameter.name!r}",
        f"it is required: {parameter.ask.help}",
        "There is no answer without it",
        f"Add {parameter.name}=VALUE to the address.",
    )


def _value(parameter: Parameter, texts: list[str]) -> Any:  # noqa: ANN401
    if parameter.ask.kind is AskKind.PAIRS:
        return _pairs(parameter.name, texts)
    if len(texts) > 1:
        raise _twice(parameter.name, texts)
    if parameter.ask.kind is AskKind.SWITCH:
        return _switch(parameter.name, texts[0])
    return from_address(texts[0]) if parameter.ask.complete == _CLASSES else texts[0]


def _switch(name: str, text: str) -> bool:
    if text.strip().casefold() in _SWITCH:
        return _SWITCH[text.strip().casefold()]
    raise BadOption(
        f"You gave {name}={text}",
        f"{name} is a switch",
        "A switch that is guessed would answer another question",
        f"Write {name}=true, or leave the parameter out.",
    )


def _pairs(name: str, texts: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not equals:
            raise _no_pair(name, text)
        key = key.replace("-", "_")
        if found.setdefault(key, value).casefold() != value.casefold():
            raise _twice(f"{name}={key}", [found[key], value])
    return found


def _no_pair(name: str, text: str) -> BadOption:
    return BadOption(
        f"You gave {name}={text}",
        "it has no equals sign after the name of a choice",
        "Nothing tells which choice is meant",
        f"Write {name}=KEY=VALUE, for example {name}=adjustment=seasonal.",
    )


def _twice(name: str, texts: list[str]) -> BadOption:
    return BadOption(
        f"You gave {name} more than once",
        f"it is {', then '.join(texts)}",
        "Two values in one question cannot be told apart",
        "Give it once.",
    )
