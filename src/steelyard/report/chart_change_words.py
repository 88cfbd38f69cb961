"""The words around a picture of a change: headline, unit and basis, what is missing, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap

from steelyard.classes.asked import words
from steelyard.classes.registry import find_class
from steelyard.classes.spoken import spoken_class
from steelyard.nomenclature.spoken import possessive, spoken
from steelyard.report.chart_change import Change, Part, span
from steelyard.report.chart_data import printable
from steelyard.report.chart_words import (
    CAVEATS,
    FOOT_WIDTH,
    SUBTITLE_WIDTH,
    TITLE_WIDTH,
)
from steelyard.report.table import sources
from steelyard.terms.answer import Answer
from steelyard.terms.definition import define
from steelyard.terms.errors import InputError

_TOGETHER = "\N{NO-BREAK SPACE}"
_NAMED = 3
_FLOWS = {"exports": "imports", "imports": "exports"}
_KINDS = {
    "general": "general imports",
    "consumption": "imports for consumption",
    "total": "total exports",
    "domestic": "exports of domestic origin",
}
_VALUED = {
    "FAS": "free alongside ship (FAS)",
    "FOB": "free on board (FOB)",
    "CIF": "with cost, insurance and freight (CIF)",
    "CUSTOMS": "at customs value",
}
_SEASON = {
    "none": "not seasonally adjusted",
    "seasonal": "seasonally adjusted by the publisher",
    "x13": "season taken out here (X-13)",
    "stl": "season taken out here (STL)",
}
_WORDS = {
    "prices": "at prices of {}",
    "as_of": "as published by {}",
    "release": "by the release {} alone",
    "scope": "in the scope {}",
}
_CHOSEN = {
    ("account", "bop"): "balance-of-payments basis",
    ("conversion", "parts"): "converted part by part",
    ("hong_kong_macao", "in"): "with Hong Kong and Macao",
    ("import_basis", "consumption"): "imports for consumption",
    ("export_scope", "domestic"): "exports of domestic origin",
    ("membership", "fixed"): "membership fixed",
    ("side", "partner"): "as the partner reports",
    ("vintage", "first"): "first prints",
}
_SERIES = {"import_basis", "export_scope", "import_valuation", "export_valuation"}
_APART = {"adjustment", "currency"}
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
    when = span(steps[0].first, steps[-1].last).replace(" ", _TOGETHER)
    return wrap(printable(f"{text}, {when}"), TITLE_WIDTH)


def below(answer: Answer, change: Change) -> list[str]:
    """Return the lines below the headline: the unit and what the figures count."""
    first = change.unit or "units of the answer"
    text = "; ".join([first, *_counted(answer)])
    lines = [f"{text[:1].upper()}{text[1:]}", _colours(change)]
    return [part for line in map(printable, lines) for part in wrap(line, SUBTITLE_WIDTH)]


def _counted(answer: Answer) -> Iterator[str]:
    """Yield what the series that were read count, and every choice that is not the usual one."""
    definition = define(answer.question.get("definition") or {})
    series = list(_series(answer))
    yield from series
    told = _APART | (_SERIES if series else set())
    for name, value in definition.changed().items():
        if name not in told:
            plain = f"{name.replace('_', ' ')}: {value}"
            yield _CHOSEN.get((name, value), _WORDS.get(name, plain).format(value))
    yield _SEASON.get(definition.adjustment, str(definition.adjustment))


def _series(answer: Answer) -> Iterator[str]:
    """Yield how each flow is counted and valued, in the words of the place that reports it."""
    about = next((c.about for c in answer.columns if c.name == "contribution"), {})
    swapped = (answer.question.get("definition") or {}).get("side") == "partner"
    for column, other in _FLOWS.items():
        of = {k.removeprefix(f"{column}_"): v for k, v in about.items() if k.startswith(column)}
        if told := _flow(other if swapped else column, of):
            yield f"{column} are its {told}" if swapped else told


def _flow(name: str, of: Mapping[str, str]) -> str:
    """Say how a flow is counted and valued, for example ``general imports at customs value``."""
    kind, valued = of.get("basis") or of.get("scope") or "", of.get("valuation", "")
    words = [_KINDS.get(kind, f"{kind} {name}".strip()), _VALUED.get(valued, valued)]
    return " ".join(word for word in words if word) if kind or valued else ""


def _colours(change: Change) -> str:
    """Say what the colours mean, of those that are drawn."""
    parts = [part for step in change.steps if not step.unknown for part in step.parts]
    amounts = [part.amount or 0.0 for part in parts]
    figure, again = _SPOKEN.get(change.measure, ("the figure", "it"))
    up, down = any(a > 0 for a in amounts), any(a < 0 for a in amounts)
    told = [f"blue raised {figure}"] if up else []
    told += [f"orange lowered {again if up else figure}"] if down else []
    pale = any(p.named for p in parts) and any(not p.named and p.amount for p in parts)
    text = ", ".join(told) + ("; paler: the sum of parts not named" if pale else "")
    if change.flows and text:
        text += "; amounts are effects on the balance"
    return text[:1].upper() + text[1:]


def foot_of(answer: Answer, change: Change, *, cut: bool) -> list[str]:
    """Return the lines at the foot: a scale that is cut, what is missing, caveats, sources."""
    caveats = [note.text for note in answer.notes if note.code in CAVEATS]
    lines = [*([CUT] if cut else []), *_missing(change), *caveats, *sources(answer)]
    return [part for line in map(printable, lines) for part in wrap(line, FOOT_WIDTH)]


def _missing(change: Change) -> Iterator[str]:
    ends = {step.first for step in change.steps if step.start is None}
    ends |= {step.last for step in change.steps if step.end is None}
    lacking = [*sorted(ends), *_lacking(change)]
    if lacking:
        yield f"Missing, which is not zero: {'; '.join(lacking)}."


def _lacking(change: Change) -> list[str]:
    """Return the parts that are missing: some by name, and how many others there are."""
    own = [part.name for step in change.steps for part in step.parts if _lacks(part) and part.named]
    names = list(dict.fromkeys([*own, *(name for step in change.steps for name in step.lacking)]))
    every = [sum(part.parts for part in step.parts if _lacks(part)) for step in change.steps]
    more = max([len(names), *every]) - len(names[:_NAMED])
    if not names:
        return [f"{more} parts" if more > 1 else "1 part"] if more else []
    others = f" and {more} other{'s' if more > 1 else ''}" if more else ""
    return [*names[:_NAMED][:-1], f"{names[:_NAMED][-1]}{others}"]


def _lacks(part: Part) -> bool:
    return part.amount is None


def _class(of: str) -> str:
    """Return the titles of the classes asked, as they stand within a sentence."""
    asked = words(of)
    try:
        return " and ".join([spoken_class(find_class(word)) for word in asked])
    except InputError:
        return " and ".join(asked)
