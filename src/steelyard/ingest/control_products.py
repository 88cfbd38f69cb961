"""Products against the total, and codes against the codes above them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np

from steelyard.ingest.control_cells import beside, sides
from steelyard.ingest.control_comparison import Comparison, Found
from steelyard.ingest.control_figures import Figures, figures
from steelyard.ingest.control_survey import TOTAL, Said, Survey
from steelyard.ingest.control_words import check
from steelyard.nomenclature.products import products
from steelyard.sources.contract import Check
from steelyard.store.codes import PRODUCT
from steelyard.store.portions import LEFT_OUT, Portion
from steelyard.store.strata import stratified
from steelyard.store.vocabulary import Words

_CHAPTER = 2
_CHAPTERS = 0.9
_ALL = "all"
_TOGETHER = ("nomenclature", "edition", "product")


def totals(held: Survey, rounding: Decimal) -> Iterator[Comparison]:
    """Compare the total of all products with the sum of the codes of each length held.

    Residual codes (``99``, ``9999``, ``999999``) are codes like others. Named groups, which have no
    length, are left out.
    """
    levels = [(name, level) for name in held.nomenclatures() for level in held.levels(name)]
    if TOTAL not in held.values("nomenclature") or not levels:
        return
    numbers, classes = held.numbered(PRODUCT, _class)
    is_total = np.array([name == TOTAL for name, *_ in classes])
    place, strata = held.place(_TOGETHER), stratified(held.codes)

    def measure(portion: Portion) -> Found:
        every = strata(portion)
        some = every.only(np.flatnonzero(numbers[every.product] >= 0))
        if not len(some.cell):
            return {}
        of = numbers[some.product]
        cells = beside(some, is_total[of])
        named = {TOTAL: Figures(cells=int(np.count_nonzero(is_total[of])))}
        for name in dict.fromkeys(_label(one) for one in classes if one[0] != TOTAL):
            wanted = np.array([_label(one) == name for one in classes])
            label = cells.only(np.flatnonzero(wanted[of[~is_total[of]]]))
            named[name] = figures(label, rounding, place(portion))
        return named

    def tell(found: Found) -> Iterator[Check]:
        wholes = found.get(TOTAL, Figures()).cells
        for name, level in levels:
            of = found.get(f"{name} {level}", Figures())
            unparted = max(0, wholes - (of.cells - of.unwhole))
            counted = replace(of, cells=of.cells + unparted, unparted=unparted)
            title = f"{name.lower()}{level}-adds-to-total"
            yield check(title, counted, held.currency, _in_full(held, name, level))

    yield Comparison(measure, tell)


def _class(said: Said) -> list[str | None] | None:
    """Return what sums beside one total: codes of one length in one edition, or a total."""
    told = said["nomenclature"] == TOTAL or said["level"] is not None
    return [said["nomenclature"], said["edition"], said["level"]] if told else None


def _label(words: Words) -> str:
    return f"{words[0]} {words[2]}"


def parents(held: Survey, rounding: Decimal) -> Iterator[Comparison]:
    """Compare each code with the sum of the codes of the next length held that begin with it.

    The residual codes 99 and 9999 of the HS are left out, for each length has a residual of its
    own: what a publisher cannot allocate to six digits stands in 999999 and under its chapter.
    """
    for name in held.nomenclatures():
        for above, below in pairwise(held.levels(name)):
            yield _above(held, rounding, name, (above, below))


def _above(held: Survey, rounding: Decimal, name: str, levels: tuple[int, int]) -> Comparison:
    above, below = levels

    def stem(said: Said) -> list[str | None] | None:
        code = (said["product"] or "")[:above]
        residual = name == "HS" and code == "9" * above
        wanted = said["nomenclature"] == name and said["level"] in {str(above), str(below)}
        return [said["edition"], code] if wanted and not residual else None

    numbers, _ = held.numbered(PRODUCT, stem)
    is_part = np.array([said["level"] != str(above) for said in held.said[PRODUCT]])
    products = np.where(numbers < 0, LEFT_OUT, (numbers << 1) + is_part)
    width = max(int(products.max()), 0).bit_length()
    place = held.place(("nomenclature",), above)

    def measure(portion: Portion) -> Found:
        cells = np.arange(len(portion.cells)) << width
        found = sides(portion, *portion.keyed(cells, products))
        return {_ALL: figures(found, rounding, place(portion))}

    def tell(found: Found) -> Iterator[Check]:
        title = f"{name.lower()}{below}-adds-to-{name.lower()}{above}"
        figures = found.get(_ALL, Figures())
        yield check(title, figures, held.currency, _in_full(held, name, below))

    return Comparison(measure, tell)


def _in_full(held: Survey, name: str, level: int) -> Callable[[], bool]:
    """Return a question: do the codes of this length come from nine chapters of ten of the HS?"""

    def asked() -> bool:
        of = [
            s for s in held.said[PRODUCT] if (s["nomenclature"], s["level"]) == (name, str(level))
        ]
        editions = {said["edition"] for said in of}
        codes = products(name).values() if name == "HS" else ()
        known = {c.code for c in codes if len(c.code) == _CHAPTER and editions & {*c.editions}}
        found = {(said["product"] or "")[:_CHAPTER] for said in of}
        return bool(known) and len(found & known) >= _CHAPTERS * len(known)

    return asked
