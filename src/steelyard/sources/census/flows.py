"""The ``stated`` country table -> flows: one row a country, flow and month, in dollars."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census import read
from steelyard.sources.census.assemble import BY_FLOW, DOLLARS, EVERYWHERE, assembled
from steelyard.sources.census.checks import checks
from steelyard.sources.census.layout import CODE, COLUMNS, LETTERS, LINE, NAME, YEAR, month_columns
from steelyard.sources.census.partners import attributes
from steelyard.sources.census.release import Published, dated, published
from steelyard.sources.contract import Converted, read_card
from steelyard.sources.left_out import Found, Rejected, by_reason, told
from steelyard.sources.reading import whole
from steelyard.terms.flow import FlowKind, ObsStatus
from steelyard.terms.money import Scale
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Sequence

CARD = read_card(Path(__file__).with_name("source.yaml"))
_CELLS = (*month_columns("M"), *month_columns("X"))
HEADERS = (COLUMNS,)
_EXPORTS_WITHHELD = ("0005", "0021")
_ORDER = ("partner", "nomenclature", "product", "flow", "period", "partner_stated")


def convert(path: Path, published_at: str | None = None) -> Converted:
    """Read one release of the country table; ``published_at`` overrides the inferred date.

    Raises:
        BadFile: the file is damaged or breaks the layout.
        BadDate: ``published_at`` is no date.
        UnknownPlace: the file has a country code that no place bears.
    """
    read.check(path)
    stated = read.stated(whole(path), path.name)
    calendar = published(stated, path.name)
    date, how_dated, how = dated(CARD, calendar.newest, published_at)
    table, rejected = _flows(stated, calendar)
    count = stated.num_rows * len(_CELLS)
    return Converted(CARD, FLOWS, table, date, how_dated, how, count, rejected, checks(stated))


def _flows(stated: pa.Table, calendar: Published) -> tuple[pa.Table, tuple[Rejected, ...]]:
    out: list[Found] = []
    yearless = pc.is_null(stated[YEAR])
    out += _left("no-year", stated.filter(yearless), _CELLS)
    rows = stated.filter(pc.invert(yearless)).combine_chunks()
    parts = []
    for flow in LETTERS:
        kept = _without_withheld_exports(rows, out) if flow == FlowKind.EXPORT else rows
        shared = _shared(kept, flow)
        for month, name in enumerate(month_columns(flow), start=1):
            cells = _cells(kept, name, calendar.withheld[name])
            part = assembled({**shared, "period": _periods(kept, month), **cells})
            conflict = _told_too_early(kept[name], cells["status"])
            out += _left("value-in-unpublished-month", kept.filter(conflict), (name,))
            parts.append(part.filter(pc.invert(conflict)))
    order = [(name, "ascending") for name in _ORDER]
    return pa.concat_tables(parts).combine_chunks().sort_by(order), by_reason(out)


def _without_withheld_exports(rows: pa.Table, out: list[Found]) -> pa.Table:
    """Leave out the exports of preference rows that the publisher fills with zeros."""
    months = month_columns("X")
    zeros = [pc.fill_null(pc.equal(rows[name], 0), fill_value=True) for name in months]
    withheld = pc.is_in(rows[CODE], value_set=pa.array(_EXPORTS_WITHHELD))
    withheld = pc.and_(withheld, reduce(pc.and_, zeros))
    out += _left("exports-not-published", rows.filter(withheld), months)
    return rows.filter(pc.invert(withheld))


def _left(reason: str, rows: pa.Table, cells: Sequence[str]) -> list[Found]:
    """Return some cells of rows that are left out, each with its country, year and column."""
    return [
        (
            reason,
            row[LINE],
            told(f"{row[CODE]} {row[NAME]}", row[YEAR] or "no year", f"{name} {told(row[name])}"),
        )
        for row in rows.to_pylist()
        for name in cells
    ]


def _shared(rows: pa.Table, flow: str) -> dict[str, Any]:
    """Return the columns that do not change from month to month."""
    columns: dict[str, Any] = {"flow": flow, **EVERYWHERE, **BY_FLOW[flow]}
    codes = rows[CODE].to_pylist()
    known = {code: attributes(code, flow) for code in set(codes)}
    for name in known[codes[0]] if codes else ():
        columns[name] = [known[code][name] for code in codes]
    return {**columns, "partner_stated": rows[CODE]}


def _cells(rows: pa.Table, name: str, withheld: tuple[int, ...]) -> dict[str, Any]:
    """Return value and status of one monthly column."""
    early = pc.is_in(rows[YEAR], value_set=pa.array(withheld, pa.int32()))
    dollars = pc.round(pc.multiply(rows[name], float(Scale.MILLION.factor)))
    status = pc.if_else(pc.is_null(rows[name]), str(ObsStatus.NOT_REPORTED), str(ObsStatus.NORMAL))
    return {
        "value": pc.if_else(early, None, dollars.cast(pa.int64())).cast(DOLLARS),
        "status": pc.if_else(early, str(ObsStatus.NOT_YET_PUBLISHED), status),
    }


def _told_too_early(stated: pa.ChunkedArray, status: pa.ChunkedArray) -> pa.ChunkedArray:
    """Mark the values that stand in a month which the world row leaves empty."""
    told = pc.fill_null(pc.not_equal(stated, 0), fill_value=False)
    return pc.and_(told, pc.equal(status, str(ObsStatus.NOT_YET_PUBLISHED)))


def _periods(rows: pa.Table, month: int) -> pa.ChunkedArray:
    years = rows[YEAR].cast(pa.string())
    return pc.binary_join_element_wise(years, f"{month:02d}", "-")
