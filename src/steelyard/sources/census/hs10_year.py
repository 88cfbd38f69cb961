"""Of which year a table of tariff lines is, and whether it holds its partners whole.

A column, the name of the file, sums that are the known totals of one year, or the date of its
publication tell the year, in this order; sums that are those of another year are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from steelyard.sources.census.guard import TOLERANCE, Agreement, agreement, known_totals
from steelyard.sources.census.release import MONTHS_TO_RELEASE
from steelyard.sources.contract import Check
from steelyard.sources.reading import publication_date, refuse
from steelyard.terms.flow import ImportBasis

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Sums = dict[str, int]
_COUNTED = ImportBasis.CONSUMPTION.value
_SEVERAL, _ROUNDED = 3, 1e-4
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_CORRECT = "Correct the year in its name, in its column year or of --release."
_LAST = "The file does not tell its year: it is taken to be the last whole one before that date."
_WRONG = "A table of the wrong year would be a wrong figure with a good source"


def year_of(
    sums: Sums, codes: Collection[str], file: str, published_at: str | None
) -> tuple[int, str]:
    """Return the year of a table whose columns do not tell it, and a sentence if it is inferred.

    Args:
        sums: USD by place.
        codes: the Bureau's codes of the partners.
        file: name of the file.
        published_at: the date given with the file.

    Raises:
        BadFile: nothing tells it.
        BadDate: ``published_at`` is no date.
    """
    named, fitting = named_year(file, codes), fitting_years(sums)
    if named is not None:
        return named, ""
    if len(fitting) == 1:
        return fitting[0], ""
    if published_at is not None:
        return last_whole_year(published_at), _LAST
    shown = ", ".join(map(str, fitting)) or "none"
    found = f"it does not name its year, and the years that fit its sums are: {shown}"
    remedy = (
        "Put the year into the name of the file (2024-imports.parquet) or into a column year, or "
        "date the file with --release YYYY-MM-DD: it is then of the last whole year before."
    )
    raise refuse(file, found, _WRONG, remedy)


def named_year(file: str, codes: Collection[str]) -> int | None:
    """Return the one year in the name of a file; a partner's code (2010 is Mexico) is none."""
    years = set(_YEAR.findall(file)) - set(codes)
    return int(years.pop()) if len(years) == 1 else None


def fitting_years(sums: Sums) -> list[int]:
    """Return the years whose known totals are the sums in USD by place.

    Several partners may differ from them as revisions do. A few must agree to the rounding, for
    years of which no total is known may lie near.
    """
    years = {year for totals in known_totals()[_COUNTED].values() for year in totals}
    return [year for year in sorted(years) if _fits(agreement(_keyed({year: sums})))]


def last_whole_year(published_at: str) -> int:
    """Return the last year that was out whole on a day or month.

    Raises:
        BadDate: it is no date.
    """
    date = publication_date(published_at)
    return int(date[:4]) - (1 if int(date[5:7]) >= MONTHS_TO_RELEASE else 2)


def reconciled(sums: Mapping[int, Sums], file: str) -> tuple[Check, ...]:
    """Return the check that the sums of each year are its known totals; none where none is known.

    Raises:
        BadFile: they are the known totals of another year.
    """
    theirs = fitting_years(next(iter(sums.values()))) if len(sums) == 1 else []
    if theirs and not set(theirs) & set(sums):
        found = f"it is told to be of {next(iter(sums))}, and its sums are those of {theirs[0]}"
        raise refuse(file, found, _WRONG, _CORRECT)
    told = agreement(_keyed(sums))
    words = (
        f"its yearly sums differ from known totals by at most {told.worst:+.2%} ({told.place}; "
        f"{told.compared} compared, {TOLERANCE:.0%} allowed)"
    )
    return (Check("agrees-with-known-totals", told.holds, words),) if told.compared else ()


def unknown_places(sums: Mapping[int, Sums]) -> list[str]:
    """Return the places of which no total is known in a year."""
    known = known_totals()[_COUNTED]
    return sorted(
        {p for year, by_place in sums.items() for p in by_place if year not in known.get(p, {})}
    )


def _fits(found: Agreement) -> bool:
    return found.holds and (found.compared >= _SEVERAL or abs(found.worst) <= _ROUNDED)


def _keyed(sums: Mapping[int, Sums]) -> dict[tuple[str, str, int], int]:
    return {
        (_COUNTED, place, year): usd for year, told in sums.items() for place, usd in told.items()
    }
