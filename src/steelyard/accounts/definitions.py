"""Every definition under which held data give a figure, side by side."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from steelyard.accounts.account import open_account
from steelyard.accounts.calendar import NOW
from steelyard.accounts.case import Case
from steelyard.accounts.choice import Choice, Unanswered
from steelyard.accounts.resolve import candidates
from steelyard.accounts.sides import COLUMNS, View, view, view_of, wanted
from steelyard.accounts.tables import plain
from steelyard.terms.answer import Column, Row, Table
from steelyard.terms.definition import Side

_DEFINING = (
    "reported_by",
    "valuation",
    "basis",
    "scope",
    "counts",
    "account",
    "adjustment",
    "stated_in",
    "level",
    "partner_role",
    "freq",
    "dataset",
    "release",
)
_PAIRED = (
    "reported_by",
    "account",
    "adjustment",
    "counts",
    "stated_in",
    "freq",
    "dataset",
    "release",
)
_COMPARED = tuple(name for name in _DEFINING if name != "freq")
_FIGURES = (*COLUMNS, "balance")
Used = dict[str, Choice | Unanswered]
_NOTHING = Unanswered("not asked here", "")


@dataclass(frozen=True, slots=True)
class Under:
    """One series that gives a column, and what defines it.

    Attributes:
        column: exports or imports.
        source: where it is read.
        facts: its definition, by the names of the table's columns.
    """

    column: str
    source: View
    facts: dict[str, str]


def definitions(case: Case) -> Table:
    """Return the figures of each period under every definition that held data allow.

    One row a period, figure and definition; ``used`` marks the definition of the main table,
    ``difference`` is the figure less that one, ``differs_in`` names the choices that differ. A
    balance is made only of exports and imports that one release states alike.
    """
    every = [one for side in (Side.REPORTER, Side.PARTNER) for one in _series(_from(case, side))]
    used = {column: view(case, column).choice for column in COLUMNS}
    told = list(_told(case, every, used))
    order = {figure: place for place, figure in enumerate(_FIGURES)}
    told.sort(key=lambda row: (row["period"], order[row["figure"]], not row["used"], *_key(row)))
    columns = _columns(case)
    _compare(told)
    rows: tuple[Row, ...] = tuple(plain(row[c.name] for c in columns) for row in told)
    return Table("definitions", columns, rows)


def _from(case: Case, side: Side) -> Case:
    definition = case.definition.model_copy(update={"side": side})
    return replace(case, question=replace(case.question, definition=definition))


def _series(case: Case) -> Iterator[Under]:
    for column in COLUMNS:
        seen = view(case, column)
        for choice in candidates(case.ledger.store.held, wanted(case, column)):
            source = view_of(case, choice, seen.partner, swapped=seen.swapped)
            yield Under(column, source, _facts(source))


def _facts(source: View) -> dict[str, str]:
    choice = source.choice
    if isinstance(choice, Unanswered):
        return {}
    about = choice.about()
    told = {
        "reported_by": "reporter",
        "account": "account",
        "freq": "freq",
        "stated_in": "currency",
    }
    return {
        **{name: about.get(name, "") for name in _DEFINING},
        **{name: choice.said(column) for name, column in told.items()},
        "level": choice.said("level"),
        "adjustment": choice.said("adjustment") or "none",
    }


def _told(case: Case, every: list[Under], used: Used) -> Iterator[dict[str, Any]]:
    """Yield the rows of every series once, and of every balance that can be made."""
    seen: list[Under] = []
    for pair in _pairs(every):
        figures = [column for column, one in pair.items() if one not in seen]
        seen += pair.values()
        balance = ["balance"] if len(pair) == len(COLUMNS) else []
        yield from _rows(case, pair, [*figures, *balance], used)


def _pairs(every: list[Under]) -> Iterator[dict[str, Under]]:
    """Yield exports and imports that one release states alike, and those without another side."""
    groups: dict[tuple[str, ...], list[Under]] = {}
    for one in every:
        groups.setdefault(tuple(one.facts[name] for name in _PAIRED), []).append(one)
    for group in groups.values():
        sides = [[one for one in group if one.column == column] for column in COLUMNS]
        if all(sides):
            yield from ({"exports": x, "imports": m} for x, m in itertools.product(*sides))
        else:
            yield from ({one.column: one} for one in group)


def _rows(
    case: Case, pair: dict[str, Under], figures: list[str], used: Used
) -> Iterator[dict[str, Any]]:
    nothing = View(_NOTHING, None, None, case.partner)
    views = {c: pair[c].source if c in pair else nothing for c in COLUMNS}
    kept, evidence = list(case.ledger.figures), len(case.ledger.evidence)
    account = open_account(case, "definitions", bases=False, seen=views)
    frame = account.balance(NOW, partial=case.question.partial).select("period", *_FIGURES)
    case.ledger.figures[:] = kept
    case.ledger.evidence[evidence:] = [e for e in case.ledger.evidence[evidence:] if e.rows]
    for period, *values in case.ledger.rows(frame, ["period"]):
        held = dict(zip(_FIGURES, plain(values), strict=True))
        for figure in figures:
            parts = list(pair.values()) if figure == "balance" else [pair[figure]]
            same = all(one.source.choice == used[one.column] for one in parts)
            facts = _joined([one.facts for one in parts])
            if held[figure] is not None:
                row = {"period": period, "figure": figure, "value": held[figure], "used": same}
                yield {**row, **facts}


def _joined(facts: list[dict[str, str]]) -> dict[str, str]:
    """Return what defines a figure; of a balance both sides where they differ."""
    return {n: " less ".join(dict.fromkeys(f[n] for f in facts if f[n])) for n in _DEFINING}


def _key(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row[name] for name in _DEFINING)


def _compare(told: list[dict[str, Any]]) -> None:
    """Add to each row how far it lies from the definition used, and in what it differs."""
    base = {(row["period"], row["figure"]): row for row in told if row["used"]}
    for row in told:
        main = base.get((row["period"], row["figure"]))
        row["difference"] = None if main is None else row["value"] - main["value"]
        differs = [] if main is None else [n for n in _COMPARED if row[n] != main[n]]
        row["differs_in"] = ", ".join(differs)


def _columns(case: Case) -> tuple[Column, ...]:
    money = case.definition.currency
    return (
        Column("period"),
        Column("figure"),
        Column("value", "number", money),
        Column("difference", "number", money),
        Column("differs_in"),
        Column("used", "boolean"),
        *(Column(name) for name in _DEFINING),
    )
