"""Reading a series of flows: the cells of a calendar with what the release says of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import Cell
from steelyard.accounts.choice import Choice
from steelyard.accounts.chosen import Chosen, chosen
from steelyard.accounts.completeness import HELD, proved
from steelyard.accounts.ledger import Ledger, Used, listed, one_of
from steelyard.accounts.nil import with_nil
from steelyard.accounts.spreading import summed
from steelyard.classes.selection import known_codes
from steelyard.classes.ways import Converted
from steelyard.measures.totals import total
from steelyard.nomenclature.products import NATIONAL_DIGITS
from steelyard.store.series import series_columns
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import FLOWS

Frame = nw.LazyFrame[Any]
_MISSING = [str(status) for status in ObsStatus if status.missing]
_USED = (*FLOWS.key, "value", "status")
_PLACE = ("partner", "source")
_CELL = ("period", "role", "partner", "source", "group")


def read_flows(
    ledger: Ledger, choice: Choice, needed: tuple[Cell, ...], used_for: str, *, grouped: bool
) -> Frame:
    """Return the cells needed, each with its value and status, missing where none is held.

    Columns: ``period, role, partner, source, group, value, status``. Product codes, and codes of
    the publisher that are one place, are added up; one that is missing leaves the cell missing. A
    product without a row is nil when its publisher leaves out products without trade and has other
    rows of the same partner and period. A sum of codes that a release collected in pieces does not
    prove whole is missing, and stands in a column ``held`` (see ``completeness``). A converted
    class has the columns ``low`` and ``high`` beside.
    """
    partners = sorted({cell.partner for cell in needed})
    found = chosen(ledger, choice, needed, grouped=grouped)
    mine = one_of("partner", partners)
    rows, every = found.rows.filter(mine), found.every.filter(mine)
    condition = f"{found.condition} AND partner IN ({listed(partners)})"
    where = {**_where(choice, needed), "partner": partners}
    ledger.record(choice.held, Used(rows, condition, where), _USED, used_for)
    facts = _facts(ledger, choice, replace(found, rows=rows, every=every))
    cells = calendar(ledger, needed).join(facts, on=[*_PLACE, "group"], how="left")
    nil = Chosen(found.rows, every, condition, anyone=found.anyone)
    return ledger.read(with_nil(cells, nil, choice))


def has_products(ledger: Ledger, choice: Choice) -> bool:
    """Tell whether a release states codes longer than the nomenclature's own at all.

    A misprinted national code would look like a product without trade.
    """
    way = choice.way
    if way.kind != "flows" or way.listed or way.digits <= NATIONAL_DIGITS.get(way.nomenclature, 99):
        return True
    long = [code for code in way.codes if len(code) > NATIONAL_DIGITS[way.nomenclature]]
    rows = ledger.store.scan(choice.held)
    named = [rows.filter(nw.col("product").str.starts_with(code)).head(1) for code in long]
    return all(ledger.rows(one.select("product"), ["product"]) for one in named)


def read_partners(ledger: Ledger, choice: Choice, needed: tuple[Cell, ...], used_for: str) -> Frame:
    """Return the cells of every single partner (no aggregates), missing where none is held.

    Columns: ``period, partner, source, value, status``, and ``held`` as in ``read_flows``.
    """
    kept = (choice.held.release.name, str(choice.series), str(choice.way), needed)
    if kept in ledger.partners:
        return ledger.partners[kept]
    found = chosen(ledger, choice, needed, grouped=False)
    single = ~nw.col("aggregate").fill_null(value=False)
    rows, every = found.rows.filter(single), found.every.filter(single)
    condition = f"{found.condition} AND NOT coalesce(aggregate, false)"
    used = Used(rows, condition, _where(choice, needed))
    ledger.record(choice.held, used, _USED, used_for)
    told = ("partner", "source", "value", "status", *([HELD] if choice.unproved else []))
    facts = _facts(ledger, choice, replace(found, rows=rows, every=every)).select(*told)
    who = facts.group_by("partner").agg(nw.len().alias("rows")).select("partner")
    spine = calendar(ledger, needed).select("period", "source").join(who, how="cross")
    cells = spine.join(facts, on=list(_PLACE), how="left")
    nil = with_nil(cells, Chosen(found.rows, every, condition, anyone=found.anyone), choice)
    ledger.partners[kept] = ledger.read(nil)
    return ledger.partners[kept]


def read_unclassified(ledger: Ledger, choice: Choice, needed: tuple[Cell, ...]) -> Frame:
    """Return ``period, value``: rows of years after the newest list, under codes it did not know.

    Without rows when every code of the flow was not told, or no such year is needed.
    """
    flow = choice.said("flow")
    used = choice.way.outside(flow, {int(cell.source[:4]) for cell in needed})
    needed = tuple(c for c in needed if int(c.source[:4]) > used.get(int(c.source[:4]), 9999))
    known = known_codes(choice.way.known, flow) if choice.way.known else ()
    if not needed or not known:
        none = pa.array([], pa.decimal128(38, 6))
        return ledger.table({"period": pa.array([], pa.string()), "value": none})
    partners = sorted({cell.partner for cell in needed})
    found = chosen(ledger, choice, needed, grouped=False)
    codes = ledger.table({"product": pa.array(known, pa.string())})
    strange = found.every.filter(one_of("partner", partners)).join(codes, on="product", how="anti")
    return ledger.read(strange.group_by("period").agg(nw.col("value").sum().alias("value")))


def _where(choice: Choice, needed: tuple[Cell, ...]) -> dict[str, list[str]]:
    """Return the words that some columns of the rows needed have."""
    periods = sorted({cell.source for cell in needed})
    fixed = set(series_columns(choice.held.release.kind))
    of = {name: [word] for name, word in choice.series.of.items() if name in fixed}
    return {**of, "period": periods}


def calendar(ledger: Ledger, cells: tuple[Cell, ...]) -> Frame:
    """Return cells as a frame with the columns ``period, role, partner, source, group``."""
    columns = {name: [getattr(cell, name) for cell in cells] for name in _CELL}
    return ledger.table({name: pa.array(data, pa.string()) for name, data in columns.items()})


def _facts(ledger: Ledger, choice: Choice, found: Chosen) -> Frame:
    """Return one row a partner, period and group: ``partner, source, group, value, status``.

    A value beside a status that says it is missing does not count. Of a period stated in several
    editions of a nomenclature the newest counts.
    """
    each = counting(found.rows, choice)
    facts = _summed(each, choice) if found.map is None else summed(each, found.map)
    return proved(ledger, choice, facts, each, found.every)


def counting(rows: Frame, choice: Choice) -> Frame:
    """Return the rows that count, with a column ``lacking``: why the value is missing."""
    status, value = nw.col("status"), nw.col("value")
    counts = status.is_null() | ~status.is_in(_MISSING)
    stated = rows.with_columns(nw.when(counts).then(value).alias("value"))
    lacking = nw.when(value.is_null()).then(status).alias("lacking")
    return _newest_edition(stated.with_columns(lacking), choice)


def _summed(each: Frame, choice: Choice) -> Frame:
    """Return the sums of products: where one without a row is missing, so is the sum of them."""
    summed = each.group_by("partner", "period", "group").agg(
        total("value").alias("value"),
        nw.col("lacking").min().alias("status"),
        nw.col("product").n_unique().alias("products"),
    )
    whole = nw.col("products") >= _codes_needed(choice)
    told = summed.with_columns(nw.when(whole).then(nw.col("value")).alias("value"))
    return told.drop("products").rename({"period": "source"})


def _newest_edition(rows: Frame, choice: Choice) -> Frame:
    """Keep the rows of the newest edition of each partner and period, when products have any."""
    undated = not choice.way.digits and not isinstance(choice.way, Converted)
    if undated or choice.way.edition:
        return rows
    edition = nw.col("edition").fill_null("")
    rank = edition.rank("dense", descending=True).over("partner", "period").alias("newest")
    return rows.with_columns(rank).filter(nw.col("newest") == 1).drop("newest")


def _codes_needed(choice: Choice) -> int:
    """Return how many products a sum must hold, when codes without a row are missing."""
    way, level = choice.way, choice.said("level")
    exact = not way.listed and all(str(len(code)) == level for code in way.codes)
    return len(way.codes) if exact and choice.held.release.absent == "missing" else 1
