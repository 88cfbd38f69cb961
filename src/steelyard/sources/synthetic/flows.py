"""Reports of synthetic countries -> flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from steelyard.nomenclature.synthetic_places import CODES
from steelyard.sources.blocks import EXACT
from steelyard.sources.fill import filled
from steelyard.sources.synthetic.editions import TOTAL, Stated, stated
from steelyard.sources.synthetic.products import HS
from steelyard.synthetic.draws import Numbers
from steelyard.synthetic.faults import Faults, faults
from steelyard.synthetic.ground import Ground, ground
from steelyard.synthetic.plan import Plan
from steelyard.synthetic.reports import Report, report
from steelyard.synthetic.rows import EXPORTS, FLOWS, IMPORTS
from steelyard.synthetic.sides import by_consignment
from steelyard.terms.flow import (
    Account,
    Adjustment,
    ExportScope,
    ImportBasis,
    ObsStatus,
    PartnerRole,
    Valuation,
)
from steelyard.terms.place import WORLD
from steelyard.terms.tables import FLOWS as KIND

_EVERYWHERE = {
    "freq": "A",
    "account": Account.CUSTOMS,
    "adjustment": Adjustment.NONE,
    "currency": "USD",
    "status": ObsStatus.NORMAL,
}
_VALUED = (Valuation.FOB, Valuation.CIF, Valuation.FOB)
_MILLION = 10**6
_LARGEST = (2**63 - 1) // _MILLION


@dataclass(frozen=True)
class Reports:
    """Makes the flows of one reporter after another; several threads may ask at once."""

    plan: Plan

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Codes of the countries by their numbers, the world last."""
        return (*CODES[: self.plan.countries], WORLD)

    @cached_property
    def stated(self) -> Stated:
        """Codes by their numbers, and their editions."""
        return stated(self.plan)

    def prepare(self) -> None:
        """Make what all reporters share."""
        _ = self.countries, self.stated, self._on, self._known, self._consigned

    def table(self, country: int) -> pa.Table:
        """Return what a country reports, with every column of flows."""
        found = report(self._on, self._known, country, self.stated.change)
        role = PartnerRole.CONSIGNMENT if self._consigned[country] else PartnerRole.ORIGIN
        columns = {
            **_EVERYWHERE,
            "reporter": self.countries[country],
            **self._parties(found),
            **_sorts(found, role),
            **self._goods(found),
        }
        return filled(KIND, columns, len(found))

    @cached_property
    def _on(self) -> Ground:
        return ground(self.plan)

    @cached_property
    def _known(self) -> Faults:
        return faults(self._on)

    @cached_property
    def _consigned(self) -> Numbers:
        return by_consignment(self._on)

    def _parties(self, found: Report) -> dict[str, pa.Array]:
        partner = words(self.countries, found.partner)
        years = words([str(year) for year in self.plan.years], found.year)
        world = pa.array(found.partner == self.plan.countries)
        return {"partner": partner, "partner_stated": partner, "period": years, "aggregate": world}

    def _goods(self, found: Report) -> dict[str, pa.Array]:
        total = found.product == self.plan.products + 1
        counted = found.items >= 0
        quantity = np.where(counted, found.items * _MILLION, found.grams * (_MILLION // 1000))
        known, unit = found.grams >= 0, np.where(counted, 0, 1)
        return {
            "product": words(self.stated.codes, found.product),
            "nomenclature": words((HS.nomenclature, TOTAL), total),
            "edition": words(self.stated.editions, np.where(total, -1, self._edition(found))),
            "level": words(("6",), np.where(total, -1, 0)),
            "value": _dollars(found.value),
            "quantity": exact(quantity, known),
            "quantity_unit": words(("u", "kg"), np.where(known, unit, -1)),
            "net_weight": exact(found.grams * (_MILLION // 1000), known),
        }

    def _edition(self, found: Report) -> Numbers:
        """Return the number of the edition in which each row is stated."""
        to = self.stated.change
        return np.zeros(len(found), int) if to is None else (found.year >= to.first).astype(int)


def words(of: Sequence[str], numbers: Numbers) -> pa.Array:
    """Return words by their numbers; a number below 0 is missing."""
    missing = numbers < 0
    indices = pa.array(numbers.astype(np.int32), mask=missing if missing.any() else None)
    return pa.DictionaryArray.from_arrays(indices, pa.array([str(word) for word in of]))


def exact(millionths: Numbers, known: Numbers | None = None) -> pa.Array:
    """Return exact numbers from whole millionths; those that are not known are missing."""
    limbs = np.empty((len(millionths), 2), np.int64)
    limbs[:, 0] = millionths
    limbs[:, 1] = limbs[:, 0] >> 63
    found = pa.Decimal128Array.from_buffers(EXACT, len(limbs), [None, pa.py_buffer(limbs)])
    if known is None or known.all():
        return found
    there = pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Decimal128Array.from_buffers(EXACT, len(limbs), [there, pa.py_buffer(limbs)])


def _dollars(value: Numbers) -> pa.Array:
    if value.max(initial=0) <= _LARGEST:
        return exact(value * _MILLION)
    return pa.array(value).cast(EXACT)


def _sorts(found: Report, role: str) -> dict[str, pa.Array]:
    """Return the columns that follow from the flow."""
    exports, imports = found.flow == EXPORTS, found.flow == IMPORTS
    return {
        "flow": words(FLOWS, found.flow),
        "partner_role": words((PartnerRole.LAST_KNOWN, role), imports),
        "import_basis": words((ImportBasis.GENERAL,), np.where(imports, 0, -1)),
        "export_scope": words((ExportScope.TOTAL,), np.where(exports, 0, -1)),
        "valuation": words(_VALUED, found.flow),
    }
