"""Products against the total, and codes against the codes above them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import narwhals as nw

from steelyard.ingest.control_figures import Figures, figure, figures, sides
from steelyard.ingest.control_survey import TOTAL, Shape, Survey
from steelyard.ingest.control_words import check
from steelyard.nomenclature.products import products
from steelyard.sources.contract import Check

Frame = nw.LazyFrame[Any]

_CHAPTER = 2
_CHAPTERS = 0.9


def totals(frame: Frame, held: Survey, rounding: Decimal) -> Iterator[Check]:
    """Compare the total of all products with the sum of the codes of each length held.

    Residual codes (``99``, ``9999``, ``999999``) are codes like others. Named groups, which have no
    length, are left out.
    """
    levels = [(name, level) for name in _nomenclatures(held) for level in held.levels(name)]
    if TOTAL not in held.values("nomenclature") or not levels:
        return
    cell = held.cell(("nomenclature", "edition", "product"))
    beside = (_beside_total(part, cell) for part in held.portions(frame))
    found = figures(beside, cell, ("nomenclature", "level"), rounding)
    wholes = sum(of.cells for key, of in found.items() if key[0] == TOTAL)
    for name, level in levels:
        of = found[name, str(level)]
        unparted = max(0, wholes - (of.cells - of.unwhole))
        counted = replace(of, cells=of.cells + unparted, unparted=unparted)
        title = f"{name.lower()}{level}-adds-to-total"
        yield check(title, counted, held.currency, _in_full(frame, held, name, level))


def _beside_total(frame: Frame, cell: tuple[str, ...]) -> Frame:
    """Return the sum of each length of codes in each cell, with the cell's total beside it."""
    total, value = nw.col("nomenclature") == TOTAL, nw.col("value")
    coded = frame.filter(total | ~nw.col("level").is_null())
    sums = coded.group_by(*cell, "nomenclature", "edition", "level").agg(
        nw.len().alias("terms"), value.count().alias("present"), value.sum().alias("parts")
    )
    totals_of = {"wholes": "terms", "given": "present", "whole": "parts"}
    beside = {
        name: nw.when(total).then(nw.col(of)).sum().over(*cell) for name, of in totals_of.items()
    }
    return sums.with_columns(**beside).with_columns(
        rows=nw.col("terms") + nw.col("wholes"), stated=nw.col("present") + nw.col("given")
    )


def parents(frame: Frame, held: Survey, rounding: Decimal) -> Iterator[Check]:
    """Compare each code with the sum of the codes of the next length held that begin with it.

    The residual codes 99 and 9999 of the HS are left out, for each length has a residual of its
    own: what a publisher cannot allocate to six digits stands in 999999 and under its chapter.
    """
    for name in _nomenclatures(held):
        for above, below in pairwise(held.levels(name)):
            title = f"{name.lower()}{below}-adds-to-{name.lower()}{above}"
            found = _stems(frame, held, rounding, name, (above, below))
            yield check(title, found, held.currency, _in_full(frame, held, name, below))


def _stems(
    frame: Frame, held: Survey, rounding: Decimal, name: str, levels: tuple[int, int]
) -> Figures:
    cell = held.cell(("nomenclature",), _of(name, *levels))
    whole = nw.col("level") == str(levels[0])
    rows = frame.filter(nw.col("nomenclature") == name, nw.col("level").is_in(_texts(*levels)))
    stems = rows.with_columns(nw.col("product").str.head(levels[0]))
    if name == "HS":
        stems = stems.filter(nw.col("product") != "9" * levels[0])
    return figure((sides(part, cell, whole) for part in held.portions(stems)), cell, rounding)


def _nomenclatures(held: Survey) -> list[str]:
    return sorted(name for name in held.values("nomenclature") if name and name != TOTAL)


def _of(name: str, *levels: int) -> Callable[[Shape], bool]:
    return lambda shape: shape["nomenclature"] == name and shape["level"] in _texts(*levels)


def _texts(*levels: int) -> list[str]:
    return [str(level) for level in levels]


def _in_full(frame: Frame, held: Survey, name: str, level: int) -> Callable[[], bool]:
    """Return a question: do the codes of this length come from nine chapters of ten of the HS?"""

    def asked() -> bool:
        editions = held.values("edition", _of(name, level))
        codes = products(name).values() if name == "HS" else ()
        known = {c.code for c in codes if len(c.code) == _CHAPTER and editions & {*c.editions}}
        rows = frame.filter(nw.col("nomenclature") == name, nw.col("level") == str(level))
        chapters = rows.select(nw.col("product").str.head(_CHAPTER)).unique()
        found = {row[0] for row in chapters.collect(backend="pyarrow").rows()}
        return bool(known) and len(found & known) >= _CHAPTERS * len(known)

    return asked
