"""Products against the total, and codes against the codes above them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np

from steelyard.ingest.control_cells import beside, sides, summed
from steelyard.ingest.control_comparison import Comparison, Found
from steelyard.ingest.control_figures import Figures, figures
from steelyard.ingest.control_survey import TOTAL, Said, Survey, cell
from steelyard.ingest.control_words import check
from steelyard.nomenclature.products import products
from steelyard.sources.contract import Check
from steelyard.store.codes import PRODUCT
from steelyard.store.portions import Portion
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

    def measure(portion: Portion) -> Found:
        found = numbers[portion.of(PRODUCT)]
        among = np.flatnonzero(found >= 0)
        if not len(among):
            return {}
        columns = [cell(portion, PRODUCT)[among]]
        sums = summed(portion, columns, found[among], among)
        of = found[sums.example]
        cells = beside(sums, is_total[of])
        named = {TOTAL: Figures(cells=int(np.count_nonzero(is_total[of])))}
        place = held.place(portion, _TOGETHER)
        for name in dict.fromkeys(_label(one) for one in classes if one[0] != TOTAL):
            wanted = np.array([_label(one) == name for one in classes])
            some = cells.only(np.flatnonzero(wanted[found[cells.example]]))
            named[name] = figures(some, rounding, place)
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
    whole = np.array([said["level"] == str(above) for said in held.said(PRODUCT)])

    def measure(portion: Portion) -> Found:
        product = portion.of(PRODUCT)
        stems = numbers[product]
        among = np.flatnonzero(stems >= 0)
        if not len(among):
            return {}
        columns = [cell(portion, PRODUCT)[among]]
        is_whole = whole[product[among]]
        sums = summed(portion, [*columns, stems[among]], is_whole.astype(np.int64), among)
        cells = sides(sums, whole[product[sums.example]])
        return {_ALL: figures(cells, rounding, held.place(portion, ("nomenclature",), above))}

    def tell(found: Found) -> Iterator[Check]:
        title = f"{name.lower()}{below}-adds-to-{name.lower()}{above}"
        figures = found.get(_ALL, Figures())
        yield check(title, figures, held.currency, _in_full(held, name, below))

    return Comparison(measure, tell)


def _in_full(held: Survey, name: str, level: int) -> Callable[[], bool]:
    """Return a question: do the codes of this length come from nine chapters of ten of the HS?"""

    def asked() -> bool:
        of = [
            s for s in held.said(PRODUCT) if (s["nomenclature"], s["level"]) == (name, str(level))
        ]
        editions = {said["edition"] for said in of}
        codes = products(name).values() if name == "HS" else ()
        known = {c.code for c in codes if len(c.code) == _CHAPTER and editions & {*c.editions}}
        found = {(said["product"] or "")[:_CHAPTER] for said in of}
        return bool(known) and len(found & known) >= _CHAPTERS * len(known)

    return asked
