"""Rows of BACI -> flows on the reconciled account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from steelyard.sources.baci.places import place_of
from steelyard.sources.baci.products import product_of
from steelyard.sources.fill import filled
from steelyard.sources.sieve import Sieve
from steelyard.sources.stream import Batch
from steelyard.sources.thousands import thousandfold
from steelyard.sources.years import calendar_year
from steelyard.terms.flow import FlowKind, ObsStatus, PartnerRole, Valuation
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    import pyarrow as pa

    from steelyard.sources.blocks import Block
    from steelyard.sources.corrections import Corrections

COLUMNS = ("t", "i", "j", "k", "v", "q")
RECONCILED = "reconciled"
_UNKNOWN = ("NA", "N/A", "NaN", "nan")
_EVERYWHERE = {
    "partner_role": PartnerRole.DESTINATION,
    "flow": FlowKind.EXPORT,
    "nomenclature": "HS",
    "level": "6",
    "freq": "A",
    "export_scope": "total",
    "account": RECONCILED,
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
        columns = {
            **_EVERYWHERE,
            "edition": self.edition,
            "period": sieve.mapped("t", calendar_year, "bad-period"),
            "reporter": sieve.mapped("i", place_of, "unknown-place"),
            "partner": sieve.mapped("j", place_of, "unknown-place"),
            "partner_stated": sieve.text("j"),
            "product": sieve.mapped("k", self._product, "unknown-product"),
            "value": _value(sieve),
            "net_weight": _weight(sieve),
            "correction": marks,
        }
        table = filled(FLOWS, columns, corrected.table.num_rows)
        return Batch(sieve.kept(table), sieve.rejected(), sieve.observations)

    def _product(self, text: str) -> str:
        return product_of(text, self.edition)


def _value(sieve: Sieve) -> pa.Array:
    value = thousandfold(sieve, "v")
    sieve.refuse(pc.is_null(value), "no-number", "v is empty, but BACI records known flows only")
    sieve.refuse(pc.less(value, 0), "negative-value", "v is below 0")
    return value


def _weight(sieve: Sieve) -> pa.Array:
    weight = thousandfold(sieve, "q", _UNKNOWN)
    sieve.refuse(pc.less(weight, 0), "negative-quantity", "q is below 0")
    return weight
