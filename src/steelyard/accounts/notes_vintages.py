"""Notes on vintages: what growth would be on the first print of its base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import base_of
from steelyard.accounts.published import FOR_SHARE, Figure
from steelyard.terms.answer import Note, Row
from steelyard.terms.definition import Vintage
from steelyard.terms.period import Period

_FIGURES = ("exports", "imports", "total_trade")
_WORTH_TELLING = 0.0005


def revised_bases(account: Account, rows: tuple[Row, ...], names: list[str]) -> Iterator[Note]:
    """Say how a base was revised and what growth on its first print would be.

    Equation: ``g = v_t / f_b - 1`` with f_b the first print of the base period.
    """
    case = account.case
    if case.definition.vintage is Vintage.FIRST or not account.case.partner.single:
        return
    mine = [f for f in case.ledger.figures if f.used_for != FOR_SHARE]
    for period, row in zip(case.periods, rows, strict=False):
        base = base_of(period, case.definition)
        told = [_told(row, names, column, base, mine) for column in _FIGURES]
        if any(told):
            text = "; ".join(filter(None, told))
            yield Note("revised-base", f"Growth of {period} is on the revised {base}: {text}.")


def _told(row: Row, names: list[str], column: str, base: Period, figures: Iterable[Figure]) -> str:
    value, growth = row[names.index(column)], row[names.index(f"{column}_growth")]
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
    firsts = {f.column: f.value for f in figures if f.period == period and f.vintage == "first"}
    if column in firsts or column != "total_trade":
        return firsts.get(column)
    parts = [firsts.get(part) for part in ("exports", "imports")]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
