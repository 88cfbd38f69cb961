"""The tables of an answer: the main one, the other side's columns, and the published figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from steelyard.accounts.account import MAIN, Account
from steelyard.accounts.bounds import bound_columns, bounds_of
from steelyard.accounts.breaks import broken_bases
from steelyard.accounts.calendar import NOW
from steelyard.accounts.cents import main_to_cents, to_cents
from steelyard.accounts.published import Figure
from steelyard.accounts.roundings import loose
from steelyard.accounts.sides import COLUMNS
from steelyard.terms.answer import Column, Row, Table, Value

THEIR = "partner_"
THEIRS = ("partner_exports", "partner_imports", "partner_balance")
_MONEY = ("balance", "total_trade", "balance_change")
_FACTS = (
    Column("period"),
    Column("figure"),
    Column("place"),
    Column("value", "number"),
    Column("precision", "number"),
    Column("currency"),
    Column("reported_by"),
    Column("stated_as"),
    Column("published_at"),
    Column("vintage"),
    Column("used", "boolean"),
    Column("publisher"),
    Column("source"),
    Column("url"),
    Column("note"),
    Column("used_for"),
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The account that answers, and the other side's beside it when both are asked."""

    own: Account
    other: Account | None

    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the main table."""
        grouped = (Column("group"), Column("group_code")) if self.own.case.question.by else ()
        theirs = _their_columns(self.other) if self.other else ()
        beside = bound_columns(self.other, THEIR) if self.other else ()
        return (*_own_columns(self.own), *grouped, *bound_columns(self.own), *theirs, *beside)

    def rows(self) -> tuple[Row, ...]:
        """Return the rows of the main table, in the order of periods and groups."""
        case = self.own.case
        found = {(row[0], row[-1]): row for row in case.ledger.rows(self.own.main(), ["period"])}
        theirs = _balances(self.other) if self.other else {}
        bounds = bounds_of(self.own)
        rows, columns = [], self.columns()
        broken = {column: broken_bases(self.own, column) for column in COLUMNS}
        open_growth = loose(self.own)
        for period in case.periods:
            for group in case.groups:
                row = found[str(period), group]
                named = (case.cls.groups[group], group) if group else ()
                beside = theirs.get((str(period), group), ()) if self.other else ()
                compared = _without_loose(_without_broken(row[:-1], broken), open_growth)
                if self.own.converted:
                    compared = main_to_cents(MAIN, compared)
                between = map(to_cents, bounds.get((str(period), group), ()))
                rows.append(_in_units(plain((*compared, *named, *between, *beside)), columns))
        return tuple(rows)


def _balances(account: Account) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return exports, imports and balance of the other side with bounds, by period and group."""
    frame = account.balance(NOW, partial=account.case.question.partial)
    names = ("period", "group", "exports", "imports", "balance")
    rows = account.case.ledger.rows(frame.select(*names), names[:2])
    if not account.converted:
        return {row[:2]: row[2:] for row in rows}
    bounds = bounds_of(account)
    return {
        row[:2]: (*main_to_cents(names[2:], row[2:]), *map(to_cents, bounds[row[:2]]))
        for row in rows
    }


def _own_columns(account: Account) -> tuple[Column, ...]:
    definition = account.case.definition
    units = dict.fromkeys(_MONEY, definition.currency)
    made = {
        "period": Column("period"),
        **{name: _column(account, name, name) for name in COLUMNS},
        "partner_rank": Column("partner_rank", "integer", "rank", {"by": definition.rank_by}),
    }
    return tuple(made.get(n, Column(n, "number", units.get(n, "ratio"))) for n in MAIN)


def _their_columns(account: Account) -> tuple[Column, ...]:
    sides = [_column(account, name, f"partner_{name}") for name in COLUMNS]
    return (*sides, Column(THEIRS[2], "number", account.case.definition.currency))


def _column(account: Account, name: str, shown: str) -> Column:
    choices, definition = account.choices(), account.case.definition
    about = choices[name].about() if name in choices else {}
    if name in choices:
        about = {"reported_by": choices[name].said("reporter"), **about}
    if definition.prices != "current":
        about = {**about, "prices": definition.prices}
    return Column(shown, "number", definition.currency, about)


def facts(figures: Collection[Figure], place: str, day: date | None) -> tuple[Table, ...]:
    """Return the table of every published figure considered, as it was known on ``day``.

    ``stated_as`` is the flow in the words of the place that reports it (X, M, TOTAL, BALANCE); on
    the partner's side it is the reverse of ``figure``, and its balance has the other sign.
    """
    known = [f for f in figures if day is None or (f.known_from and f.known_from <= str(day))]
    rows = tuple(
        plain(
            (
                f.period,
                f.column,
                f.partner or place,
                f.value,
                f.precision,
                f.unit,
                f.reported_by,
                f.stated_as,
                f.published_at,
                f.vintage,
                f.used,
                f.publisher,
                f.source,
                f.url,
                f.note,
                f.used_for,
            )
        )
        for f in sorted(known, key=lambda f: (f.period, f.column, f.known_from, f.url))
    )
    units = {f.unit for f in figures}
    unit = units.pop() if len(units) == 1 else ""
    money = {"value", "precision"}
    columns = tuple(replace(c, unit=unit) if c.name in money else c for c in _FACTS)
    return (Table("facts", columns, rows),) if rows else ()


def _without_broken(row: tuple[Any, ...], broken: Mapping[str, Collection[str]]) -> tuple[Any, ...]:
    """Return a row without comparisons across a break of what they compare."""
    columns = [column for column, periods in broken.items() if row[0] in periods]
    both = ["total_trade_growth", "balance_change"] if columns else []
    lost = {MAIN.index(name) for name in [*(f"{column}_growth" for column in columns), *both]}
    return tuple(None if place in lost else value for place, value in enumerate(row))


def _without_loose(
    row: tuple[Any, ...], open_growth: Mapping[str, Collection[str]]
) -> tuple[Any, ...]:
    """Return a row without growth that the roundings of its figures leave open."""
    columns = [column for column, periods in open_growth.items() if row[0] in periods]
    lost = {MAIN.index(f"{column}_growth") for column in columns}
    return tuple(None if place in lost else value for place, value in enumerate(row))


def _in_units(row: Row, columns: tuple[Column, ...]) -> Row:
    """Return a row with amounts of money as whole numbers where they are whole."""
    money = [c.type == "number" and c.unit not in {"ratio", ""} for c in columns]
    return tuple(
        int(value) if amount and isinstance(value, float) and value.is_integer() else value
        for value, amount in zip(row, money, strict=True)
    )


def plain(row: Iterable[Any]) -> Row:
    """Return a row of plain values: an exact decimal as an integer where it is one."""
    return tuple(_number(value) for value in row)


def _number(value: Value | Decimal) -> Value:
    """Return an exact number as an integer where it is one, else as the nearest double."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
