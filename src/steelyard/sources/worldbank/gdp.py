"""Gross domestic product in current US dollars (NY.GDP.MKTP.CD)."""

from __future__ import annotations

from pathlib import Path

from steelyard.sources.contract import Check, Converted, read_card
from steelyard.sources.reading import refuse, whole
from steelyard.sources.worldbank import indicators
from steelyard.sources.worldbank.benchmark import UNITED_STATES, benchmark, pairs
from steelyard.sources.worldbank.read import Columns, Stated, has_columns, stated
from steelyard.sources.worldbank.totals import north_america, world
from steelyard.terms.errors import BadFile

CARD = read_card(Path(__file__).with_name("gdp.yaml"))
_COLUMNS = Columns("country_name", "country_code", "year", "value")
HEADERS = (_COLUMNS.names,)
_FEWEST_YEARS = 2


def recognises(path: Path) -> bool:
    """Tell whether a file is this table, whatever its name and its unit.

    Many tables of the Bank share the header, so the figures of the United States are held against
    the published ones: they must be in proportion in at least two years.
    """
    if not has_columns(path, _COLUMNS):
        return False
    try:
        found = stated(whole(path), path.name, _COLUMNS)
    except BadFile:
        return False
    known = benchmark("gdp")
    both = list(pairs(found.of(UNITED_STATES), known).values())
    factors = [held / value for held, value in both if held > 0]
    alike = factors and max(factors) / min(factors) - 1 <= known.tolerance
    return len(factors) >= _FEWEST_YEARS and bool(alike)


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release of gross domestic product; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file breaks the layout, names an unknown economy or is not in US dollars.
        BadDate: ``published_at`` is no date.
    """
    what = indicators.Indicator(CARD, _COLUMNS, "gdp", "level", "USD", 1.0, _verified)
    return indicators.convert(path, published_at, what)


def _verified(found: Stated) -> tuple[Check, ...]:
    _refuse_negative(found)
    known = benchmark("gdp")
    both = pairs(found.of(UNITED_STATES), known)
    off = {year: held / value - 1 for year, (held, value) in both.items()}
    wrong = [y for y in off if abs(off[y]) > known.tolerance]
    if wrong or not off:
        raise _wrong_unit(found, both, wrong)
    worst = max(off, key=lambda y: abs(off[y]))
    detail = f"United States against {known.source}: at most {off[worst]:+.2%}, {worst}"
    return (Check("unit-is-US-dollars", True, detail), north_america(found), world(found))


def _refuse_negative(found: Stated) -> None:
    for index, value in enumerate(found.values):
        if value is not None and value <= 0:
            raise found.grid[_COLUMNS.value].refusal(index, "a product is above zero")


def _wrong_unit(found: Stated, both: dict[int, tuple[float, float]], wrong: list[int]) -> BadFile:
    told = f"{both[wrong[0]][0]:g} for {wrong[0]}" if wrong else "no figure of a year to compare"
    return refuse(
        found.grid.file,
        f"for the United States it has {told}, where US dollars would be "
        f"{both[wrong[0]][1] if wrong else benchmark('gdp').published[2010]:g}",
        "A figure in another unit would be wrong a thousandfold",
        "Give the table in current US dollars, the United States among its economies.",
    )
