"""Which of several tables answers for a panel: the newest vintage first, then the fullest."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from steelyard.accounts.panel_asked import Told
from steelyard.accounts.panel_countries import Countries, countries
from steelyard.accounts.panel_rows import Reading
from steelyard.store.release import Release


@dataclass(frozen=True, slots=True)
class Chosen:
    """The table that answers.

    Attributes:
        reading: the table as it is read.
        countries: the countries that it states in full.
        fuller: older releases of its dataset that state more countries and years, the newest first.
    """

    reading: Reading
    countries: Countries
    fuller: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Countries and years that the table states in full."""
        return sum(map(len, self.countries.counted.values()))

    @property
    def release(self) -> Release:
        """The release that it belongs to."""
        return self.reading.table.held.release

    @property
    def years(self) -> int:
        """Years of which it states a country in full."""
        return sum(map(bool, self.countries.counted.values()))


def chosen(readings: list[Reading]) -> Chosen:
    """Return the table that goes first, in the order that ``panel_tables`` states.

    A table gives way to one of a newer release of its dataset that states the same under the same
    definition in as many of the years, however many countries each of them has.
    """
    every = [Chosen(one, _stated(one)) for one in readings]
    newest = [one for one in every if not any(_newer(other, one) for other in every)]
    best = min(newest, key=lambda one: one.reading.table.rank(one.reading.asked, one.count))
    older = [one for one in every if _newer(best, one) and one.count > best.count]
    releases = {(one.release.out_by, one.release.name) for one in older}
    fuller = tuple(name for _, name in sorted(releases, reverse=True))
    return Chosen(best.reading, best.countries, fuller)


def _newer(one: Chosen, other: Chosen) -> bool:
    """Tell whether a table is a newer vintage of another."""
    return one.years >= other.years and one.reading.table.supersedes(other.reading.table)


def _stated(reading: Reading) -> Countries:
    """Return the countries that a table states in full."""
    names = ["country", "period", "used"]
    stated = reading.every_row().filter(~nw.col("value").is_null()).select(*names).unique()
    also = (*reading.asked.also, *reading.asked.partners)
    made = countries(reading.ledger.rows(stated, names), reading.parts(), also)
    if reading.asked.told is not Told.BY_MARKET:
        made.leave_out_silent(one.of["reporter"] for one in reading.table.series)
    return made
