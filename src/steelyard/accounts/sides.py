"""Exports and imports of one question as two frames, each from one series of one release."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import Cell, base_cells, cells
from steelyard.accounts.case import Case
from steelyard.accounts.currency import Rates, find_rates
from steelyard.accounts.members import Partner
from steelyard.accounts.resolve import Choice, Unanswered, Wanted, resolve
from steelyard.measures.convert import convert
from steelyard.measures.totals import totals_by
from steelyard.nomenclature.places import place
from steelyard.terms.definition import InOut, Side
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import Period

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
    rates: Rates | Unanswered | None
    partner: Partner


def view(case: Case, column: str) -> View:
    """Find the series (and rates) for the column ``exports`` or ``imports``.

    On the partner's side the two swap: the exports of A to B are what B reports as imports from A.
    """
    reporter, partner, export = case.question.reporter, case.partner, column == "exports"
    if _needs_two_reports(case):
        return View(_TWO_REPORTS, None, partner)
    if case.definition.side is Side.PARTNER:
        partner = replace(partner, target=place(reporter), reporter=partner.target.code)
        reporter, export = partner.reporter, not export
    flow = FlowKind.EXPORT if export else FlowKind.IMPORT
    nomenclature, freq = case.cls.nomenclature, case.question.freq
    partners = partner.members_named()
    wanted = Wanted(reporter, flow, nomenclature, freq, case.definition, partners)
    choice = resolve(case.ledger.store.held, wanted)
    return View(choice, _rates(case, choice), partner)


def _needs_two_reports(case: Case) -> bool:
    """Tell whether China, with Hong Kong and Macao, would have to report."""
    partner = case.definition.side is Side.PARTNER
    reporter = case.partner.target.code if partner else case.question.reporter
    return reporter == "CHN" and case.definition.hong_kong_macao is InOut.IN


_TWO_REPORTS = Unanswered(
    "one place's own report is read at a time, and China with Hong Kong and Macao would take three",
    "Leave hong_kong_macao out, or ask for the other side's report with --side.",
)


_NO_PARTIAL_RATE = Unanswered(
    "an incomplete period has no average exchange rate of its own",
    "Leave --partial out, or ask in the source's own currency.",
)


def views(case: Case) -> dict[str, View]:
    """Return the view of each column."""
    return {column: view(case, column) for column in COLUMNS}


def read_cells(case: Case, source: View, used_for: str, *, bases: bool) -> Frame | None:
    """Return the cells behind a column, with those of the base periods if ``bases``.

    None when nothing answers the column.

    Columns: ``period, role, partner, source, value, status``.
    """
    if isinstance(source.choice, Unanswered) or isinstance(source.rates, Unanswered):
        return None
    freq, members = source.choice.freq, source.partner.members
    needed = cells(case.periods, freq, members)
    if bases:
        needed += base_cells(case.periods, freq, members, case.definition)
    return case.ledger.cells(source.choice, case.cls.codes, needed, used_for) if needed else None


def side(case: Case, source: View, found: Frame | None, role: str, *, partial: bool) -> Frame:
    """Return ``period, value`` of one role from its cells, in the currency of the question."""
    if found is None:
        return spine(case, ()).with_columns(nw.lit(None).cast(nw.Float64).alias("value"))
    totals = totals_by(found.filter(nw.col("role") == role), "period", partial=partial)
    if not isinstance(source.rates, Rates):
        return totals
    return convert(totals, _labelled_rates(case, source.rates, case.labels(role)))


def spine(case: Case, periods: tuple[Period, ...]) -> Frame:
    """Return the labels of ``periods`` as a frame with the column ``period``."""
    return case.ledger.table({"period": pa.array([str(p) for p in periods], pa.string())})


def partner_cells(case: Case, source: View, used_for: str) -> Frame:
    """Return the cells of every single partner in the periods asked.

    Columns: ``period, partner, source, value, status``.

    Raises:
        TypeError: nothing answers the column; ask only for columns that are answered.
    """
    if isinstance(source.choice, Unanswered):
        raise TypeError(source.choice.why)
    needed: tuple[Cell, ...] = cells(case.periods, source.choice.freq, lambda _: ("",))
    return case.ledger.partners(source.choice, case.cls.codes, needed, used_for)


def _labelled_rates(case: Case, rates: Rates, periods: dict[str, Period]) -> Frame:
    """Return the rates by the labels of the answer: a base period stands under its own label."""
    stated = case.ledger.rates(rates, [str(period) for period in periods.values()])
    labels = pa.array(list(periods), pa.string())
    rated = pa.array([str(period) for period in periods.values()], pa.string())
    named = case.ledger.table({"period": labels, "rated": rated})
    found = named.join(stated.rename({"period": "rated"}), on="rated", how="inner")
    return found.select("period", "rate")


def _rates(case: Case, choice: Choice | Unanswered) -> Rates | Unanswered | None:
    target = case.definition.currency
    if isinstance(choice, Unanswered) or choice.series.of["currency"] == target:
        return None
    if case.question.partial:
        return _NO_PARTIAL_RATE
    return find_rates(case.ledger.store.held, choice.series.of["currency"], target, case.periods)
