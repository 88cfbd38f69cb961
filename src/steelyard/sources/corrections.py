"""Known errors of a publisher, put right while its file still has them.

``corrections.yaml`` beside a card names each error by an identifier::

    barrels-for-cubic-metres:
      where: {reporterCode: "842", cmdCode: ["271112", "271113"]}
      wrong: {qtyUnitCode: "7"}
      right: {qtyUnitCode: "12"}
      why: what shows that the file is wrong
      source: page on which the publisher or another states the right value

A cell in quotation marks is compared as text, as it stands in the file; one without, as figures
should be written, as a number; ``null`` is an empty cell.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field

from steelyard.sources.blocks import TEXT, Block
from steelyard.sources.contract import Check
from steelyard.sources.sieve import exact_number
from steelyard.terms.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from pathlib import Path

Cell = str | int | float | None


class Correction(BaseModel):
    """One known error.

    Attributes:
        where: the rows concerned: a cell, or several, by the file's name of the column.
        wrong: what these rows say today; the correction holds only while they do.
        right: what they should say.
        why: what shows the error.
        source: who states the right value, and where.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: dict[str, Cell | tuple[Cell, ...]] = Field(min_length=1)
    wrong: dict[str, Cell] = Field(min_length=1)
    right: dict[str, Cell] = Field(min_length=1)
    why: str = Field(min_length=1)
    source: str = Field(min_length=1)


@dataclass(slots=True)
class _Tally:
    """Rows of one correction: put right, or found to say something else."""

    corrected: int = 0
    outdated: int = 0
    line: int = 0


class Corrections:
    """The known errors of a publisher, applied to one file; safe to use from several threads.

    Args:
        known: the corrections by identifier.
    """

    def __init__(self, known: dict[str, Correction]) -> None:
        self.known = known
        self._tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
        self._lock = threading.Lock()

    def applied(self, block: Block) -> tuple[Block, pa.Array]:
        """Return a block put right, and the identifier of the correction of each row, else null.

        Cells kept of rejected rows stay as they stand in the file. A row that is concerned but does
        not say what the correction holds to be wrong is left as it is, and counted as outdated.
        """
        table, marks = block.table, pa.nulls(block.table.num_rows, pa.string())
        for name, known in self.known.items():
            rows = _all_said(table, known.where)
            unread = not set(known.right) <= set(table.column_names)
            if unread or rows is None or not pc.any(rows).as_py():
                continue
            wrong = _all_said(table, known.wrong)
            hit = pc.and_(rows, wrong) if wrong is not None else pc.and_not(rows, rows)
            self._count(name, hit, pc.and_not(rows, hit), block.lines)
            table = _said_instead(table, known.right, hit)
            marks = pc.if_else(hit, name, marks)
        return Block(table, block.lines, block.cells, block.broken), marks

    def checks(self) -> tuple[Check, ...]:
        """Return one check for each correction that concerned rows; an outdated one has failed."""
        return tuple(
            Check(f"correction-{name}", not tally.outdated, _told(self.known[name], tally))
            for name, tally in sorted(self._tallies.items())
        )

    def _count(self, name: str, hit: pa.Array, other: pa.Array, lines: pa.Int64Array) -> None:
        corrected, outdated = (pc.sum(found).as_py() or 0 for found in (hit, other))
        first = pc.min(lines.filter(other)).as_py() or 0
        with self._lock:
            tally = self._tallies[name]
            tally.corrected += corrected
            tally.outdated += outdated
            tally.line = min(filter(None, (tally.line, first)), default=0)


def read_corrections(path: Path) -> dict[str, Correction]:
    """Read and validate a ``corrections.yaml``; none when there is no such file."""
    if not path.exists():
        return {}
    stated = read_yaml(path.read_text(encoding="utf-8")) or {}
    return {name: Correction.model_validate(entry) for name, entry in stated.items()}


def _told(known: Correction, tally: _Tally) -> str:
    if tally.outdated:
        said = " and ".join(f"{name} {cell!r}" for name, cell in known.wrong.items())
        return (
            f"{tally.outdated} rows (first: line {tally.line}) do not say {said}, as they did; "
            f"they are taken in as they stand, and the correction is outdated"
        )
    return f"{tally.corrected} rows corrected: {known.why} ({known.source})"


def _all_said(table: pa.Table, cells: Mapping[str, Cell | tuple[Cell, ...]]) -> pa.Array | None:
    """Return where every column says its cell, or None when a column is not in the table."""
    found: pa.Array | None = None
    for name, cell in cells.items():
        if name not in table.column_names:
            return None
        asked = cell if isinstance(cell, tuple) else (cell,)
        said = _said(table[name].combine_chunks(), asked)
        found = said if found is None else pc.and_(found, said)
        if not pc.any(found).as_py():
            break
    return found


def _said(column: pa.Array, asked: tuple[Cell, ...]) -> pa.Array:
    """Return where a column says one of some cells."""
    if pa.types.is_decimal(column.type):
        numbers = [number for cell in asked if (number := _number(cell)) is not None]
        known = pc.is_in(column, value_set=pa.array(numbers, column.type), skip_nulls=True)
        return pc.or_(known, pc.is_null(column)) if None in asked else known
    texts = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    words = [any(_same(word, cell) for cell in asked) for word in texts.dictionary.to_pylist()]
    return pa.array(words, pa.bool_()).take(texts.indices)


def _same(word: str, cell: Cell) -> bool:
    if cell is None:
        return not word.strip()
    return word == cell if isinstance(cell, str) else _number(word) == _number(cell)


def _number(cell: Cell) -> Decimal | None:
    """Return the number that a cell states, or None when it states none."""
    try:
        return exact_number("" if cell is None else str(cell))
    except ValueError:
        return None


def _said_instead(table: pa.Table, cells: dict[str, Cell], rows: pa.Array) -> pa.Table:
    """Return a table whose columns say other cells in some rows."""
    for name, cell in cells.items():
        if name in table.column_names and pc.any(rows).as_py():
            place = table.column_names.index(name)
            table = table.set_column(place, name, _replaced(table[name], cell, rows))
    return table


def _replaced(column: pa.ChunkedArray, cell: Cell, rows: pa.Array) -> pa.Array:
    plain = column.combine_chunks()
    if pa.types.is_decimal(plain.type):
        return pc.if_else(rows, pa.scalar(_number(cell), plain.type), plain)
    word = pa.scalar("" if cell is None else str(cell), pa.string())
    return pc.if_else(rows, word, plain.cast(pa.string())).dictionary_encode().cast(TEXT)
