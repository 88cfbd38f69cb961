"""Lanes: the goods of one code that one country sells to another, year by year, as they truly go.

Values follow a gravity equation: they grow with both sizes and fall with distance (elasticities
0.9, 0.8 and -1), times how well the exporter makes the product and how much the importer wants it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from steelyard.synthetic.draws import Numbers, Of, normal, uniform
from steelyard.synthetic.ground import Ground, chance

CELLS = 2**20
"""Most candidates of lanes that are looked at together."""

_USD, _FAR = 1e7, 5000.0
_OF_EXPORTER, _OF_IMPORTER, _OF_DISTANCE = 0.9, 0.8, 1.0
_LEVEL, _YEARLY, _SHOCK, _UNIT_VALUE = 1.0, 0.2, 0.04, 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """Some lanes; L of them, T years. A year in which a lane is not used has value and weight 0.

    Attributes:
        exporter, importer, product: numbers from 0 (L).
        value: true value in whole US dollars, free on board (L, T).
        kg: true net weight in kilograms (L, T).
    """

    exporter: Numbers
    importer: Numbers
    product: Numbers
    value: Numbers
    kg: Numbers

    def __len__(self) -> int:
        return len(self.exporter)

    def at(self, which: Numbers) -> Lanes:
        """Return some of the lanes."""
        return Lanes(*(getattr(self, field.name)[which] for field in fields(Lanes)))


def lanes(on: Ground, exporter: Numbers, importer: Numbers) -> Lanes:
    """Return every lane of some pairs, by pair in the order given, then by product."""
    step = max(1, CELLS // on.plan.products)
    found = [
        _lanes(on, exporter[at : at + step], importer[at : at + step])
        for at in range(0, max(len(exporter), 1), step)
    ]
    if len(found) == 1:
        return found[0]
    return Lanes(*(np.concatenate([getattr(f, n.name) for f in found]) for n in fields(Lanes)))


def by_exporter(on: Ground) -> Iterator[Lanes]:
    """Yield every lane of the world, one exporter at a time."""
    for exporter in range(on.plan.countries):
        importers = np.flatnonzero(on.ease[exporter])
        yield lanes(on, np.full(len(importers), exporter), importers)


def _lanes(on: Ground, exporter: Numbers, importer: Numbers) -> Lanes:
    seed, what = on.plan.seed, np.arange(on.plan.products)
    makes = on.skills.advantage[exporter] * on.skills.appeal
    odds = chance(makes * (on.reach * on.ease[exporter, importer])[:, None])
    exists = uniform(seed, Of.PRESENT, exporter[:, None], importer[:, None], what[None, :]) < odds
    pair, product = np.nonzero(exists)
    sold, bought = exporter[pair], importer[pair]
    value = _values(on, sold, bought, product)
    return Lanes(sold, bought, product, value, value / _unit_values(on, sold, bought, product))


def _values(on: Ground, sold: Numbers, bought: Numbers, product: Numbers) -> Numbers:
    """Return true values in whole dollars, 0 in years in which a lane is not used."""
    plan, lane = on.plan, (sold, bought, product)
    year = np.arange(len(plan.years))
    real = (on.map.growth[sold] + on.map.growth[bought]) / 2 + on.prices.growth[sold, product]
    shocks = _SHOCK * normal(
        plan.seed, Of.SHOCK, np.arange(plan.countries)[:, None], year[None, :]
    ).cumsum(axis=1)
    logs = _levels(on, *lane)[:, None] + real[:, None] * year + shocks[sold]
    logs += _YEARLY * normal(plan.seed, Of.YEARLY, *(p[:, None] for p in lane), year[None, :])
    value = np.maximum(np.rint(np.exp(logs, out=logs)), 1.0)
    return np.where(_used(on, *lane), value, 0.0)


def _levels(on: Ground, sold: Numbers, bought: Numbers, product: Numbers) -> Numbers:
    """Return the logarithm of a lane's usual value in the first year."""
    size, skills = on.map.size, on.skills
    found: Numbers = (
        np.log(_USD * skills.appeal[product])
        + _OF_EXPORTER * np.log(size[sold])
        + _OF_IMPORTER * np.log(size[bought])
        - _OF_DISTANCE * np.log(on.map.distance[sold, bought] / _FAR)
        + np.log(skills.advantage[sold, product] * skills.demand[bought, product])
        + _LEVEL * normal(on.plan.seed, Of.LEVEL, sold, bought, product)
    )
    return found


def _used(on: Ground, *lane: Numbers) -> Numbers:
    """Tell in which years a lane is used: half of those that change begin late, half end early."""
    plan, years = on.plan, len(on.plan.years)
    drawn = uniform(plan.seed, Of.CHURN, *lane)[:, None]
    turn = 1 + np.floor(uniform(plan.seed, Of.TURN, *lane) * (years - 1))[:, None]
    year = np.arange(years)[None, :]
    begins, ends = drawn < plan.churn / 2, (drawn >= plan.churn / 2) & (drawn < plan.churn)
    unused: Numbers = (begins & (year < turn)) | (ends & (year >= turn))
    return ~unused if years > 1 else np.ones_like(unused)


def _unit_values(on: Ground, sold: Numbers, bought: Numbers, product: Numbers) -> Numbers:
    """Return true prices in USD a kilogram: the exporter's, times a factor of the lane's own."""
    year = np.arange(len(on.plan.years))
    price = np.log(on.prices.base[sold, product])[:, None]
    price = price + on.prices.growth[sold, product][:, None] * year
    own = _UNIT_VALUE * normal(on.plan.seed, Of.UNIT_VALUE, sold, bought, product)
    return np.exp(price + own[:, None])
