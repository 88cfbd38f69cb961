"""Income a head of countries, from published indicators that are held."""

from __future__ import annotations

from collections.abc import Iterable

from steelyard.accounts.indicators import Indicator, by_place, kinds
from steelyard.questions.index_asked import Work

NAMES = ("gdp-per-capita-ppp", "gdp-per-capita", "gni-per-capita")
"""Indicators that tell income a head, the first that is held counts."""

_NAMED = 8
_TABLE = "Add a table with one of these by a mapping: `steelyard add FILE --map FILE`."


def incomes(work: Work, year: str, countries: Iterable[str]) -> dict[str, float]:
    """Return the income a head of countries in a year; none, with a gap, where none is held.

    All of one indicator, in one scope and unit: those that most of the countries hold, of several
    without a scope and in US dollars first. Of a country and year the figure that ``by_year`` of
    published indicators tells. Countries without one are a gap.
    """
    wanted, held = list(countries), _held(work)
    if held is None:
        work.lacking(
            f"{work.question.name} of {year}",
            f"it needs income a head, and no indicator held is {', '.join(NAMES)}; gross domestic "
            "product alone does not tell it, for no population is held",
            _TABLE,
        )
        return {}
    found = max((_read(work, one, year, wanted) for one in held), key=len)
    lost = [code for code in wanted if code not in found]
    if lost:
        more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
        work.lacking(
            f"{work.question.name} of {year}",
            f"{held[0].indicator} of {', '.join(lost[:_NAMED])}{more} in that year is not held"
            f"{' in one unit with the others' if found else ''}: their exports do not count",
            "Ask for other --years, or add a newer table with `steelyard add FILE`.",
        )
    return found


def _held(work: Work) -> list[Indicator] | None:
    """Return the first indicator that is held, in every scope and unit; None for none."""
    held, definition = work.ledger.store.held, work.question.definition
    for name in NAMES:
        every = kinds(held, Indicator("", name, scope=None), definition)
        order = sorted(every, key=lambda kind: (kind[0], kind[1] != definition.currency, kind[1]))
        if order:
            return [Indicator("", name, scope=scope, unit=unit) for scope, unit in order]
    return None


def _read(work: Work, asked: Indicator, year: str, wanted: list[str]) -> dict[str, float]:
    used_for = f"{work.question.name}: income a head"
    found = by_place(work.ledger, asked, work.question.definition, used_for, (year,))
    told = {place: figures[int(year)].value for place, figures in found.items() if figures}
    return {code: value for code in wanted if (value := told.get(code)) is not None}
