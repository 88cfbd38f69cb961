"""Real terms: by which consumer prices a figure is deflated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod

import pyarrow as pa

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.ledger import Frame, Ledger, Used, in_time, of_series
from steelyard.store.release import Held, Series
from steelyard.terms.definition import CURRENT, Definition
from steelyard.terms.period import Frequency, Period

_ISSUERS = {
    "AUD": "AUS",
    "BRL": "BRA",
    "CAD": "CAN",
    "CHF": "CHE",
    "CNY": "CHN",
    "GBP": "GBR",
    "INR": "IND",
    "JPY": "JPN",
    "KRW": "KOR",
    "MXN": "MEX",
    "MYR": "MYS",
    "SGD": "SGP",
    "THB": "THA",
    "USD": "USA",
    "ZAR": "ZAF",
}
INDICATOR = "inflation"


@dataclass(frozen=True, slots=True)
class Deflator:
    """A price index and its base year.

    Attributes:
        held, series: the release and the series that state it.
        place: country whose consumer prices it follows, the issuer of the currency.
        year: base year.
    """

    held: Held
    series: Series
    place: str
    year: str


def find_deflator(
    held: Iterable[Held], definition: Definition, periods: tuple[Period, ...]
) -> Deflator | Unanswered | None:
    """Return the index that deflates figures in the definition's currency; None at current prices.

    The consumer price index of the country that issues the currency, of the newest release.
    """
    if definition.prices == CURRENT:
        return None
    place = _ISSUERS.get(definition.currency, "")
    known = [(h, s) for h in held for s in h.release.series if _is_index(h, s, place)]
    if not known:
        return Unanswered(
            f"no consumer price index is held for the currency {definition.currency}",
            "Ask at current prices, or in a currency whose country's index is held.",
        )
    release, series = max(known, key=lambda pair: (pair[0].release.out_by, not pair[0].bundled))
    if any(period.freq is not Frequency.A for period in periods):
        return Unanswered(
            f"{release.release.name} states consumer prices by year only",
            "Ask for whole years, or at current prices.",
        )
    if not int(series.first) - 1 <= int(definition.prices) <= int(series.last):
        return Unanswered(
            f"{release.release.name} has no consumer prices of {definition.prices}",
            f"Name a base year from {int(series.first) - 1} to {series.last}.",
        )
    return Deflator(release, series, place, definition.prices)


def _is_index(held: Held, series: Series, place: str) -> bool:
    named = (series.of.get("place"), series.of.get("indicator"), series.of.get("freq"))
    return (
        held.release.kind == "indicators" and named == (place, INDICATOR, "A") and bool(series.last)
    )


def deflators(ledger: Ledger, deflator: Deflator, labels: Iterable[str]) -> Frame:
    """Return ``period, rate``: the price level of the base year over that of each year.

    Equation: ``rate_t = P_base / P_t`` with ``P_t = P_(t-1) * (1 + v_t)``, v the yearly change of
    consumer prices; missing where a change between the two years is.
    """
    wanted = {int(label) for label in labels} | {int(deflator.year)}
    years = [str(year) for year in range(min(wanted), max(wanted) + 1)]
    timed, span = in_time(years)
    same, fixed = of_series(deflator.held, deflator.series.of)
    rows = ledger.store.scan(deflator.held).filter(timed, *same)
    used = Used(rows, " AND ".join([*fixed, span]), {"period": years})
    ledger.record(deflator.held, used, ("place", "indicator", "period", "value"), "consumer prices")
    changes = dict(ledger.rows(ledger.read(rows.select("period", "value")), ["period"]))
    rated = {year: _factor(changes, int(deflator.year), int(year)) for year in years}
    known = {year: factor for year, factor in rated.items() if factor is not None}
    return ledger.table(
        {
            "period": pa.array(list(known), pa.string()),
            "rate": pa.array(list(known.values()), pa.float64()),
        }
    )


def _factor(changes: Mapping[str, float | None], base: int, year: int) -> float | None:
    """Return the price level of ``base`` over that of ``year``, chained from yearly changes."""
    between = range(min(base, year) + 1, max(base, year) + 1)
    steps = [changes.get(str(each)) for each in between]
    if any(step is None for step in steps):
        return None
    rise = prod(1 + step for step in steps if step is not None)
    return rise if base > year else 1 / rise
