"""Whether what a table states of each country is whole, where absent products are not nil."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from steelyard.accounts.ledger import Ledger
from steelyard.accounts.panel_countries import Countries
from steelyard.accounts.panel_rows import Reading
from steelyard.accounts.panel_tables import PanelTable
from steelyard.classes.ways import Converted

Frame = nw.LazyFrame[Any]
_PLACE = ["year", "country"]
_RELATIVE = 1e-6
_NOT_ALL = "does not state every code that is asked for"
_UNPROVED = (
    "the codes held do not add up to a total of all goods that the same release states, so that "
    "nothing proves that they are all"
)


def leave_out_partial(reading: Reading, made: Countries, every: Frame, rows: Frame) -> bool:
    """Leave out countries of which not every product need be held; tell if absent ones are nil.

    A table whose publisher leaves out products without trade is whole. Where each code is asked by
    itself every one must have rows. In a release collected in pieces the codes of a level must add
    up to the total of all goods, within a millionth or a unit a code. Of other releases what they
    state is taken as it is, and a product without a row stays without.

    Args:
        reading: the table as it is read.
        made: the countries, changed here.
        every: the rows of every product.
        rows: the rows of the class.
    """
    ledger, table = reading.ledger, reading.table
    release = table.held.release
    if release.absent == "nil":
        return True
    if _named(table):
        needed = len(table.way.codes)
        counts = rows.group_by(*_PLACE, "period").agg(nw.col("product").n_unique().alias("n"))
        _leave_out(ledger, made, counts.filter(nw.col("n") < needed), _NOT_ALL)
        return False
    if release.assembly != "piecewise":
        return False
    _leave_out(ledger, made, _unproved(every, reading.total_row()), _UNPROVED)
    return True


def _named(table: PanelTable) -> bool:
    """Tell whether each code of a class is one code of the table."""
    way = table.way
    plain = (
        bool(way.codes) and not way.listed and not isinstance(way, Converted) and not table.whole
    )
    return plain and (not way.digits or {len(code) for code in way.codes} == {table.level})


def _unproved(every: Frame, goods: Frame) -> Frame:
    """Return the years and countries whose codes do not add up to all goods."""
    summed = every.group_by(*_PLACE).agg(
        nw.col("value").sum().alias("sum"), nw.len().alias("codes")
    )
    whole = goods.group_by(*_PLACE).agg(nw.col("value").sum().alias("whole"))
    both = summed.join(whole, on=_PLACE, how="left")
    ours, theirs = (nw.col(name).cast(nw.Float64) for name in ("sum", "whole"))
    off = (ours - theirs).abs()
    near = (off <= theirs.abs() * _RELATIVE) | (off <= nw.col("codes"))
    return both.filter(nw.col("whole").is_null() | ~near)


def _leave_out(ledger: Ledger, made: Countries, found: Frame, why: str) -> None:
    places = found.select(*_PLACE).unique()
    for year, country in ledger.rows(places, _PLACE):
        made.leave_out(year, country, why)
