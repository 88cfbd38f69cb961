"""One line that says what an answer is about."""

from __future__ import annotations

from steelyard.classes.registry import find_class
from steelyard.nomenclature.places import find
from steelyard.terms.answer import Answer

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
    settings = question["definition"]
    asof = f", as of {settings['as_of']}" if settings["as_of"] else ""
    what = find_class(question["of"]).title.lower()
    return f"{places}: {what}, {often}{cumulated}{asof}"
