"""Reconciliation of the country table with its own totals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from steelyard.sources.census.layout import (
    CODE,
    FIRST_COUNTRY,
    LETTERS,
    WORLD,
    YEAR,
    month_columns,
    year_column,
)
from steelyard.sources.contract import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

_YEAR_TOLERANCE = 0.001
_WORLD_TOLERANCE = 1.0
_ADDS_UP_SINCE = 1992
_UNSETTLED = 2
_WORDS = {"M": "imports", "X": "exports"}

Sums = dict[tuple[str, int], dict[str, float | None]]


def checks(stated: pa.Table) -> tuple[Check, ...]:
    """Compare months with the year and countries with the world, in million USD."""
    sums = _yearly(stated)
    return _months_and_year(stated, sums), *(_countries_and_world(sums, flow) for flow in LETTERS)


def _yearly(stated: pa.Table) -> Sums:
    sums: Sums = {}
    columns = {name: stated[name].to_pylist() for name in stated.column_names}
    for flow in LETTERS:
        months = zip(*(columns[name] for name in month_columns(flow)), strict=True)
        for code, year, cells in zip(columns[CODE], columns[YEAR], months, strict=True):
            if year is not None:
                total = None if None in cells else math.fsum(cells)
                sums.setdefault((code, year), {})[flow] = total
    return sums


def _months_and_year(stated: pa.Table, sums: Sums) -> Check:
    found = sorted(_gaps(stated, sums), reverse=True)
    gap, place = found[0] if found else (0.0, "nothing to compare")
    off = sum(gap > _YEAR_TOLERANCE for gap, _ in found)
    detail = (
        f"largest difference {gap:.6f} million USD ({place}); "
        f"{off} of {len(found)} totals off by more than {_YEAR_TOLERANCE}"
    )
    return Check("months-add-to-year", off == 0, detail)


def _gaps(stated: pa.Table, sums: Sums) -> Iterator[tuple[float, str]]:
    """Yield the distance of each year's total from its twelve months, and its place."""
    codes, years = stated[CODE].to_pylist(), stated[YEAR].to_pylist()
    for flow in LETTERS:
        totals = stated[year_column(flow)].to_pylist()
        for code, year, total in zip(codes, years, totals, strict=True):
            months = sums.get((code, year), {}).get(flow)
            if months is not None and total is not None:
                yield abs(months - total), f"{_WORDS[flow]} of {code} in {year}"


def _countries_and_world(sums: Sums, flow: str) -> Check:
    gaps = _world_gaps(sums, flow)
    last = max((year for _, year in sums), default=0) - _UNSETTLED
    settled = {year: gap for year, gap in gaps.items() if _ADDS_UP_SINCE <= year <= last}
    worst = max(settled, key=lambda year: abs(settled[year]), default=None)
    largest = "no year to compare" if worst is None else f"{settled[worst]:+.1f} in {worst}"
    off = [f"{y} ({gap:+.1f})" for y, gap in gaps.items() if abs(gap) > _WORLD_TOLERANCE]
    detail = (
        f"countries less world, million USD: largest of {_ADDS_UP_SINCE}-{last}: {largest}; "
        f"years off by more than {_WORLD_TOLERANCE:.0f}: {', '.join(off) or 'none'}"
    )
    passed = all(abs(gap) <= _WORLD_TOLERANCE for gap in settled.values())
    return Check(f"countries-add-to-world-{_WORDS[flow]}", passed, detail)


def _world_gaps(sums: Sums, flow: str) -> dict[int, float]:
    """Return, for each year with a world row, its countries' sum less the world's."""
    world = {year: both[flow] for (code, year), both in sums.items() if code == WORLD}
    parts: dict[int, list[float]] = {year: [] for year in sorted(world)}
    for (code, year), both in sums.items():
        if code >= FIRST_COUNTRY and year in parts:
            parts[year].append(both[flow] or 0.0)
    return {y: math.fsum(told) - (world[y] or 0.0) for y, told in parts.items()}
