"""What a reader must know of a class that is made from codes of other editions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from steelyard.accounts.account import Account
from steelyard.accounts.cells import needed_cells
from steelyard.accounts.choice import Choice
from steelyard.accounts.codes_read import read_codes
from steelyard.accounts.spreads import Spreads
from steelyard.classes.standing import NATIONAL
from steelyard.classes.ways import Converted
from steelyard.nomenclature.weights import WHOLE, Ground
from steelyard.terms.answer import Note

if TYPE_CHECKING:
    import pyarrow as pa

_NAMED = 3
_GROUNDS = {
    Ground.ONLY: "codes with one successor",
    Ground.PUBLISHED: "the publisher's own answer among several",
    Ground.SHARES: "shares by trade",
    Ground.EQUAL: "equal shares",
}
_RULES = {
    "published": "as the publisher converts them, and where it does not, equally",
    "equal": "equally",
}
Amounts = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class _Told:
    """Values by what is known of them, each by code or ground.

    Attributes:
        grounds: what the figure rests on.
        doubtful: values of codes that may be in the class or out of it, or in several groups.
        lost: values that are not followed, of codes that may be in the class.
        unknown: values of codes of which no table tells what they are.
    """

    grounds: dict[Ground, Fraction] = field(default_factory=dict)
    doubtful: Amounts = field(default_factory=dict)
    lost: Amounts = field(default_factory=dict)
    unknown: Amounts = field(default_factory=dict)


def converted_class(account: Account) -> Iterator[Note]:
    """Say from which codes a class was made, on what grounds, and what could not be followed."""
    for column, choice in account.choices().items():
        way, read = choice.way, account.read.get(column)
        if not isinstance(way, Converted) or read is None or not read.converted:
            continue
        told = _values(account, column, choice, read)
        by = account.case.ledger.followers.get(way.rule)
        made = _made(column, way, read, by.told if by else "")
        parts = [way.note, made, *_amounts(told, choice.currency)]
        yield Note("class-converted", " ".join(part for part in parts if part))


def _made(column: str, way: Converted, read: Spreads, told: str) -> str:
    """Return from which codes and by which tables a column is made, and by whose values shared."""
    ways: dict[str, None] = {}
    for spread in read.usable.values():
        listed = f", by the list of {spread.target.edition}" * (
            spread.target.nomenclature in NATIONAL
        )
        tables = "; ".join(spread.path) if spread.path else "as its codes stand"
        if spread.aside:
            tables += f"; codes that no edition has, by {'; '.join(spread.aside)}"
        ways[f"{spread.held} ({tables}{listed})"] = None
    made = f"{column.capitalize()} of {way.cls.name} are made from codes of the {', '.join(ways)}."
    rule = f"where nothing is published, by {told}" if told else _RULES[way.rule]
    return f"{made} Codes with several successors are shared out {rule}."


def _values(account: Account, column: str, choice: Choice, read: Spreads) -> _Told:
    needed = needed_cells(account.case, account.views[column], choice, bases=False)
    told = _Told()
    parts = {place: _by_code(spread.table) for place, spread in read.usable.items()}
    for edition, year, code, value in read_codes(account.case.ledger, choice, needed):
        spread = read.usable.get((edition, year))
        if spread is None:
            continue
        worth = Fraction(value)
        if code in spread.unknown:
            _add(told.unknown, code, worth)
        if code in spread.nowhere:
            _add(told.lost, code, worth * spread.nowhere[code] / WHOLE)
        if code in spread.grounds:
            in_class, sure = parts[edition, year][code]
            ground = spread.grounds[code]
            told.grounds[ground] = told.grounds.get(ground, Fraction(0)) + worth * in_class / WHOLE
            if not sure:
                _add(told.doubtful, code, worth)
    return told


def _by_code(table: pa.Table) -> dict[str, tuple[int, bool]]:
    """Return how many parts of each code are in the class, and whether it surely is in whole."""
    found: dict[str, tuple[int, bool]] = {}
    names = ("source", "parts", "low")
    for source, parts, low in zip(*(table[name].to_pylist() for name in names), strict=True):
        before, _ = found.get(source, (0, True))
        found[source] = (before + parts, low)
    return found


def _add(amounts: Amounts, code: str, value: Fraction) -> None:
    amounts[code] = amounts.get(code, Fraction(0)) + value


def _amounts(told: _Told, unit: str) -> Iterator[str]:
    total = sum(told.grounds.values())
    shares = {ground: value / total for ground, value in told.grounds.items() if total and value}
    if set(shares) - {Ground.ONLY}:
        listed = [f"{float(shares[g]):.1%} on {_GROUNDS[g]}" for g in Ground if g in shares]
        yield f"Of the value, {', '.join(listed)}."
    if told.doubtful:
        yield f"Codes whose place is in doubt hold {_named(told.doubtful, unit)}."
    if told.lost:
        amount = _named(told.lost, unit)
        yield f"Not followed, and in the upper bound but not in the figure: {amount}."
    if told.unknown:
        yield (
            "Under codes that no table leads from, which may be of the class, and in the upper "
            f"bound but not in the figure: {_named(told.unknown, unit)}."
        )


def _named(amounts: Amounts, unit: str) -> str:
    """Return a sum with its largest codes."""
    order = sorted(amounts, key=lambda code: (-abs(amounts[code]), code))
    named = ", ".join(f"{code} {_millions(amounts[code])}m" for code in order[:_NAMED])
    more = f" and {len(order) - _NAMED} others" if len(order) > _NAMED else ""
    return f"{_millions(sum(amounts.values(), Fraction(0)))}m {unit} ({named}{more})"


def _millions(amount: Fraction) -> str:
    return f"{Decimal(round(amount / 10**5)) / 10:,.1f}"
