"""What each of our columns may hold, and so what a mapping may say of it."""

from __future__ import annotations

from enum import StrEnum

from steelyard.terms.flow import (
    Account,
    Adjustment,
    ExportScope,
    FlowKind,
    ImportBasis,
    ObsStatus,
    PartnerRole,
    Valuation,
)
from steelyard.terms.tables import KINDS

PLACE, PERIOD, PRODUCT, CURRENCY, TEXT, FIGURE = (
    "place",
    "period",
    "product",
    "currency",
    "text",
    "figure",
)
OPTIONS = {
    PLACE: {"column", "heading", "values", "codes"},
    PERIOD: {"column", "heading", "format", "freq", "day", "year", "quarter", "month"},
    PRODUCT: {"column", "heading", "values", "pad"},
    CURRENCY: {"column", "heading", "values"},
    TEXT: {"column", "heading", "values"},
    FIGURE: {"column", "matching", "scale"},
}
_MEASURES = {
    "rates": ("average", "end-of-period", "index"),
    "indicators": ("level", "growth", "share", "quantity", "count"),
}
_BALANCES = ("X", "M", "TOTAL", "BALANCE")
_WORDS: dict[str, type[StrEnum]] = {
    "partner_role": PartnerRole,
    "import_basis": ImportBasis,
    "export_scope": ExportScope,
    "account": Account,
    "adjustment": Adjustment,
    "valuation": Valuation,
    "status": ObsStatus,
}
_BY_NAME = {
    **dict.fromkeys(("reporter", "partner", "partner2", "place"), PLACE),
    **dict.fromkeys(("currency", "base", "quote"), CURRENCY),
    "period": PERIOD,
    "product": PRODUCT,
}
_MADE = {"level", "freq", "partner_stated", "correction", "aggregate", "span", "precision"}
NEEDED = {
    "flows": ("reporter", "partner", "flow", "period", "valuation", "currency", "value"),
    "rates": ("base", "quote", "period", "measure", "rate"),
    "indicators": ("place", "indicator", "measure", "period", "unit", "value"),
}
FIGURES = {"flows": "value", "rates": "rate", "indicators": "value"}


def columns_of(kind: str) -> tuple[str, ...]:
    """Return our columns of which a mapping of this kind may speak."""
    return tuple(name for name in KINDS[kind].names if name not in _MADE)


def role(kind: str, name: str) -> str:
    """Return what a column of ours holds: a place, a period, a figure and so on."""
    types = {field.name: field.type for field in KINDS[kind].fields}
    return FIGURE if types[name] in {"decimal", "number"} else _BY_NAME.get(name, TEXT)


def words(kind: str, name: str) -> tuple[str, ...]:
    """Return the only words that a column of ours may hold; none when it is free."""
    if name == "measure":
        return _MEASURES[kind]
    if name == "flow":
        return tuple(FlowKind) if kind == "flows" else _BALANCES
    known = _WORDS.get(name)
    return tuple(str(word) for word in known) if known else ()
