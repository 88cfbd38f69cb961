"""BACI's lists of country and product codes: no trade, but they can be held against ours."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from steelyard.nomenclature.products import editions
from steelyard.sources.baci.cards import EDITIONS
from steelyard.sources.baci.places import place_of
from steelyard.sources.baci.products import DIGITS, codes_of, six_digits
from steelyard.sources.layout import find_layout
from steelyard.sources.reading import text_of
from steelyard.terms.errors import CodeList, UnknownPlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steelyard.sources.layout import Layout
    from steelyard.sources.received import Received

_NUMBER, _ISO3 = "country_code", ("iso_3digit_alpha", "country_iso3")
_PRODUCTS = ("code", "description")
_FIRST = ("010110", "010111", "010121")
_NO_ISO3 = ("", "N/A", "NA")
_OTHERWISE = {"58": "BEL", "711": "ZAF"}
_LARGEST, _SHOWN = 2**22, 8
_EDITION = re.compile(r"HS([0-9]{2})(?![0-9])")


def is_code_list(received: Received) -> bool:
    """Tell a list of BACI's country or product codes by its columns, of products by its codes."""
    head = received.head()
    if find_layout(head, _is_countries) is not None:
        return True
    layout = find_layout(head, _is_products)
    return layout is not None and _are_products(_rows(head, layout))


def nothing_in(received: Received) -> CodeList:
    """Return the error for a code list: it holds no trade; in what it differs from ours is told."""
    head = received.head(_LARGEST)
    layout = find_layout(head, _is_countries)
    if layout is not None:
        return _error(received.name, "country codes", *_countries(_rows(head, layout)))
    layout = find_layout(head, _is_products)
    rows = _rows(head, layout) if layout is not None else []
    return _error(received.name, "product codes", *_products(rows, received.name))


def _is_countries(names: Sequence[str]) -> bool:
    return _NUMBER in names and any(name in names for name in _ISO3)


def _is_products(names: Sequence[str]) -> bool:
    return tuple(names) == _PRODUCTS


def _are_products(rows: Sequence[dict[str, str]]) -> bool:
    codes = [six_digits(row["code"]) for row in rows[:-1]]
    whole = all(len(code) == DIGITS and code.isdecimal() for code in codes)
    return bool(codes) and codes[0] in _FIRST and whole


def _rows(head: bytes, layout: Layout) -> list[dict[str, str]]:
    """Return the rows of a list, or none when it cannot be split."""
    lines = text_of(head).splitlines()[layout.skip :]
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=layout.delimiter)
    names = layout.columns
    try:
        return [dict(zip(names, row, strict=True)) for row in reader if len(row) == len(names)]
    except csv.Error:
        return []


def _countries(rows: Sequence[dict[str, str]]) -> tuple[int, list[str]]:
    """Return how many countries there are, and those that stand for another place here."""
    differing = []
    for row in rows:
        number, iso3 = row[_NUMBER].strip(), next(row[name] for name in _ISO3 if name in row)
        ours = _ours(number)
        if not ours:
            differing.append(f"{number} ({iso3}) is unknown here")
        elif iso3 not in (*_NO_ISO3, ours, _OTHERWISE.get(number)):
            differing.append(f"{number} is {iso3}, here {ours}")
    return len(rows), differing


def _ours(number: str) -> str:
    try:
        return place_of(number)
    except UnknownPlace:
        return ""


def _products(rows: Sequence[dict[str, str]], name: str) -> tuple[int, list[str]]:
    """Return how many products there are, and those that our list of the edition has not."""
    stated = {six_digits(row["code"]) for row in rows}
    told = _EDITION.search(name)
    edition = EDITIONS.get(told[1], "") if told else ""
    if edition not in editions("HS"):
        return len(stated), []
    unknown = sorted(stated - codes_of(edition))
    return len(stated), [f"{code} is unknown here" for code in unknown]


def _error(name: str, what: str, count: int, differing: list[str]) -> CodeList:
    shown = "; ".join(differing[:_SHOWN]) + ("; and others" if len(differing) > _SHOWN else "")
    agrees = (
        f"{len(differing)} of them differ from those built in: {shown}"
        if differing
        else ("those that are held here agree with it")
    )
    return CodeList(
        f"You gave the file {name!r}",
        f"it is BACI's list of {count} {what}, a code list without any trade, and {agrees}",
        "Nothing is to be taken in: the codes are built in",
        "Add the yearly files, such as BACI_HS17_Y2019_V202301.csv, or the archive with them.",
    )
