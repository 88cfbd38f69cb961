"""The layout of the Census Bureau's country table: its columns and how its header is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE, YEAR, CODE, NAME = "line", "year", "cty_code", "ctyname"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LETTERS = {"M": "i", "X": "e"}
WORLD = "0015"
FIRST_COUNTRY = "1000"


def month_columns(flow: str) -> tuple[str, ...]:
    """Return the twelve monthly columns of imports (``M``) or exports (``X``), January first."""
    return tuple(LETTERS[flow] + month for month in MONTHS)


def year_column(flow: str) -> str:
    """Return the column that holds the publisher's own total of the year."""
    return LETTERS[flow] + "yr"


NUMBERS = tuple(name for flow in LETTERS for name in (*month_columns(flow), year_column(flow)))
COLUMNS = (YEAR, CODE, NAME, *NUMBERS)


def is_header(names: Sequence[str]) -> bool:
    """Tell whether tidied names head this table: its three labels and at least one month."""
    return {YEAR, CODE, NAME} <= set(names) and not set(NUMBERS).isdisjoint(names)
