"""Which way months are quoted that do not say so: their means against published annual averages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from steelyard.sources.frb.direction import read_guard
from steelyard.sources.frb.read import Quote
from steelyard.sources.reading import refuse
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_YEAR_LENGTH = 12


class Averages(BaseModel):
    """Annual averages as the Board published them.

    Attributes:
        tolerance: largest relative difference that counts as agreement.
        sources: address of the publication, by years.
        published: units for one US dollar, by currency and year.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tolerance: float
    sources: dict[str, str]
    published: dict[str, dict[int, float]]


@dataclass(frozen=True, slots=True)
class Settled:
    """How a series of months is quoted.

    Attributes:
        way: direction of the quotes.
        years: years compared.
        largest: largest relative difference from a published average.
        where: year of that difference.
    """

    way: Quote
    years: tuple[int, ...]
    largest: float
    where: int


def settle(code: str, months: Mapping[str, float], file: str) -> Settled | None:
    """Return how the months of a currency are quoted; None when that cannot be settled.

    For every whole year with a published average A, quoted as the Board quotes the currency, the
    mean of the months' rates r is held against A, and the mean of 1/r likewise. That way round is
    right in which all years agree.

    Args:
        code: ISO 4217 code of the currency.
        months: rate by month, ``YYYY-MM``; months without a rate are left out.
        file: name of the file.

    Raises:
        BadFile: the months agree with the published averages neither way round.
    """
    board, averages, tolerance = _of_board(code)
    years = {year: _rates_of(year, months) for year in averages}
    whole = {year: rates for year, rates in years.items() if len(rates) == _YEAR_LENGTH}
    if not whole:
        return None
    direct = {y: abs(fmean(rates) / averages[y] - 1) for y, rates in whole.items()}
    turned = {y: abs(fmean(1 / r for r in rates) / averages[y] - 1) for y, rates in whole.items()}
    ways = [(board, direct), (_other(board), turned)]
    fitting = [(way, off) for way, off in ways if max(off.values()) <= tolerance]
    if not fitting:
        raise _agrees_neither_way(code, direct, file)
    if len(fitting) > 1:
        return None
    way, off = fitting[0]
    worst = max(off, key=off.__getitem__)
    return Settled(way, tuple(sorted(off)), off[worst], worst)


def _rates_of(year: int, months: Mapping[str, float]) -> list[float]:
    labels = (f"{year:04d}-{month:02d}" for month in range(1, _YEAR_LENGTH + 1))
    return [months[label] for label in labels if label in months]


def _of_board(code: str) -> tuple[Quote, dict[int, float], float]:
    """Return how the Board quotes a currency, its published averages and the tolerance."""
    guard, averages = read_guard(), read_averages()
    if code in guard.published:
        return Quote.DOLLARS_PER_UNIT, guard.published[code], averages.tolerance
    return Quote.UNITS_PER_DOLLAR, averages.published.get(code, {}), averages.tolerance


@cache
def read_averages() -> Averages:
    """Return the published averages of currencies quoted in units for one US dollar."""
    path = Path(__file__).with_name("averages.yaml")
    return Averages.model_validate(read_yaml(path.read_text(encoding="utf-8")))


def _other(way: Quote) -> Quote:
    return next(quote for quote in Quote if quote is not way)


def _agrees_neither_way(code: str, direct: Mapping[int, float], file: str) -> Exception:
    found = (
        f"the months of {code} in {', '.join(map(str, sorted(direct)))} do not all agree with the "
        "published averages of those years, either way round"
    )
    why = "A rate read the wrong way round, or of another currency, would falsify every conversion"
    return refuse(file, found, why, "Download the table again.")
