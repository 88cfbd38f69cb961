"""Exports and imports of one question as two frames, each from one series of one release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import Cell, cells
from steelyard.accounts.currency import RateChoice, find_rates, rates_frame
from steelyard.accounts.gaps import MissingCell
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner
from steelyard.accounts.resolve import Choice, Unanswered, Wanted, resolve
from steelyard.classes.registry import TechnologyClass
from steelyard.measures.convert import convert
from steelyard.measures.totals import totals_by_period
from steelyard.nomenclature.places import place
from steelyard.terms.definition import Side
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import Period
from steelyard.terms.question import WeighQuestion

Frame = nw.LazyFrame[Any]
COLUMNS = ("exports", "imports")


@dataclass(frozen=True, slots=True)
class View:
    """From where one column of a question is read.

    Attributes:
        choice: the series, or why there is none.
        rates: the exchange rates, None when none are needed, or why there are none.
        partner: whose trade is summed.
    """

    choice: Choice | Unanswered
    rates: RateChoice | Unanswered | None
    partner: Partner


def view(ledger: Ledger, question: WeighQuestion, asked: str, cls: str, partner: Partner) -> View:
    """Find the series (and rates) for the column ``exports`` or ``imports``."""
    definition = question.definition
    export = asked == "exports"
    reporter = question.reporter
    if definition.side is Side.PARTNER:
        export, reporter = not export, partner.target.code
        partner = Partner(place(question.reporter), reporter, definition, partner.end)
    flow = FlowKind.EXPORT if export else FlowKind.IMPORT
    choice = resolve(
        ledger.store.held, Wanted(reporter, flow, cls, question.freq, definition)
    )
    return View(choice, _rates(ledger, question, choice), partner)


def figures(
    ledger: Ledger,
    source: View,
    cls: TechnologyClass,
    periods: tuple[Period, ...],
    used_for: str,
    *,
    partial: bool,
) -> tuple[Frame, Frame | None]:
    """Return the total of each period and the cells behind it (None when nothing answers).

    Keys of the totals: ``period, value``, in the currency of the question.
    """
    if isinstance(source.choice, Unanswered) or isinstance(source.rates, Unanswered):
        return _nothing(ledger, periods), None
    needed = cells(periods, source.choice.freq, source.partner.members)
    if not needed:
        return _nothing(ledger, periods), None
    found = ledger.cells(source.choice, cls.codes, needed, used_for)
    totals = totals_by_period(found, partial=partial)
    return converted(ledger, source, totals), found


def converted(ledger: Ledger, source: View, totals: Frame) -> Frame:
    """Return totals in the currency of the question."""
    if isinstance(source.rates, RateChoice):
        return convert(totals, rates_frame(ledger.store, source.rates))
    return totals


def missing_cells(
    ledger: Ledger, found: Frame, column: str, periods: tuple[Period, ...]
) -> list[MissingCell]:
    """Return the cells of ``periods`` that hold no value."""
    labels = [str(period) for period in periods]
    lacking = found.filter(nw.col("value").is_null(), nw.col("period").is_in(labels))
    rows = ledger.store.engine.rows(
        lacking.select("period", "partner", "source", "status"), ["period", "partner", "source"]
    )
    return [MissingCell(column, p, who, source, status or "") for p, who, source, status in rows]


def spine(ledger: Ledger, periods: tuple[Period, ...]) -> Frame:
    """Return the labels of ``periods`` as a frame with the column ``period``."""
    return ledger.table({"period": pa.array([str(p) for p in periods], pa.string())})


def needed_by_partner(
    source: View, periods: tuple[Period, ...]
) -> tuple[Cell, ...]:
    """Return the calendar for single partners: which source periods make up each period."""
    if isinstance(source.choice, Unanswered):
        return ()
    return cells(periods, source.choice.freq, lambda _: ("",))


def _nothing(ledger: Ledger, periods: tuple[Period, ...]) -> Frame:
    empty = nw.lit(None).cast(nw.Float64).alias("value")
    return spine(ledger, periods).with_columns(empty)


def _rates(
    ledger: Ledger, question: WeighQuestion, choice: Choice | Unanswered
) -> RateChoice | Unanswered | None:
    target = question.definition.currency
    if isinstance(choice, Unanswered) or choice.series.of["currency"] == target:
        return None
    return find_rates(
        ledger.store.held,
        choice.series.of["currency"],
        target,
        question.freq,
        cumulated=question.cumulate,
    )

