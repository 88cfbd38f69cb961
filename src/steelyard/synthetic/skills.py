"""What countries can make: capability against what a product requires, nested by construction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.synthetic.draws import Numbers, Of, normal, uniform
from steelyard.synthetic.plan import Plan

_SLACK, _TASTE, _DEMAND, _APPEAL = 0.12, 0.5, 0.5, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Skills:
    """The known complexity of a world; N countries, K products.

    A country makes well what requires less than it is capable of, so that the products of a less
    capable country are, as a rule, among those of a more capable one.

    Attributes:
        capability: of countries, 0 to 1 (N).
        requirement: of products, 0 to 1 (K).
        advantage: how well a country makes a product, above 0 (N, K).
        demand: how much a country wants of a product, above 0 (N, K).
        appeal: how much is traded of a product at all, above 0 (K).
    """

    capability: Numbers
    requirement: Numbers
    advantage: Numbers
    demand: Numbers
    appeal: Numbers


def skills(plan: Plan) -> Skills:
    """Return the skills of a world: a logistic curve in capability less requirement, and tastes."""
    who, what = np.arange(plan.countries), np.arange(plan.products)
    capability = uniform(plan.seed, Of.CAPABILITY, who)
    requirement = uniform(plan.seed, Of.REQUIREMENT, what)
    able = 1.0 / (1.0 + np.exp((requirement[None, :] - capability[:, None]) / _SLACK))
    taste = normal(plan.seed, Of.TASTE, who[:, None], what[None, :])
    wish = normal(plan.seed, Of.DEMAND, who[:, None], what[None, :])
    return Skills(
        capability=capability,
        requirement=requirement,
        advantage=able * np.exp(_TASTE * taste),
        demand=np.exp(_DEMAND * wish),
        appeal=np.exp(_APPEAL * normal(plan.seed, Of.APPEAL, what)),
    )
