"""Bytes of a DataWeb table by HS subheading and year (Parquet or CSV) -> typed rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources.cells import label, number, tidy, year
from steelyard.sources.grid import Grid, find_header, grid_of
from steelyard.sources.reading import opening, refuse, rows_of, text_of, whole
from steelyard.terms.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CODE, YEAR, VALUE = COLUMNS = ("hs6", "year", "customs_value_usd")
_PARQUET = b"PAR1"
_LARGEST = 9e14
_SUBHEADING = re.compile(r"[0-9]{6}")
_DAMAGED = "A damaged file may have lost rows without a trace"
_AGAIN = "Download it again."


@dataclass(frozen=True, slots=True)
class Stated:
    """The table as the file states it, column by column.

    Attributes:
        lines: number of each row.
        codes: HS subheadings.
        years: years.
        values: customs values in US dollars.
    """

    lines: Sequence[int]
    codes: list[str]
    years: list[int]
    values: list[int]


def recognises(path: Path) -> bool:
    """Tell by its header whether a file has exactly these columns, whatever its name."""
    head = opening(path)
    try:
        if head.startswith(_PARQUET):
            return _is_header(tidy(pq.read_schema(path).names))
        return find_header(rows_of(text_of(head), path.name), _is_header) is not None
    except (BadFile, pa.ArrowException, OSError, ValueError):
        return False


def stated(path: Path) -> Stated:
    """Return the rows of a file, typed.

    Raises:
        BadFile: the file is damaged, or a row is not what the table holds.
    """
    data, file = whole(path), path.name
    grid = _from_parquet(data, file) if data.startswith(_PARQUET) else _from_text(data, file)
    if not grid.lines:
        raise refuse(file, "it has a header and no rows", _DAMAGED, _AGAIN)
    codes, years = grid[CODE].read_as(_code), grid[YEAR].read_as(_year)
    _refuse_twins(codes, years, file)
    return Stated(grid.lines, codes, years, grid[VALUE].read_as(_dollars))


def _is_header(names: Sequence[str]) -> bool:
    return sorted(filter(None, names)) == sorted(COLUMNS)


def _from_parquet(data: bytes, file: str) -> Grid:
    try:
        table = pq.read_table(pa.BufferReader(data))
        table.validate(full=True)
        columns = {n: c.to_pylist() for n, c in zip(tidy(table.column_names), table, strict=True)}
    except (pa.ArrowException, OSError, ValueError, ArithmeticError) as error:
        raise refuse(file, f"no Parquet file can be read: {error}", _DAMAGED, _AGAIN) from None
    if not _is_header(list(columns)):
        found = f"its columns are {', '.join(columns)}, not {', '.join(COLUMNS)}"
        raise refuse(file, found, "Which figure is which cannot be told", _AGAIN)
    return Grid(file, range(1, table.num_rows + 1), columns)


def _from_text(data: bytes, file: str) -> Grid:
    rows = rows_of(text_of(data), file)
    header = find_header(rows, _is_header)
    if header is None:
        found = f"no row among the first is headed {', '.join(COLUMNS)}"
        raise refuse(file, found, "Its columns cannot be told", "Give the table with its header.")
    return grid_of(rows, header, COLUMNS, file)


def _code(cell: object) -> str:
    code = label(cell)
    if not _SUBHEADING.fullmatch(code):
        raise ValueError("it is no HS subheading of six digits")
    return code


def _year(cell: object) -> int:
    found = year(cell)
    if found is None:
        raise ValueError("it is empty")
    return found


def _dollars(cell: object) -> int:
    found = number(cell)
    if found is None or not 0 <= found <= _LARGEST or not found.is_integer():
        raise ValueError("it is no whole number of dollars")
    return int(found)


def _refuse_twins(codes: list[str], years: list[int], file: str) -> None:
    counts = Counter(zip(codes, years, strict=True))
    twins = sorted(key for key, count in counts.items() if count > 1)
    if twins:
        found = f"subheading {twins[0][0]} has more than one row for {twins[0][1]}"
        why = "Which of them is right cannot be told, and both would be counted"
        raise refuse(file, found, why, "Keep one row for each subheading and year.")
