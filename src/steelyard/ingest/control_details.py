"""Rows by second partner, mode of transport or procedure against the row for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from steelyard.ingest.control_cells import sides
from steelyard.ingest.control_comparison import Comparison, Found
from steelyard.ingest.control_figures import Figures, figures
from steelyard.ingest.control_partners import groups
from steelyard.ingest.control_survey import Survey, cells_but
from steelyard.ingest.control_words import check
from steelyard.sources.contract import Check
from steelyard.store.codes import PRODUCT, SORT
from steelyard.store.portions import LEFT_OUT, Portion, some_of
from steelyard.store.vocabulary import Numbers
from steelyard.terms.place import WORLD
from steelyard.terms.tables import DETAILS

_ALL = "all"
_SPREAD, _DIGITS = np.uint64(0x9E3779B97F4A7C15), np.uint64(44)


def breakdowns(held: Survey, rounding: Decimal) -> Iterator[Comparison]:
    """Compare the rows that a detail splits with the row for all, where both are held.

    A row for all that is not split is no cell of this comparison. Groups of second partners and
    codes that sum other codes (mode 2000, all by water, beside 2100, by sea) are left out.
    """
    for detail in DETAILS:
        found = held.values(detail)
        if None in found and len(found) > 1:
            yield _split(held, rounding, detail)


def _split(held: Survey, rounding: Decimal, detail: str) -> Comparison:
    group = SORT if detail in held.codes.names[SORT] else detail
    rest = held.without(group, detail)
    left_out = _sums(held, detail)
    of = [said[detail] for said in held.said[group]]
    stands = np.array([-1 if word in left_out else int(word is None) for word in of])

    low = int(rest.max()).bit_length() + 1
    products = np.arange(len(held.codes.words[PRODUCT])) << low
    width = (len(products) - 1).bit_length() + low
    place = held.place((detail,))

    def measure(portion: Portion) -> Found:
        at = portion.of_cells(group)
        whole = stands[at]
        split = whole == 0
        if not split.any():
            return {}
        number = (cells_but(portion, group, width) << width) + (rest[at] << 1)
        wanted = (whole >= 0) & np.isin(number, number[split])
        key, rows = portion.keyed(np.where(wanted, number + split, LEFT_OUT), products)
        near = np.flatnonzero(_near(key >> 1, key & 1 == 1))
        cells = sides(portion, key[near], some_of(rows, near))
        several = cells.only(np.flatnonzero(cells.rows > cells.wholes))
        return {_ALL: figures(several, rounding, place(portion))}

    def tell(found: Found) -> Iterator[Check]:
        figures = found.get(_ALL, Figures())
        yield check(f"{detail}-adds-to-all", figures, held.currency, lambda: False)

    return Comparison(measure, tell)


def _near(keys: Numbers, some: Numbers) -> Numbers:
    """Tell which keys may be among some of them, so that few others are looked at."""
    places = (keys.astype(np.uint64) * _SPREAD) >> _DIGITS
    marked = np.zeros(2 ** (64 - int(_DIGITS)), np.bool_)
    marked[places[some]] = True
    near: Numbers = marked[places]
    return near


def _sums(held: Survey, detail: str) -> set[str | None]:
    """Return the words of a detail that sum others of it."""
    if detail == "partner2":
        return {WORLD, *groups()}
    return {*summing([code for code in held.values(detail) if code])}


def summing(codes: Sequence[str]) -> list[str]:
    """Return the codes of digits that others refine: those whose last zeros another code fills."""
    plain = [code for code in codes if code.isdecimal()]
    return sorted(code for code in plain if any(_refines(other, code) for other in plain))


def _refines(other: str, code: str) -> bool:
    stem = code.rstrip("0")
    alike = len(other) == len(code) and other != code and bool(stem)
    return alike and stem != code and other.startswith(stem)
