"""Columns of published figures: exports and imports, and the publisher's own total and balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from steelyard.accounts.case import Case
from steelyard.accounts.cells import read_figures
from steelyard.accounts.choice import Choice
from steelyard.accounts.ledger import Frame
from steelyard.accounts.published import Best, Key
from steelyard.accounts.sides import COLUMNS, View

MADE = {"total_trade": "TOTAL", "balance": "BALANCE"}


def read_stated(
    case: Case, seen: Mapping[str, View], used_for: str, *, bases: bool
) -> dict[str, Frame]:
    """Return the cells of every column that rests on published figures.

    The publisher's own total or balance counts unless it is older than the exports and imports that
    count for the same period: then it belongs to another vintage, and ours is made from the parts.
    """
    found: dict[str, Frame] = {}
    counted: list[Best] = []
    published = {c: v for c, v in seen.items() if (s := v.answered()) and s.published}
    for column, source in published.items():
        told = read_figures(case, source, column, used_for, bases=bases)
        if told is not None:
            found[column] = told[0]
            counted.append(told[1])
    for column, flow in MADE.items():
        own = _own(next(iter(published.values()), None), flow)
        told = (
            read_figures(case, own, column, used_for, bases=bases, not_before=_newest(counted))
            if own
            else None
        )
        if told is not None:
            found[column] = told[0]
    return found


def _newest(counted: list[Best]) -> dict[Key, str]:
    """Return the date of the newer part, of the periods in which both parts are held."""
    if len(counted) < len(COLUMNS):
        return {}
    first, second = counted
    return {
        key: max(figure.known_from, second[key].known_from)
        for key, figure in first.items()
        if key in second
    }


def _own(source: View | None, flow: str) -> View | None:
    """Return the view of the publisher's own total or balance in the scope of a column."""
    choice = source.answered() if source else None
    if source is None or choice is None:
        return None
    wanted = {**choice.series.of, "flow": flow}
    told = {name: value for name, value in wanted.items() if name not in _OF_ONE_FLOW}
    for series in choice.held.release.series:
        same = {name: value for name, value in series.of.items() if name not in _OF_ONE_FLOW}
        if same == told:
            return replace(source, choice=Choice(choice.held, series, choice.way))
    return None


_OF_ONE_FLOW = ("valuation", "import_basis", "export_scope")
