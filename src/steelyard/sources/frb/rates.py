"""The ``stated`` annual averages -> rates: one row a currency and year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.sources.contract import Check, Converted, read_card
from steelyard.sources.frb.currencies import Currency, currency_of
from steelyard.sources.frb.direction import INVERTED, Guard, direction, read_guard
from steelyard.sources.frb.read import Quote, Stated, stated
from steelyard.sources.frb.rows import Row, figure, pair, table_of
from steelyard.sources.left_out import Found, Rejected, by_reason, told
from steelyard.sources.reading import publication_date, refuse, whole
from steelyard.terms.tables import RATES

if TYPE_CHECKING:
    from collections.abc import Sequence

CARD = read_card(Path(__file__).with_name("source.yaml"))

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
        table_of(accepted),
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


def _sorted_out(series: Series, ways: Directions) -> tuple[list[Row], tuple[Rejected, ...]]:
    accepted: list[Row] = []
    out: list[Found] = []
    for currency, rows in series.items():
        way = ways[currency]
        for row in rows:
            words = told(row.country, row.year, row.rate, row.quote)
            if way is None:
                out.append(("direction-not-settled", row.line, words))
            elif not currency.holds_in(row.year):
                out.append(("before-the-currency", row.line, words))
            else:
                accepted.append(_row(currency.code, row, way))
    return accepted, by_reason(out)


def _row(code: str, stated: Stated, way: Quote) -> Row:
    return {
        **pair(code, way),
        **figure(stated.rate),
        "period": f"{stated.year:04d}",
        "freq": "A",
        "measure": "average",
        "correction": None if way is stated.quote else INVERTED,
    }


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
