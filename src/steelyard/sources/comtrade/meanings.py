"""What the codes of UN Comtrade mean in our words.

Every function takes the text of a cell, or the texts of several cells of one row, and raises
ValueError when it says nothing that can be; the words become a rejected row's detail.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

_KNOWN = 2**16
_CODE = re.compile(r"[0-9A-Za-z]{1,9}")
_YEARS = range(1900, 2101)
_MONTHS = range(1, 13)
_NO_UNIT = {"", "N/A"}


@cache
def listed(name: str) -> dict[str, Any]:
    """Return one of the tables of codes beside this module."""
    text = Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table


@lru_cache(_KNOWN)
def bare(text: str) -> str:
    """Return a code without spaces around it and without the ``.0`` of a spreadsheet's number."""
    code = text.strip()
    return code[:-2] if code.endswith(".0") and code[:-2].isdecimal() else code


def area(text: str) -> str:
    """Return a number of an area without needless zeros, however the file writes it."""
    code = bare(text)
    return str(int(code)) if code.isdecimal() and code.isascii() else code


def flow(text: str) -> str:
    """Return the direction of a flow.

    Raises:
        ValueError: the code is unknown, or of a part that is not held.
    """
    held: dict[str, str] = listed("flows")["held"]
    code = bare(text)
    if code in held:
        return held[code]
    part = listed("flows")["parts"].get(code)
    raise ValueError(
        f"{code} is {part}; it is not held beside the whole"
        if part
        else f"{code[:20]!r} is no flow. Known are X, M, RX, RM and DX."
    )


def said_of_flow(column: str, text: str) -> str | None:
    """Return what a flow's direction says of a column of the definition; None for nothing."""
    try:
        kind = flow(text)
    except ValueError:
        return None
    word: str | None = listed("flows")["definition"][kind].get(column)
    return word


def period(*cells: str) -> str:
    """Return a year, ``2022``, or a month, ``2022-09``, of the cells that tell it.

    Args:
        cells: ``period``, ``refYear``, ``refMonth`` and ``freqCode``; any may be empty.

    Raises:
        ValueError: they tell no year from 1900 to 2100 nor a month of one, or contradict.
    """
    stated, year, month, freq = map(bare, cells)
    if not stated:
        stated = year if month in {"", "0", "52"} else year + month.zfill(2)
    plain = stated.isascii() and stated.isdecimal()
    if not plain or len(stated) not in {4, 6} or int(stated[:4]) not in _YEARS:
        raise ValueError(f"{stated!r} is neither a year from 1900 to 2100 nor such a month")
    if stated[4:] and int(stated[4:]) not in _MONTHS:
        raise ValueError(f"{stated!r} has the month {stated[4:]}")
    if freq not in {"", "M" if stated[4:] else "A"}:
        raise ValueError(f"{stated!r} is no period of the frequency {freq!r}")
    return f"{stated[:4]}-{stated[4:]}" if stated[4:] else stated


def unit(*cells: str) -> str | None:
    """Return the unit of a quantity; None where there is none.

    Args:
        cells: the unit's number and its abbreviation; either may be empty.

    Raises:
        ValueError: what stands in place of the number is none.
    """
    number, abbreviation = map(bare, cells)
    known = listed("units").get(number or "-1")
    if known is not None:
        return (known or None) if number else (None if abbreviation in _NO_UNIT else abbreviation)
    if not (number.isascii() and number.isdecimal()):
        raise ValueError(f"{number!r} is no number of a unit")
    return f"comtrade:{number}" if abbreviation in _NO_UNIT else abbreviation


def mode(*cells: str) -> str | None:
    """Return the mode of transport, or of supply as ``mos-1``; None for all of them together.

    Raises:
        ValueError: what stands there is no code.
    """
    transport, supply = (_code(cell) for cell in cells)
    if supply not in {"", "0"}:
        return f"mos-{supply}"
    return None if transport in {"", "0"} else transport


def procedure(text: str) -> str | None:
    """Return the customs procedure; None for all of them together.

    Raises:
        ValueError: what stands there is no code.
    """
    code = _code(text)
    return None if code in {"", "C00"} else code


def _code(text: str) -> str:
    code = bare(text)
    if code and not _CODE.fullmatch(code):
        raise ValueError(f"{code[:40]!r} is no code")
    return code
