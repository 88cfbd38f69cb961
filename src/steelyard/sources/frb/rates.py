"""The ``stated`` annual averages -> rates: one row a currency and year."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from steelyard.sources.contract import Check, Converted, Rejected, arrow_schema, read_card
from steelyard.sources.frb.currencies import Currency, currency_of
from steelyard.sources.frb.direction import INVERTED, Guard, direction, read_guard
from steelyard.sources.frb.read import Quote, Stated, stated
from steelyard.sources.reading import publication_date, refuse, whole
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import RATES

if TYPE_CHECKING:
    from collections.abc import Sequence

CARD = read_card(Path(__file__).with_name("source.yaml"))
_DOLLAR = "USD"

Series = dict[Currency, list[Stated]]
Directions = dict[Currency, Quote | None]


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release of the annual averages; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file breaks the layout, or names a country without a known currency.
        BadDate: ``published_at`` is no date.
    """
    rates = stated(whole(path), path.name)
    series = _by_currency(rates, path.name)
    guard = read_guard()
    ways = {c: direction(c.code, rows, guard, path.name) for c, rows in series.items()}
    accepted, rejected = _sorted_out(series, ways)
    newest = max(rate.year for rate in rates)
    return Converted(
        CARD,
        RATES,
        _table(accepted),
        *_dated(newest, published_at),
        len(rates),
        rejected,
        (_directions(series, ways, guard), _same_end(series, newest)),
    )


def _by_currency(rates: Sequence[Stated], file: str) -> Series:
    series: Series = {}
    for rate in rates:
        series.setdefault(currency_of(rate.country, file), []).append(rate)
    for currency, rows in series.items():
        if len({row.year for row in rows}) < len(rows):
            found = f"{currency.code} stands in the file under two names for one year"
            raise refuse(file, found, "Which rate is right cannot be told", "Keep one of them.")
    return series


def _sorted_out(
    series: Series, ways: Directions
) -> tuple[list[dict[str, object]], tuple[Rejected, ...]]:
    accepted: list[dict[str, object]] = []
    out: list[tuple[str, str]] = []
    for currency, rows in series.items():
        way = ways[currency]
        for row in rows:
            example = f"row {row.line}: {row.country}, {row.year}"
            if way is None:
                out.append(("direction-not-settled", example))
            elif not currency.holds_in(row.year):
                out.append(("before-the-currency", example))
            else:
                accepted.append(_row(currency.code, row, way))
    return accepted, _counted(out)


def _counted(out: list[tuple[str, str]]) -> tuple[Rejected, ...]:
    groups = [list(group) for _, group in groupby(sorted(out), key=lambda pair: pair[0])]
    return tuple(Rejected(group[0][0], len(group), group[0][1]) for group in groups)


def _row(code: str, stated: Stated, way: Quote) -> dict[str, object]:
    base, quote = (code, _DOLLAR) if way is Quote.DOLLARS_PER_UNIT else (_DOLLAR, code)
    missing = stated.rate is None
    return {
        "base": base,
        "quote": quote,
        "period": f"{stated.year:04d}",
        "freq": "A",
        "measure": "average",
        "rate": stated.rate,
        "status": str(ObsStatus.NOT_REPORTED if missing else ObsStatus.NORMAL),
        "correction": None if way is stated.quote else INVERTED,
    }


def _table(rows: list[dict[str, object]]) -> pa.Table:
    table = pa.Table.from_pylist(rows, schema=arrow_schema(RATES))
    return table.sort_by([(name, "ascending") for name in RATES.key])


def _dated(newest: int, published_at: str | None) -> tuple[str, str, str]:
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    how = f"The newest year held is {newest}, and averages of a year come out in the next January."
    return f"{newest + 1:04d}-01", "inferred", how


def _directions(series: Series, ways: Directions, guard: Guard) -> Check:
    turned = [c.code for c, rows in series.items() if ways[c] not in {rows[0].quote, None}]
    unsettled = [c.code for c in series if ways[c] is None]
    compared = [
        c.code
        for c, rows in series.items()
        if guard.published.get(c.code, {}).keys() & {row.year for row in rows}
    ]
    detail = (
        f"compared with published averages: {', '.join(compared) or 'none'}; correction {INVERTED} "
        f"(the label says the other way round): {', '.join(turned) or 'none'}; "
        f"left out for want of an average: {', '.join(unsettled) or 'none'}"
    )
    return Check("direction-of-quotes", not unsettled, detail)


def _same_end(series: Series, newest: int) -> Check:
    short = [c.code for c, rows in series.items() if max(row.year for row in rows) < newest]
    detail = f"newest year {newest}; series that end earlier: {', '.join(short) or 'none'}"
    return Check("series-reach-the-newest-year", not short, detail)
