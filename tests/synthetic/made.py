"""Small worlds for tests, made once."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from steelyard.sources.synthetic.editions import links_of
from steelyard.synthetic.plan import EXACT, planned
from steelyard.synthetic.reports import Report
from steelyard.synthetic.world import World, world

SMALL: dict[str, Any] = {"countries": 18, "products": 24, "first": 2012, "last": 2016}


@cache
def small(**given: Any) -> World:
    """Return a small world with all its faults."""
    return world(planned({**SMALL, **given}))


@cache
def exact(**given: Any) -> World:
    """Return a small world in which every report is the truth, but for what is given."""
    return world(planned({**SMALL, **EXACT, **given}))


@cache
def changed(**given: Any) -> World:
    """Return a small world that states the next edition from 2015 on, exact but for what is given.

    Half of its codes are of chapters 84, 85 and 90, of which that edition split many.
    """
    plan = planned({**SMALL, **EXACT, "edition_from": 2015, **given})
    return world(plan, links_of(plan))


def cube(of: World, found: Report, flow: int, column: str = "value") -> Any:
    """Return what a report states of a flow by partner, product and year; nothing is 0."""
    plan = of.plan
    codes = of.truth_successors().shape[1]
    cells = np.zeros((plan.countries + 1, codes, len(plan.years)))
    mine = found.flow == flow
    cells[found.partner[mine], found.product[mine], found.year[mine]] = getattr(found, column)[mine]
    return cells
