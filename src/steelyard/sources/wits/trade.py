"""Rows of WITS -> flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.fill import filled
from steelyard.sources.sieve import Sieve
from steelyard.sources.stream import Batch
from steelyard.sources.thousands import thousandfold
from steelyard.sources.wits.places import is_sum, places_of
from steelyard.sources.wits.products import products_of, with_pairs
from steelyard.sources.wits.quantities import quantities_of
from steelyard.sources.wits.trade_flows import trade_flow
from steelyard.sources.years import calendar_year
from steelyard.terms.flow import ObsStatus
from steelyard.terms.tables import FLOWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from steelyard.sources.blocks import Block
    from steelyard.sources.corrections import Corrections

REPORTER, PARTNER, YEAR = "ReporterISO3", "PartnerISO3", "Year"
FLOW, FLOW_CODE, VALUE = "TradeFlowName", "TradeFlowCode", "TradeValue in 1000 USD"
_EVERYWHERE = {"freq": "A", "account": "customs", "adjustment": "none", "currency": "USD"}
_UNDISPUTED = ("1", "2", "5", "6")


@dataclass(frozen=True, slots=True)
class Trade:
    """Turns blocks of one file into batches.

    Attributes:
        names: the columns that the file has.
        corrections: known errors of the publisher.
    """

    names: frozenset[str]
    corrections: Corrections

    def batch(self, block: Block) -> Batch:
        """Return the flows of a block, and its rows that cannot be taken in."""
        corrected, marks = self.corrections.applied(block)
        sieve = Sieve(with_pairs(corrected))
        year = sieve.mapped(YEAR, calendar_year, "bad-period")
        columns = {
            **_EVERYWHERE,
            "period": year,
            "correction": marks,
            **_parties(sieve, year),
            **_kinds(sieve, self.names),
            **products_of(sieve),
            **_values(sieve),
            **quantities_of(sieve, self.names),
        }
        table = filled(FLOWS, columns, corrected.table.num_rows)
        return Batch(sieve.kept(table), sieve.rejected(), sieve.observations)


def _parties(sieve: Sieve, year: pa.Array) -> dict[str, pa.Array]:
    reporter, partner = places_of(sieve, REPORTER, year), places_of(sieve, PARTNER, year)
    stated = pc.utf8_upper(pc.utf8_trim_whitespace(sieve.text(PARTNER).cast(pa.string())))
    aggregate = pc.or_(is_sum(partner), is_sum(reporter))
    return {
        "reporter": reporter,
        "partner": partner,
        "partner_stated": stated,
        "aggregate": aggregate,
    }


def _kinds(sieve: Sieve, names: frozenset[str]) -> dict[str, pa.Array]:
    if FLOW_CODE in names:
        _refuse_contradictions(sieve)
    told = ("flow", "partner_role", "valuation", "import_basis", "export_scope")
    return {name: sieve.mapped(FLOW, _word(name), "unknown-flow") for name in told}


def _word(name: str) -> Callable[[str], str | None]:
    def word(text: str) -> str | None:
        found = getattr(trade_flow(text), name)
        return None if found is None else str(found)

    return word


def _refuse_contradictions(sieve: Sieve) -> None:
    """Refuse rows whose flow has another number than its name has."""
    named = sieve.mapped(FLOW, lambda text: trade_flow(text).code, "unknown-flow").cast(pa.string())
    code = pc.utf8_trim_whitespace(sieve.text(FLOW_CODE).cast(pa.string()))
    known = pc.is_in(code, value_set=pa.array(_UNDISPUTED))
    sieve.refuse(
        pc.and_(known, pc.not_equal(code, named)),
        "unknown-flow",
        lambda row: f"the flow's number {code[row]} and its name do not agree",
    )


def _values(sieve: Sieve) -> dict[str, pa.Array]:
    value = thousandfold(sieve, VALUE)
    sieve.refuse(pc.less(value, 0), "negative-value", f"{VALUE} is below 0")
    status = pc.if_else(pc.is_valid(value), str(ObsStatus.NORMAL), str(ObsStatus.NOT_REPORTED))
    return {"value": value, "status": status}
