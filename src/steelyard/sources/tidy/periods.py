"""How publishers write periods -> our labels: 2007, 2007-Q3, 2007-09."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from steelyard.terms.period import MONTHS_A_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

YEARS = range(1900, 2101)
TOGETHER = "\x1f"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_FIELDS = {
    "%Y": "(?P<Y>[0-9]{4})",
    "%y": "(?P<y>[0-9]{2})",
    "%m": "(?P<m>[0-9]{2})",
    "%-m": "(?P<m>[0-9]{1,2})",
    "%d": "(?P<d>[0-9]{2})",
    "%-d": "(?P<d>[0-9]{1,2})",
    "%q": "(?P<q>[1-4])",
    "%b": "(?P<b>[A-Za-z]{3})[.]?",
    "%B": "(?P<b>[A-Za-z]{3,9})",
    "%%": "%",
}
_USUAL = ("%Y", "%Y-%m", "%Y-Q%q", "%YQ%q", "%YM%m", "%Y-M%m", "%Y-%m-%d", "%Y-%m-%d 00:00:00")
_ANY_NAME = r"(?P<b>[^\W\d_]+)[.]?"
_TWO_DIGITS_FROM = 50


def reader(form: str = "", freq: str = "", day: str = "first") -> Callable[[str], str]:
    """Return what reads a period.

    Args:
        form: how it is written, with the fields ``%Y %y %m %d %q %b %B``; the usual ways if
            empty. Months and days have two digits, or one or two with ``%-m`` and ``%-d``: 2023.1
            is October where a zero was lost, and no month where none was. Names of months are
            English on every machine, whatever its locale.
        freq: A, Q or M, where the text is a date that stands for a longer period.
        day: whether a date is the ``first`` or the ``last`` day of its period.

    Raises:
        ValueError: the form has an unknown field, or no year.
    """
    patterns = [_pattern(one) for one in ([form] if form else _USUAL)]
    named = _pattern(form, _ANY_NAME) if "b" in form.lower() else None

    def read(text: str) -> str:
        bare = text.strip()
        for pattern in patterns:
            if found := pattern.fullmatch(bare):
                return _label(bare, found.groupdict(), freq, day)
        if named and (found := named.fullmatch(bare)):
            _month(found["b"])
        way = f"as {form}" if form else "as 2007, 2007-Q3 or 2007-09"
        raise ValueError(f"{bare[:40]!r} is no period written {way}")

    return read


def together(parts: tuple[str, ...]) -> Callable[[str], str]:
    """Return what reads a period whose ``parts`` (year, quarter, month) stand in several cells."""

    def read(text: str) -> str:
        cells = [c.strip().removesuffix(".0") for c in text.split(TOGETHER)]
        told = dict(zip(parts, cells, strict=True))
        if not re.fullmatch("[0-9]{4}", told["year"]):
            raise ValueError(f"{told['year'][:40]!r} is no year")
        if "quarter" in told and not re.fullmatch("[Qq]?[1-4]", told["quarter"]):
            raise ValueError(f"{told['quarter'][:40]!r} is no quarter")
        month = str(_month(told["month"])) if "month" in told else None
        quarter = told.get("quarter", "")[-1:] or None
        return _label(text, {"Y": told["year"], "m": month, "q": quarter})

    return read


def frequency(label: str) -> str:
    """Return A, Q or M by the label of a period."""
    return "A" if "-" not in label else "Q" if "Q" in label else "M"


def _pattern(form: str, name: str = "") -> re.Pattern[str]:
    """Return the pattern of a form; ``name`` takes the place of how names of months look."""
    pieces = re.split("(%-?.)", form)
    unknown = [p for p in pieces if re.fullmatch("%-?.", p) and p not in _FIELDS]
    said = [p.replace("-", "").replace("B", "b") for p in pieces[1::2]]
    if unknown or not {"%Y", "%y"} & set(said) or len(set(said)) < len(said):
        raise ValueError(f"{form!r} must have a year, and no field twice among {' '.join(_FIELDS)}")
    fields = {**_FIELDS, **({"%b": name, "%B": name} if name else {})}
    return re.compile("".join(fields.get(p) or re.escape(p) for p in pieces))


def _label(text: str, told: dict[str, str | None], freq: str = "", day: str = "first") -> str:
    year = _year(told)
    if told.get("q"):
        return f"{year:04d}-Q{told['q']}"
    stated = told.get("m") or told.get("b")
    if not stated:
        return f"{year:04d}"
    month = _month(stated)
    if told.get("d"):
        _check_day(text, int(told["d"] or 0), 1 if day == "first" else _last_day(year, month))
    return _longer(text, year, month, freq, day)


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _check_day(text: str, stated: int, wanted: int) -> None:
    if stated != wanted:
        raise ValueError(f"{text!r} is day {stated} where a period is written by its day {wanted}")


def _longer(text: str, year: int, month: int, freq: str, day: str) -> str:
    """Return the label of the period of which a month is the first or the last."""
    if freq in {"", "M"}:
        return f"{year:04d}-{month:02d}"
    months = {"A": MONTHS_A_YEAR, "Q": MONTHS_A_YEAR // 4}[freq]
    if (month - 1 if day == "first" else month) % months:
        raise ValueError(f"{text!r} is not the {day} month of a period of frequency {freq}")
    return f"{year:04d}" if freq == "A" else f"{year:04d}-Q{(month + 2) // 3}"


def _year(told: dict[str, str | None]) -> int:
    if told.get("y"):
        short = int(told["y"] or 0)
        return short + (1900 if short >= _TWO_DIGITS_FROM else 2000)
    year = int(told["Y"] or 0)
    if year not in YEARS:
        raise ValueError(f"the year {year} lies outside {YEARS[0]} to {YEARS[-1]}")
    return year


def _month(text: str) -> int:
    bare = text.strip().rstrip(".").casefold()
    named = [n for n, name in enumerate(_MONTHS, 1) if len(bare) > 2 and name.startswith(bare)]  # noqa: PLR2004
    if len(named) == 1:
        return named[0]
    if re.fullmatch("[0-9]{1,2}", bare) and 1 <= int(bare) <= len(_MONTHS):
        return int(bare)
    if bare[:1].isdecimal() or not bare:
        raise ValueError(f"{text[:40]!r} is no month")
    raise ValueError(
        f"{text[:40]!r} is no English name of a month, and no other names are read: "
        "write the months in English, or as numbers (%m)"
    )
