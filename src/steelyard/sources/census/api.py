"""Answers of the Census Bureau's international trade interface -> flows.

Endpoints ``timeseries/intltrade/imports`` and ``exports``, by HS, NAICS, advanced technology field
(hitech), SITC and end use. One row states several facts: general imports, imports for consumption
with duty, each at customs value and CIF; total, domestic and foreign exports.

Missing and zero: a value of 0 is nil trade. A quantity of 0 is nil only if its flag variable was
asked for and is empty; the interface writes 0 for a quantity that is not known as well.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census import api_periods, api_read
from steelyard.sources.census.api_columns import (
    DIRECTION,
    FLAG,
    MONTH,
    PARTS,
    PRODUCTS,
    UNITS,
    Asked,
    Measure,
)
from steelyard.sources.census.facts import DOMESTIC, EXPORTS, FOREIGN, Columns, Fact, batch
from steelyard.sources.census.partner_words import partner_columns
from steelyard.sources.census.product_words import ATP, HS, NAICS, NOMENCLATURES, product_columns
from steelyard.sources.contract import Card, read_card
from steelyard.sources.layout import check_names
from steelyard.sources.reading import publication_date, refuse
from steelyard.sources.sieve import Sieve
from steelyard.sources.stream import Batch, Reading, batches_of, converted, in_order
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from steelyard.sources.blocks import Block
    from steelyard.sources.received import Received

_TABLES = {
    "": ("totals", "all goods"),
    HS: ("hs", "HS"),
    NAICS: ("naics", "NAICS"),
    ATP: ("hitech", "field of advanced technology"),
    "SITC": ("sitc", "SITC"),
    "CENSUS-END-USE": ("enduse", "end use"),
}


def _cards() -> dict[str, Card]:
    """Return the card of each table; each is a dataset, for all state the same totals."""
    base = read_card(Path(__file__).with_name("api.yaml"))
    named = {
        scheme: {"dataset": f"{base.dataset}-{name}", "title": f"{base.title}, by {words}"}
        for scheme, (name, words) in _TABLES.items()
    }
    return {scheme: base.model_copy(update=told) for scheme, told in named.items()}


_CARDS = _cards()
CARDS = tuple(_CARDS.values())
_ALL, _NO_UNIT = ("", "-"), ("", "-", "X")
_EXPORTS = {"-": EXPORTS, "1": DOMESTIC, "2": FOREIGN}
_TEXT = pa.scalar(None, pa.string())


def knows(received: Received) -> bool:
    """Tell by its header whether a file is an answer of the interface, in JSON or saved as CSV."""
    head = received.head()
    return bool(api_read.header(head)) or api_read.layout(head) is not None


def stream(received: Received, published_at: str | None = None) -> Reading:
    """Open an answer for reading.

    Raises:
        BadFile: the header is none, or names a column of a CSV twice.
        BadDate: ``published_at`` is no date.
    """
    head = received.head()
    names = tuple(dict.fromkeys(api_read.header(head)))
    form = "JSON" if names else "CSV"
    if names:
        asked = Asked(names)
        blocks = api_read.json_blocks(received, api_read.header(head))
        batches = in_order(blocks, lambda block: converted(block, partial(_batch, asked)))
    else:
        asked, batches = _delimited(received, head)
    dated = _dated(published_at)
    notes = _notes(asked)
    said = f"international trade interface, {form}"
    card = _CARDS[PRODUCTS[asked.product] if asked.product else ""]
    return Reading(card, FLOWS, said, *dated, asked.names, batches, notes=notes)


def _delimited(received: Received, head: bytes) -> tuple[Asked, Iterator[Batch]]:
    layout = api_read.layout(head)
    if layout is None:
        why = "Which figure is which cannot be told"
        raise refuse(received.name, "it has no header of the interface", why, "Download it again.")
    check_names(layout, received.name)
    asked = Asked(tuple(layout.columns))
    convert = partial(_batch, asked)
    return asked, batches_of(received, layout, asked.texts, asked.numbers, convert)


def _dated(published_at: str | None) -> tuple[str, str, str]:
    if published_at is not None:
        return publication_date(published_at), "stated", "The date was given with the file."
    how = "An answer of the interface does not tell when its figures were published."
    return "", "inferred", how


def _notes(asked: Asked) -> dict[str, str]:
    if not asked.not_held:
        return {}
    return {"columns-not-held": f"Not taken in: {', '.join(asked.not_held)}."}


def _batch(asked: Asked, block: Block) -> Batch:
    sieve = Sieve(api_periods.timed(block))
    _refuse_parts(sieve, asked)
    periods = api_periods.months(sieve)
    closed = api_periods.years(periods)
    if all(span != MONTH for _, span in asked.measures):
        api_periods.refuse_cumulated(sieve, closed)
    kind = NOMENCLATURES[PRODUCTS.get(asked.product, HS)]
    code, name = (n if n in asked.names else "" for n in ("CTY_CODE", "CTY_NAME"))
    shared = {
        **partner_columns(sieve, code, name),
        **product_columns(sieve, asked.product, kind, periods),
    }
    facts = [
        _fact(sieve, asked, measure, span, periods if span == MONTH else closed)
        for measure, span in asked.measures
    ]
    return batch(sieve, shared, facts)


def _refuse_parts(sieve: Sieve, asked: Asked) -> None:
    """Refuse the trade of one district, port, state or rate provision: a part of a flow."""
    for name in PARTS:
        if name in asked.names:
            cells = sieve.text(name).cast(pa.string())
            part = pc.invert(pc.is_in(cells, value_set=pa.array(_ALL)))
            why = f"it is the trade under one {name} alone; ask without {name}, or for {name}=-"
            sieve.refuse(part, "part-of-flow", why)


def _fact(sieve: Sieve, asked: Asked, measure: Measure, span: str, periods: pa.Array) -> Fact:
    cells: Columns = {"value": sieve.exact(measure.name + span)}
    for column, stem in measure.beside.items():
        if (name := stem + span) in asked.names:
            cells |= (
                _quantity(sieve, asked, name, column)
                if column in UNITS
                else _amount(sieve, name, column)
            )
    return Fact(measure.words, periods, cells, _direction(sieve, asked, measure))


def _amount(sieve: Sieve, name: str, column: str) -> Columns:
    return {column: sieve.exact(name)}


def _quantity(sieve: Sieve, asked: Asked, name: str, column: str) -> Columns:
    """Return a quantity with its unit; none where it has no unit or may not be known."""
    found = sieve.exact(name)
    if UNITS[column] not in asked.names:
        return {}
    unit = sieve.text(UNITS[column]).cast(pa.string())
    unknown = pc.is_in(unit, value_set=pa.array(_NO_UNIT))
    doubt = _doubtful(sieve, asked, name, found)
    none = pc.or_(unknown, doubt)
    return {
        column: pc.if_else(none, pa.scalar(None, found.type), found),
        f"{column}_unit": pc.if_else(none, _TEXT, unit),
    }


def _doubtful(sieve: Sieve, asked: Asked, name: str, found: pa.Array) -> pa.Array:
    """Mark quantities that the publisher does not know: flagged, or 0 without a flag asked for."""
    if name + FLAG in asked.names:
        return pc.invert(pc.is_in(sieve.text(name + FLAG).cast(pa.string()), pa.array(_ALL)))
    return pc.fill_null(pc.equal(found, pa.scalar(0, found.type)), fill_value=True)


def _direction(sieve: Sieve, asked: Asked, measure: Measure) -> Columns:
    """Return the columns of exports that domestic and foreign goods change."""
    if measure.words is not EXPORTS or DIRECTION not in asked.names:
        return {}
    codes = sieve.mapped(DIRECTION, _domestic_or_foreign, "unknown-flow").cast(pa.string())
    found: dict[str, Any] = {}
    for column in ("flow", "export_scope"):
        words = {code: w.columns[column] for code, w in _EXPORTS.items()}
        texts = [None if c is None else words[c] for c in codes.to_pylist()]
        found[column] = pa.array([None if t is None else str(t) for t in texts], pa.string())
    return found


def _domestic_or_foreign(text: str) -> str:
    code = text.strip() or "-"
    if code not in _EXPORTS:
        raise LookupError(f"{text!r} is neither 1 (domestic goods), 2 (foreign goods) nor - (both)")
    return code
