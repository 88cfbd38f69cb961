"""The query parameters of a verb, read from its signature."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from steelyard.questions.registry import VERBS, Verb
from steelyard.terms.ask import Ask, AskKind

ROWS = 100_000
LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter.

    Attributes:
        name: its name in a query: the flag of the command line, with ``_`` for ``-``.
        keyword: the name of the verb's own parameter.
        ask: its description.
        required: True when there is no answer without it.
        default: what it is when left out, as text; empty when the verb decides.
    """

    name: str
    keyword: str
    ask: Ask
    required: bool = False
    default: str = ""


def parameters(verb: Verb) -> dict[str, Parameter]:
    """Return the query parameters of a verb by name, in order, ``limit`` last."""
    own = inspect.signature(verb.function()).parameters
    made = [_parameter(own[keyword], ask) for keyword, (ask, _) in verb.asks().items()]
    found = {parameter.name: parameter for parameter in made}
    about = "most rows of a table; what is left out is told by a note and a header"
    rows = Parameter(LIMIT, LIMIT, Ask(about, metavar="N"), default=str(ROWS))
    found.setdefault(LIMIT, rows)
    return found


def takes_store(verb: Verb) -> bool:
    """Tell whether a verb reads a store."""
    return "store" in inspect.signature(verb.function()).parameters


def served_verbs(verbs: Iterable[Verb] = VERBS) -> tuple[Verb, ...]:
    """Return the verbs that are served: those that take no file.

    A verb that takes files reads or writes the disk of the machine that serves, at a place that
    the asker names. No address may do that.
    """
    return tuple(verb for verb in verbs if not _takes_files(verb))


def _takes_files(verb: Verb) -> bool:
    return any(
        ask.kind is AskKind.MANY or _mentions_path(hint) for ask, hint in verb.asks().values()
    )


def _mentions_path(hint: Any) -> bool:  # noqa: ANN401
    return hint is Path or any(_mentions_path(part) for part in get_args(hint))


def _parameter(own: inspect.Parameter, ask: Ask) -> Parameter:
    required = own.default is inspect.Parameter.empty
    default = own.default if isinstance(own.default, str) else ""
    return Parameter((ask.flag or own.name).replace("-", "_"), own.name, ask, required, default)
