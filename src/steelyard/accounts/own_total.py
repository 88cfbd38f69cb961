"""The total of all goods that a table of products states itself."""

from __future__ import annotations

from steelyard.accounts.case import ALL_GOODS
from steelyard.accounts.choice import Choice
from steelyard.classes.registry import find_class
from steelyard.terms.product import TOTAL_NOMENCLATURE


def own_total(choice: Choice) -> Choice | None:
    """Return the series of the same release, definition and frequency that holds all products."""
    goods = find_class(ALL_GOODS).selections[0]
    told = {k: v for k, v in choice.series.of.items() if k not in {"nomenclature", "level"}}
    if not choice.way.digits:
        return None
    for series in choice.held.release.series:
        same = {k: v for k, v in series.of.items() if k not in {"nomenclature", "level"}}
        if same == told and series.of["nomenclature"] == TOTAL_NOMENCLATURE:
            return Choice(choice.held, series, goods)
    return None
