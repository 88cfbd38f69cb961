"""The ground of a world: all that does not go down to single lanes of trade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.synthetic.draws import Numbers, Of, uniform
from steelyard.synthetic.geography import Geography, geography
from steelyard.synthetic.plan import Plan
from steelyard.synthetic.prices import Prices, prices
from steelyard.synthetic.skills import Skills, skills

_PULL, _SAMPLE, _STEPS = 0.25, 2**18, 40


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A plan with what follows from it by country, pair and product.

    Attributes:
        plan: the plan.
        map: geography.
        skills: what countries can make.
        prices: what it costs.
        ease: how easily a pair trades, above 0; 0 of a country with itself (N, N).
        reach: factor that makes the share of lanes that exist the plan's ``density``.
    """

    plan: Plan
    map: Geography
    skills: Skills
    prices: Prices
    ease: Numbers
    reach: float

    @property
    def pairs(self) -> tuple[Numbers, Numbers]:
        """Exporter and importer of every pair, by exporter."""
        exporter, importer = np.nonzero(self.ease)
        return exporter, importer


def ground(plan: Plan) -> Ground:
    """Return the ground of a world."""
    found, able, cost = geography(plan), skills(plan), prices(plan)
    size = found.size[:, None] * found.size[None, :]
    apart = found.distance + np.eye(plan.countries)
    ease = (size / apart) ** _PULL
    np.fill_diagonal(ease, 0.0)
    return Ground(plan, found, able, cost, ease, _reach(plan, able, ease))


def chance(eagerness: Numbers) -> Numbers:
    """Return the probability that a lane exists, of its eagerness times the reach."""
    return eagerness / (1.0 + eagerness)


def _reach(plan: Plan, able: Skills, ease: Numbers) -> float:
    """Return the factor that gives the density, by halving, on a sample of all triples."""
    exporter, importer = np.nonzero(ease)
    draws = np.arange(_SAMPLE)
    pair = (uniform(plan.seed, Of.PAIR, draws) * len(exporter)).astype(int)
    what = (uniform(plan.seed, Of.PRODUCT, draws) * plan.products).astype(int)
    made = (able.advantage * able.appeal)[exporter[pair], what]
    sample = ease[exporter[pair], importer[pair]] * made
    low, high = -60.0, 60.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        dense = float(chance(sample * np.exp(middle)).mean()) > plan.density
        low, high = (low, middle) if dense else (middle, high)
    return float(np.exp((low + high) / 2))
