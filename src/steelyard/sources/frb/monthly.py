"""The ``stated`` monthly averages (G.5) -> rates: one row a currency and month."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.sources.contract import Check, Converted, read_card
from steelyard.sources.frb.currencies import Currency, currency_of
from steelyard.sources.frb.monthly_checks import directions, no_jumps, whole_series
from steelyard.sources.frb.monthly_read import COLUMNS, Month, recognises, stated
from steelyard.sources.frb.rows import Row, figure, pair, table_of
from steelyard.sources.frb.settled import Settled, settle
from steelyard.sources.left_out import Found, Rejected, by_reason, told
from steelyard.sources.reading import publication_date, refuse, whole
from steelyard.terms.flow import ObsStatus
from steelyard.terms.period import Period
from steelyard.terms.tables import RATES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CARD", "HEADERS", "convert", "recognises"]

CARD = read_card(Path(__file__).with_name("monthly.yaml"))
HEADERS = (COLUMNS,)

Series = dict[Currency, list[Month]]
Ways = dict[Currency, Settled | None]


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release of the monthly averages; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file breaks the layout, or names a country without a known currency.
        BadDate: ``published_at`` is no date.
    """
    months = stated(whole(path), path.name)
    series = _by_currency(months, path.name)
    ways = {c: settle(c.code, _rates(rows), path.name) for c, rows in series.items()}
    newest = max(month.month for month in months)
    date, dated, how = _dated(newest, published_at)
    open_month = "" if dated == "stated" and date[: len(newest)] > newest else newest
    accepted, rejected = _sorted_out(series, ways, open_month)
    table = table_of(accepted)
    checks = _checks(series, ways, newest)
    return Converted(CARD, RATES, table, date, dated, how, len(months), rejected, checks)


def _checks(series: Series, ways: Ways, newest: str) -> tuple[Check, ...]:
    by_code = {c.code: _rates(rows) for c, rows in series.items()}
    return (
        directions({c.code: settled for c, settled in ways.items()}),
        whole_series(by_code, newest),
        no_jumps(by_code),
    )


def _by_currency(months: Sequence[Month], file: str) -> Series:
    series: Series = {}
    for month in months:
        series.setdefault(currency_of(month.country, file), []).append(month)
    for currency, rows in series.items():
        if len({row.month for row in rows}) < len(rows):
            found = f"{currency.code} stands in the file under two names for one month"
            raise refuse(file, found, "Which rate is right cannot be told", "Keep one of them.")
    return series


def _rates(rows: Sequence[Month]) -> dict[str, float]:
    return {row.month: row.rate for row in rows if row.rate is not None}


def _sorted_out(
    series: Series, ways: Ways, open_month: str
) -> tuple[list[Row], tuple[Rejected, ...]]:
    accepted: list[Row] = []
    out: list[Found] = []
    for currency, rows in series.items():
        settled = ways[currency]
        for row in rows:
            words = told(row.country, row.month, row.rate)
            if settled is None:
                out.append(("direction-not-settled", row.line, words))
            elif not currency.holds_in(int(row.month[:4])):
                out.append(("before-the-currency", row.line, words))
            else:
                accepted.append(_row(currency.code, row, settled, open_month))
    return accepted, by_reason(out)


def _row(code: str, row: Month, settled: Settled, open_month: str) -> Row:
    status = ObsStatus.PROVISIONAL if row.month == open_month else ObsStatus.NORMAL
    return {
        **pair(code, settled.way),
        **figure(row.rate, status),
        "period": row.month,
        "freq": "M",
        "measure": "average",
    }


def _dated(newest: str, published_at: str | None) -> tuple[str, str, str]:
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    how = f"The newest month held is {newest}, and averages of a month come out early in the next."
    return str(Period.parse(newest).shift(1)), "inferred", how
