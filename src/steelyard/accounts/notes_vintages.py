"""Notes on the vintages and the roundings of published figures: what growth rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from steelyard.accounts.account import MAIN, Account
from steelyard.accounts.calendar import base_of
from steelyard.accounts.published import Figure
from steelyard.accounts.roundings import loose, older_base, steps
from steelyard.terms.answer import Note, Row
from steelyard.terms.definition import Vintage
from steelyard.terms.flow import ObsStatus
from steelyard.terms.period import Period

_FIGURES = ("exports", "imports", "total_trade")
_WORTH_TELLING = 0.0005


def rounded(account: Account) -> Iterator[Note]:
    """Say which growth is left out because its figures are printed to too few digits."""
    told = [
        f"{column.replace('_', ' ')} {period} ({low:+.1%} to {high:+.1%})"
        for column, spans in loose(account).items()
        for period, (low, high) in spans.items()
    ]
    if told:
        text = "Growth is left out where figures are printed to too few digits to tell it"
        yield Note("rounded-growth", f"{text}: {', '.join(told)}.")


def older_bases(account: Account) -> Iterator[Note]:
    """Say which growth rests on a base that was last stated before the period was first printed."""
    if account.case.definition.vintage is Vintage.FIRST:
        return
    told: dict[str, list[str]] = {}
    for column, period, now, base in steps(account):
        if older_base(now, base):
            told.setdefault(str(period), []).append(column.replace("_", " "))
    if told:
        named = ", ".join(f"{period} ({', '.join(columns)})" for period, columns in told.items())
        yield Note(
            "older-base",
            f"The base was last stated before the period itself came out: {named}. Publishers "
            "revise bases, so their own growth may differ, and no record of rises and falls rests "
            "on it.",
        )


def revised_bases(account: Account, rows: tuple[Row, ...]) -> Iterator[Note]:
    """Say how a base was revised and what growth on its first print would be.

    Equation: ``g = v_t / f_b - 1`` with f_b the first print of the base period.
    """
    case, seen = account.case, account.views.values()
    as_stated = not any(view.rates or view.deflator for view in seen)
    if case.definition.vintage is Vintage.FIRST or not case.partner.single or not as_stated:
        return
    for period, row in zip(case.periods, rows, strict=False):
        base = base_of(period, case.definition)
        told = [_told(row, column, base, account.figures) for column in _FIGURES]
        if any(told):
            text = "; ".join(filter(None, told))
            yield Note("revised-base", f"Growth of {period} is on the revised {base}: {text}.")


def _told(row: Row, column: str, base: Period, figures: Iterable[Figure]) -> str:
    value, growth = row[MAIN.index(column)], row[MAIN.index(f"{column}_growth")]
    first = _first(figures, column, str(base))
    if not (isinstance(value, int | float) and isinstance(growth, int | float) and first):
        return ""
    other = value / first - 1
    if abs(other - growth) < _WORTH_TELLING:
        return ""
    on_first = f"{other:+.1%} on the first print ({first / 1e6:,.0f}m)"
    return f"{column.replace('_', ' ')} {growth:+.1%}, but {on_first}"


def _first(figures: Iterable[Figure], column: str, period: str) -> float | None:
    """Return the first print of a period; of the total, else the sum of its printed parts."""
    firsts = {
        f.column: f.value
        for f in figures
        if f.period == period and f.vintage == "first" and f.status != ObsStatus.UNRELIABLE
    }
    if column in firsts or column != "total_trade":
        return firsts.get(column)
    parts = [firsts.get(part) for part in ("exports", "imports")]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
