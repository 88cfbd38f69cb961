"""Rows that state several figures side by side -> flows: one row for each figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census.assemble import BY_FLOW, EVERYWHERE
from steelyard.sources.fill import filled
from steelyard.sources.stream import Batch
from steelyard.terms.flow import (
    Adjustment,
    ExportScope,
    FlowKind,
    ImportBasis,
    ObsStatus,
    Valuation,
)
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from steelyard.sources.sieve import Sieve

Columns = dict[str, "pa.Array | str | bool | None"]
_MONTH = len("2024-01")
_UNSTATED = str(ObsStatus.NOT_REPORTED)


@dataclass(frozen=True, slots=True)
class Words:
    """What a column of values counts.

    Attributes:
        flow: direction.
        valuation: at which point of the journey.
        import_basis: which imports; None for exports.
        export_scope: which exports; None for imports and for re-exports.
    """

    flow: FlowKind
    valuation: Valuation
    import_basis: ImportBasis | None = None
    export_scope: ExportScope | None = None

    @property
    def columns(self) -> Columns:
        """The columns of a flow that follow."""
        side = FlowKind.IMPORT if self.flow is FlowKind.IMPORT else FlowKind.EXPORT
        return {
            "partner_role": BY_FLOW[side]["partner_role"],
            "flow": self.flow,
            "valuation": self.valuation,
            "import_basis": self.import_basis,
            "export_scope": self.export_scope,
        }


EXPORTS = Words(FlowKind.EXPORT, Valuation.FAS, export_scope=ExportScope.TOTAL)
DOMESTIC = Words(FlowKind.EXPORT, Valuation.FAS, export_scope=ExportScope.DOMESTIC)
FOREIGN = Words(FlowKind.RE_EXPORT, Valuation.FAS)
GENERAL = Words(FlowKind.IMPORT, Valuation.CUSTOMS, ImportBasis.GENERAL)
GENERAL_CIF = Words(FlowKind.IMPORT, Valuation.CIF, ImportBasis.GENERAL)
CONSUMED = Words(FlowKind.IMPORT, Valuation.CUSTOMS, ImportBasis.CONSUMPTION)
CONSUMED_CIF = Words(FlowKind.IMPORT, Valuation.CIF, ImportBasis.CONSUMPTION)


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of every row of a block.

    Attributes:
        words: what it counts.
        periods: the period of each row, as text; null where the row does not state this figure.
        cells: value, dutiable_value, duty, quantities and their units.
        more: columns that differ from ``words``.
    """

    words: Words
    periods: pa.Array
    cells: Columns
    more: Columns = field(default_factory=dict)


def batch(sieve: Sieve, shared: Mapping[str, object], facts: Sequence[Fact]) -> Batch:
    """Return the flows that rows state; rows with a figure below zero are rejected.

    An empty cell gives a flow without a value, of status ``O`` (not reported); a 0 is nil trade.

    Args:
        sieve: the rows, and what is wrong with them so far.
        shared: columns that all figures of a row share.
        facts: the figures.
    """
    for fact in facts:
        _refuse_negative(sieve, fact)
    tables = [_table(sieve, {**EVERYWHERE, **shared}, fact) for fact in facts]
    return Batch(pa.concat_tables(tables), sieve.rejected(), sieve.observations)


def _refuse_negative(sieve: Sieve, fact: Fact) -> None:
    for name, cells in fact.cells.items():
        if isinstance(cells, pa.Array) and pa.types.is_decimal(cells.type):
            told = pc.and_(pc.less(cells, pa.scalar(0, cells.type)), pc.is_valid(fact.periods))
            sieve.refuse(told, "negative-value", f"its {name.replace('_', ' ')} is below zero")


def _table(sieve: Sieve, shared: Mapping[str, object], fact: Fact) -> pa.Table:
    rows, value = sieve.block.table.num_rows, fact.cells["value"]
    monthly = pc.equal(pc.binary_length(fact.periods), _MONTH)
    columns = {
        **shared,
        **fact.words.columns,
        **fact.cells,
        **fact.more,
        "adjustment": Adjustment.NONE,
        "period": fact.periods,
        "freq": pc.if_else(monthly, "M", "A"),
        "status": pc.if_else(pc.is_valid(value), str(ObsStatus.NORMAL), _UNSTATED),
    }
    table = sieve.kept(filled(FLOWS, columns, rows))
    return table.filter(pc.is_valid(table["period"]))
