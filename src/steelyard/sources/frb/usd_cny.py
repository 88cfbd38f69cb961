"""The ``stated`` months of yuan per dollar (H.10) -> rates: an average and an end a month."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.sources.contract import Converted, read_card
from steelyard.sources.frb.business_days import ends_its_month, next_monday
from steelyard.sources.frb.monthly_checks import directions, no_jumps, whole_series
from steelyard.sources.frb.read import Quote
from steelyard.sources.frb.rows import Row, figure, pair, table_of
from steelyard.sources.frb.settled import Settled, settle
from steelyard.sources.frb.usd_cny_checks import against_official, business_days
from steelyard.sources.frb.usd_cny_read import COLUMNS, Month, recognises, stated
from steelyard.sources.left_out import Found, Rejected, by_reason, told
from steelyard.sources.reading import publication_date, refuse, whole
from steelyard.terms.tables import RATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

__all__ = ["CARD", "HEADERS", "convert", "recognises"]

CARD = read_card(Path(__file__).with_name("usd_cny.yaml"))
HEADERS = (COLUMNS,)
_YUAN = "CNY"
_OBSERVATIONS = 4  # of a month: average, end, smallest, largest


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release of the monthly table; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file breaks the layout, or its rates are no yuan for one dollar.
        BadDate: ``published_at`` is no date.
    """
    months = stated(whole(path), path.name)
    complete = [found for found in months if _is_complete(found, months[-1])]
    averages = {m.month: m.average for m in complete if m.average is not None}
    settled = _yuan_per_dollar(averages, path.name)
    checks = (
        against_official(complete),
        directions({_YUAN: settled}, "taken as the columns are named"),
        business_days(complete),
        whole_series({_YUAN: averages}, complete[-1].month if complete else months[-1].month),
        no_jumps({_YUAN: averages}),
    )
    return Converted(
        CARD,
        RATES,
        table_of([row for month in complete for row in _rows(month)]),
        *_dated(max(month.end_date for month in months), published_at),
        _OBSERVATIONS * len(months),
        _left_out(months, complete),
        checks,
    )


def _is_complete(month: Month, newest: Month) -> bool:
    if "incomplete" in month.note.lower():
        return False
    return month is not newest or ends_its_month(month.end_date)


def _yuan_per_dollar(averages: Mapping[str, float], file: str) -> Settled | None:
    settled = settle(_YUAN, averages, file)
    if settled is not None and settled.way is not Quote.UNITS_PER_DOLLAR:
        found = "its columns are named yuan per dollar and hold dollars per yuan"
        why = "A rate read the wrong way round would falsify every conversion"
        raise refuse(file, found, why, "Download the table again.")
    return settled


def _rows(month: Month) -> list[Row]:
    key = {**pair(_YUAN, Quote.UNITS_PER_DOLLAR), "period": month.month, "freq": "M"}
    return [
        {**key, "measure": "average", **figure(month.average)},
        {**key, "measure": "end-of-period", **figure(month.end)},
    ]


def _left_out(months: Sequence[Month], complete: Sequence[Month]) -> tuple[Rejected, ...]:
    kept = {month.month for month in complete}
    out: list[Found] = []
    for month in months:
        span = (("smallest", month.low), ("largest", month.high))
        out += [_left("range-not-held", month, *cell) for cell in span]
        if month.month not in kept:
            rates = (("average", month.average), ("end", month.end))
            out += [_left("month-incomplete", month, *cell) for cell in rates]
    return by_reason(out)


def _left(reason: str, month: Month, column: str, rate: float | None) -> Found:
    return reason, month.line, told(month.month, column, rate)


def _dated(newest: date, published_at: str | None) -> tuple[str, str, str]:
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    how = f"The newest day held is {newest}, and the rates of a week come out on the next Monday."
    return f"{next_monday(newest):%Y-%m}", "inferred", how
