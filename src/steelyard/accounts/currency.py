"""Which exchange rates convert a figure, and their reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.ledger import Frame, Ledger, Used, in_time
from steelyard.store.release import Held
from steelyard.terms.period import Frequency
from steelyard.terms.tables import RATES


@dataclass(frozen=True, slots=True)
class RateChoice:
    """One series of rates.

    Attributes:
        held: the release that states it.
        base, quote: the currencies as the publisher quotes them.
        inverse: True when the published rate must be inverted.
        first, last: first and last period that has a rate.
    """

    held: Held
    base: str
    quote: str
    inverse: bool
    first: str
    last: str

    @property
    def pair(self) -> tuple[str, str]:
        """The currency converted and the one it is converted to."""
        return (self.quote, self.base) if self.inverse else (self.base, self.quote)


@dataclass(frozen=True, slots=True)
class Rates:
    """Every series that converts from one currency to another, the best first.

    Each period is converted by the first series that reaches it, so that a period has one rate
    whatever other periods are asked with it.
    """

    series: tuple[RateChoice, ...]

    def by_series(self, labels: Iterable[str]) -> list[tuple[RateChoice, list[str]]]:
        """Return each series with the periods that it converts."""
        found: dict[int, list[str]] = {}
        for label in labels:
            for place, choice in enumerate(self.series):
                if choice.first <= label <= choice.last:
                    found.setdefault(place, []).append(label)
                    break
        return [(self.series[place], found[place]) for place in sorted(found)]


def find_rates(
    held: Iterable[Held], source: str, target: str, freq: Frequency, *, spans: bool = False
) -> Rates | Unanswered:
    """Return the average rates of frequency ``freq`` from ``source`` to ``target``.

    Ordered by the source's precedence, the newest release, the user's own store. Averages of past
    periods are not revised, so the newest release serves whatever ``as_of``. A span of periods has
    no average rate of its own.
    """
    known = [
        RateChoice(h, s.of["base"], s.of["quote"], s.of["base"] != source, s.first, s.last)
        for h in held
        if h.release.kind == "rates"
        for s in h.release.series
        if source in {s.of["base"], s.of["quote"]}
        and (s.of["freq"], s.of["measure"]) == (freq, "average")
        and s.last
    ]
    found = [choice for choice in known if choice.pair == (source, target)]
    if not found or spans:
        return _unrated(source, target, freq, sorted({c.pair[1] for c in known}), spans=spans)
    found.sort(key=lambda c: (c.held.bundled, c.held.release.dataset))
    found.sort(key=lambda c: c.held.release.out_by, reverse=True)
    found.sort(key=lambda c: c.held.release.precedence)
    return Rates(tuple(found))


def _unrated(
    source: str, target: str, freq: Frequency, others: list[str], *, spans: bool
) -> Unanswered:
    if spans:
        return Unanswered(
            f"a span of {freq.word}s has no average rate from {source} to {target} of its own",
            f"Ask in {source}, or with --set conversion=parts, which converts each part at its own "
            "average rate where the parts are held.",
        )
    have = f"from {source} are held {', '.join(others)}" if others else "none are held"
    return Unanswered(
        f"no average rates of {freq.word}s from {source} to {target} are held; {have}",
        f"Ask in {source}, in a currency that is held, for whole years, or with "
        "--set conversion=parts where rates of the parts are held; or add rates with "
        "`steelyard add FILE`.",
    )


def rated(ledger: Ledger, rates: Rates, labels: Iterable[str]) -> Frame:
    """Return ``period, rate``: units of the currency asked for one of the source's."""
    frames = [_read(ledger, choice, mine) for choice, mine in rates.by_series(labels)]
    none = pa.table({"period": pa.array([], pa.string()), "rate": pa.array([], pa.float64())})
    return nw.concat(frames) if frames else ledger.desk.frame(none)


def _read(ledger: Ledger, choice: RateChoice, labels: list[str]) -> Frame:
    timed, span = in_time(sorted(labels))
    rows = ledger.store.scan(choice.held).filter(
        nw.col("base") == choice.base,
        nw.col("quote") == choice.quote,
        nw.col("measure") == "average",
        (nw.col("rate") > 0) & nw.col("rate").is_finite(),
        timed,
    )
    pair = f"base = '{choice.base}' AND quote = '{choice.quote}' AND measure = 'average'"
    condition = f"{pair} AND rate > 0 AND isfinite(rate) AND {span}"
    where = {"base": [choice.base], "quote": [choice.quote], "period": sorted(labels)}
    used = Used(rows, condition, where)
    ledger.record(choice.held, used, (*RATES.key, "rate"), "conversion of currency")
    rate = 1 / nw.col("rate") if choice.inverse else nw.col("rate")
    return ledger.read(rows.select("period", rate.alias("rate")))
