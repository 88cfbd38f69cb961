"""The season taken out of a column: months adjusted over the whole series that is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import Cell
from steelyard.accounts.choice import Choice
from steelyard.accounts.flows import read_flows
from steelyard.accounts.ledger import Frame, Ledger
from steelyard.maths.season import Method, adjusted
from steelyard.terms.definition import Season
from steelyard.terms.period import Period, PeriodRange

_KEY = ("partner", "group")
_PLACE = [*_KEY, "source"]
_YEARS = 2
_QUANTUM = Decimal("0.000001")
Months = Sequence[tuple[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Unseasoned:
    """A series without its season.

    Attributes:
        table: ``partner, group, source, unseasoned``, a row a month that could be adjusted.
        versions: the parts that were used.
        fell_back: why STL was used instead of X-13; none where it was not.
        short: months in stretches too short to be adjusted.
        first, last: the months over which the season was found.
    """

    table: pa.Table
    versions: tuple[str, ...]
    fell_back: tuple[str, ...]
    short: int
    first: str
    last: str


def unseasoned(
    ledger: Ledger, choice: Choice, found: Frame, needed: tuple[Cell, ...], season: Season
) -> Frame:
    """Return cells of months with the season taken out of their values.

    The season is found over every unbroken stretch of at least two years of the series held,
    partner by partner and group by group: a figure of one month needs the others. Sums of adjusted
    months are no publisher's adjusted totals, and those of a year are not quite the year's own.

    Missing and zero: a month without a value ends a stretch; a month of a stretch shorter than two
    years is missing.

    Raises:
        MissingExtra: the parts of the extra ``season`` are not installed.
    """
    who = tuple(sorted({(cell.partner, cell.group) for cell in needed}))
    key = (choice.held.release.name, str(choice.series), str(choice.way), who, str(season))
    if key not in ledger.seasons:
        ledger.seasons[key] = _taken_out(ledger, choice, who, season)
    told = ledger.desk.frame(ledger.seasons[key].table)
    both = found.join(told, on=_PLACE, how="left").with_columns(nw.col("unseasoned").alias("value"))
    return ledger.read(both.drop("unseasoned"))


def _taken_out(
    ledger: Ledger, choice: Choice, who: tuple[tuple[str, str], ...], season: Season
) -> Unseasoned:
    ends = (Period.labelled(choice.series.first), Period.labelled(choice.series.last))
    months = [str(period) for period in PeriodRange(*ends)]
    cells = tuple(Cell(m, "now", partner, m, group) for partner, group in who for m in months)
    grouped = {group for _, group in who} != {""}
    read = read_flows(ledger, choice, cells, "seasonal adjustment", grouped=grouped)
    columns = (*_KEY, "source", "value")
    rows = ledger.rows(read.select(*columns), _PLACE)
    places = {month: place for place, month in enumerate(months)}
    found = _Found()
    for (partner, group), mine in groupby(rows, key=lambda row: row[:2]):
        told = [(row[2], row[3]) for row in mine if row[3] is not None]
        for stretch in _stretches(told, places):
            found = found.with_stretch(partner, group, stretch, choice, season)
    return found.made(months)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was adjusted so far."""

    rows: tuple[dict[str, Any], ...] = ()
    versions: tuple[str, ...] = ()
    fell_back: tuple[str, ...] = ()
    short: int = 0

    def with_stretch(
        self, partner: str, group: str, stretch: Months, choice: Choice, season: Season
    ) -> _Found:
        if len(stretch) < _YEARS * choice.freq.per_year:
            return replace(self, short=self.short + len(stretch))
        start, method = Period.labelled(stretch[0][0]), Method(str(season))
        told = adjusted([float(value) for _, value in stretch], start, method)
        rows = tuple(
            {"partner": partner, "group": group, "source": month, "unseasoned": _exact(value)}
            for (month, _), value in zip(stretch, told.values, strict=True)
        )
        why = (told.fell_back,) if told.fell_back else ()
        return replace(
            self,
            rows=(*self.rows, *rows),
            versions=tuple(dict.fromkeys((*self.versions, told.version))),
            fell_back=tuple(dict.fromkeys((*self.fell_back, *why))),
        )

    def made(self, months: Sequence[str]) -> Unseasoned:
        kinds = [*((name, pa.string()) for name in _PLACE), ("unseasoned", pa.decimal128(38, 6))]
        table = pa.Table.from_pylist(list(self.rows), schema=pa.schema(kinds))
        ends = (months[0], months[-1])
        return Unseasoned(table, self.versions, self.fell_back, self.short, *ends)


def _stretches(told: Months, places: Mapping[str, int]) -> Iterator[Months]:
    """Yield unbroken stretches of months."""
    numbered = enumerate(told)
    for _, run in groupby(numbered, key=lambda one: places[one[1][0]] - one[0]):
        yield [month for _, month in run]


def _exact(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(_QUANTUM)
