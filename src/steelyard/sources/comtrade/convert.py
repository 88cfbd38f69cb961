"""Rows of UN Comtrade -> flows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.comtrade import definition
from steelyard.sources.comtrade.columns import NUMBERS, TEXTS
from steelyard.sources.comtrade.combine import prepared
from steelyard.sources.comtrade.figures import exact
from steelyard.sources.comtrade.values import Values, measured, values_of
from steelyard.sources.comtrade.words import either
from steelyard.sources.corrections import Corrections
from steelyard.sources.fill import filled
from steelyard.sources.sieve import Sieve
from steelyard.sources.stream import Batch
from steelyard.terms.flow import ObsStatus, Valuation
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from steelyard.sources.blocks import Block
    from steelyard.sources.gaps import Flags

_ESTIMATES = {"true", "1", "2", "4", "6"}
_ESTIMATED = ("isQtyEstimated", "isNetWgtEstimated", "legacyEstimationFlag")


@dataclass(slots=True)
class Conversion:
    """Turns blocks of one file into batches of flows; may be called from several threads.

    Attributes:
        names: names of the file's columns, by what they hold.
        services: whether the file holds services.
        corrections: known errors of the publisher, by our names of the columns.
        estimated: rows met whose quantity or weight is estimated.
    """

    names: Mapping[str, str]
    services: bool
    corrections: Corrections = field(default_factory=lambda: Corrections({}))
    estimated: int = 0
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, block: Block) -> Batch:
        """Return the flows of a block: a row for each valuation that an observation states."""
        plain = prepared(block, self.names, TEXTS, NUMBERS)
        corrected, marks = self.corrections.applied(plain)
        sieve = Sieve(corrected)
        columns = {"correction": marks} | definition.columns(sieve, services=self.services)
        values = values_of(sieve, columns.pop("valuation"))
        columns |= _measures(sieve, values)
        if not self.services:
            columns |= {"valuation": _valuation(values.by_cif)}
        self._count(sieve)
        table = filled(FLOWS, columns, block.table.num_rows)
        return Batch(self._rows(sieve, table, values), sieve.rejected(), sieve.observations)

    def _rows(self, sieve: Sieve, table: pa.Table, values: Values) -> pa.Table:
        """Return the rows kept, those under the second valuation behind the others."""
        first = sieve.kept(table)
        if self.services or not values.other.stated.any():
            return first
        second = sieve.kept(_under_other(table, values))
        return pa.concat_tables([first, second.filter(pc.is_valid(second["value"]))])

    def _count(self, sieve: Sieve) -> None:
        said = (_says(sieve.text(name), _ESTIMATES) for name in _ESTIMATED)
        found = int(np.count_nonzero(reduce(or_, said)))
        with self._lock:
            self.estimated += found


def _measures(sieve: Sieve, values: Values) -> dict[str, Any]:
    """Return the columns of what is counted and weighed, and what the value's absence means."""
    unit, other_unit = (definition.unit(sieve, name) for name in ("qty", "altQty"))
    return {
        "value": exact(values.first),
        "status": either(values.first.stated, ObsStatus.NOT_REPORTED, ObsStatus.NORMAL),
        "quantity": measured(sieve, "qty", values, unit),
        "quantity_unit": unit,
        "quantity2": measured(sieve, "altQty", values, other_unit),
        "quantity2_unit": other_unit,
        "net_weight": measured(sieve, "netWgt", values),
    }


def _under_other(rows: pa.Table, values: Values) -> pa.Table:
    """Return rows with their second value and its valuation in place of the first."""
    names = rows.column_names
    others = {"value": exact(values.other), "valuation": _valuation(~values.by_cif)}
    for name, given in others.items():
        rows = rows.set_column(names.index(name), name, given)
    return rows


def _valuation(by_cif: Flags) -> pa.DictionaryArray:
    return either(by_cif, Valuation.FOB, Valuation.CIF)


def _says(column: pa.DictionaryArray, words: set[str]) -> Flags | np.bool_:
    """Tell for each row, or for all, whether a column has one of some words, in small letters."""
    true = [word.strip().casefold() in words for word in column.dictionary.to_pylist()]
    return np.array(true, np.bool_).take(column.indices.to_numpy()) if any(true) else np.False_
