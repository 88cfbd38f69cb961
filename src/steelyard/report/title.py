"""One line that says what an answer is about."""

from __future__ import annotations

from collections.abc import Mapping

from steelyard.classes.registry import find_class
from steelyard.nomenclature.places import find
from steelyard.terms.answer import Answer
from steelyard.terms.definition import define

_TITLES = {
    "holdings": "What is held",
    "classes list": "Technology classes",
    "cite": "How to cite",
    "add": "Taken in",
    "doctor": "Self-test",
}
_FREQUENCY = {"A": "by year", "Q": "by quarter", "M": "by month"}


def title(answer: Answer) -> str:
    """Return the title of an answer."""
    return _weigh(answer) if answer.verb == "weigh" else _TITLES.get(answer.verb, answer.verb)


def _weigh(answer: Answer) -> str:
    question = answer.question
    places = f"{find(question['reporter']).name} with {find(question['partner']).name}"
    often = _FREQUENCY[question["freq"]]
    cumulated = ", January to the end of each period" if question["cumulate"] else ""
    partial = ", incomplete periods as far as they go" if question["partial"] else ""
    what = find_class(question["of"]).title.lower()
    return f"{places}: {what}, {often}{cumulated}{partial}{_choices(question['definition'])}"


def _choices(definition: Mapping[str, str | None]) -> str:
    """Name every choice that is not the usual one; the currency stands in the columns."""
    changed = define(definition).changed()
    words = [f"as of {changed.pop('as_of')}"] if "as_of" in changed else []
    words += [f"{name}={value}" for name, value in changed.items() if name != "currency"]
    return "".join(f", {word}" for word in words)
