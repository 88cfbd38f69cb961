"""What a row of UN Comtrade defines: whose trade with whom, in what, when, on which basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.comtrade import areas, meanings, products
from steelyard.sources.comtrade.combine import cells_of, parts
from steelyard.terms.flow import Account, Adjustment

if TYPE_CHECKING:
    from steelyard.sources.sieve import Meaning, Sieve

JOINED = {
    "period": ("period", "refYear", "refMonth", "freqCode"),
    "cmdCode": ("classificationCode", "cmdCode", "aggrLevel"),
    "reporterISO": ("reporterCode", "reporterISO"),
    "partnerISO": ("partnerCode", "partnerISO"),
    "motCode": ("motCode", "mosCode"),
    "qtyUnitCode": ("qtyUnitCode", "qtyUnitAbbr"),
    "altQtyUnitCode": ("altQtyUnitCode", "altQtyUnitAbbr"),
}
_YEAR = 4
_PERIOD = cells_of(meanings.period)
_UNIT = cells_of(meanings.unit)
_AGREEING = cells_of(areas.agreeing)
_MODE = cells_of(meanings.mode)
_INTACT = cells_of(products.intact)
_PRODUCT = cells_of(products.joined)


def columns(sieve: Sieve, *, services: bool) -> dict[str, Any]:
    """Return the columns of flows that say what was traded; rows that say nothing are refused.

    Args:
        sieve: rows with the columns of ``JOINED`` and the other texts.
        services: whether the file holds services; rows of the other sort are refused.
    """
    everywhere = {
        "adjustment": Adjustment.NONE,
        "currency": "USD",
        "account": Account.BOP if services else Account.CUSTOMS,
    }
    time = sieve.mapped("period", _PERIOD, "bad-period")
    freq = {"period": time, "freq": _mapped(time, lambda t: "M" if t[_YEAR:] else "A")}
    sort = _products(sieve, services=services)
    return everywhere | _places(sieve) | sort | freq | _flow(sieve, services=services)


def usual_valuation(sieve: Sieve) -> pa.DictionaryArray:
    """Return the valuation of the primary value, by the direction of the flow."""
    return sieve.mapped("flowCode", _of_flow("valuation"), "unknown-flow")


def unit(sieve: Sieve, name: str) -> pa.DictionaryArray:
    """Return a column of units of quantities."""
    return sieve.mapped(name, _UNIT, "unknown-unit")


def _places(sieve: Sieve) -> dict[str, Any]:
    places = {
        "reporter": sieve.mapped("reporterCode", areas.place, "unknown-place"),
        "partner": sieve.mapped("partnerCode", areas.place, "unknown-place"),
        "partner2": sieve.mapped("partner2Code", areas.second_place, "unknown-place"),
        "aggregate": pc.is_valid(sieve.mapped("partnerCode", areas.several, "unknown-place")),
        "partner_stated": sieve.mapped("partnerCode", meanings.area, "unknown-place"),
    }
    for name in ("reporterISO", "partnerISO"):
        sieve.mapped(name, _AGREEING, "contradictory-place")
    return places


def _products(sieve: Sieve, *, services: bool) -> dict[str, Any]:
    def one_sort(code: str) -> str | None:
        name, _ = products.nomenclature(code)
        if (name == products.SERVICES) is not services:
            raise ValueError(f"{code} and the classification of the first row are not one sort")
        return name

    sieve.mapped("classificationCode", products.nomenclature_name, "unknown-nomenclature")
    sieve.mapped("classificationCode", one_sort, "goods-and-services")
    sieve.mapped("cmdCode", _INTACT, "lost-leading-zero")
    found = sieve.mapped("cmdCode", _PRODUCT, "unknown-product")
    return dict(zip(("nomenclature", "edition", "product", "level"), parts(found, 4), strict=True))


def _flow(sieve: Sieve, *, services: bool) -> dict[str, Any]:
    names = ("partner_role",) if services else ("partner_role", "import_basis", "export_scope")
    said = {name: sieve.mapped("flowCode", _of_flow(name), "unknown-flow") for name in names}
    return said | {
        "flow": sieve.mapped("flowCode", meanings.flow, "unknown-flow"),
        "mode": sieve.mapped("motCode", _MODE, "unknown-mode"),
        "procedure": sieve.mapped("customsCode", meanings.procedure, "unknown-procedure"),
    }


def _of_flow(column: str) -> Meaning:
    return lambda text: meanings.said_of_flow(column, text)


def _mapped(column: pa.DictionaryArray, word: Meaning) -> pa.Array:
    """Return a column with another word for each of its words."""
    words = [word(text) for text in column.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(column.indices)
