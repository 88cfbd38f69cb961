"""Exports, imports and balance of a country in a class, with the world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from steelyard.accounts.account import Account, open_account
from steelyard.accounts.basis import on_held_basis
from steelyard.accounts.calendar import NOW
from steelyard.accounts.case import Case
from steelyard.accounts.latest import settled
from steelyard.accounts.members import Partner
from steelyard.accounts.missing import gaps
from steelyard.accounts.notes import change_notes
from steelyard.accounts.position import Component, Rated
from steelyard.accounts.tables import plain
from steelyard.nomenclature.places import place
from steelyard.terms.evidence import Method
from steelyard.terms.period import PeriodRange
from steelyard.terms.place import WORLD
from steelyard.terms.question import WeighQuestion

_FIGURES = ("exports", "imports", "balance")


def trade(asked: Rated) -> Iterator[Component]:
    """Yield exports, imports and their balance with the world, of the years or of the latest."""
    account = open_account(_case(asked), "exports, imports, balance", bases=False)
    asked.by(Method("balance", "X - M", "definition"))
    for note in change_notes(account):
        asked.tell(note)
    asked.gaps.extend(gaps(account))
    frame = account.balance(NOW, partial=False).select("period", *_FIGURES)
    for row in map(plain, asked.ledger.rows(frame, ["period"])):
        for name, value in zip(_FIGURES, row[1:], strict=True):
            yield _component(asked, account, name, str(row[0]), value)


def _case(asked: Rated) -> Case:
    question = WeighQuestion(
        asked.country, WORLD, asked.cls.name, asked.years, definition=asked.definition
    )
    world = Partner(place(WORLD), asked.country, asked.definition)
    case, taken = on_held_basis(Case(asked.ledger, question, asked.cls, world))
    for note in taken:
        asked.tell(note)
    case = settled(case)
    if asked.years is None and case.periods:
        last = case.periods[-1]
        case = replace(case, question=replace(case.question, periods=PeriodRange(last, last)))
    return case


def _component(asked: Rated, account: Account, name: str, period: str, value: object) -> Component:
    choices = account.choices()
    about = choices[name].about() if name in choices else {}
    how = ", ".join(about[key] for key in ("valuation", "basis", "scope") if key in about)
    told = f"{name} of {asked.cls.name} with the world, as {asked.country} reports them"
    text = f"{told} ({how})" if how else told
    number = value if isinstance(value, int | float) else None
    dataset = choices[name].held.release.name if name in choices else ""
    return Component(name, number, asked.definition.currency, period, text, dataset=dataset)
