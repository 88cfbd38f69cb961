"""What a row's Census code says: partner, product, adjustment, basis, and whether it is a sum."""

from __future__ import annotations

from steelyard.nomenclature.places import from_census
from steelyard.sources.census.layout import FIRST_COUNTRY
from steelyard.terms.flow import Adjustment, FlowKind, ImportBasis
from steelyard.terms.product import TOTAL_NOMENCLATURE, TOTAL_PRODUCT

_WORLD_ADJUSTED = "0004"
_TECHNOLOGY = "0007"
_FOR_CONSUMPTION = ("0005", "0006", "0021", "0022")


def attributes(code: str, flow: str) -> dict[str, str | bool | None]:
    """Return the columns of a flow that follow from the code of its row.

    Raises:
        UnknownPlace: no place bears this code.
    """
    technology = code == _TECHNOLOGY
    return {
        "partner": from_census(code).place,
        "nomenclature": "CENSUS-ATP" if technology else TOTAL_NOMENCLATURE,
        "product": "ATP" if technology else TOTAL_PRODUCT,
        "adjustment": Adjustment.SEASONAL if code == _WORLD_ADJUSTED else Adjustment.NONE,
        "import_basis": _basis(code) if flow == FlowKind.IMPORT else None,
        "procedure": _procedure(code) if flow == FlowKind.EXPORT else None,
        "aggregate": code < FIRST_COUNTRY,
    }


def _procedure(code: str) -> str | None:
    """Exports of the agreements' rows are a part of exports that the publisher does not explain."""
    return "agreement" if code in _FOR_CONSUMPTION else None


def _basis(code: str) -> ImportBasis:
    return ImportBasis.CONSUMPTION if code in _FOR_CONSUMPTION else ImportBasis.GENERAL
