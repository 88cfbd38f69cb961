"""Bytes of a table of monthly average rates -> the ``stated`` months, typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.frb.cells import month, name, rate
from steelyard.sources.frb.layout import grid_below, has_header
from steelyard.sources.reading import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MONTH, COUNTRY, RATE = COLUMNS = ("month", "country", "rate")


@dataclass(frozen=True, slots=True)
class Month:
    """One monthly rate as the file states it, which does not say how it is quoted.

    Attributes:
        line: number of its row.
        month: month of the average, ``YYYY-MM``.
        country: country or area as named.
        rate: the rate, None when the cell is empty.
    """

    line: int
    month: str
    country: str
    rate: float | None


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is a table of monthly rates, whatever its name."""
    return has_header(path, _is_header)


def stated(data: bytes, file: str) -> list[Month]:
    """Return the months in the order of the file.

    Raises:
        BadFile: the bytes break the layout.
    """
    grid = grid_below(data, file, _is_header, COLUMNS)
    columns = (
        grid.lines,
        grid[MONTH].read_as(month),
        grid[COUNTRY].read_as(name),
        grid[RATE].read_as(rate),
    )
    rates = [Month(*cells) for cells in zip(*columns, strict=True)]
    _refuse_twins(rates, file)
    return rates


def _is_header(names: Sequence[str]) -> bool:
    return {name for name in names if name} == set(COLUMNS)


def _refuse_twins(rates: Sequence[Month], file: str) -> None:
    keys = Counter((rate.country, rate.month) for rate in rates)
    (country, month), count = keys.most_common(1)[0]
    if count > 1:
        found = f"{country} has {count} rates for {month}"
        raise refuse(file, found, "Which of them is right cannot be told", "Keep one of them.")
