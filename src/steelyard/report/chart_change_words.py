"""The words around a picture of a change: headline, unit and basis, what is missing, sources."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from steelyard.classes.asked import words
from steelyard.classes.registry import find_class
from steelyard.nomenclature.spoken import possessive, spoken
from steelyard.report.chart_change import Change
from steelyard.report.chart_data import printable
from steelyard.report.chart_words import (
    CAVEATS,
    FOOT_WIDTH,
    SUBTITLE_WIDTH,
    TITLE_WIDTH,
    basis,
)
from steelyard.report.table import sources
from steelyard.terms.answer import Answer
from steelyard.terms.definition import define
from steelyard.terms.errors import InputError

_TOGETHER = "\N{NO-BREAK SPACE}"
_TOLD = {"account", "adjustment", "currency"}
_FIGURES = {
    "balance": "balance with {other} in {what}",
    "exports": "exports of {what} to {other}",
    "imports": "imports of {what} from {other}",
    "total_trade": "trade in {what} with {other}",
}
CUT = "The scale does not begin at zero; the figures of the periods are marks, not bars."
_SPOKEN = {
    "balance": ("the balance", "it"),
    "exports": ("exports", "them"),
    "imports": ("imports", "them"),
    "total_trade": ("trade", "it"),
}


def headline(answer: Answer, change: Change) -> list[str]:
    """Return the headline in lines: whose figure moved, and between which periods."""
    question, steps = answer.question, change.steps
    names = {"other": spoken(question["partner"]), "what": _class(question["of"])}
    figure = _FIGURES.get(change.measure, "{what} with {other}").format(**names)
    text = f"What moved {possessive(question['reporter'])} {figure}"
    span = _TOGETHER.join((steps[0].first, "to", steps[-1].last))
    return wrap(printable(f"{text}, {span}"), TITLE_WIDTH)


def below(answer: Answer, change: Change) -> list[str]:
    """Return the lines below the headline: the unit and what the figures count."""
    choices = define(answer.question.get("definition") or {}).changed()
    more = [f"{k.replace('_', ' ')}: {v}" for k, v in choices.items() if k not in _TOLD]
    first = change.unit or "units of the answer"
    text = "; ".join(part for part in (first, *basis(answer), *more) if part)
    lines = [f"{text[:1].upper()}{text[1:]}", _colours(change)]
    return [part for line in map(printable, lines) for part in wrap(line, SUBTITLE_WIDTH)]


def _colours(change: Change) -> str:
    """Say what the colours mean, of those that are drawn."""
    parts = [part for step in change.steps for part in step.parts]
    amounts = [part.amount or 0.0 for part in parts]
    figure, again = _SPOKEN.get(change.measure, ("the figure", "it"))
    up, down = any(a > 0 for a in amounts), any(a < 0 for a in amounts)
    told = [f"blue raised {figure}"] if up else []
    told += [f"orange lowered {again if up else figure}"] if down else []
    pale = any(p.named for p in parts) and any(not p.named and p.amount for p in parts)
    text = ", ".join(told) + ("; paler: the sum of parts not named" if pale else "")
    return text[:1].upper() + text[1:]


def foot_of(answer: Answer, change: Change, *, cut: bool) -> list[str]:
    """Return the lines at the foot: a scale that is cut, what is missing, caveats, sources."""
    caveats = [note.text for note in answer.notes if note.code in CAVEATS]
    lines = [*([CUT] if cut else []), *_missing(change), *caveats, *sources(answer)]
    return [part for line in map(printable, lines) for part in wrap(line, FOOT_WIDTH)]


def _missing(change: Change) -> Iterator[str]:
    parts = [p.name for step in change.steps for p in step.parts if p.amount is None]
    ends = {step.first for step in change.steps if step.start is None}
    ends |= {step.last for step in change.steps if step.end is None}
    lacking = [*sorted(ends), *dict.fromkeys(parts)]
    if lacking:
        yield f"Missing, which is not zero: {', '.join(lacking)}."


def _class(of: str) -> str:
    """Return the titles of the classes asked, as they stand within a sentence."""
    asked = words(of)
    try:
        return " and ".join([_title(word) for word in asked])
    except InputError:
        return " and ".join(asked)


def _title(word: str) -> str:
    title = find_class(word).title
    first = title.partition(" ")[0]
    return title if first.isupper() else title[:1].lower() + title[1:]
