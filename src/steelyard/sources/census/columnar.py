"""Tables of one row an observation (Parquet or CSV) -> typed columns, checked as a whole.

The Bureau's interface answers with such tables; a layout names their columns and what each means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from steelyard.sources import cells
from steelyard.sources.cells import tidy
from steelyard.sources.grid import find_header, grid_of
from steelyard.sources.reading import opening, refuse, rows_of, text_of, whole
from steelyard.terms.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LINE = "line"
MONTH = r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
_PARQUET = b"PAR1"
_LARGEST = 9e14
_TEXT_NUMBER = r"[0-9]{1,15}(\.0*)?"
_DAMAGED = "A damaged file may have lost rows without a trace"
_AGAIN = "Download it again."


@dataclass(frozen=True, slots=True)
class Cells:
    """What a column of a layout holds.

    Attributes:
        role: our name of the column; empty when it is only known, not read.
        pattern: regular expression that every text fits; empty for a whole number.
        may_be_empty: whether a cell may hold nothing.
    """

    role: str = ""
    pattern: str = ""
    may_be_empty: bool = False


Layout = dict[str, Cells]
NAME = r".+"


def recognises(path: Path, layout: Layout) -> bool:
    """Tell by its header whether a file has exactly the columns of a layout, whatever its name."""
    head = opening(path)
    try:
        if head.startswith(_PARQUET):
            return is_header(tidy(pq.read_schema(path).names), layout)
        return _header(rows_of(text_of(head), path.name), layout) is not None
    except (BadFile, pa.ArrowException, OSError, ValueError):
        return False


def is_header(names: Sequence[str], layout: Layout) -> bool:
    """Tell whether tidied names are those of a layout, in any order, and no others."""
    return sorted(filter(None, names)) == sorted(layout)


def stated(path: Path, layout: Layout) -> pa.Table:
    """Return the columns that have a role, typed, with the number of each row.

    Raises:
        BadFile: the file is damaged, or a cell is not what its column holds.
    """
    data, file = whole(path), path.name
    table = _parquet(data, file) if data.startswith(_PARQUET) else _text(data, layout, file)
    names = tidy(table.column_names)
    theirs = names[:-1]  # the last is the number of the row
    if not is_header(theirs, layout):
        found = f"its columns are {', '.join(theirs[:20])}, not {', '.join(layout)}"
        raise refuse(file, found, "Which figure is which cannot be told", _AGAIN)
    if not table.num_rows:
        raise refuse(file, "it has a header and no rows", _DAMAGED, _AGAIN)
    return _typed(table.rename_columns(names), layout, file)


def _parquet(data: bytes, file: str) -> pa.Table:
    try:
        table = pq.read_table(pa.BufferReader(data)).combine_chunks()
        table.validate(full=True)
    except (pa.ArrowException, OSError, ValueError, ArithmeticError) as error:
        raise refuse(file, f"no Parquet file can be read: {error}", _DAMAGED, _AGAIN) from None
    return table.append_column(LINE, pa.array(range(1, table.num_rows + 1), pa.int64()))


def _text(data: bytes, layout: Layout, file: str) -> pa.Table:
    rows = rows_of(text_of(data), file)
    header = _header(rows, layout)
    if header is None:
        found = f"no row among the first is headed {', '.join(layout)}"
        raise refuse(file, found, "Its columns cannot be told", "Give the table with its header.")
    grid = grid_of(rows, header, tuple(layout), file)
    columns = {name: pa.array(column, pa.string()) for name, column in grid.columns.items()}
    return pa.table({**columns, LINE: pa.array(grid.lines, pa.int64())})


def _header(rows: Sequence[tuple[int, list[object]]], layout: Layout) -> int | None:
    return find_header(rows, lambda names: is_header(names, layout))


def _typed(table: pa.Table, layout: Mapping[str, Cells], file: str) -> pa.Table:
    lines = table[LINE]
    columns = {LINE: lines}
    for name, held in layout.items():
        if held.role:
            column = _Stated(file, name, lines, table[name])
            columns[held.role] = column.texts(held) if held.pattern else column.numbers(held)
    return pa.table(columns)


@dataclass(frozen=True, slots=True)
class _Stated:
    """One column as the file states it."""

    file: str
    name: str
    lines: pa.ChunkedArray
    values: pa.ChunkedArray

    def texts(self, held: Cells) -> pa.ChunkedArray:
        """Return the column as text without stray spaces; empty cells are null."""
        found = pc.utf8_trim_whitespace(self._cast(pa.string(), "it is no text"))
        found = pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)
        fits = pc.match_substring_regex(found, f"^(?:{held.pattern})$")
        self._require(pc.fill_null(fits, held.may_be_empty), f"it is empty or no {held.role}")
        return found

    def numbers(self, held: Cells) -> pa.ChunkedArray:
        """Return the column as whole numbers that are not negative."""
        kind, found = self.values.type, self.values
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            found = self._plain(held)
        elif not (pa.types.is_floating(kind) or pa.types.is_integer(kind)):
            self._require(pc.is_null(found), f"a column of {kind} holds no whole numbers")
            found = pa.chunked_array([pa.nulls(len(found), pa.float64())])
        number = pc.cast(found, pa.float64(), safe=False)
        inside = pc.and_(pc.greater_equal(number, 0), pc.less_equal(number, _LARGEST))
        sound = pc.and_(inside, pc.equal(pc.floor(number), number))
        self._require(pc.fill_null(sound, held.may_be_empty), "it is empty or no whole number")
        return pc.cast(found, pa.int64())

    def _plain(self, held: Cells) -> pa.ChunkedArray:
        """Return written numbers without a fraction of nothing, such as ``12.0``."""
        texts = self.texts(Cells(held.role, _TEXT_NUMBER, held.may_be_empty))
        return pc.cast(pc.replace_substring_regex(texts, r"\.0*$", ""), pa.int64())

    def _cast(self, kind: pa.DataType, wrong: str) -> pa.ChunkedArray:
        try:
            return pc.cast(self.values, kind)
        except (pa.ArrowException, ValueError):
            self._require(pc.is_null(self.values), wrong)
            return pa.chunked_array([pa.nulls(len(self.values), kind)])

    def _require(self, holds: pa.ChunkedArray, wrong: str) -> None:
        """Refuse the file at the first row of which ``holds`` is False."""
        index = pc.index(holds, value=False).as_py()
        if index >= 0:
            line, cell = self.lines[index].as_py(), self.values[index].as_py()
            raise cells.Column(self.file, self.name, [line], [cell]).refusal(0, wrong)
