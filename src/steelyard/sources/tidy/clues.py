"""What a column or a name tells: periods, places, flows, units, how figures are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from steelyard.nomenclature import places
from steelyard.sources.tidy.meanings import FLOW_WORDS
from steelyard.sources.tidy.periods import reader
from steelyard.sources.tidy.sample import is_number
from steelyard.terms.errors import SteelyardError
from steelyard.terms.money import Scale
from steelyard.terms.place import Place

_FORMS = (
    *("%Y-%m", "%Y/%m", "%Y.%m", "%Y%m", "%YM%m", "%Y-M%m", "%B %Y", "%b %Y", "%b-%Y", "%b-%y"),
    *("%Y-Q%q", "%YQ%q", "%Y Q%q", "Q%q %Y", "%Y-%m-%d", "%Y/%m/%d", "%d-%b-%Y", "%Y%m%d"),
    *("%d/%m/%Y", "%m/%d/%Y", "%-m/%-d/%Y", "%d.%m.%Y", "%Y-%-m", "%Y/%-m", "%Y"),
)
_CURRENCIES = {
    "USD": r"USD|US\$|U\.?S\.? ?dollars?|dollars?",
    "CNY": "CNY|RMB|yuan|renminbi",
    "JPY": "JPY|yen",
    "EUR": "EUR|euros?",
    "KRW": "KRW|won",
    "GBP": "GBP|pounds sterling",
}
_SCALES = {
    "1000": r"thousands?|1,?000|k ?usd|kusd|'000",
    "1000000": r"millions?|mn|1,?000,?000",
    "100000000": "100m|100 million|yi",
    "1000000000": "billions?|bn",
}
_MARKERS = {"..", "...", "-", "--", "n.a.", "n/a", "na", "nan", "null", "*", ":", "(d)", "x"}
_MOSTLY, _NEARLY, _FIRST = 0.6, 0.9, 30
_GROUP = re.compile(r"[+-]?[0-9]{1,3}[.,][0-9]{1,3}")
_WHOLE_GROUP = re.compile(r"[+-]?[0-9]{1,3}[.,][0-9]{3}")


def distinct(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the texts of some cells, each once, without empty ones."""
    return tuple(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))


def period_forms(cells: Sequence[str]) -> list[dict[str, str]]:
    """Return the ways in which all cells can be read as periods, likeliest first.

    A form with one or two digits is left out where one with two digits does.
    """
    found: dict[str, dict[str, str]] = {}
    for form in _FORMS if cells else ():
        for day in ("first", "last") if "d" in form else ("first",):
            if form.replace("-m", "m").replace("-d", "d") not in found and _all_read(
                cells, form, day
            ):
                found[form] = {"format": form} | ({"day": day} if day == "last" else {})
    return list(found.values())


def dates_within_months(cells: Sequence[str]) -> bool:
    """Tell whether cells are days of which no period can be made."""
    dated = re.compile(r"[0-9]{1,4}[-/.][0-9A-Za-z]{1,3}[-/.][0-9]{1,4}")
    return bool(cells) and all(map(dated.fullmatch, cells)) and not period_forms(cells)


def place_codes(cells: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return how places are written, and the texts that name none; empty for no places."""
    if not cells or sum(map(_is_place, cells[:_FIRST])) < _MOSTLY * len(cells[:_FIRST]):
        return "", ()
    unknown = tuple(cell for cell in cells if not _is_place(cell))
    if len(unknown) > (1 - _MOSTLY) * len(cells):
        return "", ()
    forms = {"iso3": "[A-Z]{3}", "iso2": "[A-Z]{2}", "census": "[0-9]{4}", "m49": "[0-9]{1,3}"}
    told = [name for name, form in forms.items() if all(re.fullmatch(form, c) for c in cells)]
    return (told[0] if told else "names"), unknown


def flow_values(cells: Sequence[str]) -> dict[str, str]:
    """Return our letter for each text of a column of flows; none when it is no such column."""
    found = {cell: flow_of(cell) for cell in cells}
    enough = sum(map(bool, found.values())) >= _MOSTLY * len(cells)
    return {cell: flow for cell, flow in found.items() if flow} if enough else {}


def flow_of(text: str) -> str:
    """Return the flow that a text names: X, M, RX, RM or empty."""
    bare = text.strip().casefold()
    if bare in FLOW_WORDS:
        return FLOW_WORDS[bare]
    if re.search("balance|net|total trade", bare):
        return ""
    again = "R" if re.search(r"\bre-?(ex|im)port", bare) else ""
    named = {"X": re.search(r"exports?|exp\b", bare), "M": re.search(r"imports?|imp\b", bare)}
    told = [letter for letter, hit in named.items() if hit]
    return again + told[0] if len(told) == 1 else ""


def valuation_of(text: str) -> str:
    """Return the valuation that some words name, else nothing."""
    forms = {"CIF": "C[.]?I[.]?F", "FOB": "F[.]?O[.]?B", "FAS": "F[.]?A[.]?S"}
    found = [word for word, form in forms.items() if _names(rf"{form}[.]?", text)]
    customs = _names("customs (?:value|basis)", text) and not found
    return "CUSTOMS" if customs else found[0] if len(found) == 1 else ""


def currency_of(words: str) -> str:
    """Return the only currency that some words name, else nothing."""
    found = [code for code, form in _CURRENCIES.items() if _names(form, words)]
    return found[0] if len(found) == 1 else ""


def scale_of(words: str) -> str:
    """Return the base units that one unit stands for, by the only multiple named, else nothing."""
    if _names(_SCALES["100000000"], words):
        return str(Scale.YI.factor)
    found = [factor for factor, form in _SCALES.items() if _names(form, words)]
    return found[0] if len(found) == 1 else ""


def missing_marks(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the words that stand for no figure in a column of figures."""
    return tuple(c for c in distinct(cells) if not is_number(c) and c.casefold() in _MARKERS)


def is_figures(cells: Sequence[str]) -> bool:
    """Tell whether a column holds figures, apart from marks for missing ones."""
    told = [cell for cell in distinct(cells) if cell.casefold() not in _MARKERS]
    return bool(told) and sum(map(is_number, told)) >= _MOSTLY * len(told)


def separators(cells: Sequence[str]) -> tuple[str, str] | None:
    """Return what stands before decimals and between thousands; None when it cannot be told.

    It cannot be told when no figure has more than three digits on either side of its one sign, and
    most have three after it: 33.312 may be 33,312 of a file that has lost its separators.
    """
    signed = [cell.strip() for cell in cells if is_number(cell) and re.search("[.,]", cell)]
    short = [cell for cell in signed if _GROUP.fullmatch(cell)]
    whole = [cell for cell in signed if _WHOLE_GROUP.fullmatch(cell)]
    if signed and len(whole) >= _MOSTLY * len(signed) and len(short) >= _NEARLY * len(signed):
        return None
    for point, group in ((".", ","), (",", ".")):
        if any(group in cell for cell in signed) and _obey(signed, point, group):
            return point, group
    if any("," in cell for cell in signed) and _obey(signed, ",", ""):
        return ",", ""
    return (".", "") if _obey(signed, ".", "") else None


def _obey(cells: Sequence[str], point: str, group: str) -> bool:
    """Tell whether all figures have groups of three digits and then decimals."""
    grouped = f"[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+|" if group else ""
    form = re.compile(f"[+-]?(?:{grouped}[0-9]+)(?:{re.escape(point)}[0-9]*)?")
    return all(form.fullmatch(cell) for cell in cells)


def _names(form: str, words: str) -> bool:
    return (
        re.search(rf"(?<![A-Za-z0-9])(?:{form})(?![A-Za-z0-9])", words, re.IGNORECASE) is not None
    )


def _all_read(cells: Sequence[str], form: str, day: str) -> bool:
    read = reader(form, "", day)
    try:
        return all(read(cell) for cell in cells)
    except ValueError:
        return False


def _is_place(text: str) -> bool:
    try:
        return isinstance(places.find(text), Place)
    except SteelyardError:
        return False
