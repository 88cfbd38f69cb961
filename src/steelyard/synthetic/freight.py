"""Cost of the voyage: insurance and freight as a share of the value free on board."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.synthetic.draws import Numbers, Of, normal
from steelyard.synthetic.ground import Ground


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The known coefficients of the margin.

    Attributes:
        level: share at the distance and the weight of reference.
        distance: elasticity in kilometres, of reference 5,000.
        weight: elasticity in kilograms a dollar, of reference 0.05.
        trend: change in logs a year.
        spread: standard deviation of a lane's own factor, in logs.
    """

    level: float = 0.05
    distance: float = 0.3
    weight: float = 0.35
    trend: float = -0.01
    spread: float = 0.1


FREIGHT = Coefficients()
KILOMETRES, KG_A_USD = 5000.0, 0.05


def margins(
    on: Ground, leg: tuple[Numbers, Numbers], product: Numbers, value: Numbers, kg: Numbers
) -> Numbers:
    """Return the margin of the voyage from one place to another, by year.

    ``freight level (km / 5000)^distance (kg/USD / 0.05)^weight exp(trend t + spread u)``, with u a
    standard normal draw of its own for each leg and product.

    Args:
        on: the ground of the world.
        leg: where the voyage begins and ends (L).
        product: what is shipped (L).
        value: value free on board (L, T).
        kg: net weight (L, T).

    Returns:
        Shares of the value, 0 in years without trade (L, T).
    """
    begins, ends = leg
    own = FREIGHT.spread * normal(on.plan.seed, Of.FREIGHT, begins, ends, product)
    apart = FREIGHT.distance * np.log(on.map.distance[begins, ends] / KILOMETRES)
    shipped = value > 0
    density = np.divide(kg, value, out=np.full_like(kg, KG_A_USD), where=shipped) / KG_A_USD
    logs = FREIGHT.weight * np.log(density) + FREIGHT.trend * np.arange(value.shape[1])
    found = on.plan.freight * FREIGHT.level * np.exp(logs + (apart + own)[:, None])
    return np.where(shipped, found, 0.0)
