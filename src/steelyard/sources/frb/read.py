"""Bytes of a table of annual average rates -> the ``stated`` series, typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from steelyard.sources.cells import label, year
from steelyard.sources.frb.cells import name, rate
from steelyard.sources.frb.layout import grid_below, has_header
from steelyard.sources.reading import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

YEAR, COUNTRY, RATE, QUOTE = COLUMNS = ("year", "country", "rate", "quote")


class Quote(StrEnum):
    """Which way a rate is written."""

    UNITS_PER_DOLLAR = "units per USD"
    DOLLARS_PER_UNIT = "USD per unit"


@dataclass(frozen=True, slots=True)
class Stated:
    """One rate as the file states it.

    Attributes:
        line: number of its row.
        year: year of the average.
        country: country or area as named.
        rate: the rate, None when the cell is empty.
        quote: which way it is said to be written.
    """

    line: int
    year: int
    country: str
    rate: float | None
    quote: Quote


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is a table of annual rates, whatever its name."""
    return has_header(path, _is_header)


def stated(data: bytes, file: str) -> list[Stated]:
    """Return the rates in the order of the file.

    Raises:
        BadFile: the bytes break the layout.
    """
    grid = grid_below(data, file, _is_header, COLUMNS)
    columns = (
        grid.lines,
        grid[YEAR].read_as(_year),
        grid[COUNTRY].read_as(name),
        grid[RATE].read_as(rate),
        grid[QUOTE].read_as(_quote),
    )
    rates = [Stated(*cells) for cells in zip(*columns, strict=True)]
    _refuse_twins(rates, file)
    return rates


def _is_header(names: Sequence[str]) -> bool:
    return set(COLUMNS) <= set(names)


def _year(cell: object) -> int:
    found = year(cell)
    if found is None:
        raise ValueError("the year is missing")
    return found


def _quote(cell: object) -> Quote:
    try:
        return Quote(" ".join(label(cell).split()))
    except ValueError:
        raise ValueError(f"it is neither {' nor '.join(map(repr, map(str, Quote)))}") from None


def _refuse_twins(rates: Sequence[Stated], file: str) -> None:
    keys = Counter((rate.country, rate.year) for rate in rates)
    (country, year), count = keys.most_common(1)[0] if keys else (("", 0), 0)
    if count > 1:
        found = f"{country} has {count} rates for {year}"
        raise refuse(file, found, "Which of them is right cannot be told", "Keep one of them.")
