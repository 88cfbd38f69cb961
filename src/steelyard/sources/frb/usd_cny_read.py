"""Bytes of the table of yuan per dollar by month -> the ``stated`` months, typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.sources.cells import label
from steelyard.sources.frb.business_days import weekdays_to
from steelyard.sources.frb.cells import count, day, month, rate
from steelyard.sources.frb.layout import grid_below, has_header
from steelyard.sources.reading import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

COLUMNS = (
    "period",
    "usd_cny_average",
    "usd_cny_end",
    "end_date",
    "usd_cny_min",
    "usd_cny_max",
    "business_days",
    "official_monthly_average",
    "note",
)
_KINDS: tuple[Callable[[object], object], ...]
_KINDS = (month, rate, rate, day, rate, rate, count, rate, label)


@dataclass(frozen=True, slots=True)
class Month:
    """One month as the file states it, in yuan for one US dollar.

    Attributes:
        line: number of its row.
        month: ``YYYY-MM``.
        average: mean of the business days.
        end: rate of the last business day.
        end_date: that day.
        low, high: smallest and largest rate of a day.
        days: business days with a rate.
        official: average that the Board itself states for the month (G.5), where held.
        note: what the compiler adds.
    """

    line: int
    month: str
    average: float | None
    end: float | None
    end_date: date
    low: float | None
    high: float | None
    days: int
    official: float | None
    note: str


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is this table, whatever its name."""
    return has_header(path, _is_header)


def stated(data: bytes, file: str) -> list[Month]:
    """Return the months in order of time.

    Raises:
        BadFile: the bytes break the layout, or a row contradicts itself.
    """
    grid = grid_below(data, file, _is_header, COLUMNS)
    columns = [grid[n].read_as(kind) for n, kind in zip(COLUMNS, _KINDS, strict=True)]
    months = [Month(*cells) for cells in zip(grid.lines, *columns, strict=True)]
    _refuse_twins(months, file)
    for found in months:
        _refuse_contradiction(found, file)
    return sorted(months, key=lambda found: found.month)


def _is_header(names: Sequence[str]) -> bool:
    return set(COLUMNS) <= set(names)


def _refuse_twins(months: Sequence[Month], file: str) -> None:
    month, count = Counter(found.month for found in months).most_common(1)[0]
    if count > 1:
        found = f"{month} has {count} rows"
        raise refuse(file, found, "Which of them is right cannot be told", "Keep one of them.")


def _refuse_contradiction(month: Month, file: str) -> None:
    for column, wrong in _contradictions(month):
        found = f"row {month.line}, column {column}: {wrong}"
        why = "A row that contradicts itself holds a slip, and which cell has it cannot be told"
        raise refuse(file, found, why, "Download the table again.")


def _contradictions(month: Month) -> list[tuple[str, str]]:
    found = []
    if f"{month.end_date:%Y-%m}" != month.month:
        found.append(("end_date", f"{month.end_date} does not lie in {month.month}"))
    if not 1 <= month.days <= weekdays_to(month.end_date):
        found.append(("business_days", f"{month.days} are not the days to {month.end_date}"))
    low = 0.0 if month.low is None else month.low
    high = float("inf") if month.high is None else month.high
    for column, value in (("usd_cny_average", month.average), ("usd_cny_end", month.end)):
        if value is not None and not low <= value <= high:
            found.append((column, f"{value} lies outside the month's range {low} to {high}"))
    return found
