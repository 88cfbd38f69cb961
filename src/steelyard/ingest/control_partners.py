"""The world against the sum of its partners."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import numpy as np

from steelyard.ingest.control_cells import sides
from steelyard.ingest.control_comparison import Comparison, Found
from steelyard.ingest.control_figures import Figures, figures
from steelyard.ingest.control_survey import Survey, cells_but
from steelyard.ingest.control_words import check
from steelyard.nomenclature.places import all_groups, all_places
from steelyard.sources.contract import Check
from steelyard.store.codes import PARTNER, PRODUCT
from steelyard.store.portions import LEFT_OUT, Portion
from steelyard.terms.place import WORLD, PlaceKind

MANY = 150
"""Partners from which a release holds all of them: nobody asks for so many one by one."""

_ALL = "all"


def world(held: Survey, rounding: Decimal) -> Iterator[Comparison]:
    """Compare the row for the world with the sum of its partners, product by product.

    Residual areas are partners. Groups, the publisher's own and ours, are left out, for they would
    count their members twice. At least two partners must be held.
    """
    partners = held.values("partner") - {*groups(), WORLD, None}
    if WORLD not in held.values("partner") or len(partners) < 2:  # noqa: PLR2004
        return
    stands = np.array([_whole(partner) for partner, _ in held.codes.words[PARTNER]])

    products = np.arange(len(held.codes.words[PRODUCT])) << 1
    width = (len(products) - 1).bit_length() + 1
    place = held.place(("partner",))

    def measure(portion: Portion) -> Found:
        whole = stands[portion.of_cells(PARTNER)]
        number = (cells_but(portion, PARTNER, width) << width) + (whole == 0)
        key = portion.keyed(np.where(whole < 0, LEFT_OUT, number), products)
        cells = sides(portion, *key)
        return {_ALL: figures(cells, rounding, place(portion))}

    def tell(found: Found) -> Iterator[Check]:
        in_full = len(partners) >= MANY
        figures = found.get(_ALL, Figures())
        yield check("partners-add-to-world", figures, held.currency, lambda: in_full)

    yield Comparison(measure, tell)


def _whole(partner: str | None) -> int:
    """Return 1 for the world, 0 for one of its partners and -1 for a group."""
    return -1 if partner in groups() else int(partner == WORLD)


@cache
def groups() -> frozenset[str]:
    """Return the codes of every group of places, the publishers' own among them."""
    own = [p.code for p in all_places() if p.kind is PlaceKind.PUBLISHER_GROUP]
    return frozenset((*own, *(group.code for group in all_groups())))
