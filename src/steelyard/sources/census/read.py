"""Bytes of the country table (workbook, Parquet or CSV) -> the ``stated`` table, typed."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineSheet, load_workbook

from steelyard.sources.cells import label, tidy, year
from steelyard.sources.census.cells import census_code, million
from steelyard.sources.census.layout import CODE, COLUMNS, LINE, NAME, NUMBERS, YEAR, is_header
from steelyard.sources.grid import Grid, check_header, find_header, grid_of
from steelyard.sources.reading import Row, opening, refuse, rows_of, text_of, whole
from steelyard.sources.workbook import check_workbook, readable
from steelyard.terms.errors import BadFile, UnsafeArchive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MOST_CELLS = 5_000_000
_PARQUET, _BOOKS = b"PAR1", (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .xls
_DAMAGED = "A damaged file may have lost rows without a trace"
_AGAIN = "Download it again."
STATED = pa.schema(
    [(LINE, pa.int64()), (YEAR, pa.int32()), (CODE, pa.string()), (NAME, pa.string())]
    + [(name, pa.float64()) for name in NUMBERS]
)


def recognises(path: Path) -> bool:
    """Tell by its header whether a file is the country table, whatever its name."""
    head = opening(path)
    try:
        if head.startswith(_PARQUET):
            return is_header(tidy(_parquet(whole(path), path.name).schema_arrow.names))
        if head.startswith(_BOOKS):
            check(path)
            rows = _workbook_rows(whole(path), path.name)
        else:
            rows = rows_of(text_of(head), path.name)
    except (BadFile, UnsafeArchive):
        return False
    return find_header(rows, is_header) is not None


def check(path: Path) -> None:
    """Refuse a workbook that would fill the memory; other files are none of its concern.

    Raises:
        BadFile, UnsafeArchive: as ``check_workbook``.
    """
    if opening(path).startswith(_BOOKS):
        check_workbook(path)


def stated(data: bytes, file: str) -> pa.Table:
    """Return the table as the publisher states it: its own columns, million USD.

    Raises:
        BadFile: the bytes are damaged or break the layout.
    """
    grid = _grid(data, file)
    if not grid.lines:
        raise refuse(file, "it has a header and no rows", _DAMAGED, _AGAIN)
    table = _typed(grid)
    _refuse_twins(table, file)
    return table


def _grid(data: bytes, file: str) -> Grid:
    if data.startswith(_PARQUET):
        return _from_parquet(data, file)
    if data.startswith(_BOOKS):
        return _from_rows(_workbook_rows(data, file), file)
    return _from_rows(rows_of(text_of(data), file), file)


def _typed(grid: Grid) -> pa.Table:
    columns: dict[str, Sequence[object]] = {
        LINE: grid.lines,
        YEAR: grid[YEAR].read_as(year),
        CODE: grid[CODE].read_as(census_code),
        NAME: grid[NAME].read_as(label),
    }
    columns |= {name: grid[name].read_as(million) for name in NUMBERS}
    return pa.table(columns, schema=STATED)


def _parquet(data: bytes, file: str) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(pa.BufferReader(data))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise refuse(file, f"no Parquet file can be read: {error}", _DAMAGED, _AGAIN) from None


def _from_parquet(data: bytes, file: str) -> Grid:
    source = _parquet(data, file)
    names = tidy(source.schema_arrow.names)
    check_header(names, COLUMNS, file)
    try:
        table = source.read()
        columns = {n: c.to_pylist() for n, c in zip(names, table.columns, strict=True)}
    except (pa.ArrowException, OSError, ValueError, ArithmeticError) as error:
        raise refuse(file, f"its columns cannot be read: {error}", _DAMAGED, _AGAIN) from None
    return Grid(file, range(1, table.num_rows + 1), columns)


def _workbook_rows(data: bytes, file: str) -> list[Row]:
    """Return the rows of the first sheet that holds the table, or none."""
    with readable(file):
        book = load_workbook(io.BytesIO(data))
        sheets = [_sheet_rows(book.get_sheet_by_name(name)) for name in book.sheet_names]
    ours = [rows for rows in sheets if find_header(rows, is_header) is not None]
    return ours[0] if ours else []


def _sheet_rows(sheet: CalamineSheet) -> list[Row]:
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        return []  # far larger than the table can be; reading it could fill the memory
    rows = sheet.to_python(skip_empty_area=False)
    return [(line, list(cells)) for line, cells in enumerate(rows, start=1)]


def _from_rows(rows: Sequence[Row], file: str) -> Grid:
    header = find_header(rows, is_header)
    if header is None:
        found = f"no row among the first is headed {YEAR}, {CODE}, {NAME} and months"
        raise refuse(file, found, "Its columns cannot be told", "Give the table with its header.")
    return grid_of(rows, header, COLUMNS, file)


def _refuse_twins(table: pa.Table, file: str) -> None:
    keys = Counter(zip(table[CODE].to_pylist(), table[YEAR].to_pylist(), strict=True))
    twins = sorted(key for key, count in keys.items() if count > 1 and key[1] is not None)
    if twins:
        found = f"code {twins[0][0]} has more than one row for {twins[0][1]}"
        why = "Which of them is right cannot be told, and both would be counted"
        raise refuse(file, found, why, "Keep one row for each country and year.")
