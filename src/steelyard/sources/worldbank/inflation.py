"""Inflation of consumer prices, yearly change (FP.CPI.TOTL.ZG)."""

from __future__ import annotations

from pathlib import Path

from steelyard.sources.contract import Check, Converted, read_card
from steelyard.sources.reading import refuse
from steelyard.sources.worldbank import indicators
from steelyard.sources.worldbank.benchmark import UNITED_STATES, benchmark, pairs
from steelyard.sources.worldbank.read import Columns, Stated, has_columns
from steelyard.sources.worldbank.totals import world_median
from steelyard.terms.errors import BadFile

CARD = read_card(Path(__file__).with_name("inflation.yaml"))
_COLUMNS = Columns("country", "country_code", "year", "cpi")
HEADERS = (_COLUMNS.names,)
_PER_CENT = 100.0
_SAME = 1e-6


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is this table, whatever its name."""
    return has_columns(path, _COLUMNS)


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release of inflation; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file breaks the layout, names an unknown economy or holds an index.
        BadDate: ``published_at`` is no date.
    """
    what = indicators.Indicator(
        CARD, _COLUMNS, "inflation", "growth", "ratio", _PER_CENT, _verified
    )
    return indicators.convert(path, published_at, what)


def _verified(found: Stated) -> tuple[Check, ...]:
    _refuse_below_nothing(found)
    known = benchmark("inflation")
    both = pairs(found.of(UNITED_STATES), known)
    off = {year: held - value for year, (held, value) in both.items()}
    if not off or max(map(abs, off.values())) > known.tolerance:
        raise _no_changes(found, both)
    worst = max(off, key=lambda y: abs(off[y]))
    detail = f"United States against {known.source}: at most {off[worst]:+.3f} points, {worst}"
    return (Check("figures-are-changes-in-per-cent", True, detail), world_median(found, _SAME))


def _refuse_below_nothing(found: Stated) -> None:
    for index, value in enumerate(found.values):
        if value is not None and value <= -_PER_CENT:
            raise found.grid[_COLUMNS.value].refusal(index, "prices cannot fall to nothing")


def _no_changes(found: Stated, both: dict[int, tuple[float, float]]) -> BadFile:
    told = [f"{held:g} for {year} (published: {value:g})" for year, (held, value) in both.items()]
    return refuse(
        found.grid.file,
        f"for the United States it has {', '.join(told) or 'no year to compare'}",
        "An index, or changes in another unit, read as changes in per cent would falsify prices",
        "Give the table of yearly changes in per cent (FP.CPI.TOTL.ZG), with the United States.",
    )
