"""Bytes of a long table of one indicator (Parquet or CSV) -> the ``stated`` figures, typed."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources.cells import label, number, tidy, year
from steelyard.sources.grid import Grid, check_header, find_header, grid_of
from steelyard.sources.reading import Row, opening, refuse, rows_of, text_of
from steelyard.terms.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_PARQUET = b"PAR1"
_DAMAGED = "A damaged file may have lost rows without a trace"
_AGAIN = "Download it again."


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns of one table, lower case, words joined by underscores."""

    name: str
    code: str
    year: str
    value: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names in order."""
        return (self.name, self.code, self.year, self.value)


@dataclass(frozen=True, slots=True)
class Stated:
    """One indicator as the file states it, a list a column.

    Attributes:
        grid: the untyped cells, for errors that name row and column.
        names: names of the economies.
        codes: the Bank's codes of them.
        years: calendar years.
        values: figures in the publisher's unit, None where the cell is empty.
    """

    grid: Grid
    names: list[str]
    codes: list[str]
    years: list[int]
    values: list[float | None]

    def of(self, code: str) -> dict[int, float]:
        """Return the figures of one economy by year, without the empty ones."""
        rows = zip(self.codes, self.years, self.values, strict=True)
        return {y: value for c, y, value in rows if c == code and value is not None}


def has_columns(path: Path, columns: Columns) -> bool:
    """Tell by its header whether a file has these columns and no other, whatever its name."""
    head = opening(path)
    try:
        if head.startswith(_PARQUET):
            return _is_header(columns)(pq.read_schema(path).names)
        return find_header(rows_of(text_of(head), path.name), _is_header(columns)) is not None
    except (BadFile, pa.ArrowException, OSError, ValueError):
        return False


def stated(data: bytes, file: str, columns: Columns) -> Stated:
    """Return the table as the publisher states it.

    Raises:
        BadFile: the bytes are damaged or break the layout.
    """
    grid = _grid(data, file, columns)
    if not grid.lines:
        raise refuse(file, "it has a header and no rows", _DAMAGED, _AGAIN)
    found = Stated(
        grid,
        grid[columns.name].read_as(label),
        grid[columns.code].read_as(_code),
        grid[columns.year].read_as(_year),
        grid[columns.value].read_as(_value),
    )
    _refuse_twins(found, file)
    return found


def _grid(data: bytes, file: str, columns: Columns) -> Grid:
    if data.startswith(_PARQUET):
        return _from_parquet(data, file, columns)
    rows: list[Row] = rows_of(text_of(data), file)
    header = find_header(rows, _is_header(columns))
    if header is None:
        raise _headless(file, columns)
    line, cells = rows[header]
    rows[header] = (line, list(_joined(cells)))
    return grid_of(rows, header, columns.names, file)


def _from_parquet(data: bytes, file: str, columns: Columns) -> Grid:
    try:
        source = pq.ParquetFile(pa.BufferReader(data))
        names = _joined(source.schema_arrow.names)
        if not _is_header(columns)(names):
            raise _headless(file, columns)
        check_header(names, columns.names, file)
        table = source.read()
        cells = {n: c.to_pylist() for n, c in zip(names, table.columns, strict=True)}
    except (pa.ArrowException, OSError, ValueError, ArithmeticError) as error:
        raise refuse(file, f"no Parquet file can be read: {error}", _DAMAGED, _AGAIN) from None
    return Grid(file, range(1, table.num_rows + 1), cells)


def _is_header(columns: Columns) -> Callable[[Sequence[object]], bool]:
    return lambda names: {name for name in _joined(names) if name} == set(columns.names)


def _joined(names: Sequence[object]) -> list[str]:
    return [name.replace(" ", "_") for name in tidy(names)]


def _headless(file: str, columns: Columns) -> Exception:
    found = f"its columns are not {', '.join(columns.names)}"
    return refuse(file, found, "What its figures are cannot be told", "Give the table as it is.")


def _code(cell: object) -> str:
    if not label(cell):
        raise ValueError("the code of the economy is missing")
    return label(cell)


def _year(cell: object) -> int:
    found = year(cell)
    if found is None:
        raise ValueError("the year is missing")
    return found


def _value(cell: object) -> float | None:
    found = number(cell)
    if found is not None and not math.isfinite(found):
        raise ValueError("it is no finite number")
    return found


def _refuse_twins(found: Stated, file: str) -> None:
    counts = Counter(zip(found.codes, found.years, strict=True))
    (code, when), count = counts.most_common(1)[0]
    if count > 1:
        wrong = f"{code} has {count} figures for {when}"
        raise refuse(file, wrong, "Which of them is right cannot be told", "Keep one of them.")
