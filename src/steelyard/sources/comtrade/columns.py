"""The columns of a UN Comtrade table, whatever layout it came in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = re.compile(r"[^a-z0-9]+")
_NAMES = {
    "freqCode": "freqcode",
    "period": "period",
    "refYear": "refyear year yr",
    "refMonth": "refmonth",
    "reporterCode": "reportercode rtcode",
    "reporterISO": "reporteriso rt3iso",
    "flowCode": "flowcode tradeflowcode rgcode",
    "partnerCode": "partnercode ptcode",
    "partnerISO": "partneriso pt3iso",
    "partner2Code": "partner2code 2ndpartnercode ptcode2",
    "classificationCode": "classificationcode classification pfcode",
    "cmdCode": "cmdcode commoditycode",
    "aggrLevel": "aggrlevel aggregatelevel",
    "customsCode": "customscode customsproccode cstcode",
    "mosCode": "moscode",
    "motCode": "motcode modeoftransportcode",
    "qtyUnitCode": "qtyunitcode quantityunitcode qtcode",
    "qtyUnitAbbr": "qtyunitabbr",
    "altQtyUnitCode": "altqtyunitcode qtaltcode",
    "altQtyUnitAbbr": "altqtyunitabbr",
    "isQtyEstimated": "isqtyestimated",
    "isNetWgtEstimated": "isnetwgtestimated",
    "legacyEstimationFlag": "legacyestimationflag flag estimationcode estcode",
    "qty": "qty supplementaryquantity tradequantity",
    "altQty": "altqty atlqty",
    "netWgt": "netwgt netweightkg netweight",
    "cifvalue": "cifvalue ciftradevalueus",
    "fobvalue": "fobvalue fobtradevalueus",
    "primaryValue": "primaryvalue tradevalueus tradevalue value",
}
_FIELDS = {plain: field for field, names in _NAMES.items() for plain in names.split()}
FIELDS = tuple(_NAMES)
NUMBERS = ("qty", "altQty", "netWgt", "cifvalue", "fobvalue", "primaryValue")
TEXTS = tuple(field for field in _NAMES if field not in NUMBERS)
NEEDED = {
    "reporterCode",
    "flowCode",
    "partnerCode",
    "classificationCode",
    "cmdCode",
    "primaryValue",
}
_TIMES = {"period", "refYear"}
_ENOUGH = {
    "period": ("refYear", "refMonth"),
    "isNetWgtEstimated": ("legacyEstimationFlag",),
}


def fields_of(names: Sequence[str]) -> dict[str, str]:
    """Return the names of a table's columns by what they hold, in the words of the API.

    Small and capital letters, spaces and signs count for nothing: ``cmdCode`` of the API is
    ``CmdCode`` in an export, ``cmd_code`` in R, ``Commodity Code`` in the database before 2023.
    Of two columns that hold the same the first counts, and what another column tells as well is
    left out.

    Args:
        names: names of the columns as they stand in the file.
    """
    found: dict[str, str] = {}
    for name in names:
        field = _FIELDS.get(_PLAIN.sub("", name.casefold()))
        if field is not None:
            found.setdefault(field, name)
    told = {field for one, others in _ENOUGH.items() if one in found for field in others}
    return {field: name for field, name in found.items() if field not in told}


def is_header(names: Sequence[str]) -> bool:
    """Tell whether columns are those of a UN Comtrade table: whose trade, what, when, how much."""
    found = fields_of(names).keys()
    return found >= NEEDED and not _TIMES.isdisjoint(found)
