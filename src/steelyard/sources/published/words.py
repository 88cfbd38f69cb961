"""The words of the tables of published figures -> ours: flows, units, vintages."""

from __future__ import annotations

from dataclasses import dataclass

FLOWS = {
    "export": "X",
    "import": "M",
    "total": "TOTAL",
    "balance": "BALANCE",
    "export_quantity": "X",
    "import_quantity": "M",
    "export_share": "X",
    "import_share": "M",
    "total_share": "TOTAL",
}
VINTAGES = {
    "yes": "first",
    "no": "later",
    "implied": "implied",
    "unknown": "unknown",
    "computed": "unknown",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit of a table stands for.

    Attributes:
        power: power of ten from the printed number to base units.
        measure: measure of INDICATORS.
        unit: unit of INDICATORS; empty for the currency of the row.
        exact: True for a count, of which every unit is printed.
    """

    power: int
    measure: str
    unit: str = ""
    exact: bool = False


def _share(of: str) -> Unit:
    return Unit(-2, "share", f"ratio:{of}" if of else "ratio")


UNITS = {
    "bn": Unit(9, "level"),
    "trillion": Unit(12, "level"),
    "100m": Unit(8, "level"),
    "percent_yoy": Unit(-2, "growth"),
    "percent_yoy_contracts": Unit(-2, "growth", "contracts"),
    "percent": _share(""),
    "percent_of_exports": _share("exports"),
    "percent_of_trade": _share("trade"),
    "percent_of_total": _share("total"),
    "percent_of_high_tech_imports": _share("high-tech-imports"),
    "percent_of_atp_imports": _share("atp-imports"),
    "percent_of_atp_exports": _share("atp-exports"),
    "percent_of_world": _share("world"),
    "percent_of_china_market": _share("china-market"),
    "m tonnes": Unit(6, "quantity", "tonnes"),
    "bn pieces": Unit(9, "quantity", "pieces"),
    "thousand jobs": Unit(3, "count", "jobs"),
    "jobs per million USD": Unit(0, "level", "jobs-per-million-USD"),
    "contracts": Unit(0, "count", "contracts", exact=True),
    "items": Unit(0, "count", "items", exact=True),
    "categories": Unit(0, "count", "categories", exact=True),
    "products": Unit(0, "count", "products", exact=True),
    "HTS lines": Unit(0, "count", "HTS-lines", exact=True),
}
