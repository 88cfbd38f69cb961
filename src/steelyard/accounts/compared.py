"""Several classes side by side: the balance by each, with what must be known of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from steelyard.accounts.account import Account
from steelyard.accounts.basis import on_held_basis
from steelyard.accounts.bounds import bound_columns, bounds_of
from steelyard.accounts.calendar import NOW
from steelyard.accounts.case import Case
from steelyard.accounts.cents import main_to_cents, to_cents
from steelyard.accounts.dated_lists import list_changed
from steelyard.accounts.latest import settled
from steelyard.accounts.missing import gaps
from steelyard.accounts.notes_changes import partial, selected
from steelyard.accounts.notes_classes import listed_class
from steelyard.accounts.notes_converted import converted_class
from steelyard.accounts.notes_own import own_file
from steelyard.accounts.notes_places import membership, place
from steelyard.accounts.notes_sources import (
    breaks,
    conversion,
    other_scopes,
    prices,
    published,
    releases,
    valuation,
)
from steelyard.accounts.notes_vintages import rounded
from steelyard.accounts.sides import COLUMNS, views
from steelyard.accounts.tables import plain
from steelyard.terms.answer import Column, Gap, Note, Row
from steelyard.terms.flow import FlowKind, ImportBasis
from steelyard.terms.period import Period

_FIGURES = (*COLUMNS, "balance")
_NOTES = (
    releases,
    published,
    other_scopes,
    breaks,
    valuation,
    membership,
    place,
    own_file,
    listed_class,
    list_changed,
    converted_class,
    conversion,
    prices,
    partial,
    selected,
    rounded,
)
Figures = tuple[Any, ...]
Told = TypeVar("Told", Note, Gap)


@dataclass(frozen=True, slots=True)
class Compared:
    """The accounts of several classes in one question, in the order asked."""

    accounts: tuple[Account, ...]

    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the main table; what all classes are read from stands in them."""
        unit = self.accounts[0].case.definition.currency
        money = [Column(name, "number", unit, self._about(name)) for name in _FIGURES]
        marks = (Column("exact", "boolean"), Column("basis"))
        return (Column("period"), Column("class"), *money, *self._bounds(), *marks)

    def rows(self) -> tuple[Row, ...]:
        """Return one row a period and class.

        ``exact`` is false for a class that is a proxy, where figures lie between bounds and where
        the list is of another year; it is missing where there is no figure. ``basis`` says which
        imports count. Bounds of what is not converted are the figure itself.
        """
        told = [(account, self._figures(account)) for account in self.accounts]
        return tuple(
            _whole((str(at), account.case.cls.name, *figures[str(at)], *marks))
            for at in self.accounts[0].case.periods
            for account, figures in told
            for marks in [(_exact(account, at, figures[str(at)]), _basis(account))]
        )

    def notes(self, taken: Iterable[tuple[Note, ...]] = ()) -> tuple[Note, ...]:
        """Return what must be known of the figures; a note names its classes unless it is of all.

        Where the classes count imports on more than one basis a note warns of it.

        Args:
            taken: notes of each class that stand before the others.
        """
        first = [*taken] or [()] * len(self.accounts)
        every = [
            (*notes, *(note for make in _NOTES for note in make(account)))
            for account, notes in zip(self.accounts, first, strict=True)
        ]
        told = self._merged(every)
        return (
            *_bases(self.accounts),
            *(replace(note, text=f"{whose}{note.text}") for note, whose in told),
        )

    def gaps(self) -> tuple[Gap, ...]:
        """Return what is missing; a gap names its classes unless all have it."""
        told = self._merged([gaps(account) for account in self.accounts])
        return tuple(replace(gap, what=f"{whose}{gap.what}") for gap, whose in told)

    def _merged(self, every: Iterable[Sequence[Told]]) -> list[tuple[Told, str]]:
        """Return each thing said once, with the names of its classes unless it is said of all."""
        found: dict[Told, list[str]] = {}
        for account, said in zip(self.accounts, every, strict=True):
            for one in dict.fromkeys(said):
                found.setdefault(one, []).append(account.case.cls.name)
        everyone = len(self.accounts)
        return [
            (one, "" if len(n) == everyone else f"{', '.join(n)}: ") for one, n in found.items()
        ]

    def _about(self, column: str) -> dict[str, str]:
        """Return what all that are answered say alike of a column."""
        every = [a.choices()[column].about() for a in self.accounts if column in a.choices()]
        first = every[0] if every else {}
        return {k: v for k, v in first.items() if all(one.get(k) == v for one in every)}

    def _bounds(self) -> tuple[Column, ...]:
        return next((found for a in self.accounts if (found := bound_columns(a))), ())

    def _figures(self, account: Account) -> Mapping[str, Figures]:
        frame = account.balance(NOW, partial=account.case.question.partial)
        rows = account.case.ledger.rows(frame.select("period", *_FIGURES), ["period"])
        if account.converted:
            rows = [(period, *main_to_cents(_FIGURES, figures)) for period, *figures in rows]
        if not self._bounds():
            return {period: tuple(figures) for period, *figures in rows}
        bounds = {at: tuple(map(to_cents, told)) for at, told in bounds_of(account).items()}
        return {
            period: (*figures, *bounds.get((period, ""), [f for f in figures for _ in range(2)]))
            for period, *figures in rows
        }


def on_one_basis(cases: Iterable[Case]) -> list[tuple[Case, tuple[Note, ...]]]:
    """Return the cases, each with its notes, on one basis of imports and in the same periods.

    Where one class has imports for consumption only, and none was named, all take them that can.
    Without periods, those of the class whose latest complete ones end first.
    """
    tried = [on_held_basis(case) for case in cases]
    wanted = [case for case, _ in tried]
    if len({case.definition.import_basis for case in wanted}) > 1:
        wanted = [_for_consumption(case) for case in wanted]
    dated = [settled(case) for case in wanted]
    spans = [case.question.periods for case in dated if case.question.periods]
    span = min(spans, key=lambda span: span.last, default=None)
    same = (replace(case, question=replace(case.question, periods=span)) for case in wanted)
    return [(settled(case), notes) for case, (_, notes) in zip(same, tried, strict=True)]


def _for_consumption(case: Case) -> Case:
    other = case.under(import_basis=ImportBasis.CONSUMPTION)
    return other if all(seen.answered() for seen in views(other).values()) else case


def _basis(account: Account) -> str | None:
    """Return which imports an account counts, on whichever side they are; None for neither."""
    found = [c.said("import_basis") for c in account.choices().values()]
    flows = [c.said("flow") == FlowKind.IMPORT for c in account.choices().values()]
    return next((basis for basis, imported in zip(found, flows, strict=True) if imported), None)


def _bases(accounts: Iterable[Account]) -> tuple[Note, ...]:
    told = {account.case.cls.name: _basis(account) for account in accounts}
    if len({basis for basis in told.values() if basis}) <= 1:
        return ()
    each = ", ".join(f"{name} {basis}" for name, basis in told.items() if basis)
    text = f"Imports are not on one basis: {each}. Part of the difference between them is that."
    return (Note("bases-differ", f"{text} --basis asks for one."),)


def _exact(account: Account, period: Period, figures: Figures) -> bool | None:
    if all(figure is None for figure in figures[: len(_FIGURES)]):
        return None
    ways = [(choice.way, choice.said("flow")) for choice in account.choices().values()]
    stale = any(way.listed and way.outside(flow, [period.year]) for way, flow in ways)
    return account.case.cls.exact and not account.bounded and not stale


def _whole(row: Iterable[Any]) -> Row:
    """Return a row of plain values, amounts as whole numbers where they are whole."""
    return tuple(int(v) if isinstance(v, float) and v.is_integer() else v for v in plain(row))
