"""The trade flows of WITS and what they mean.

Gross flows hold re-exports and re-imports; the flows that WITS calls Import and Export (or Net Imp.
and Net Exp.) are without them. Exports without re-exports are domestic exports. Imports without
re-imports are neither general imports nor imports for consumption: they have no import basis here,
so that they answer for neither.
"""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.terms.errors import did_you_mean
from steelyard.terms.flow import ExportScope, FlowKind, ImportBasis, PartnerRole, Valuation


@dataclass(frozen=True, slots=True)
class TradeFlow:
    """One trade flow of WITS in our words.

    Attributes:
        code: WITS' number of it.
        flow: direction.
        partner_role: in which sense the partner is one.
        valuation: imports are CIF, exports FOB, as UN Comtrade receives them.
        import_basis: general for gross imports.
        export_scope: total for gross exports, domestic for those without re-exports.
    """

    code: str
    flow: FlowKind
    partner_role: PartnerRole
    valuation: Valuation
    import_basis: ImportBasis | None = None
    export_scope: ExportScope | None = None


_IN = (FlowKind.IMPORT, PartnerRole.ORIGIN, Valuation.CIF)
_OUT = (FlowKind.EXPORT, PartnerRole.LAST_KNOWN, Valuation.FOB)
_GROSS_IN = TradeFlow("1", *_IN, import_basis=ImportBasis.GENERAL)
_GROSS_OUT = TradeFlow("2", *_OUT, export_scope=ExportScope.TOTAL)
_BACK_OUT = TradeFlow("3", FlowKind.RE_EXPORT, PartnerRole.LAST_KNOWN, Valuation.FOB)
_BACK_IN = TradeFlow("4", FlowKind.RE_IMPORT, PartnerRole.CONSIGNMENT, Valuation.CIF)
_NET_IN = TradeFlow("5", *_IN)
_NET_OUT = TradeFlow("6", *_OUT, export_scope=ExportScope.DOMESTIC)

_BY_NAME = {
    "gross imp": _GROSS_IN,
    "gross import": _GROSS_IN,
    "gross exp": _GROSS_OUT,
    "gross export": _GROSS_OUT,
    "re-exp": _BACK_OUT,
    "re-export": _BACK_OUT,
    "re-imp": _BACK_IN,
    "re-import": _BACK_IN,
    "import": _NET_IN,
    "net imp": _NET_IN,
    "net import": _NET_IN,
    "export": _NET_OUT,
    "net exp": _NET_OUT,
    "net export": _NET_OUT,
}


def trade_flow(name: str) -> TradeFlow:
    """Return the trade flow of a name, such as ``Gross Imp.``.

    Raises:
        ValueError: WITS has no trade flow of this name.
    """
    bare = name.strip().casefold().removesuffix(".").removesuffix("s")
    found = _BY_NAME.get(bare)
    if found is None:
        near = did_you_mean(bare, _BY_NAME, "They are Gross Imp., Gross Exp., Import, Export.")
        raise ValueError(f"{name[:40]!r} is no trade flow of WITS. {near}")
    return found
