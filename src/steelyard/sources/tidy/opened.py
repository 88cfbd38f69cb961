"""A received file of any kind, opened: its layout, and its rows in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.sources.blocks import Block, block_of_columns, block_of_rows
from steelyard.sources.layout import Layout, check_names, find_layout
from steelyard.sources.reading import refuse
from steelyard.sources.received import PARQUET, ZIP
from steelyard.sources.stream import Batch, batches_of, converted, in_order
from steelyard.sources.tidy.workbook import Sheet, sheets

if TYPE_CHECKING:
    from steelyard.sources.received import Received
    from steelyard.sources.tidy.mapping import File

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
EXPORTED = ("file", "line", "reason", "detail")
_ROWS, _LEADING = 50_000, 6
_DAMAGED = "A damaged file may have lost rows without a trace"
Converter = Callable[[Block], Batch]


@dataclass(frozen=True, slots=True)
class Opened:
    """A table whose header has been found.

    Attributes:
        received: the file.
        form: text, workbook or Parquet, in words.
        layout: how it is laid out.
        sheet: the sheet of a workbook.
    """

    received: Received
    form: str
    layout: Layout
    sheet: Sheet | None = None

    def batches(
        self, texts: Sequence[str], numbers: Sequence[str], convert: Converter
    ) -> Iterator[Batch]:
        """Yield what ``convert`` makes of each block, in order.

        Raises:
            BadFile: the bytes are damaged.
        """
        wanted = [*texts, *numbers]
        if self.sheet is not None:
            blocks = _sheet_blocks(self.sheet, self.layout, wanted)
            return in_order(blocks, lambda block: converted(block, convert))
        if self.form == "Parquet":
            return _parquet_batches(self.received, wanted, convert)
        return batches_of(self.received, self.layout, texts, numbers, convert)


def is_workbook(head: bytes) -> bool:
    """Tell whether a file begins as a workbook does."""
    return head.startswith((ZIP, OLD_WORKBOOK))


def open_table(received: Received, file: File, needed: frozenset[str]) -> Opened | None:
    """Return the table under the header that has the needed names; None when there is none.

    Raises:
        BadFile: the bytes are damaged, or the header names a needed column twice.
    """
    head = received.head()
    if head.startswith(PARQUET):
        opened = _parquet(received, needed)
    elif is_workbook(head):
        opened = _workbook(received, file, needed)
    else:
        opened = _text(received, head, file, needed)
    if opened is not None:
        check_names(opened.layout, received.name)
    return opened


def has(names: Sequence[str], needed: frozenset[str]) -> bool:
    """Tell whether a header has the needed names; ``#3`` is its third cell if that has no name."""
    columns = {name or f"#{place}" for place, name in enumerate(names, 1)}
    return needed <= columns


def _text(received: Received, head: bytes, file: File, needed: frozenset[str]) -> Opened | None:
    for encoding in dict.fromkeys((file.encoding, "")):
        try:
            layout = find_layout(head, lambda names: has(names, needed), encoding)
        except ValueError as error:
            raise refuse(received.name, f"it cannot be decoded: {error}", _DAMAGED, "") from None
        if layout is None:
            continue
        if set(EXPORTED) <= set(layout.names[:_LEADING]) or (
            (not encoding or encoding == file.encoding)
            and file.delimiter in {"", layout.delimiter}
            and _introduced(layout.preamble, file)
        ):
            return Opened(received, f"text ({layout.encoding}, {layout.delimiter!r})", layout)
    return None


def _workbook(received: Received, file: File, needed: frozenset[str]) -> Opened | None:
    for sheet in sheets(received):
        if file.sheet in {"", sheet.name}:
            layout = sheet.layout(lambda names: has(names, needed))
            if layout is not None and _introduced(layout.preamble, file):
                return Opened(received, f"workbook (sheet {sheet.name!r})", layout, sheet)
    return None


def _parquet(received: Received, needed: frozenset[str]) -> Opened | None:
    try:
        with received.on_disk() as path:
            names = tuple(pq.read_schema(path).names)
    except (pa.ArrowException, OSError, ValueError) as error:
        found = f"no Parquet file can be read: {str(error)[:200]}"
        raise refuse(received.name, found, _DAMAGED, "Download it again.") from None
    layout = Layout("", "", 0, names, len(names))
    return Opened(received, "Parquet", layout) if needed <= set(names) else None


def _introduced(preamble: Sequence[str], file: File) -> bool:
    return file.preamble in "\n".join(preamble)


def _sheet_blocks(sheet: Sheet, layout: Layout, wanted: Sequence[str]) -> Iterator[Block]:
    rows = [(line, cells) for line, cells in sheet.rows[layout.skip :] if any(cells)]
    for start in range(0, len(rows), _ROWS):
        part = rows[start : start + _ROWS]
        cells = [(*row, *([""] * layout.width))[: layout.width] for _, row in part]
        yield block_of_rows(layout.columns, cells, [line for line, _ in part], wanted)


def _parquet_batches(
    received: Received, wanted: Sequence[str], convert: Converter
) -> Iterator[Batch]:
    first = 1
    try:
        with received.on_disk() as path, pq.ParquetFile(path) as file:
            for rows in file.iter_batches(_ROWS):
                block = block_of_columns(rows, first, wanted)
                first += rows.num_rows
                yield converted(block, convert)
    except (pa.ArrowException, OSError, ArithmeticError, UnicodeError) as error:
        found = f"its columns cannot be read: {str(error)[:200]}"
        raise refuse(received.name, found, _DAMAGED, "Download it again.") from None
