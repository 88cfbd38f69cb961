"""Income a head of countries, from published indicators that are held."""

from __future__ import annotations

import narwhals as nw

from steelyard.accounts.ledger import Used
from steelyard.questions.index_asked import Work
from steelyard.store.release import Held
from steelyard.terms.tables import INDICATORS

NAMES = ("gdp-per-capita-ppp", "gdp-per-capita", "gni-per-capita")
"""Indicators that tell income a head, the first that is held counts."""

_USED = (*INDICATORS.key, "value", "status")


def incomes(work: Work, year: str) -> dict[str, float]:
    """Return the income a head of each country in a year; none, with a gap, where none is held.

    All of one indicator of one release: the newest of the first of ``NAMES`` that is held.
    """
    found = _held(work)
    if found is None:
        work.lacking(
            f"{work.question.name} of {year}",
            f"it needs income a head, and no indicator held is {', '.join(NAMES)}; gross domestic "
            "product alone does not tell it, for no population is held",
            "Add a table with one of these by a mapping: `steelyard add FILE --map FILE`.",
        )
        return {}
    held, name = found
    mine = (nw.col("indicator") == name) & (nw.col("period") == year) & (nw.col("freq") == "A")
    rows = work.ledger.store.scan(held).filter(mine, ~nw.col("value").is_null())
    words = f"indicator = '{name}' AND period = '{year}' AND freq = 'A'"
    used = Used(rows, words, {"indicator": [name], "period": [year]})
    work.ledger.record(held, used, _USED, f"{work.question.name}: income a head")
    told = work.rows(rows, "place", "value")
    if not told:
        remedy = "Ask for other --years, or add a newer table with `steelyard add FILE`."
        why = f"{held.release.name} holds no {name} of {year}"
        work.lacking(f"{work.question.name} of {year}", why, remedy)
    return {place: float(value) for place, value in told}


def _held(work: Work) -> tuple[Held, str] | None:
    every = [one for one in work.ledger.store.held if one.release.kind == "indicators"]
    for name in NAMES:
        mine = [h for h in every if any(s.of["indicator"] == name for s in h.release.series)]
        if mine:
            return max(mine, key=lambda h: (h.release.out_by, not h.bundled)), name
    return None
