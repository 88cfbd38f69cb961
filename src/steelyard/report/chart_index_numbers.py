"""Figures of an index or a position as labels: even decimals, and never nil unless it is nil."""

from __future__ import annotations

from collections.abc import Iterable

PER_CENT = "per cent"
_MINUS = "\N{MINUS SIGN}"
_LARGE = ((1000.0, 0), (100.0, 1))
_USUAL = 2


def decimals(values: Iterable[float | None], unit: str = "") -> int:
    """Return how many decimals the labels of these values have; one of those in per cent."""
    if unit.startswith(PER_CENT):
        return 1
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    return next((digits for least, digits in _LARGE if largest >= least), _USUAL)


def label(value: float, digits: int) -> str:
    """Return a value as a label; one that would be shown as nil says that it is only near."""
    least = 10.0**-digits
    if 0 < abs(value) < least / 2:
        return f"<{least:.{digits}f}" if value > 0 else f">{_MINUS}{least:.{digits}f}"
    return f"{value + 0.0:,.{digits}f}".replace("-", _MINUS)
