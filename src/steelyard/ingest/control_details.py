"""Rows by second partner, mode of transport or procedure against the row for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import narwhals as nw

from steelyard.ingest.control_figures import Figures, figure, sides
from steelyard.ingest.control_partners import groups
from steelyard.ingest.control_survey import Survey
from steelyard.ingest.control_words import check
from steelyard.sources.contract import Check
from steelyard.terms.place import WORLD
from steelyard.terms.tables import DETAILS

Frame = nw.LazyFrame[Any]


def breakdowns(frame: Frame, held: Survey, rounding: Decimal) -> Iterator[Check]:
    """Compare the rows that a detail splits with the row for all, where both are held.

    A row for all that is not split is no cell of this comparison. Groups of second partners and
    codes that sum other codes (mode 2000, all by water, beside 2100, by sea) are left out.
    """
    for detail in DETAILS:
        found = held.values(detail)
        if None not in found or len(found) == 1:
            continue
        whole = _whole(frame, held, rounding, detail)
        yield check(f"{detail}-adds-to-all", whole, held.currency, lambda: False)


def _whole(frame: Frame, held: Survey, rounding: Decimal, detail: str) -> Figures:
    cell, whole = held.cell((detail,)), nw.col(detail).is_null()
    plain = [nw.col(name).fill_null("") for name in cell]
    rows = (part.select(*plain, detail, "value") for part in held.portions(frame))
    return figure(
        (sides(_split(part, held, detail, cell), cell, whole) for part in rows), cell, rounding
    )


def _split(rows: Frame, held: Survey, detail: str, cell: Sequence[str]) -> Frame:
    """Return the rows of a detail and the rows for all that they split."""
    split = nw.col(detail).is_null()
    parts = _single(rows.filter(~split), held, detail)
    wholes = rows.filter(split).join(parts.select(*cell), on=list(cell), how="semi")
    return nw.concat([parts, wholes])


def _single(rows: Frame, held: Survey, detail: str) -> Frame:
    if detail == "partner2":
        return rows.filter(~nw.col(detail).is_in([WORLD, *groups()]))
    sums = summing([code for code in held.values(detail) if code])
    return rows.filter(~nw.col(detail).is_in(sums)) if sums else rows


def summing(codes: Sequence[str]) -> list[str]:
    """Return the codes of digits that others refine: those whose last zeros another code fills."""
    plain = [code for code in codes if code.isdecimal()]
    return sorted(code for code in plain if any(_refines(other, code) for other in plain))


def _refines(other: str, code: str) -> bool:
    stem = code.rstrip("0")
    alike = len(other) == len(code) and other != code and bool(stem)
    return alike and stem != code and other.startswith(stem)
