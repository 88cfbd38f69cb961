"""Reference values: what was imported of each product in a year, by which codes can be shared out.

They are a stated proxy, of the places that report in one table and of one year. They move the
middle of what is converted and never its bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import narwhals as nw

from steelyard.classes.reference_tables import LINE, SUBHEADING, Imports, tables
from steelyard.nomenclature.code_tables import editions
from steelyard.nomenclature.codes import codes_of
from steelyard.nomenclature.concordance import Shares
from steelyard.store.release import Held
from steelyard.store.series import series_columns
from steelyard.store.store import Store
from steelyard.terms.errors import NotHeld
from steelyard.terms.product import Edition
from steelyard.terms.tables import DETAILS

Frame = nw.LazyFrame[Any]
_SCHEDULE = "HTS"


@dataclass(frozen=True, slots=True)
class Reference:
    """What was imported of each product in one year, by the places of one table.

    Attributes:
        year: the year of reference.
        unit: currency of the values, in its base units; only their proportions count.
        shares: value of each subheading, by the edition in which it is stated; of US imports by
            line also that of each line, by the tariff schedules that know it. A code without a
            value is left out.
        missing: rows whose value is missing.
        held: the release that is read.
        rows: the rows behind the values.
        condition: the condition that selects them, as SQL.
        where: the words that some of their columns have, for finding the files they stand in.
    """

    year: int
    unit: str
    shares: Shares
    missing: int
    held: Held
    rows: Frame
    condition: str
    where: Mapping[str, Sequence[str]]

    def __str__(self) -> str:
        who, name = ", ".join(self.where["reporter"]), self.held.release.name
        return f"imports of {who} in {self.year} in {self.unit}, as {name} states them"


def shares(store: Store, year: int, day: date | None = None) -> Shares:
    """Return only the values of ``reference``, as ``nomenclature.concordance`` takes them."""
    return reference(store, year, day).shares


def reference(store: Store, year: int, day: date | None = None) -> Reference:
    """Return what was imported of each subheading in a year of reference, from held data.

    One table of imports by subheading, or finer, is read, whole years or all twelve months. Of
    several the first counts, ordered by: out by ``day`` before later ones, most partners (the
    world counts as all of them), the longest codes, years before months, general imports before
    those for consumption, the newest publication, the user's own store before the bundled data.

    Units: base units of one currency (``Reference.unit``).

    Missing and zero: a missing value adds nothing and is counted. Values can be zero, or below it
    (corrections); such a code takes no share.

    Raises:
        NotHeld: no table of imports by subheading tells the year; those that are held are named.
    """
    every = tables(store.held)
    found = [reached for table in every if (reached := table.in_year(year))]
    found.sort(key=lambda table: table.rank(day))
    read = (_read(store, table, year) for table in found)
    if (first := next((one for one in read if one.shares), None)) is None:
        raise _none(year, every)
    return first


def _read(store: Store, table: Imports, year: int) -> Reference:
    tests, words = _conditions(table, year)
    rows = store.scan(table.held).filter(*tests)
    totals, missing = _totals(store, rows)
    values = _by_edition(totals, lines=_of_lines(table))
    where = {**{name: [word] for name, word in table.of.items()}, "period": table.periods(year)}
    where["reporter"] = sorted(table.partners(year))
    return Reference(year, table.of["currency"], values, missing, table.held, rows, words, where)


def _conditions(table: Imports, year: int) -> tuple[list[nw.Expr], str]:
    """Return the conditions of the rows, as expressions and as SQL."""
    of, periods, sides = table.of, table.periods(year), table.partners(year)
    same = [name for name in series_columns("flows") if name != "reporter"]
    told = {name: of[name] for name in same if name in of}
    none = [*(name for name in same if name not in of), *DETAILS]
    each = [(nw.col("reporter") == r) & nw.col("partner").is_in(p) for r, p in sides.items()]
    tests = [nw.col(name) == word for name, word in told.items()]
    tests += [nw.col(name).is_null() for name in none]
    tests += [nw.col("period").is_in(periods), nw.any_horizontal(*each, ignore_nulls=True)]
    words = [f"{name} = '{word}'" for name, word in told.items()]
    words += [f"{name} IS NULL" for name in none] + [f"period IN ({_listed(periods)})"]
    either = [f"reporter = '{r}' AND partner IN ({_listed(p)})" for r, p in sides.items()]
    return tests, " AND ".join([*words, f"({' OR '.join(either)})"])


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _totals(store: Store, rows: Frame) -> tuple[dict[tuple[str, str], Decimal], int]:
    """Return the value of each code by edition, and how many rows have none."""
    value, keys = nw.col("value"), ("edition", "product")
    summed = rows.group_by(*keys).agg(
        value.sum().alias("value"), value.count().alias("stated"), nw.len().alias("rows")
    )
    found = store.engine.rows(summed.select(*keys, "value", "stated", "rows"), keys)
    totals = {(edition, code): total for edition, code, total, stated, _ in found if stated}
    return totals, sum(every - stated for *_, stated, every in found)


def _by_edition(
    totals: Mapping[tuple[str, str], Decimal], *, lines: bool
) -> dict[Edition, dict[str, Decimal]]:
    found: dict[Edition, dict[str, Decimal]] = {}
    for (edition, code), value in totals.items():
        at, short = found.setdefault(Edition("HS", edition), {}), code[:SUBHEADING]
        at[short] = at.get(short, Decimal(0)) + value
    for schedule in _schedules() if lines else ():
        stated = max(e for e in editions("HS") if e <= schedule.edition)
        mine = {code: v for (e, code), v in totals.items() if e == stated}
        found[schedule] = {code: v for code, v in mine.items() if code in codes_of(schedule)}
    return {edition: values for edition, values in found.items() if values}


def _schedules() -> tuple[Edition, ...]:
    return tuple(Edition(_SCHEDULE, edition) for edition in editions(_SCHEDULE))


def _of_lines(table: Imports) -> bool:
    """Tell whether the codes are lines of the US tariff schedule."""
    return table.level == LINE and {one.of["reporter"] for one in table.series} == {"USA"}


def _none(year: int, every: Sequence[Imports]) -> NotHeld:
    named = [f"{table.held.release.name} ({_span(table)})" for table in every]
    return NotHeld(
        f"You asked for weights by the trade of {year}",
        f"no table of imports by subheading tells the whole of {year}; held are "
        f"{', '.join(sorted(named)) or 'none at all'}",
        "Weights of another year would be taken for those of the year that is named",
        "Name a year that is held, add a table of imports by HS subheading with `steelyard add`, "
        "or take published or equal weights.",
    )


def _span(table: Imports) -> str:
    first = min(one.first for one in table.series)
    last = max(one.last for one in table.series)
    return first if first == last else f"{first} to {last}"
