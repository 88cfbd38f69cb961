"""Where countries lie, how large they are, and through which hub goods between them may pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.synthetic.draws import Numbers, Of, normal, uniform
from steelyard.synthetic.plan import Plan

RADIUS = 6371.0
"""Kilometres."""

NO_HUB = -1
_NEAREST, _SPREAD = 100.0, 1.1
_COUNTRIES_A_HUB = 15
_GROWTH, _GROWTH_SPREAD = 0.02, 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Geography:
    """What is known of countries and pairs of them; N countries.

    Attributes:
        size: economic size, 1 in the middle, the largest country first (N).
        growth: yearly growth of real trade in logs (N).
        distance: kilometres; 0 from a country to itself (N, N).
        hubs: the countries through which goods pass.
        hub: the hub on the way from exporter to importer; -1 for none (N, N).
        through: share of trade that takes that way (N, N).
    """

    size: Numbers
    growth: Numbers
    distance: Numbers
    hubs: tuple[int, ...]
    hub: Numbers
    through: Numbers


def geography(plan: Plan) -> Geography:
    """Return the geography of a world: places spread evenly over a globe, sizes log-normal.

    The largest countries are hubs, one in fifteen. Trade of two others passes the hub on the
    shortest way, a share of it between 0 and ``reexports``.
    """
    who = np.arange(plan.countries)
    size = np.exp(-np.sort(-_SPREAD * normal(plan.seed, Of.SIZE, who)))
    distance = _distances(plan, who)
    hubs = who[: max(1, plan.countries // _COUNTRIES_A_HUB)]
    hub = _between(distance, hubs if plan.reexports else hubs[:0])
    drawn = uniform(plan.seed, Of.ROUNDABOUT, who[:, None], who[None, :])
    return Geography(
        size=size,
        growth=_GROWTH + _GROWTH_SPREAD * normal(plan.seed, Of.GROWTH, who),
        distance=distance,
        hubs=tuple(hubs.tolist()),
        hub=hub,
        through=np.where(hub == NO_HUB, 0.0, plan.reexports * drawn),
    )


def _distances(plan: Plan, who: Numbers) -> Numbers:
    """Return great-circle distances, at least a hundred kilometres."""
    height = 2.0 * uniform(plan.seed, Of.HEIGHT, who) - 1.0
    angle = 2.0 * np.pi * uniform(plan.seed, Of.ANGLE, who)
    flat = np.sqrt(1.0 - height**2)
    at = np.stack([flat * np.cos(angle), flat * np.sin(angle), height], axis=1)
    cosine = (at[:, None, :] * at[None, :, :]).sum(axis=2)
    distance: Numbers = np.maximum(RADIUS * np.arccos(np.clip(cosine, -1.0, 1.0)), _NEAREST)
    np.fill_diagonal(distance, 0.0)
    return distance


def _between(distance: Numbers, hubs: Numbers) -> Numbers:
    """Return the hub on the shortest way between two countries that are none."""
    if not len(hubs):
        return np.full(distance.shape, NO_HUB)
    ways = distance[:, hubs][:, :, None] + distance[hubs, :][None, :, :]
    hub: Numbers = hubs[np.argmin(ways, axis=1)]
    hub[hubs, :] = NO_HUB
    hub[:, hubs] = NO_HUB
    np.fill_diagonal(hub, NO_HUB)
    return hub
