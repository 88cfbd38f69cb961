"""The words around a chart: title, unit and basis, gaps and sources, wrapped to its width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from textwrap import wrap

from steelyard.report.chart_data import PARTNER, Drawing, newest, printable, runs
from steelyard.report.table import sources
from steelyard.report.title import title
from steelyard.terms.answer import Answer

TITLE_WIDTH, SUBTITLE_WIDTH, FOOT_WIDTH = 86, 132, 140
_FLOWS = ("exports", "imports")
CAVEATS = {"scope-change", "class-list", "group-of-members", "deflated", "converted"}
_MONEY = {"conversion of currency", "consumer prices"}
_VALUATIONS = {
    "FAS": "free alongside ship (FAS)",
    "FOB": "free on board (FOB)",
    "CIF": "with cost, insurance and freight (CIF)",
    "CUSTOMS": "at customs value",
}
_KINDS = {
    "general": "general imports",
    "consumption": "imports for consumption",
    "total": "total exports",
    "domestic": "domestic exports",
}
_ADJUSTMENTS = {"none": "not seasonally adjusted", "seasonal": "seasonally adjusted"}
_ACCOUNTS = {"customs": "customs basis", "bop": "balance-of-payments basis"}


def title_lines(answer: Answer) -> list[str]:
    """Return the title of the answer in lines."""
    return wrap(printable(title(answer)), TITLE_WIDTH) or [""]


def subtitle_lines(answer: Answer, drawn: Drawing, period: str = "") -> list[str]:
    """Return what the figures are: period when it is one, unit, valuation, basis, adjustment."""
    first = drawn.unit or "units of the answer"
    parts = [period, first, *_sides(answer), *basis(answer)]
    text = "; ".join(part for part in parts if part)
    return wrap(printable(text[:1].upper() + text[1:]), SUBTITLE_WIDTH)


def foot_lines(answer: Answer, drawn: Drawing) -> list[str]:
    """Return the lines below the chart: the missing periods, then the sources."""
    caveats = [note.text for note in answer.notes if note.code in CAVEATS]
    lines = [*missing_lines(drawn), *map(printable, [*caveats, *sources(_of_columns(answer))])]
    return [part for line in lines if line for part in wrap(line, FOOT_WIDTH)]


def _of_columns(answer: Answer) -> Answer:
    """Return the answer with the evidence of what is drawn: its columns, rates and prices.

    Of classes side by side all of it, for each may be read from tables of its own.
    """
    drawn = {(c.about.get("dataset"), c.about.get("release")) for c in answer.columns}
    if any(column.name == "class" for column in answer.columns):
        return answer
    kept = [e for e in answer.evidence if (e.dataset, e.release) in drawn or e.used_for in _MONEY]
    return replace(answer, evidence=tuple(kept))


def missing_lines(drawn: Drawing) -> list[str]:
    """Return a line for each side that names its periods with a missing figure."""
    if drawn.groups:
        later = drawn.periods[drawn.periods.index(newest(drawn)) :]
        spans = list(dict.fromkeys(later))[1:]
        empty = [
            f.kind for f in drawn.figures if f.kind in _FLOWS and not any(map(_held, f.values))
        ]
        lacking = [*dict.fromkeys(empty), *spans]
        return [f"Missing, which is not zero: {', '.join(lacking)}."] if lacking else []
    hatched = "Hatched: missing" if len(drawn.periods) > 1 else "Missing"
    own, other = _spans(drawn, partner=False), _spans(drawn, partner=True)
    lines = [f"{hatched}, which is not zero: {own}."] if own else []
    return [*lines, f"Missing in the partner's report: {other}."] if other else lines


def _held(value: float | None) -> bool:
    return value is not None


def _spans(drawn: Drawing, *, partner: bool) -> str:
    rows = range(len(drawn.periods))
    flags = [bool(drawn.missing(row, partner=partner)) for row in rows]
    return ", ".join(_span(drawn.periods[a], drawn.periods[b]) for a, b in runs(flags))


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _sides(answer: Answer) -> list[str]:
    about = {column.name: column.about for column in answer.columns}
    own = [_side(name, about.get(name, {})) for name in _FLOWS]
    theirs = [_side(name, about.get(f"{PARTNER}{name}", {})) for name in _FLOWS]
    who = answer.question.get("partner", "the partner")
    told = zip(_FLOWS, theirs, strict=True)
    return own + [f"{name} as {who} reports: {side}" for name, side in told if side]


def _side(name: str, about: Mapping[str, str]) -> str:
    """Say how one side is counted and valued, for example ``general imports at customs value``."""
    kind = about.get("basis") or about.get("scope") or ""
    valued = about.get("valuation", "")
    words = [_KINDS.get(kind, f"{kind} {name}".strip()), _VALUATIONS.get(valued, valued)]
    return " ".join(word for word in words if word) if kind or valued else ""


def basis(answer: Answer) -> list[str]:
    """Return the account and the adjustment in words."""
    definition = answer.question.get("definition") or {}
    sided = [column.about for column in answer.columns if "dataset" in column.about]
    told = {about.get("account", "") for about in sided}
    accounts = told or {str(definition.get("account") or "")}
    account = " and ".join(sorted(name for name in accounts if name))
    adjustment = str(definition.get("adjustment") or "")
    return [_ACCOUNTS.get(account, account), _ADJUSTMENTS.get(adjustment, adjustment)]
