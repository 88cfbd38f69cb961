"""The world against the sum of its partners."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import narwhals as nw

from steelyard.ingest.control_figures import figure, sides
from steelyard.ingest.control_survey import Survey
from steelyard.ingest.control_words import check
from steelyard.nomenclature.places import all_groups, all_places
from steelyard.sources.contract import Check
from steelyard.terms.place import WORLD, PlaceKind

Frame = nw.LazyFrame[Any]

MANY = 150
"""Partners from which a release holds all of them: nobody asks for so many one by one."""


def world(frame: Frame, held: Survey, rounding: Decimal) -> Iterator[Check]:
    """Compare the row for the world with the sum of its partners, product by product.

    Residual areas are partners. Groups, the publisher's own and ours, are left out, for they would
    count their members twice. At least two partners must be held.
    """
    partners = {code for code, _ in held.partners} - {*groups(), WORLD, None}
    if WORLD not in {code for code, _ in held.partners} or len(partners) < 2:  # noqa: PLR2004
        return
    cell = held.cell(("partner",))
    rows = frame.filter(~nw.col("partner").is_in(list(groups())))
    whole = nw.col("partner") == WORLD
    cells = (sides(part, cell, whole) for part in held.portions(rows))
    found = figure(cells, cell, rounding)
    title = "partners-add-to-world"
    yield check(title, found, held.currency, lambda: len(partners) >= MANY)


@cache
def groups() -> tuple[str, ...]:
    """Return the codes of every group of places, the publishers' own among them."""
    own = [p.code for p in all_places() if p.kind is PlaceKind.PUBLISHER_GROUP]
    return (*own, *(group.code for group in all_groups()))
