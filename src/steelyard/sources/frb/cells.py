"""Single cells of the exchange-rate tables, typed: rates, months, days and names."""

from __future__ import annotations

import re
from datetime import date

from steelyard.sources.cells import is_blank, label, number

_LARGEST = 1e12
_MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def name(cell: object) -> str:
    """Read the name of a country.

    Raises:
        ValueError: the cell is empty.
    """
    if not label(cell):
        raise ValueError("the country is missing")
    return label(cell)


def rate(cell: object) -> float | None:
    """Read a rate; None for an empty cell.

    Raises:
        ValueError: the cell is no number, or none that an exchange rate can be.
    """
    found = number(cell)
    if found is not None and not 1 / _LARGEST < found < _LARGEST:
        raise ValueError("it is no exchange rate")
    return found


def month(cell: object) -> str:
    """Read a month written ``YYYY-MM``.

    Raises:
        ValueError: the cell is none.
    """
    if not _MONTH.fullmatch(label(cell)):
        raise ValueError("it is no month written as 2000-01")
    return label(cell)


def day(cell: object) -> date:
    """Read a day written ``YYYY-MM-DD``.

    Raises:
        ValueError: the cell is none.
    """
    if _DAY.fullmatch(label(cell)):
        return date.fromisoformat(label(cell))
    raise ValueError("it is no day written as 2000-01-31")


def count(cell: object) -> int:
    """Read a whole number.

    Raises:
        ValueError: the cell is none.
    """
    found = None if is_blank(cell) else number(cell)
    if found is None or not found.is_integer():
        raise ValueError("it is no whole number")
    return int(found)
