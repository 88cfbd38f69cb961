"""Rows of BACI -> flows on the reconciled account, from both ends.

One estimate is the exports of ``i`` to ``j`` and the imports of ``j`` from ``i``, so that a balance
can be asked of either; both are the same figure, FOB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.baci.places import place_of
from steelyard.sources.baci.products import product_of
from steelyard.sources.fill import filled
from steelyard.sources.sieve import Sieve
from steelyard.sources.stream import Batch
from steelyard.sources.thousands import thousandfold
from steelyard.sources.years import calendar_year
from steelyard.terms.flow import (
    Account,
    ExportScope,
    FlowKind,
    ImportBasis,
    ObsStatus,
    PartnerRole,
    Valuation,
)
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from steelyard.sources.blocks import Block
    from steelyard.sources.corrections import Corrections

COLUMNS = ("t", "i", "j", "k", "v", "q")
_UNKNOWN = ("NA", "N/A", "NaN", "nan")
_EXPORT = {
    "partner_role": PartnerRole.DESTINATION,
    "flow": FlowKind.EXPORT,
    "export_scope": ExportScope.TOTAL,
}
_IMPORT = {
    "partner_role": PartnerRole.ORIGIN,
    "flow": FlowKind.IMPORT,
    "import_basis": ImportBasis.GENERAL,
}
_EVERYWHERE = {
    "nomenclature": "HS",
    "level": "6",
    "freq": "A",
    "account": Account.RECONCILED,
    "adjustment": "none",
    "valuation": Valuation.FOB,
    "currency": "USD",
    "aggregate": False,
    "status": ObsStatus.ESTIMATED,
}


@dataclass(frozen=True, slots=True)
class Flows:
    """Turns blocks of one file into batches.

    Attributes:
        edition: edition of the Harmonized System, as its year.
        corrections: known errors of the publisher.
    """

    edition: str
    corrections: Corrections

    def batch(self, block: Block) -> Batch:
        """Return the flows of a block, and its rows that cannot be taken in."""
        corrected, marks = self.corrections.applied(block)
        sieve = Sieve(corrected)
        shared = {
            **_EVERYWHERE,
            "edition": self.edition,
            "period": sieve.mapped("t", calendar_year, "bad-period"),
            "product": sieve.mapped("k", self._product, "unknown-product"),
            "value": _value(sieve),
            "net_weight": _weight(sieve),
            "correction": marks,
        }
        ends = ((name, sieve.mapped(name, place_of, "unknown-place")) for name in ("i", "j"))
        tables = [sieve.kept(table) for table in _both_ways(sieve, shared, dict(ends))]
        return Batch(pa.concat_tables(tables), sieve.rejected(), sieve.observations)

    def _product(self, text: str) -> str:
        return product_of(text, self.edition)


def _both_ways(
    sieve: Sieve, shared: Mapping[str, Any], places: Mapping[str, pa.Array]
) -> Iterator[pa.Table]:
    """Yield the flows as the exporter's, then as the importer's."""
    rows = len(places["i"])
    for own, other, said in (("i", "j", _EXPORT), ("j", "i", _IMPORT)):
        ends = {
            "reporter": places[own],
            "partner": places[other],
            "partner_stated": sieve.text(other),
        }
        yield filled(FLOWS, {**shared, **said, **ends}, rows)


def _value(sieve: Sieve) -> pa.Array:
    value = thousandfold(sieve, "v")
    sieve.refuse(pc.is_null(value), "no-number", "v is empty, but BACI records known flows only")
    sieve.refuse(pc.less(value, 0), "negative-value", "v is below 0")
    return value


def _weight(sieve: Sieve) -> pa.Array:
    weight = thousandfold(sieve, "q", _UNKNOWN)
    sieve.refuse(pc.less(weight, 0), "negative-quantity", "q is below 0")
    return weight
