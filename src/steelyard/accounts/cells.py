"""From the cells of a column to its figures: read, summed, converted, deflated."""

from __future__ import annotations

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import Cell, base_cells, cells, source_periods
from steelyard.accounts.case import Case
from steelyard.accounts.choice import Choice
from steelyard.accounts.completeness import with_held
from steelyard.accounts.currency import Rates, rated
from steelyard.accounts.flows import read_flows, read_partners
from steelyard.accounts.ledger import Frame
from steelyard.accounts.prices import Deflator, deflators
from steelyard.accounts.published import Best, Key, Made, read_published
from steelyard.accounts.season import unseasoned
from steelyard.accounts.sides import View
from steelyard.measures.convert import convert
from steelyard.measures.totals import totals_by
from steelyard.terms.definition import Conversion
from steelyard.terms.period import Frequency, Period

KEYS = ("period", "group")


def needed_cells(case: Case, source: View, choice: Choice, *, bases: bool) -> tuple[Cell, ...]:
    """Return every observation that a column needs, with those of the base periods if ``bases``."""

    def parts(period: Period) -> tuple[str, ...]:
        if choice.said("span") == "cumulated":
            end = int(period.months[-1][-2:])
            return (str(Period(Frequency.M, period.year, end, cumulated=True)),)
        return source_periods(period, choice.freq)

    members = source.partner.members
    found = cells(case.periods, parts, members, case.groups)
    if bases:
        found += base_cells(case.periods, parts, members, case.groups, case.definition)
    return found


def read_cells(case: Case, source: View, used_for: str, *, bases: bool) -> Frame | None:
    """Return the cells behind a column of flows; None when nothing answers it.

    Columns: ``period, role, partner, source, group, value, status``.
    """
    choice = source.answered()
    needed = needed_cells(case, source, choice, bases=bases) if choice else ()
    if choice is None or not needed:
        return None
    found = read_flows(case.ledger, choice, needed, used_for, grouped=case.groups != ("",))
    season = case.definition.adjustment
    return unseasoned(case.ledger, choice, found, needed, season) if season.own else found


def read_figures(
    case: Case,
    source: View,
    column: str,
    used_for: str,
    *,
    bases: bool,
    made: dict[Key, Made] | None = None,
) -> tuple[Frame, Best] | None:
    """Return the cells behind a column of published figures, and the figures that count."""
    choice = source.answered()
    needed = needed_cells(case, source, choice, bases=bases) if choice else ()
    if choice is None or not needed:
        return None
    return read_published(
        case.ledger,
        choice,
        column,
        needed,
        definition=case.definition,
        used_for=used_for,
        made=made,
    )


def partner_cells(case: Case, source: View, used_for: str, codes: tuple[str, ...] = ()) -> Frame:
    """Return the cells of every single partner in the periods asked, or of those named.

    Columns: ``period, partner, source, value, status``; with ``codes`` those of ``read_cells``.

    Raises:
        TypeError: nothing answers the column; ask only for columns that are answered.
    """
    choice = source.answered()
    if choice is None:
        raise TypeError(source.reasons())

    def parts(period: Period) -> tuple[str, ...]:
        return source_periods(period, choice.freq)

    if codes:
        named = cells(case.periods, parts, lambda _: codes)
        return read_flows(case.ledger, choice, named, used_for, grouped=False)
    needed = cells(case.periods, parts, lambda _: ("",))
    return read_partners(case.ledger, choice, needed, used_for)


def side(case: Case, source: View, found: Frame | None, role: str, *, partial: bool) -> Frame:
    """Return ``period, group, value`` of one role from its cells, in the money of the question."""
    if found is None:
        return spine(case).with_columns(nw.lit(None).cast(nw.Float64).alias("value"))
    mine = found.filter(nw.col("role") == role)
    return in_money(case, source, mine, role, KEYS, partial=partial)


def in_money(
    case: Case, source: View, mine: Frame, role: str, keys: tuple[str, ...], *, partial: bool
) -> Frame:
    """Return the totals of cells by ``keys``, converted and deflated as the question asks."""
    rates = source.rates
    mine = with_held(mine) if partial else mine
    if isinstance(rates, Rates) and case.definition.conversion is Conversion.PARTS:
        sources = sorted({row[0] for row in case.ledger.rows(mine.select("source"), ["source"])})
        by_part = rated(case.ledger, rates, sources).rename({"period": "source"})
        mine = convert(mine, by_part, on="source")
    totals = totals_by(mine, *keys, partial=partial)
    if isinstance(rates, Rates) and case.definition.conversion is Conversion.TOTAL:
        labels = case.labels(role)
        stated = rated(case.ledger, rates, [str(period) for period in labels.values()])
        totals = convert(totals, _labelled(case, stated, labels))
    if isinstance(source.deflator, Deflator):
        labels = case.labels(role)
        index = deflators(case.ledger, source.deflator, [str(p) for p in labels.values()])
        totals = convert(totals, _labelled(case, index, labels))
    return totals


def spine(case: Case) -> Frame:
    """Return every ``period, group`` asked."""
    pairs = [(str(period), group) for period in case.periods for group in case.groups]
    return case.ledger.table(
        {
            "period": pa.array([period for period, _ in pairs], pa.string()),
            "group": pa.array([group for _, group in pairs], pa.string()),
        }
    )


def _labelled(case: Case, stated: Frame, periods: dict[str, Period]) -> Frame:
    """Return rates by the labels of the answer: a base period stands under its own label."""
    labels = pa.array(list(periods), pa.string())
    under = pa.array([str(period) for period in periods.values()], pa.string())
    named = case.ledger.table({"period": labels, "rated": under})
    found = named.join(stated.rename({"period": "rated"}), on="rated", how="inner")
    return found.select("period", "rate")
