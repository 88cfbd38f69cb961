"""Reports of the Census Bureau's USA Trade Online, exported as CSV -> flows.

A row states exports and imports of one partner (and commodity) in one month or year, beside one
another. The balance is checked against exports less imports, and not held.

Missing and zero: an empty cell is a value that is not reported; a 0 is nil trade.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census import online_words
from steelyard.sources.census.facts import CONSUMED, EXPORTS, GENERAL, Fact, batch
from steelyard.sources.census.online_columns import (
    BALANCE,
    COMMODITY,
    COUNTRY,
    DUTY,
    TIME,
    Columns,
    is_header,
)
from steelyard.sources.census.partner_words import partner_columns
from steelyard.sources.census.product_words import NOMENCLATURES, Nomenclature, product_columns
from steelyard.sources.contract import read_card
from steelyard.sources.layout import Layout, check_names, find_layout
from steelyard.sources.reading import publication_date, refuse
from steelyard.sources.sieve import Sieve
from steelyard.sources.split import cells_of
from steelyard.sources.stream import Batch, Reading, batches_of
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from steelyard.sources.blocks import Block
    from steelyard.sources.received import Received

CARD = read_card(Path(__file__).with_name("online.yaml"))
_WHOLE = ("", "total", "united states", "all districts", "all ports", "all states", "world total")
_SIDE = pa.decimal256(39, 6)
_CUMULATED = "its figures are cumulated since January and close no year; ask for months or years"


def knows(received: Received) -> bool:
    """Tell by its header whether a file is a report of USA Trade Online."""
    return find_layout(received.head(), is_header) is not None


def stream(received: Received, published_at: str | None = None) -> Reading:
    """Open a report for reading.

    Raises:
        BadFile: there is no header of a report, or it names a column twice.
        BadDate: ``published_at`` is no date.
    """
    head = received.head()
    layout = find_layout(head, is_header)
    if layout is None:
        why = "Which figure is which cannot be told"
        raise refuse(received.name, "it has no header of a report", why, "Download it again.")
    check_names(layout, received.name)
    columns = Columns(tuple(layout.columns))
    kind = _nomenclature(layout, _commodities(head, layout))
    batches = batches_of(received, layout, columns.read, (), partial(_batch, columns, kind))
    notes = {"columns-not-held": f"Not taken in: {', '.join(columns.not_held)}."}
    dated = _dated(layout, published_at)
    held = notes if columns.not_held else {}
    return Reading(CARD, FLOWS, "USA Trade Online", *dated, columns.names, batches, notes=held)


def _commodities(head: bytes, layout: Layout) -> list[str]:
    """Return the commodities in the opening of a report."""
    name = Columns(tuple(layout.columns)).one(COMMODITY)
    if not name:
        return []
    place = layout.columns.index(name)
    lines = head.decode(layout.encoding, "replace").splitlines()[layout.skip :]
    rows = (cells_of(line, layout.delimiter) for line in lines)
    return [cells[place] for cells in rows if len(cells) > place]


def _nomenclature(layout: Layout, commodities: list[str]) -> Nomenclature:
    """Return the nomenclature of a report, whose codes are the beginnings of its commodities."""
    kind = NOMENCLATURES[online_words.nomenclature(layout.preamble, commodities)]
    return replace(kind, code=lambda text: kind.code(online_words.commodity(text)))


def _dated(layout: Layout, published_at: str | None) -> tuple[str, str, str]:
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    if told := online_words.retrieved(layout.preamble):
        return told, "stated", "The report tells the day on which it was made of current figures."
    return "", "inferred", "The report does not tell when it was made."


def _batch(columns: Columns, kind: Nomenclature, block: Block) -> Batch:
    sieve = Sieve(block)
    _refuse_cumulated(sieve, columns.one(TIME))
    _refuse_parts(sieve, columns)
    periods = sieve.mapped(columns.one(TIME), online_words.period, "bad-period").cast(pa.string())
    shared = {
        **partner_columns(sieve, "", columns.one(COUNTRY)),
        **product_columns(sieve, columns.one(COMMODITY), kind, periods),
    }
    facts = [_fact(sieve, columns, name, periods) for name in columns.values]
    _refuse_balance(sieve, columns)
    return batch(sieve, shared, facts)


def _refuse_cumulated(sieve: Sieve, time: str) -> None:
    """Refuse rows cumulated since January, such as ``2020 through May``."""
    cells = sieve.text(time)
    spans = [text for text in cells.dictionary.to_pylist() if online_words.is_cumulated(text)]
    wrong = pc.is_in(cells.cast(pa.string()), value_set=pa.array(spans, pa.string()))
    sieve.refuse(wrong, "year-to-date", _CUMULATED)


def _refuse_parts(sieve: Sieve, columns: Columns) -> None:
    """Refuse the trade of one district, port, state or rate provision: a part of a flow."""
    for name in columns.parts:
        cells = pc.utf8_lower(pc.utf8_trim_whitespace(sieve.text(name).cast(pa.string())))
        part = pc.invert(pc.is_in(cells, value_set=pa.array(_WHOLE)))
        sieve.refuse(part, "part-of-flow", f"it is the trade of one {name} alone; take all of them")


def _fact(sieve: Sieve, columns: Columns, name: str, periods: pa.Array) -> Fact:
    words = columns.values[name]
    cells = {"value": _number(sieve, name)}
    if words is CONSUMED:
        told = {column: columns.one((heading,)) for column, heading in DUTY.items()}
        cells |= {column: _number(sieve, found) for column, found in told.items() if found}
    return Fact(words, periods, {**cells})


def _number(sieve: Sieve, name: str) -> pa.Array:
    return sieve.exact(name, online_words.number)


def _refuse_balance(sieve: Sieve, columns: Columns) -> None:
    """Refuse rows whose balance is not their total exports less their general imports."""
    stated = columns.one((BALANCE,))
    sides = [[n for n, w in columns.values.items() if w is side] for side in (EXPORTS, GENERAL)]
    if not stated or not all(sides):
        return
    exports, imports = (_number(sieve, names[0]) for names in sides)
    balance = _number(sieve, stated)
    made = pc.subtract(exports.cast(_SIDE), imports.cast(_SIDE))
    wrong = pc.not_equal(made, balance.cast(made.type))
    sieve.refuse(wrong, "balance-differs", lambda row: _unbalanced(exports, imports, balance, row))


def _unbalanced(exports: pa.Array, imports: pa.Array, balance: pa.Array, row: int) -> str:
    made = exports[row].as_py() - imports[row].as_py()
    return f"the balance is {balance[row].as_py():,.0f}, exports less imports make {made:,.0f}"
