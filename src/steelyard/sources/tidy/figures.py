"""The figures of a block: exact numbers with their status, and the sums that they must obey."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.blocks import EXACT
from steelyard.sources.tidy import roles
from steelyard.sources.tidy.mapping import Adds, Column, Mapping, Stated
from steelyard.sources.tidy.numerals import Numerals
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict

    from steelyard.sources.sieve import Sieve

_ROUNDING = 1e-9


class Figures:
    """Reads the figures of one block; wrong ones are refused by the sieve.

    Args:
        sieve: the block's rows.
        mapping: how figures are written.
    """

    def __init__(self, sieve: Sieve, mapping: Mapping) -> None:
        self._sieve, self._mapping = sieve, mapping
        self._numerals = Numerals(mapping.file)
        types = {field.name: field.type for field in KINDS[mapping.kind].fields}
        self._types = types

    def read(self, name: str, said: Stated) -> pa.Array:
        """Return a column of figures in base units; negative ones are no trade."""
        column = said if isinstance(said, Column) else Column(column=said)
        if self._types[name] == "number":
            return self._inexact(column)
        found = self._exact(column)
        below = pc.less(found, pa.scalar(Decimal(0), found.type))
        detail = f"{column.column}: a figure of trade cannot be below zero"
        self._sieve.refuse(below, "negative-value", detail)
        return found

    def _exact(self, column: Column) -> pa.Array:
        name = column.column
        if pa.types.is_decimal(self._sieve.block.table[name].type):
            return self._sieve.exact(name)
        text = self._sieve.text(name)
        numbers, odd = self._numerals.exact_all(text.dictionary, column.scale)
        if pc.any(odd).as_py():
            numbers = pc.coalesce(numbers, self._one_by_one(name, text, odd, column.scale))
        return numbers.take(text.indices)

    def _one_by_one(
        self, name: str, text: pa.DictionaryArray, odd: pa.Array, scale: Decimal
    ) -> pa.Array:
        """Return the figures of some texts; rows with a text that is none are refused."""
        read: list[Decimal | None] = [None] * len(odd)
        wrong: dict[int, str] = {}
        for place in pc.indices_nonzero(odd).to_pylist():
            try:
                read[place] = self._numerals.exact(text.dictionary[place].as_py(), scale)
            except ValueError as error:
                wrong[place] = f"{name}: {error}"
        codes = text.indices
        faulty = pc.is_in(codes, value_set=pa.array(list(wrong), codes.type))
        self._sieve.refuse(faulty, "no-number", lambda row: wrong[codes[row].as_py()])
        return pa.array(read, EXACT)

    def status(self, fact: Dict[str, Stated], columns: Dict[str, Any]) -> pa.Array:
        """Return the status of the fact's main figure; what is missing is never A."""
        figure = roles.FIGURES[self._mapping.kind]
        missing = pc.is_null(columns[figure])
        written = self._written(fact[figure])
        stated = columns.get("status") or str(ObsStatus.NORMAL)
        if isinstance(stated, pa.Array):
            stated = pc.fill_null(stated.cast(pa.string()), str(ObsStatus.NORMAL))
        gone = [str(status) for status in ObsStatus if status.missing]
        telling = pc.is_in(
            pa.array([stated]) if isinstance(stated, str) else stated, pa.array(gone)
        )
        telling = telling[0] if isinstance(stated, str) else telling
        self._refuse_contradiction(pc.and_(pc.invert(missing), telling))
        return pc.if_else(missing, pc.if_else(telling, stated, written), stated)

    def check_sums(self) -> None:
        """Refuse the rows that do not obey a sum of the mapping."""
        for adds in self._mapping.adds:
            total = self._plain(adds.total)
            for name, sign in adds.parts.items():
                total = pc.subtract(total, pc.multiply(self._plain(name), float(sign)))
            off = pc.greater(pc.abs(total), float(adds.within) * (1 + _ROUNDING) + _ROUNDING)
            self._sieve.refuse(off, "does-not-add", _sum_fault(adds))

    def _refuse_contradiction(self, wrong: pa.Array) -> None:
        detail = "status: it says that the figure is missing, and there is one"
        self._sieve.refuse(wrong, "status-contradicts-value", detail)

    def _written(self, said: Stated) -> pa.Array | str:
        """Return the status told by how the figure is written."""
        name = said.column if isinstance(said, Column) else said
        column = self._sieve.block.table[name]
        if pa.types.is_decimal(column.type):
            return str(self._mapping.file.statuses[""])
        text = self._sieve.text(name)
        return self._numerals.statuses(text.dictionary).take(text.indices)

    def _inexact(self, column: Column) -> pa.Array:
        def read(text: str) -> str | None:
            found = self._numerals.number(text)
            return None if found is None else repr(float(found * column.scale))

        words = self._sieve.mapped(column.column, read, "no-number")
        return words.cast(pa.string()).cast(pa.float64())

    def _plain(self, name: str) -> pa.Array:
        """Return a column as it stands, for a check; missing cells check nothing."""
        column = self._sieve.block.table[name].combine_chunks()
        if pa.types.is_decimal(column.type):
            return column.cast(pa.float64())
        return self._inexact(Column(column=name))


def _sum_fault(adds: Adds) -> str:
    parts = " ".join(f"{'+' if sign == '1' else '-'} {name}" for name, sign in adds.parts.items())
    return f"{adds.total} is not {parts.removeprefix('+ ')} within {adds.within}"
