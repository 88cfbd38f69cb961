"""The codes that a synthetic world states, and what they become in the next edition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from steelyard.nomenclature.concordance import concordance
from steelyard.sources.synthetic.products import HIDDEN, HS, product_codes
from steelyard.synthetic.change import Change, Links, change
from steelyard.synthetic.plan import Plan
from steelyard.terms.product import Edition

NEXT = Edition("HS", "2022")
TOTAL = "TOTAL"


@dataclass(frozen=True, slots=True)
class Stated:
    """What stands in the reports of a world.

    Attributes:
        codes: of products, of what is hidden and of all goods, then those of ``NEXT`` alone.
        editions: of the codes, those before the change and after it.
        change: the change with its planted shares; None where there is none.
    """

    codes: tuple[str, ...]
    editions: tuple[str, ...]
    change: Change | None


def stated(plan: Plan) -> Stated:
    """Return the codes and editions that a plan asks for."""
    if not plan.edition_from:
        return Stated((*product_codes(plan.products), HIDDEN, TOTAL), (HS.edition,), None)
    codes, links = _linked(plan.products)
    return Stated(codes, (HS.edition, NEXT.edition), change(plan, links))


def links_of(plan: Plan) -> Links | None:
    """Return what the codes of a plan may become; None where they stay."""
    return _linked(plan.products)[1] if plan.edition_from else None


@cache
def _linked(number: int) -> tuple[tuple[str, ...], Links]:
    """Return all codes, and the links of products by their numbers.

    A code goes to every code that the tables join it with; one that they lead nowhere is hidden.
    """
    relation = concordance(HS, NEXT).relation
    products = product_codes(number)
    onward = [sorted(c for c in relation[code] if c) or [HIDDEN] for code in products]
    old = (*products, HIDDEN, TOTAL)
    codes = (*old, *sorted({code for may in onward for code in may} - set(old)))
    numbers = {code: at for at, code in enumerate(codes)}
    source = np.repeat(np.arange(number), [len(may) for may in onward])
    return codes, Links(source, np.array([numbers[code] for may in onward for code in may]))
