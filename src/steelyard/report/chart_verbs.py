"""Which verbs have a picture, and what draws it.

A drawing is named by ``module:function``; the function takes an answer that holds a row and returns
a Vega-Lite specification with a ``description``. It is imported when a picture is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from steelyard.terms.answer import Answer
from steelyard.terms.errors import BadOption

Picture = Callable[[Answer], dict[str, Any]]

_HERE = "steelyard.report"
DRAWN: Mapping[str, str] = MappingProxyType(
    {
        "weigh": f"{_HERE}.chart_weigh:picture",
        "explain": f"{_HERE}.chart_waterfall:picture",
        "index": f"{_HERE}.chart_index:picture",
        "rate": f"{_HERE}.chart_position:picture",
    }
)


def drawn(answer: Answer) -> dict[str, Any]:
    """Return the specification of an answer's picture, by its verb.

    Raises:
        BadOption: the answer is of a verb that has no picture, or holds no row.
    """
    _check(answer)
    module, _, name = DRAWN[answer.verb].partition(":")
    picture: Picture = getattr(import_module(module), name)
    return picture(answer)


def _check(answer: Answer) -> None:
    if answer.verb not in DRAWN:
        *most, last = (f"`{verb}`" for verb in DRAWN)
        have = f"{', '.join(most)} and {last}"
        raise BadOption(
            f"You asked for a picture of the answer to `{answer.verb}`",
            f"the verb `{answer.verb}` has no picture; {have} have one",
            "A picture made from columns that nobody chose for it would mislead",
            "Ask for the answer as table, json, csv or parquet.",
        )
    if not answer.rows:
        raise BadOption(
            "You asked for a picture of this answer",
            "it holds no row",
            "An empty picture could be read as nil trade",
            "Ask for periods that are held; `steelyard holdings` lists them.",
        )
