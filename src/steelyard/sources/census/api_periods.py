"""When a row of the Bureau's interface was: its month, and the year when it closes one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from steelyard.sources.census.api_columns import TIME

if TYPE_CHECKING:
    from steelyard.sources.blocks import Block
    from steelyard.sources.sieve import Sieve

WHEN = "#when"
_TIME = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?")
_YEARS, _MONTHS = range(1900, 2101), range(1, 13)
_CUMULATED = (
    "its figures are cumulated since January and close no year; ask for the variables "
    "that end in _MO, or for December"
)


def timed(block: Block) -> Block:
    """Return a block with the columns that tell the time joined in one."""
    rows = block.table.num_rows
    parts = [
        block.table[name].combine_chunks().cast(pa.string())
        if name in block.table.column_names
        else pa.repeat("", rows)
        for name in TIME
    ]
    joined = pc.binary_join_element_wise(*parts, "|")
    return replace(block, table=block.table.append_column(WHEN, joined.dictionary_encode()))


def months(sieve: Sieve) -> pa.Array:
    """Return the month of each row (``YYYY-MM``); rows of no month are refused."""
    return sieve.mapped(WHEN, _month, "bad-period").cast(pa.string())


def years(periods: pa.Array) -> pa.Array:
    """Return the year of each December, in which figures since January are those of the year."""
    december = pc.equal(pc.utf8_slice_codeunits(periods, 5, 7), "12")
    year = pc.utf8_slice_codeunits(periods, 0, 4)
    return pc.if_else(december, year, pa.scalar(None, pa.string()))


def refuse_cumulated(sieve: Sieve, closed: pa.Array) -> None:
    """Refuse rows that state nothing but figures since January before the year is over."""
    sieve.refuse(pc.is_null(closed), "year-to-date", _CUMULATED)


def _month(text: str) -> str:
    """Return the month that ``time``, ``YEAR`` and ``MONTH`` tell together.

    Raises:
        ValueError: they tell none, or contradict one another.
    """
    time, year, month = (part.strip() for part in text.split("|"))
    found = _TIME.fullmatch(time)
    if time and not found:
        raise ValueError(f"time {time!r} is no month")
    told = {int(y) for y in (found[1] if found else "", year) if y.isdecimal()}
    when = {int(m) for m in ((found[2] or "") if found else "", month) if m.isdecimal()}
    if not when:
        raise ValueError(f"time {time!r} tells no month; ask for MONTH too")
    if len(told) != 1 or len(when) != 1:
        raise ValueError(f"time {time!r}, YEAR {year!r} and MONTH {month!r} tell no one month")
    return _checked(told.pop(), when.pop())


def _checked(year: int, month: int) -> str:
    if year not in _YEARS or month not in _MONTHS:
        raise ValueError(f"{year}-{month:02d} is no month from 1900 to 2100")
    return f"{year:04d}-{month:02d}"
