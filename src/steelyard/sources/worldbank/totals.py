"""Checks against the Bank's own aggregates, which are not taken in: sums and medians."""

from __future__ import annotations

from collections import defaultdict
from math import fsum
from statistics import median
from typing import TYPE_CHECKING

from steelyard.sources.contract import Check
from steelyard.sources.worldbank.economies import economies
from steelyard.terms.place import WORLD

if TYPE_CHECKING:
    from steelyard.sources.worldbank.read import Stated

_NORTH_AMERICA, _ITS_ECONOMIES = "NAC", ("BMU", "CAN", "USA")
_ROUNDING = 1e-9
_LARGEST_SHORTFALL = 0.1


def north_america(found: Stated) -> Check:
    """Hold the row of North America against the sum of its three economies, exactly."""
    total, parts = found.of(_NORTH_AMERICA), [found.of(code) for code in _ITS_ECONOMIES]
    years = [year for year in total if all(year in part for part in parts)]
    off = [(abs(fsum(p[y] for p in parts) / total[y] - 1), y) for y in years]
    largest, where = max(off, default=(1.0, 0))
    detail = f"sum of {', '.join(_ITS_ECONOMIES)}: {_told(largest, where)} ({len(off)} years)"
    return Check("north-america-is-its-economies", largest <= _ROUNDING, detail)


def world(found: Stated) -> Check:
    """Tell how far the economies fall short of the world row, which fills what none states."""
    held, total = _by_year(found), found.of(WORLD)
    short = [(1 - fsum(held[year]) / value, year) for year, value in total.items()]
    most, least = max(short, default=(1.0, 0)), min(short, default=(1.0, 0))
    detail = f"economies fall short of the world by {least[0]:.2%} ({least[1]}) to {_short(most)}"
    passed = least[0] >= -_ROUNDING and most[0] <= _LARGEST_SHORTFALL
    return Check("economies-against-world", passed, detail)


def world_median(found: Stated, tolerance: float) -> Check:
    """Hold the world row against the median of the economies."""
    held, total = _by_year(found), found.of(WORLD)
    off = [(abs(median(held[y]) - value), y) for y, value in total.items() if held[y]]
    largest, where = max(off, default=(float("inf"), 0))
    detail = f"largest difference {largest:.6f} percentage points, {where} ({len(off)} years)"
    return Check("world-is-the-median", largest <= tolerance, detail)


def _by_year(found: Stated) -> dict[int, list[float]]:
    """Return the figures of single economies by year."""
    aside = {WORLD, *economies().aggregates}
    held: dict[int, list[float]] = defaultdict(list)
    for code, year, value in zip(found.codes, found.years, found.values, strict=True):
        if value is not None and code not in aside:
            held[year].append(value)
    return held


def _told(largest: float, where: int) -> str:
    return f"largest difference {largest:.1e} of the row, {where}" if where else "no row to compare"


def _short(most: tuple[float, int]) -> str:
    return f"{most[0]:.2%} ({most[1]})" if most[1] else "no row to compare"
