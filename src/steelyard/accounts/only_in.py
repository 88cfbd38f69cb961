"""What one class counts that the others beside it do not, code by code and by value."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from steelyard.accounts.account import Account
from steelyard.accounts.compared_rows import Place, Read, figures, reads
from steelyard.accounts.sides import COLUMNS
from steelyard.accounts.tables import plain
from steelyard.nomenclature.code_titles import title_of
from steelyard.terms.answer import Column, Note, Table
from steelyard.terms.evidence import Method
from steelyard.terms.product import Edition

TOP = 20
METHOD = Method(
    "only_in",
    "sum of v_s max(0, p_s - q_s) over the observations in the figures of all, v_s the value of "
    "code s, p_s the part of it in the class, q_s the largest part of it in another",
    "convention of this project, see docs/how-to/classes.md",
)
Code = tuple[str, str]
"""Edition and code; of an edition that is not stated it is empty."""
Number = Decimal | float
Worth = dict[Code, Number]


@dataclass(frozen=True, slots=True)
class Only:
    """What each class counts alone.

    Attributes:
        found: by class and column, the value of each code; without the columns that cannot be
            compared.
        nomenclature: nomenclature of the codes, by column.
        notes: what was compared with what.
    """

    found: Mapping[tuple[str, str], Worth]
    nomenclature: Mapping[str, str]
    notes: tuple[Note, ...]

    def table(self, names: Iterable[str], unit: str) -> Table:
        """Return the table ``only_in``: of each class the largest codes, and the rest as one row.

        Its rows add up to all that the class counts and the others do not. A column that cannot
        be compared is missing.
        """
        rows = [row for name in names for row in self._rows(name)]
        money = [Column(name, "number", unit) for name in COLUMNS]
        head = (Column("class"), Column("code"), Column("title"))
        return Table("only_in", (*head, *money, Column("edition")), tuple(map(plain, rows)))

    def _rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        sides = [self.found.get((name, column)) for column in COLUMNS]
        order = sorted({code for side in sides for code in side or {}}, key=_by_value(sides))
        for code in order[:TOP]:
            edition = self._edition(code)
            figures = [_sum(side, [code]) for side in sides]
            yield (name, code[1], title_of(edition, code[1]), *figures, str(edition).strip())
        if rest := order[TOP:]:
            figures = [_sum(side, rest) for side in sides]
            yield (name, "", f"{len(rest)} other codes", *figures, "")

    def _edition(self, code: Code) -> Edition:
        return Edition(next(iter(self.nomenclature.values()), ""), code[0])


def _by_value(sides: Iterable[Worth | None]) -> Callable[[Code], tuple[Fraction, Code]]:
    """Return the key that sorts codes by what they are worth on both sides, the largest first."""
    told = [side for side in sides if side]

    def key(code: Code) -> tuple[Fraction, Code]:
        worth = sum((abs(Fraction(side.get(code, 0))) for side in told), Fraction(0))
        return -worth, (code[1], code[0])

    return key


def _sum(side: Worth | None, codes: Iterable[Code]) -> Number | None:
    """Return the value of some codes; None where the side cannot be compared."""
    if side is None:
        return None
    values = [side[code] for code in codes if code in side]
    return _added(values)


def _added(values: Iterable[Number]) -> Number:
    """Return a sum, exact unless a value is no exact number."""
    told = [*values]
    exact = [value for value in told if isinstance(value, Decimal)]
    if len(exact) == len(told):
        return sum(exact, Decimal(0))
    return math.fsum(told)


def only_in(accounts: tuple[Account, ...]) -> Only:
    """Return what each of some classes counts that none of the others does.

    Equation: of each code ``max(0, p - q) v``, p its part in the class and q the largest of its
    parts in the others, over the observations that are in the figures of all.

    Classes are compared where they are read from one table, so that each code means the same.
    Codes have as many digits as the shorter of exports and imports.
    """
    groups = {column: _together(reads(accounts, column)) for column in COLUMNS}
    compared = [one for column in COLUMNS for group in groups[column] for one in group]
    digits = min((one.digits for one in compared), default=0)
    found = {
        (mine.name, mine.column): _alone(mine, group, digits)
        for column in COLUMNS
        for group in groups[column]
        for mine in group
    }
    named = {one.column: one.nomenclature for one in compared}
    every = frozenset(account.case.cls.name for account in accounts)
    return Only(found, named, (*_notes(accounts, groups), *_behind(groups, every)))


def _together(every: list[Read]) -> list[list[Read]]:
    """Return the classes that are read from one table, where there are two of them or more.

    Those without a figure are left out.
    """
    tables = defaultdict[tuple[str, str], list[Read]](list)
    for one in every:
        if one.periods:
            tables[one.table].append(one)
    return [group for group in tables.values() if len(group) > 1]


def _alone(mine: Read, group: list[Read], digits: int) -> Worth:
    parts: dict[Place, int] = {}
    others = [one.parts for one in group if one is not mine]
    for place, part in mine.parts.items():
        left = part - max(other.get(place, 0) for other in others)
        if left > 0:
            parts[place] = left
    both = frozenset.intersection(*(one.observed for one in group))
    found = defaultdict[Code, list[Number]](list)
    for _, edition, code, value in mine.worth(parts, both, digits) if parts and both else ():
        if value:
            found[edition, code].append(value)
    return {code: _added(values) for code, values in found.items()}


def _notes(accounts: tuple[Account, ...], groups: Mapping[str, list[list[Read]]]) -> Iterator[Note]:
    for column in COLUMNS:
        mine = {one.name for group in groups[column] for one in group}
        answered = [account for account in accounts if figures(account, column)]
        alone = [a.case.cls.name for a in answered if a.case.cls.name not in mine]
        if len(answered) <= 1 or not (alone or len(groups[column]) > 1):
            continue
        tables = [
            f"{', '.join(one.name for one in group)} from {group[0].choice.held.release.name}"
            for group in groups[column]
        ]
        tables += [f"{name} by itself" for name in alone]
        text = (
            f"{column.capitalize()} are read from several tables, or as published totals without "
            f"codes: {'; '.join(tables)}. What one class counts and another does not is told only "
            "of those read from one table."
        )
        yield Note("not-compared", text)


def _behind(groups: Mapping[str, list[list[Read]]], every: frozenset[str]) -> Iterator[Note]:
    """Say which classes and periods stand behind the table, where not all of both do."""
    for column in COLUMNS:
        for group in groups[column]:
            names = [one.name for one in group]
            lacking = sorted(every - {*names})
            shared = frozenset.intersection(*(one.observed for one in group))
            whole = {source for one in group for _, _, source in one.observed}
            left = sorted(whole - {source for _, _, source in shared})
            told = [f"without {', '.join(lacking)}"] if lacking else []
            told += [f"without {', '.join(left)}, of which not every class has a figure"] * bool(
                left
            )
            if told:
                text = (
                    f"Table only_in compares {column} of {', '.join(names)}, {' and '.join(told)}."
                )
                yield Note("only-in-of", text)
