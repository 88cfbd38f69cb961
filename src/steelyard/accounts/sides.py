"""Exports and imports of one question as two frames, each from one series of one release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import NOW, Cell, base_cells, cells
from steelyard.accounts.currency import RateChoice, find_rates, rates_frame
from steelyard.accounts.gaps import MissingCell
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner
from steelyard.accounts.resolve import Choice, Unanswered, Wanted, resolve
from steelyard.classes.registry import TechnologyClass
from steelyard.measures.convert import convert
from steelyard.measures.totals import totals_by
from steelyard.nomenclature.places import place
from steelyard.terms.definition import Definition, Side
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


def read_cells(
    ledger: Ledger,
    source: View,
    cls: TechnologyClass,
    periods: tuple[Period, ...],
    definition: Definition | None,
    used_for: str,
) -> Frame | None:
    """Return the cells behind a column, None when nothing answers.

    Args:
        definition: when given, the cells of the base periods are read too.

    Columns: ``period, role, partner, source, value, status``.
    """
    if isinstance(source.choice, Unanswered) or isinstance(source.rates, Unanswered):
        return None
    freq, members = source.choice.freq, source.partner.members
    needed = cells(periods, freq, members)
    if definition is not None:
        needed += base_cells(periods, freq, members, definition)
    return ledger.cells(source.choice, cls.codes, needed, used_for) if needed else None


def side(
    ledger: Ledger, source: View, found: Frame | None, role: str, *, partial: bool
) -> Frame:
    """Return ``period, value`` of one role, in the currency of the question."""
    if found is None:
        empty = nw.lit(None).cast(nw.Float64).alias("value")
        return spine(ledger, ()).with_columns(empty)
    totals = totals_by(found.filter(nw.col("role") == role), "period", partial=partial)
    if isinstance(source.rates, RateChoice):
        return convert(totals, rates_frame(ledger.store, source.rates))
    return totals


def missing_cells(
    ledger: Ledger, found: Frame, column: str, periods: tuple[Period, ...]
) -> list[MissingCell]:
    """Return the cells of ``periods`` that hold no value."""
    labels = [str(period) for period in periods]
    asked = nw.col("period").is_in(labels) & (nw.col("role") == NOW)
    lacking = found.filter(nw.col("value").is_null(), asked)
    rows = ledger.store.engine.rows(
        lacking.select("period", "partner", "source", "status"), ["period", "partner", "source"]
    )
    return [MissingCell(column, p, who, source, status or "") for p, who, source, status in rows]


def spine(ledger: Ledger, periods: tuple[Period, ...]) -> Frame:
    """Return the labels of ``periods`` as a frame with the column ``period``."""
    return ledger.table({"period": pa.array([str(p) for p in periods], pa.string())})


def needed_by_partner(
    source: View, periods: tuple[Period, ...]
) -> tuple[Choice, tuple[Cell, ...]]:
    """Return the series of a column and its calendar without partners.

    Raises:
        TypeError: nothing answers the column; ask only for columns that are answered.
    """
    if isinstance(source.choice, Unanswered):
        raise TypeError(source.choice.why)
    return source.choice, cells(periods, source.choice.freq, lambda _: ("",))


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

