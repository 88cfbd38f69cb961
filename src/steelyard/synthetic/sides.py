"""What truly crosses a country's border, as its customs would see it without a fault.

Exports are valued free on board, imports with insurance and freight. Part of a lane may pass a hub:
its exporter names the hub as the destination; the hub imports the goods and exports them again; the
importer names the origin, or the hub if it records by consignment.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.synthetic.draws import Numbers, Of, uniform
from steelyard.synthetic.freight import margins
from steelyard.synthetic.geography import NO_HUB
from steelyard.synthetic.ground import Ground
from steelyard.synthetic.lanes import Lanes, lanes
from steelyard.synthetic.rows import EXPORTS, IMPORTS, REEXPORTS, Rows, joined, summed

MARKUP = 1.05
"""Value of goods that leave a hub, of their value when they left their origin."""


def crossing(on: Ground, country: int) -> Rows:
    """Return what crosses the border of a country, summed by flow, partner and product."""
    others = np.flatnonzero(on.ease[country])
    here = np.full(len(others), country)
    parts = [
        *_sold(on, lanes(on, here, others)),
        *_bought(on, lanes(on, others, here), by_consignment(on)[country]),
        *_passed(on, country),
    ]
    return summed(joined(parts))


def by_consignment(on: Ground) -> Numbers:
    """Tell which countries name the hub as the partner of imports that pass one."""
    drawn = uniform(on.plan.seed, Of.CONSIGNMENT, np.arange(on.plan.countries))
    return drawn < on.plan.consignment


def parted(on: Ground, those: Lanes) -> tuple[Numbers, Numbers]:
    """Return the hub of each lane, -1 for none, and the share of it that passes there (L, 1)."""
    pair = those.exporter, those.importer
    return on.map.hub[pair], on.map.through[pair][:, None]


def _sold(on: Ground, those: Lanes) -> Iterator[Rows]:
    hub, share = parted(on, those)
    yield _rows(EXPORTS, those.importer, those, those.value).times(1.0 - share)
    round_about = hub != NO_HUB
    some = those.at(round_about)
    yield _rows(EXPORTS, hub[round_about], some, some.value).times(share[round_about])


def _bought(on: Ground, those: Lanes, consigned: bool) -> Iterator[Rows]:
    hub, share = parted(on, those)
    straight = _landed(on, (those.exporter, those.importer), those, those.value)
    yield _rows(IMPORTS, those.exporter, those, straight).times(1.0 - share)
    round_about = hub != NO_HUB
    some, way = those.at(round_about), hub[round_about]
    landed = _landed(on, (way, some.importer), some, some.value * MARKUP)
    partner = way if consigned else some.exporter
    yield _rows(IMPORTS, partner, some, landed).times(share[round_about])


def _passed(on: Ground, country: int) -> Iterator[Rows]:
    """Yield what a hub imports to export it again, those exports, and they as re-exports."""
    ways = np.nonzero(on.map.hub == country)
    if not on.plan.reexports or not len(ways[0]):
        return
    those = lanes(on, *ways)
    _, share = parted(on, those)
    here = np.full(len(those), country)
    landed = _landed(on, (those.exporter, here), those, those.value)
    yield _rows(IMPORTS, those.exporter, those, landed).times(share)
    for flow in (EXPORTS, REEXPORTS):
        yield _rows(flow, those.importer, those, those.value * MARKUP).times(share)


def _landed(on: Ground, leg: tuple[Numbers, Numbers], those: Lanes, value: Numbers) -> Numbers:
    return value * (1.0 + margins(on, leg, those.product, value, those.kg))


def _rows(flow: int, partner: Numbers, those: Lanes, value: Numbers) -> Rows:
    return Rows(np.full(len(those), flow), partner, those.product, value, those.kg)
