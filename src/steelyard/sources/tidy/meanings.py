"""Texts of a file -> our words: places, flows, products, currencies, words of a list."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from steelyard.nomenclature import places
from steelyard.nomenclature.products import product
from steelyard.nomenclature.spelling import key
from steelyard.sources.harmonised import hs_code
from steelyard.sources.tidy import periods, roles
from steelyard.terms.errors import UnknownPlace, did_you_mean
from steelyard.terms.money import currency_code
from steelyard.terms.place import Group, Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from steelyard.sources.tidy.mapping import Column

TOTAL = "TOTAL"
IN_FORCE = "in-force"
FLOW_WORDS = {
    **dict.fromkeys(("x", "export", "exports", "gross exp.", "exp"), "X"),
    **dict.fromkeys(("m", "import", "imports", "gross imp.", "imp"), "M"),
    **dict.fromkeys(("rx", "re-export", "re-exports"), "RX"),
    **dict.fromkeys(("rm", "re-import", "re-imports"), "RM"),
    **dict.fromkeys(("dx", "domestic export", "domestic exports"), "DX"),
}
REASONS = {
    roles.PLACE: "unknown-place",
    roles.PRODUCT: "unknown-product",
    roles.PERIOD: "bad-period",
    roles.CURRENCY: "bad-currency",
}
_EXPLAINED = 200
_FORMS = {"iso3": "[A-Z]{3}", "iso2": "[A-Z]{2}", "m49": "[0-9]{1,3}", "names": ".*[^0-9 ].*"}
_HS_DIGITS, _NATIONAL = 6, re.compile("[0-9]{8}(?:[0-9]{2}){0,2}", re.ASCII)


def reason(kind: str, name: str) -> str:
    """Return the code of the fault when a column of ours cannot be read."""
    return REASONS.get(roles.role(kind, name), f"unknown-{name.replace('_', '-')}")


def meaning(
    kind: str, name: str, column: Column | None, fixed: dict[str, str]
) -> Callable[[str], str | None]:
    """Return what reads a column of ours.

    Args:
        kind: kind of table.
        name: our column.
        column: what the mapping says of it; None for a word of the mapping itself.
        fixed: the words that the mapping states for every row, such as the nomenclature.

    Raises:
        ValueError: the mapping's form of periods is none.
    """
    read = _plain(kind, name, column, fixed)
    values = {said.strip(): word for said, word in (column.values if column else {}).items()}

    def mapped(text: str) -> str | None:
        bare = text.strip()
        if bare in values:
            return read(values[bare]) if values[bare] else None
        if not bare and name in roles.NEEDED[kind]:
            raise ValueError("the cell is empty")
        return read(bare) if bare else None

    return mapped


def _plain(
    kind: str, name: str, column: Column | None, fixed: dict[str, str]
) -> Callable[[str], str | None]:
    what = roles.role(kind, name)
    if what == roles.PLACE:
        return _place(column.codes if column else "place", column.values if column else {})
    if what == roles.PERIOD:
        return _period(column)
    if what == roles.PRODUCT:
        nomenclature, edition = fixed.get("nomenclature", ""), fixed.get("edition", "")
        pad = column.pad if column else 0
        return lambda text: _product(text.zfill(pad), nomenclature, edition)
    if what == roles.CURRENCY:
        return currency_code
    known = roles.words(kind, name)
    return (lambda text: _word(text, name, known)) if known else lambda text: text


def _period(column: Column | None) -> Callable[[str], str]:
    if column is None:
        return periods.reader()
    if not column.year:
        return periods.reader(column.format, column.freq, column.day)
    told = tuple(part for part in ("year", "quarter", "month") if getattr(column, part))
    return periods.together(told)


def _place(codes: str, values: dict[str, str]) -> Callable[[str], str]:
    ours, unknown = set(values.values()), set[str]()

    def read(text: str) -> str:
        if codes in _FORMS and text not in ours and not re.fullmatch(_FORMS[codes], text):
            raise ValueError(f"{text[:60]!r} is not written as {codes}")
        if codes == "comtrade" and text not in ours:
            return places.from_comtrade(text).code
        if len(unknown) > _EXPLAINED and key(text) not in _spellings():
            raise ValueError(f"{text[:60]!r} is no place that is known")
        try:
            padded = text.zfill(4) if codes == "census" and text not in ours else text
            return _one(text, places.find(padded))
        except UnknownPlace:
            unknown.add(text)
            raise

    return read


@cache
def _spellings() -> frozenset[str]:
    """Return every spelling of a place or group: a quick test, where nearest ones take long."""
    known: tuple[Place | Group, ...] = (*places.all_places(), *places.all_groups())
    names = {word for one in known for word in (one.code, one.name, *one.aliases)}
    codes = {word for one in places.all_places() for word in (one.iso2, one.m49, one.comtrade)}
    census = {word for one in places.all_places() for word in one.census}
    short = {word.lstrip("0") for word in codes | census}
    return frozenset(key(word) for word in names | codes | census | short)


def _one(text: str, found: Place | Group) -> str:
    if isinstance(found, Place):
        return found.code
    raise ValueError(
        f"{text[:60]!r} is a group of countries, and groups are summed from their members; "
        "skip the row, or map it to a place"
    )


def _product(code: str, nomenclature: str, edition: str) -> str:
    if code in {"", TOTAL}:
        return TOTAL
    if nomenclature == "NAICS":
        return product(nomenclature, code).code
    if nomenclature != "HS" or len(code) <= _HS_DIGITS:
        return hs_code(code, edition) if nomenclature == "HS" else code
    if not _NATIONAL.fullmatch(code):
        raise ValueError(f"{code[:40]!r} is no HS code: it must have 2, 4, 6, 8, 10 or 12 digits")
    return hs_code(code[:_HS_DIGITS], edition) + code[_HS_DIGITS:]


def _word(text: str, name: str, known: tuple[str, ...]) -> str:
    found = FLOW_WORDS.get(text.casefold(), text) if name == "flow" else text
    if found not in known:
        ways = f"Use one of {', '.join(known)}, or say which in 'values'."
        remedy = did_you_mean(text, known, ways)
        raise ValueError(f"{text[:60]!r} is no {name.replace('_', ' ')} that is known. {remedy}")
    return found
