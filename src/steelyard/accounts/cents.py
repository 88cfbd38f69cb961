"""Money of converted classes to the cent: parts of a code have twelve decimals that nobody states.

Exports and imports are rounded, half to even; the balance and the total are made from them, so that
``balance = exports - imports`` holds in what is shown. The change of the balance is rounded itself:
its base is not shown beside it. Ratios are of the figures before rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

_CENT = Decimal("0.01")


def to_cents(value: Decimal | float | None) -> Decimal | int | None:
    """Return an amount to the cent, half to even; whole numbers and what is missing stay."""
    if value is None or isinstance(value, int):
        return value
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(_CENT, ROUND_HALF_EVEN)


def main_to_cents(names: Sequence[str], row: Sequence[Any]) -> tuple[Any, ...]:
    """Return a row with its money to the cent, and balance and total made from what is shown."""
    told = dict(zip(names, row, strict=True))
    exports, imports = (to_cents(told[name]) for name in ("exports", "imports"))
    made = {"exports": exports, "imports": imports}
    if exports is not None and imports is not None:
        made |= {"balance": exports - imports, "total_trade": exports + imports}
    made["balance_change"] = to_cents(told.get("balance_change"))
    return tuple(made.get(name, value) for name, value in told.items())
