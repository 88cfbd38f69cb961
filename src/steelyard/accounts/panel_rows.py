"""The rows of a table that a panel is read from: of every product, in the years asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from steelyard.accounts.calendar import source_periods
from steelyard.accounts.ledger import Ledger, Used, in_time, listed, of_series, one_of
from steelyard.accounts.panel_asked import PanelAsked, Told
from steelyard.accounts.panel_tables import PanelTable
from steelyard.store.series import series_columns
from steelyard.terms.flow import ObsStatus
from steelyard.terms.period import PeriodRange
from steelyard.terms.place import WORLD
from steelyard.terms.product import TOTAL_NOMENCLATURE
from steelyard.terms.tables import DETAILS, FLOWS

Frame = nw.LazyFrame[Any]
_OF_PRODUCTS = {"nomenclature", "level"}
_MISSING = [str(status) for status in ObsStatus if status.missing]
_USED = (*FLOWS.key, "value", "status")


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as it is read for a panel.

    Attributes:
        ledger: reads the store and keeps the evidence.
        table: the table.
        asked: what is asked for.
        years: the years.
    """

    ledger: Ledger
    table: PanelTable
    asked: PanelAsked
    years: PeriodRange

    def parts(self) -> dict[str, list[str]]:
        """Return the periods of the source that make up each year."""
        return {str(year): list(source_periods(year, self.table.freq)) for year in self.years}

    def periods(self) -> list[str]:
        """Return the periods of the source, sorted."""
        return sorted({part for found in self.parts().values() for part in found})

    def every_row(self) -> Frame:
        """Return the rows of all products, with ``year``, ``country`` and ``used`` edition.

        Without the value where the status tells that it is missing.
        """
        return _placed(self, self.table.of)

    def total_row(self) -> Frame:
        """Return the rows of all goods that the release states under the same definition."""
        others = {n: word for n, word in self.table.of.items() if n not in _OF_PRODUCTS}
        return _placed(self, {**others, "nomenclature": TOTAL_NOMENCLATURE})

    def record(self, rows: Frame, condition: str, used_for: str) -> None:
        """Keep the evidence of the rows behind a panel."""
        asked, of, periods = self.asked, self.table.of, self.periods()
        words = [f"{name} = '{word}'" for name, word in sorted(of.items())]
        named = {"reporter": asked.reporters, "partner": asked.partners}
        words += [f"{name} IN ({listed(codes)})" for name, codes in named.items() if codes]
        words += [condition, in_time(periods)[1]]
        where = {name: [word] for name, word in of.items()}
        where |= {name: list(codes) for name, codes in named.items() if codes}
        used = Used(rows, " AND ".join(words), {**where, "period": periods})
        self.ledger.record(self.table.held, used, _USED, used_for)


def _placed(reading: Reading, of: Mapping[str, str]) -> Frame:
    table, asked = reading.table, reading.asked
    timed, _ = in_time(reading.periods())
    conditions, _ = of_series(table.held, of)
    named = zip(series_columns(table.held.release.kind), conditions, strict=True)
    same = [condition for name, condition in named if name != "reporter"]
    whole = [nw.col(name).is_null() for name in DETAILS]
    edition = [nw.col("edition") == table.way.edition] if table.way.edition else []
    who = [one_of("reporter", asked.reporters)] if asked.reporters else []
    rows = reading.ledger.store.scan(table.held).filter(timed, *same, *whole, *edition, *who)
    status, value = nw.col("status"), nw.col("value")
    counts = status.is_null() | ~status.is_in(_MISSING)
    return rows.filter(_with_whom(table, asked)).with_columns(
        nw.when(counts).then(value).alias("value"),
        nw.col("period").str.slice(0, 4).alias("year"),
        nw.col(asked.column).alias("country"),
        nw.col("edition").fill_null("").alias("used"),
    )


def _with_whom(table: PanelTable, asked: PanelAsked) -> nw.Expr:
    """Return the condition for the partners: the world's row, or single ones."""
    one = ~nw.col("aggregate").fill_null(value=False) & (nw.col("partner") != WORLD)
    if asked.told is Told.BY_PAIR:
        return one
    if asked.told is Told.BY_MARKET:
        return one_of("partner", asked.partners) if asked.partners else _or_world(one)
    stating = sorted(s.of["reporter"] for s in table.series if WORLD in s.partners)
    world = (nw.col("partner") == WORLD) & nw.col("reporter").is_in(stating)
    if not table.summable:
        return world
    return world | (one & ~nw.col("reporter").is_in(stating))


def _or_world(one: nw.Expr) -> nw.Expr:
    return one | (nw.col("partner") == WORLD)
