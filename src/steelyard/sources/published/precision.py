"""How exact a printed figure is: half a unit of its last digit, wider where the note says so."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from steelyard.sources.published.words import UNITS

if TYPE_CHECKING:
    from steelyard.sources.published.fact import Fact

_N = r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)"
_GROWN = re.compile(rf"{_N} / \(1 ([+-][0-9]+(?:\.[0-9]+)?)%\)")
_QUOTIENT = re.compile(rf"^{_N} / {_N}")
_SUM = re.compile(rf"{_N} (?:minus|[+-]) [a-z ]*{_N}")
_LOOSE = re.compile(r'printed as "|truncated|^rounded|, rounded|"over ')
_RATE = Decimal("0.0005")
_BY_THOUSANDS = 1000


def precision(fact: Fact) -> Decimal | None:
    """Return the largest distance from the printed to the true value, in the printed unit.

    None for an exact count. Half a unit of the last digit printed; a whole unit where the note
    says that it is truncated, rounded to an unknown digit or a bound ("more than"). A whole number
    of at least 1,000 billion that ends in zeros was printed in trillions: its zeros are no digits.
    A value implied by others (``A / (1 + g)``, ``A - B``) carries their roundings too; where the
    note gives no equation, 0.05 percent, the rounding of a growth rate of one decimal.
    """
    if fact.vintage == "implied":
        return _half(fact.value) + _carried(fact)
    loose = _LOOSE.search(fact.note) is not None
    if UNITS[fact.unit].exact:
        return _bound(fact.value) if loose else None
    trillions = fact.unit == "bn" and abs(Decimal(fact.value)) >= _BY_THOUSANDS
    half = _half(fact.value, zeros=not trillions)
    return 2 * half if loose else half


def _half(value: str, *, zeros: bool = True) -> Decimal:
    """Return half a unit of the last digit; ``zeros`` at the end of a whole number are digits."""
    number = Decimal(value.replace(",", ""))
    if not zeros and "." not in value:
        number = number.normalize()
    return Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)


def _bound(value: str) -> Decimal:
    return 2 * _half(value, zeros=False)


def _carried(fact: Fact) -> Decimal:
    """Return what the roundings of the figures behind an implied value add."""
    value = abs(Decimal(fact.value))
    grown = _GROWN.search(fact.note)
    if grown and (growth := 1 + Decimal(grown[2]) / 100):
        return value * (_relative(grown[1]) + _half(grown[2]) / 100 / growth)
    if quotient := _QUOTIENT.search(fact.note):
        return value * (_relative(quotient[1]) + _relative(quotient[2]))
    if parts := _SUM.search(fact.note):
        return _half(parts[1]) + _half(parts[2])
    return value * _RATE


def _relative(number: str) -> Decimal:
    """Return half a unit of the last digit, relative to the number; nothing for zero."""
    value = abs(Decimal(number.replace(",", "")))
    return _half(number) / value if value else value
