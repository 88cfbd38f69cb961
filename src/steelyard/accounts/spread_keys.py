"""Rows keyed by edition, year and code, and the maps of a converted class by the same keys."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from steelyard.accounts.ledger import Ledger
from steelyard.accounts.spreads import Spreads

Frame = nw.LazyFrame[Any]
KEY = "key"
_SEPARATOR = ":"


def map_of(ledger: Ledger, found: Spreads) -> Frame:
    """Return the maps of every edition and year as one: ``source, group, parts, low, high``.

    Its ``source`` is the key of ``keyed``.
    """
    tables = [_with_place(place, one.table) for place, one in found.usable.items()]
    empty = pa.table({name: pa.array([], kind) for name, kind in _KINDS})
    return ledger.desk.frame(pa.concat_tables([empty, *tables]))


_KINDS = (
    ("source", pa.string()),
    ("group", pa.string()),
    ("parts", pa.int64()),
    ("low", pa.bool_()),
    ("high", pa.bool_()),
)


def _with_place(place: tuple[str, str], table: pa.Table) -> pa.Table:
    before = pa.scalar(_SEPARATOR.join((*place, "")))
    return table.set_column(0, "source", pc.binary_join_element_wise(before, table["source"], ""))


def keys_of(map_: Frame) -> Frame:
    """Return the keys of a map."""
    return map_.select(nw.col("source").alias(KEY))


def keyed(ledger: Ledger, rows: Frame, found: Spreads) -> Frame:
    """Return rows with a column ``key``: edition, year and code of the digits that maps have."""
    digits = max((one.digits for one in found.usable.values()), default=0)
    code = nw.col("product").str.slice(0, digits) if digits else nw.col("product")
    if any(one.lines for one in found.usable.values()):
        placed = rows.with_columns(stated_edition(), stated_year())
        rows = placed.join(_lines(ledger, found), on=["stated", "year", "product"], how="left")
        code = nw.when(nw.col("line")).then(nw.col("product")).otherwise(code)
    key = nw.concat_str([stated_edition(), stated_year(), code], separator=_SEPARATOR)
    return rows.with_columns(key.alias(KEY))


def _lines(ledger: Ledger, found: Spreads) -> Frame:
    """Return ``stated, year, product, line`` of the lines that are told by themselves."""
    told = [(*place, line) for place, one in found.usable.items() for line in one.lines]
    names = ("stated", "year", "product")
    columns = dict(zip(names, map(pa.array, zip(*told, strict=True)), strict=True))
    return ledger.table({**columns, "line": pa.array([True] * len(told))})


def split_key(key: str) -> tuple[str, str, str]:
    """Return the edition, the year and the code of a key."""
    edition, year, code = key.split(_SEPARATOR, 2)
    return edition, year, code


def stated_edition() -> nw.Expr:
    """Return the edition of a row, empty where it states none, as ``stated``."""
    return nw.col("edition").fill_null("").alias("stated")


def stated_year() -> nw.Expr:
    """Return the year of a row's period, as ``year``."""
    return nw.col("period").str.slice(0, 4).alias("year")


def unknown_codes(ledger: Ledger, rows: Frame, found: Spreads) -> dict[tuple[str, str], set[str]]:
    """Return the codes of rows that their edition does not have, by edition and year.

    Only where the class is followed through tables: as its codes stand, no other code is of it.
    """
    followed = {place: one for place, one in found.usable.items() if one.path or one.aside}
    if not followed:
        return {}
    known = [_SEPARATOR.join((*p, c)) for p, one in found.usable.items() for c in one.known]
    led = ledger.table({KEY: pa.array(known, pa.string())})
    named = keyed(ledger, rows.select("edition", "period", "product"), found)
    strange = named.select(KEY).unique().join(led, on=KEY, how="anti")
    lost: dict[tuple[str, str], set[str]] = {}
    for (key,) in ledger.rows(strange, [KEY]):
        edition, year, code = split_key(key)
        if (edition, year) in followed:
            lost.setdefault((edition, year), set()).add(code)
    return lost
