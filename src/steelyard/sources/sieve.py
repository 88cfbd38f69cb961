"""A block's rows told apart: those that can be taken in, and those that cannot, with reasons."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.blocks import EXACT, whole
from steelyard.sources.limbs import limbs
from steelyard.sources.meaning import meanings
from steelyard.sources.stream import REJECTED
from steelyard.terms.tables import LINE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from steelyard.sources.blocks import Block

Meaning = Callable[[str], "str | None"]
_SIXTH, _LARGEST = Decimal("0.000001"), Decimal(10) ** 32
_WIDE = Context(prec=60)
_SHOWN = 40
_NONE = REJECTED.empty_table()

TOO_LARGE = Decimal(10) ** 25
"""From here a number is no figure of trade in any currency, and sums of such would not be exact."""

_LARGE = int(TOO_LARGE / _SIXTH) >> 64


class Sieve:
    """Collects what is wrong with the rows of one block; the first fault of a row is told.

    Args:
        block: the rows.
    """

    def __init__(self, block: Block) -> None:
        self.block = block
        self._faults: dict[int, tuple[str, str]] = {}

    def text(self, name: str) -> pa.DictionaryArray:
        """Return a column as text."""
        column = whole(self.block.table[name])
        return column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()

    def mapped(self, name: str, meaning: Meaning, reason: str) -> pa.DictionaryArray:
        """Return a column of text in our words; rows whose text has none are refused.

        Args:
            name: the column.
            meaning: our word for a text, or None for a text that says nothing. For a wrong one it
                raises ValueError, LookupError or a SteelyardError, whose words become the detail.
            reason: short code of the fault.
        """
        column = self.text(name)
        words, wrong = meanings(column.dictionary.to_pylist(), meaning)
        self.refuse_codes(column.indices, reason, _named(name, wrong))
        kept = list(dict.fromkeys(word for word in words if word is not None))
        places = {word: place for place, word in enumerate(kept)}
        moved = [None if w is None else places[w] for w in words]
        dictionary = pa.array(kept, pa.string())
        indices = column.indices
        if moved != list(range(len(kept))):
            indices = pa.array(moved, pa.int32()).take(indices)
        return pa.DictionaryArray.from_arrays(indices, dictionary, safe=False)

    def exact(self, name: str, read: Callable[[str], Decimal | None] | None = None) -> pa.Array:
        """Return a column of exact numbers, six digits after the point; empty cells are null.

        Args:
            name: the column.
            read: how the publisher writes numbers; as plain decimals when left out.
        """
        column = whole(self.block.table[name])
        if pa.types.is_decimal(column.type):
            return self._bounded(column, name)
        number = read or exact_number
        found, wrong = meanings(column.dictionary.to_pylist(), lambda text: _sixth(number(text)))
        self.refuse_codes(column.indices, "no-number", _named(name, wrong))
        return self._bounded(pa.array(found, EXACT).take(column.indices), name)

    def refuse(self, wrong: pa.Array, reason: str, detail: str | Callable[[int], str]) -> None:
        """Refuse the rows where ``wrong`` is true; null counts as false.

        Args:
            wrong: one boolean for each row.
            reason: short code of the fault.
            detail: what is wrong, or what makes it from the row's place in the block.
        """
        if not pc.any(wrong).as_py():
            return
        for row in pc.indices_nonzero(pc.fill_null(wrong, fill_value=False)).to_pylist():
            text = detail if isinstance(detail, str) else detail(row)
            self._faults.setdefault(row, (reason, text))

    def refuse_codes(self, codes: pa.Array, reason: str, details: Mapping[int, str]) -> None:
        """Refuse the rows whose code is among those of ``details``, which say what is wrong.

        Args:
            codes: one code for each row.
            reason: short code of the fault.
            details: what is wrong with some codes.
        """
        if details:
            wrong = pc.is_in(codes, value_set=pa.array(list(details), codes.type))
            self.refuse(wrong, reason, lambda row: details[codes[row].as_py()])

    def kept(self, table: pa.Table) -> pa.Table:
        """Return the rows that were not refused, of a table with a row for each of the block's.

        Each row gets its line in the file (column ``line``), by which it can be found again.
        """
        table = table.append_column(LINE, self.block.lines)
        if not self._faults:
            return table
        keep = np.ones(table.num_rows, np.bool_)
        keep[list(self._faults)] = False
        return table.filter(pa.array(keep))

    def rejected(self) -> pa.Table:
        """Return the rows refused and those that could not be split, by the schema ``REJECTED``."""
        if not self._faults and not self.block.broken:
            return _NONE
        rows = sorted(self._faults)
        cells = self.block.cells(rows)
        lines = [self.block.lines[row].as_py() for row in rows]
        told = [
            (line, *self._faults[row], list(found))
            for row, line, found in zip(rows, lines, cells, strict=True)
        ]
        told += [(b.line, "broken-row", b.why, list(b.cells)) for b in self.block.broken]
        names = REJECTED.names
        rows_of = [dict(zip(names, row, strict=True)) for row in sorted(told)]
        return pa.Table.from_pylist(rows_of, schema=REJECTED)

    @property
    def observations(self) -> int:
        """Rows of the block, split or not."""
        return int(self.block.table.num_rows) + len(self.block.broken)

    def _bounded(self, column: pa.Array, name: str) -> pa.Array:
        """Return numbers; rows where one is too large for a figure of trade are refused."""
        _, high = limbs(column)
        if high.max(initial=0) >= _LARGE or high.min(initial=0) < -_LARGE:
            wrong = pc.greater_equal(pc.abs(column), pa.scalar(TOO_LARGE, column.type))
            self.refuse(wrong, "too-large", f"{name} is {TOO_LARGE:.0e} or more")
        return column


def exact_number(text: str) -> Decimal | None:
    """Read a plain decimal number, rounded to six digits after the point; None for empty text.

    Raises:
        ValueError: the text is no number, or one of more than 32 digits.
    """
    bare = text.strip()
    if not bare:
        return None
    try:
        found = Decimal(bare)
    except InvalidOperation:
        raise ValueError(f"{bare[:_SHOWN]!r} is no number") from None
    if "_" in bare:
        raise ValueError(f"{bare[:_SHOWN]!r} is no number")
    return _sixth(found)


def _sixth(number: Decimal | None) -> Decimal | None:
    """Return a number rounded to six digits after the point.

    Raises:
        ValueError: it is not finite, or too large for a column.
    """
    if number is None:
        return None
    if number.is_finite() and number.copy_abs() < _LARGEST:
        rounded = number.quantize(_SIXTH, context=_WIDE)
        if rounded.copy_abs() < _LARGEST:
            return rounded
    raise ValueError(f"{str(number)[:_SHOWN]!r} is no number that can be a value")


def _named(name: str, wrong: Mapping[int, str]) -> dict[int, str]:
    return {code: f"{name}: {detail}" for code, detail in wrong.items()}
