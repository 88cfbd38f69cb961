"""Which held table gives reference values of a year: the widest one of imports by subheading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from steelyard.nomenclature.places import expand, find, place
from steelyard.store.release import Held, Series
from steelyard.terms.period import Period
from steelyard.terms.place import WORLD, PlaceKind

SUBHEADING, LINE = 6, 10
_MONTHS = 12
_MANY = 10_000
_UNIONS = {"census:0003": "EU", "comtrade:97": "EU"}
"""Rows of a publisher for a union as it was in each year, with the group that lists its members."""


@dataclass(frozen=True, slots=True)
class Imports:
    """Series of imports of one release that differ only in who reports them.

    Attributes:
        held: the release.
        series: the series, one a reporter.
    """

    held: Held
    series: tuple[Series, ...]

    @property
    def of(self) -> dict[str, str]:
        """What all of them say of themselves."""
        return {name: word for name, word in self.series[0].of.items() if name != "reporter"}

    @property
    def level(self) -> int:
        """Digits of the codes."""
        return int(self.of["level"])

    def periods(self, year: int) -> list[str]:
        """Return the periods that make up a year."""
        months = [f"{year}-{month:02d}" for month in range(1, _MONTHS + 1)]
        return [str(year)] if self.of["freq"] == "A" else months

    def in_year(self, year: int) -> Imports | None:
        """Return the series that reach the whole of a year; None when none does."""
        first, *_, last = (*self.periods(year), *self.periods(year))
        whole = tuple(one for one in self.series if one.first <= first and last <= one.last)
        return Imports(self.held, whole) if whole else None

    def partners(self, year: int) -> dict[str, list[str]]:
        """Return, by reporter, the partners whose imports add up to all that is told.

        The world where it is told; else every single place, but a union in place of its members.
        """
        return {one.of["reporter"]: _apart(one.partners, year) for one in self.series}

    def rank(self, day: date | None) -> tuple[int, ...]:
        """Return the place in the order in which tables are taken, the first being least."""
        wide = sum(_MANY if WORLD in one.partners else len(one.partners) for one in self.series)
        return (
            day is not None and not self.held.release.known_by(day),
            -wide,
            -self.level,
            self.of["freq"] != "A",
            self.of.get("import_basis") != "general",
        )


def tables(held: Iterable[Held]) -> list[Imports]:
    """Return every table of imports by subheading or finer: those published last come first."""
    flows = sorted((one for one in held if one.release.kind == "flows"), key=_own_first)
    flows.sort(key=lambda one: one.release.out_by, reverse=True)
    return [table for one in flows for table in _of_release(one)]


def _own_first(held: Held) -> tuple[bool, str]:
    return held.bundled, held.release.name


def _of_release(held: Held) -> Iterator[Imports]:
    alike: dict[tuple[str, ...], list[Series]] = {}
    for one in filter(_serves, held.release.series):
        told = sorted(f"{name} {word}" for name, word in one.of.items() if name != "reporter")
        alike.setdefault(tuple(told), []).append(one)
    yield from (Imports(held, tuple(alike[told])) for told in sorted(alike))


def _serves(series: Series) -> bool:
    of = series.of
    usual = {"flow": "M", "nomenclature": "HS", "account": "customs", "adjustment": "none"}
    plain = usual.items() <= of.items() and "detail" not in of and of["freq"] in {"A", "M"}
    fine = int(of.get("level", 0)) >= SUBHEADING
    return plain and fine and bool(series.first) and _single(of["reporter"])


def _single(code: str) -> bool:
    return place(code).kind is not PlaceKind.PUBLISHER_GROUP


def _apart(partners: tuple[str, ...], year: int) -> list[str]:
    if WORLD in partners:
        return [WORLD]
    unions = [code for code in partners if code in _UNIONS]
    inside = {m for code in unions for m in expand(find(_UNIONS[code]), Period.parse(str(year)))}
    return sorted([*unions, *(c for c in partners if _single(c) and c not in inside)])
