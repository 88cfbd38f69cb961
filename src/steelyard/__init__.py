"""Steelyard weighs technology trade between countries and shows its work.

>>> import steelyard as sy
>>> answer = sy.weigh("USA", "CHN", years=(2011, 2011))
>>> answer.column("balance")
[-295249708996]

Every verb of the command line is a function here and returns an ``Answer``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from steelyard.terms.version import __version__

if TYPE_CHECKING:
    from steelyard.questions.add import add
    from steelyard.questions.cite import cite
    from steelyard.questions.classes_diff import diff_classes
    from steelyard.questions.classes_find import find_codes
    from steelyard.questions.classes_follow import follow_codes
    from steelyard.questions.classes_list import list_classes
    from steelyard.questions.classes_show import show_class
    from steelyard.questions.classes_test import check_codes
    from steelyard.questions.doctor import doctor
    from steelyard.questions.explain import explain
    from steelyard.questions.holdings import holdings
    from steelyard.questions.index import index
    from steelyard.questions.rate import rate
    from steelyard.questions.synthetic import make_world
    from steelyard.questions.weigh import weigh
    from steelyard.terms.answer import Answer
    from steelyard.terms.errors import SteelyardError

_HOMES = {
    "Answer": "steelyard.terms.answer",
    "SteelyardError": "steelyard.terms.errors",
    "add": "steelyard.questions.add",
    "check_codes": "steelyard.questions.classes_test",
    "cite": "steelyard.questions.cite",
    "diff_classes": "steelyard.questions.classes_diff",
    "doctor": "steelyard.questions.doctor",
    "explain": "steelyard.questions.explain",
    "find_codes": "steelyard.questions.classes_find",
    "follow_codes": "steelyard.questions.classes_follow",
    "holdings": "steelyard.questions.holdings",
    "index": "steelyard.questions.index",
    "list_classes": "steelyard.questions.classes_list",
    "make_world": "steelyard.questions.synthetic",
    "rate": "steelyard.questions.rate",
    "show_class": "steelyard.questions.classes_show",
    "weigh": "steelyard.questions.weigh",
}

__all__ = [
    "Answer",
    "SteelyardError",
    "__version__",
    "add",
    "check_codes",
    "cite",
    "diff_classes",
    "doctor",
    "explain",
    "find_codes",
    "follow_codes",
    "holdings",
    "index",
    "list_classes",
    "make_world",
    "rate",
    "show_class",
    "weigh",
]


def __dir__() -> list[str]:
    """Name the verbs, so that an interactive session can complete them."""
    return __all__


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a verb when it is first asked for, so that importing Steelyard is quick."""
    from importlib import import_module  # noqa: PLC0415

    if name not in _HOMES:
        message = f"module 'steelyard' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
