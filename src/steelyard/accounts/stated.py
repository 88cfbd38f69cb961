"""Columns of published figures: exports and imports, and the publisher's own total and balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from steelyard.accounts.case import Case
from steelyard.accounts.cells import read_figures
from steelyard.accounts.choice import Choice
from steelyard.accounts.ledger import Frame
from steelyard.accounts.published import Best, Key, Made
from steelyard.accounts.sides import View
from steelyard.store.release import Series

MADE = {"total_trade": "TOTAL", "balance": "BALANCE"}


def read_stated(
    case: Case, seen: Mapping[str, View], used_for: str, *, bases: bool
) -> dict[str, Frame]:
    """Return the cells of every column that rests on published figures.

    The publisher's own total or balance counts unless it is older than the exports and imports that
    count for the same period and contradicts them beyond rounding: then it belongs to another
    vintage, and ours is made from the parts.
    """
    found: dict[str, Frame] = {}
    counted: dict[str, Best] = {}
    answered = {c: v for c, v in seen.items() if v.answered()}
    published = {c: v for c, v in answered.items() if (s := v.answered()) and s.published}
    for column, source in published.items():
        told = read_figures(case, source, column, used_for, bases=bases)
        if told is not None:
            found[column] = told[0]
            choice = source.answered()
            counted[choice.said("flow") if choice else ""] = told[1]
    for column, flow in MADE.items():
        own = _own(list(answered.values()), flow)
        if own is None:
            continue
        told = read_figures(case, own, column, used_for, bases=bases, made=_made(counted, flow))
        if told is not None:
            found[column] = told[0]
    return found


def _made(counted: dict[str, Best], flow: str) -> dict[Key, Made]:
    """Return what exports and imports make of a total or balance, where both are held."""
    exports, imports = counted.get("X", {}), counted.get("M", {})
    sign = 1 if flow == MADE["total_trade"] else -1
    return {
        key: Made(
            max(exports[key].known_from, imports[key].known_from),
            (exports[key].value or 0.0) + sign * (imports[key].value or 0.0),
            (exports[key].precision or 0.0) + (imports[key].precision or 0.0),
        )
        for key in exports.keys() & imports.keys()
    }


def _own(sources: list[View], flow: str) -> View | None:
    """Return the view of the publisher's own total or balance, of all columns that are answered.

    None when a column comes from elsewhere or counts something else: it would not belong to them.
    """
    choices = [choice for source in sources if (choice := source.answered())]
    alike = {(c.published, c.held.release.name, tuple(_shared(c.series).items())) for c in choices}
    if len(alike) != 1 or not choices[0].published:
        return None
    choice, told = choices[0], _shared(choices[0].series)
    for series in choice.held.release.series:
        if series.of.get("flow") == flow and _shared(series) == told:
            return replace(sources[0], choice=Choice(choice.held, series, choice.way))
    return None


def _shared(series: Series) -> dict[str, str]:
    """Return what defines a series, save for what belongs to one flow only."""
    return {n: v for n, v in sorted(series.of.items()) if n not in _OF_ONE_FLOW}


_OF_ONE_FLOW = ("flow", "valuation", "import_basis", "export_scope")
