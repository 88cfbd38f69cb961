"""Which countries of a table a panel counts, year by year, and why it leaves others out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from steelyard.accounts.panel_asked import single

Stated = Iterable[tuple[str, str, str]]
"""Country, period of the source, and edition of the rows that state a value."""


@dataclass(slots=True)
class Countries:
    """The countries of a panel.

    Attributes:
        counted: those that count, by year.
        out: why others do not, by year and country; places that are no country are not told.
        editions: edition of the product codes that is read, by year.
    """

    counted: dict[str, set[str]] = field(default_factory=dict)
    out: dict[tuple[str, str], str] = field(default_factory=dict)
    editions: dict[str, str] = field(default_factory=dict)

    def leave_out(self, year: str, country: str, why: str) -> None:
        """Move a country to those that are left out."""
        if country in self.counted.get(year, set()):
            self.counted[year].discard(country)
            self.out[year, country] = why

    def leave_out_silent(self, codes: Iterable[str]) -> None:
        """Name the countries that report at other times and state nothing of a year."""
        for code in sorted(filter(single, set(codes))):
            for year, counted in self.counted.items():
                if code not in counted:
                    self.out.setdefault((year, code), "has no row of that year")


def countries(
    stated: Stated, parts: Mapping[str, list[str]], also: Iterable[str] = ()
) -> Countries:
    """Return the countries that state every part of a year in the edition that most of them use.

    Args:
        stated: what the table states.
        parts: periods of the source by year.
        also: codes that count although they name no one country, such as that of the world.
    """
    also = frozenset(also)
    years = {part: year for year, found in parts.items() for part in found}
    told: dict[str, dict[str, dict[str, set[str]]]] = {year: {} for year in parts}
    for country, source, edition in stated:
        if source in years and (single(country) or country in also):
            of = told[years[source]].setdefault(country, defaultdict(set))
            of[edition].add(source)
    made = Countries()
    for year, found in told.items():
        _year(made, year, found, set(parts[year]))
    return made


def _year(
    made: Countries, year: str, told: Mapping[str, Mapping[str, set[str]]], parts: set[str]
) -> None:
    used = Counter(edition for of in told.values() for edition, got in of.items() if got >= parts)
    edition = max(used, key=lambda one: (used[one], one), default="")
    made.editions[year] = edition
    made.counted[year] = {c for c, of in told.items() if of.get(edition, set()) >= parts}
    for country, of in sorted(told.items()):
        if country not in made.counted[year]:
            made.out[year, country] = _why(of, edition, len(parts))


def _why(of: Mapping[str, set[str]], edition: str, parts: int) -> str:
    if others := sorted(set(of) - {edition}):
        return f"states codes of the edition {', '.join(others)}, and most state {edition}"
    held = max(map(len, of.values()), default=0)
    return f"has rows of {held} of the {parts} periods of the year only"
