"""A panel: one flow of many countries by product, from one release and under one definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.levels import Level
from steelyard.accounts.panel_asked import PanelAsked, Told
from steelyard.accounts.panel_cells import (
    PLACE,
    absent,
    filled,
    negative,
    no_product,
    residual,
    summed,
)
from steelyard.accounts.panel_choice import Chosen, chosen
from steelyard.accounts.panel_countries import Countries
from steelyard.accounts.panel_fits import in_time, latest, tables
from steelyard.accounts.panel_products import as_asked, of_class
from steelyard.accounts.panel_reasons import none_whole, nothing_held
from steelyard.accounts.panel_rows import Reading
from steelyard.accounts.panel_tables import PanelTable
from steelyard.accounts.panel_whole import leave_out_partial
from steelyard.terms.period import PeriodRange

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """One flow of many countries by product and year.

    Attributes:
        asked: what was asked for.
        table: the table that answers.
        years: the years.
        frame: ``period, country, product, value``, one row each, and ``partner`` where pairs are
            asked; ``quantity, unit, weight`` where they are. Codes that are no product (99, 999999)
            are left out.
        countries: the countries that count, by year, and why others do not.
        nil: True where a product without a row is nil trade: the frame then has a row of every
            country and product, zero where nothing was traded.
        residual: value of the countries under codes that are no product, by year.
        absent: products of a country without a row, of which nothing tells that they are nil.
        negative: year, country and product of each value below nil.
        fuller: older releases of the same dataset that state more countries and years.
    """

    asked: PanelAsked
    table: PanelTable
    years: PeriodRange
    frame: Frame
    countries: Countries
    nil: bool
    residual: dict[str, float]
    absent: int
    negative: tuple[tuple[str, str, str], ...] = ()
    fuller: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The release that answers."""
        return self.table.held.release.name

    @property
    def level(self) -> Level | None:
        """Level at which products are told apart; None of totals and named groups."""
        level = self.asked.level or Level(self.table.of["nomenclature"], self.table.level)
        return level if self.table.level else None

    def of_year(self, year: object) -> Frame:
        """Return the rows of one year, without ``period``."""
        return self.frame.filter(nw.col("period") == str(year)).drop("period")


def read_panel(ledger: Ledger, asked: PanelAsked, used_for: str) -> Panel | Unanswered:
    """Return the panel that is asked for, or why nothing held answers.

    Missing and zero: a country of which a product asked is missing in a year is left out of that
    year; see ``leave_out_partial`` for what a product without a row is.

    Args:
        ledger: reads the store and keeps the evidence.
        asked: what is asked for.
        used_for: what the rows stand behind, for the evidence.
    """
    found = tables(ledger.store.held, asked)
    years = asked.years or (latest(found, asked) if found else None)
    if years is None or not (reaching := in_time(found, years)):
        return nothing_held(ledger.store.held, asked, years)
    readings = [Reading(ledger, table, asked, years) for table in reaching]
    panel = _read(chosen(readings), used_for)
    full = any(panel.countries.counted.values())
    return panel if full else none_whole(panel.name, panel.countries)


def _read(found: Chosen, used_for: str) -> Panel:
    reading, made = found.reading, found.countries
    ledger, asked, table = reading.ledger, reading.asked, reading.table
    every = _counted(ledger, reading.every_row(), made)
    mine, condition = of_class(ledger, table, every, [year.year for year in reading.years])
    reading.record(mine, condition, used_for)
    cells = ledger.read(summed(as_asked(mine, asked), asked, table))
    _without_missing(ledger, made, cells)
    nil = leave_out_partial(reading, made, every, mine)
    kept = cells.join(_places(ledger, made), on=PLACE, how="inner")
    frame = kept.filter(~no_product())
    if nil and asked.told is not Told.BY_PAIR:
        frame = filled(frame, _places(ledger, made))
    frame = ledger.desk.settle(frame.rename({"year": "period"}))
    return Panel(
        asked,
        table,
        reading.years,
        frame,
        made,
        nil,
        residual=residual(ledger, kept, asked.also),
        absent=0 if nil else absent(ledger, frame, made),
        negative=negative(ledger, frame),
        fuller=found.fuller,
    )


def _counted(ledger: Ledger, every: Frame, made: Countries) -> Frame:
    """Keep the rows of the countries that count, of the edition that is read in each year."""
    used = {"year": list(made.editions), "used": list(made.editions.values())}
    editions = ledger.table({name: pa.array(data, pa.string()) for name, data in used.items()})
    placed = every.join(_places(ledger, made), on=PLACE, how="inner")
    return placed.join(editions, on=["year", "used"], how="inner")


def _without_missing(ledger: Ledger, made: Countries, frame: Frame) -> None:
    missing = frame.filter(nw.col("value").is_null()).select(*PLACE).unique()
    for year, country in ledger.rows(missing, PLACE):
        made.leave_out(year, country, "lacks the value of a product")


def _places(ledger: Ledger, made: Countries) -> Frame:
    pairs = sorted((year, one) for year, found in made.counted.items() for one in found)
    data = {name: [pair[at] for pair in pairs] for at, name in enumerate(PLACE)}
    return ledger.table({name: pa.array(codes, pa.string()) for name, codes in data.items()})
