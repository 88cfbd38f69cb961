"""What a row of UN Comtrade defines: whose trade with whom, in what, when, on which basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from steelyard.sources.comtrade import areas, meanings, products
from steelyard.sources.comtrade.lexicon import Lexicon, check, word
from steelyard.terms.flow import Account, Adjustment

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from steelyard.sources.comtrade.known import Words
    from steelyard.sources.comtrade.lexicon import Meaning
    from steelyard.sources.sieve import Sieve

_YEAR = 4
_PRODUCT = ("nomenclature", "edition", "product", "level")
_OF_GOODS = ("import_basis", "export_scope")
_BY_FLOW = ("partner_role", "valuation", *_OF_GOODS)


def columns(sieve: Sieve, *, services: bool) -> dict[str, Any]:
    """Return the columns of flows that say what was traded; rows that say nothing are refused.

    Beside them stands ``valuation``, that of the primary value, which its direction tells.

    Args:
        sieve: rows with the columns of text, in the words of the API.
        services: whether the file holds services; rows of the other sort are refused.
    """
    told: dict[str, Any] = {
        "adjustment": Adjustment.NONE,
        "currency": "USD",
        "account": Account.BOP if services else Account.CUSTOMS,
    }
    for lexicon in (_TIME, _SORT[services], *_LEXICONS):
        told |= lexicon.told(sieve)
    told["aggregate"] = pc.is_valid(told.pop("several"))
    return {name: of for name, of in told.items() if not services or name not in _OF_GOODS}


def unit(sieve: Sieve, name: str) -> pa.DictionaryArray:
    """Return the unit of a quantity, ``qty`` or ``altQty``."""
    return _UNITS[name].told(sieve)[name]


def _time(*cells: str) -> Words:
    period = meanings.period(*cells)
    return period, "M" if period[_YEAR:] else "A"


def _one_sort(*, services: bool) -> Meaning:
    def same(code: str) -> Words:
        name, _ = products.nomenclature(code)
        if (name == products.SERVICES) is not services:
            raise ValueError(f"{code} and the classification of the first row are not one sort")
        return ()

    return same


def _product(classification: str, code: str, _digits: str) -> Words:
    found = products.meaning(classification, code) or ("",) * len(_PRODUCT)
    return tuple(part or None for part in found)


def _partner(number: str) -> Words:
    return areas.place(number), areas.several(number), meanings.area(number)


def _flow(code: str) -> Words:
    return meanings.flow(code), *(meanings.said_of_flow(name, code) for name in _BY_FLOW)


def _sort(*, services: bool) -> Lexicon:
    return Lexicon(
        "classificationCode",
        ("classificationCode",),
        (),
        ("unknown-nomenclature", check(products.nomenclature)),
        ("goods-and-services", _one_sort(services=services)),
    )


def _place(name: str, gives: Sequence[str], meaning: Meaning) -> Lexicon:
    return Lexicon(name, (name,), gives, ("unknown-place", meaning))


def _agreeing(name: str, number: str) -> Lexicon:
    return Lexicon(name, (number, name), (), ("contradictory-place", check(areas.agreeing)))


def _unit(name: str) -> Lexicon:
    fields = (f"{name}UnitCode", f"{name}UnitAbbr")
    return Lexicon(fields[0], fields, (name,), ("unknown-unit", word(meanings.unit)))


_TIME = Lexicon(
    "period",
    ("period", "refYear", "refMonth", "freqCode"),
    ("period", "freq"),
    ("bad-period", _time),
)
_SORT = {services: _sort(services=services) for services in (False, True)}
_LEXICONS = (
    Lexicon(
        "cmdCode",
        ("classificationCode", "cmdCode", "aggrLevel"),
        _PRODUCT,
        ("lost-leading-zero", check(products.intact)),
        ("unknown-product", _product),
    ),
    _place("reporterCode", ("reporter",), word(areas.place)),
    _place("partnerCode", ("partner", "several", "partner_stated"), _partner),
    _place("partner2Code", ("partner2",), word(areas.second_place)),
    _agreeing("reporterISO", "reporterCode"),
    _agreeing("partnerISO", "partnerCode"),
    Lexicon("flowCode", ("flowCode",), ("flow", *_BY_FLOW), ("unknown-flow", _flow)),
    Lexicon("motCode", ("motCode", "mosCode"), ("mode",), ("unknown-mode", word(meanings.mode))),
    Lexicon(
        "customsCode",
        ("customsCode",),
        ("procedure",),
        ("unknown-procedure", word(meanings.procedure)),
    ),
)
_UNITS = {name: _unit(name) for name in ("qty", "altQty")}
