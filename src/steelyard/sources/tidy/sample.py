"""The opening of any table: where its header stands, and some of its rows as text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources.layout import DELIMITERS, encoding_of
from steelyard.sources.reading import refuse
from steelyard.sources.received import PARQUET
from steelyard.sources.tidy.opened import is_workbook
from steelyard.sources.tidy.workbook import sheets
from steelyard.sources.workbook import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steelyard.sources.received import Received

_ROWS, _HEADER_WITHIN, _SOON, _FULL = 400, 40, 2, 0.6
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,' \u00a0\u202f]*(?:[eE][+-]?[0-9]+)?")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Sample:
    """The opening of a table.

    Attributes:
        file: its name.
        delimiter: of a text, else empty.
        sheet: of a workbook, else empty.
        sheets: the sheets of the workbook that hold a table.
        preamble: the lines above the header.
        columns: some cells of each column, by its name in the header.
    """

    file: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    preamble: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]

    @property
    def words(self) -> str:
        """All words around the figures: the preamble and the names of the columns."""
        return " ".join((*self.preamble, *self.columns))


def is_number(cell: str) -> bool:
    """Tell whether a cell looks like a number, however it is written."""
    return _NUMBER.fullmatch(cell.strip()) is not None


def sample(received: Received) -> Sample:
    """Return the opening of a table.

    Raises:
        BadFile: no header can be told, or the bytes are damaged.
    """
    head = received.head()
    found: Sample | None
    if head.startswith(PARQUET):
        found = _parquet(received)
    elif is_workbook(head):
        found = _workbook(received)
    else:
        found = _text(received, head)
    if found is None:
        why = "Without a header it cannot be told what a column holds"
        remedy = "Give a table with one line of names above its rows."
        raise refuse(received.name, "no row of names with figures below is found", why, remedy)
    return found


def _text(received: Received, head: bytes) -> Sample | None:
    text = head.decode(encoding_of(head), errors="replace").lstrip("\ufeff")
    whole = text[: text.rfind("\n") + 1] or text
    split = {sign: _split(whole, sign) for sign in DELIMITERS}
    sign = max(split, key=lambda one: _regular(split[one]))
    return _sampled(received.name, split[sign], sign)


def _split(text: str, delimiter: str) -> Rows:
    try:
        return list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), _ROWS))
    except csv.Error:
        return []


def _regular(rows: Rows) -> tuple[int, int]:
    """Return how many rows have the commonest width above one, and that width."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _workbook(received: Received) -> Sample | None:
    """Return the sheet that says most above its header, or the first one."""
    found = {}
    for sheet in sheets(received):
        rows = [list(cells) for _, cells in sheet.rows[:_ROWS]]
        if (told := _sampled(received.name, rows, "")) is not None:
            found[sheet.name] = told
    if not found:
        return None
    name, told = max(found.items(), key=lambda one: len(" ".join(one[1].preamble)))
    names = tuple(found)
    return Sample(told.file, "", name, names, told.preamble, told.columns)


def _parquet(received: Received) -> Sample:
    try:
        with received.on_disk() as path, pq.ParquetFile(path) as file:
            rows = next(file.iter_batches(_ROWS), None)
            names = file.schema_arrow.names
            cells = [_cells(rows.column(place)) if rows else () for place in range(len(names))]
    except (pa.ArrowException, OSError, ValueError) as error:
        found = f"no Parquet file can be read: {str(error)[:200]}"
        raise refuse(received.name, found, "It may be damaged", "Download it again.") from None
    return Sample(received.name, "", "", (), (), dict(zip(names, cells, strict=True)))


def _cells(column: pa.Array) -> tuple[str, ...]:
    return tuple("" if cell is None else text_of(cell) for cell in column.to_pylist())


def _sampled(file: str, rows: Rows, delimiter: str) -> Sample | None:
    header = _header(rows)
    if header is None:
        return None
    names = [cell.strip(" \t\xa0\ufeff") for cell in rows[header]]
    body = [row for row in rows[header + 1 :] if any(map(str.strip, row))]
    columns = {
        name or f"#{place}": tuple(row[place - 1].strip() for row in body if len(row) >= place)
        for place, name in enumerate(names, 1)
        if name or any(len(row) >= place and row[place - 1].strip() for row in body)
    }
    above = tuple(" ".join(filter(None, map(str.strip, row))) for row in rows[:header])
    return Sample(file, delimiter, "", (), above, columns)


def _header(rows: Rows) -> int | None:
    """Return the first row of names: nearly full, without figures, with figures soon below."""
    width = max(_regular(rows)[1], 2)
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        cells = [cell.strip() for cell in row if cell.strip()]
        told = len(cells) >= max(2, _FULL * width) and len(set(cells)) == len(cells)
        if told and not any(map(_is_figure, cells)) and _figures_below(rows[place + 1 :]):
            return place
    return None


def _figures_below(rows: Sequence[Sequence[str]]) -> bool:
    soon = list(islice((row for row in rows if any(map(str.strip, row))), _SOON))
    return any(is_number(cell) for row in soon for cell in row)


def _is_figure(cell: str) -> bool:
    return is_number(cell) and not _YEAR.fullmatch(cell)
