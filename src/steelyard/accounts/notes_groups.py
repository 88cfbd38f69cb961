"""What a reader must know of the groups of a class: technology among all goods, and what has none.

The whole of a class counts a code all of whose successors are in the class, whatever its group;
where no table tells which, it is in the whole and in no group.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from steelyard.accounts.account import Account, open_account
from steelyard.accounts.calendar import NOW
from steelyard.accounts.cents import to_cents
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.sides import COLUMNS
from steelyard.classes.definition import TechnologyClass
from steelyard.classes.full_lists import full_lists, lines_of
from steelyard.classes.sides import core_of
from steelyard.classes.standing import NATIONAL
from steelyard.terms.answer import Note

_NEARLY_ALL = 0.9
Figures = dict[tuple[str, str], tuple[Decimal | int | None, ...]]


def all_goods_class(account: Account) -> Iterator[Note]:
    """Say that a class sorts all goods, and how to ask for its technology, where no group is."""
    cls = account.case.cls
    if account.case.question.by or not _sorts_all(cls):
        return
    keys = ", ".join(cls.groups)
    ask = f"none of its groups ({keys}) is technology by itself: ask for one, or with --by group"
    if cls.core:
        words = [f"--of {cls.name}:{word}" for word, of in cls.words.items() if of == cls.core]
        ask = " or ".join(f"{one}" for one in [f"--of {core_of(cls).name}", *words])
        ask = f"its technology groups are asked with {ask}"
    text = f"{cls.name} sorts all goods, so this is nearly all trade; {ask}."
    yield Note("all-goods-class", text)


def _sorts_all(cls: TechnologyClass) -> bool:
    """Tell whether a class with groups has nearly every code of its own nomenclature."""
    national = {*cls.coded.values()} & {*NATIONAL}
    if cls.core or not cls.groups or not cls.members or national:
        return bool(cls.core)
    editions = full_lists(cls, "M")
    lines = lines_of(editions[-1]) if editions else ()
    codes = {member.code for member in cls.members}
    digits = {len(code) for code in codes}
    inside = sum(any(line[:length] in codes for length in digits) for line in lines)
    return bool(lines) and inside >= _NEARLY_ALL * len(lines)


def in_no_group(account: Account) -> Iterator[Note]:
    """Say how much of a converted class stands in none of its groups.

    Equation: ``whole = sum of the groups + what stands in none``, to the cent.
    """
    case = account.case
    if not case.question.by or not account.converted:
        return
    groups = _figures(account)
    whole = _figures(_whole(account))
    for at, column in enumerate(COLUMNS):
        told: list[str] = []
        for period in map(str, case.periods):
            each = [groups[period, group][at] for group in case.groups]
            total = whole[period, ""][at]
            known = [value for value in each if value is not None]
            rest = Decimal(0)
            if total is not None and len(known) == len(each):
                rest = Decimal(total) - sum(known, Decimal(0))
            if abs(rest) >= 1:
                told.append(f"{rest:,} in {period}")
        if told:
            unit = case.definition.currency
            text = f"Of the whole of {column}, in no group for no table tells which: "
            yield Note("in-no-group", f"{text}{', '.join(told)} {unit}.")


def _whole(account: Account) -> Account:
    """Return the account of the same question without groups, from the same series."""
    case = account.case
    plain = replace(case, ledger=Ledger(case.ledger.store), question=replace(case.question, by=""))
    return open_account(plain, "", bases=False, seen=account.views)


def _figures(account: Account) -> Figures:
    """Return exports and imports to the cent, by period and group."""
    frame = account.balance(NOW, partial=account.case.question.partial)
    rows = account.case.ledger.rows(frame.select("period", "group", *COLUMNS), ["period", "group"])
    return {(row[0], row[1]): tuple(to_cents(value) for value in row[2:]) for row in rows}
