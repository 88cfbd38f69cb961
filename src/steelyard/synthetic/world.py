"""A world whole: the truth behind every report, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import partial

import numpy as np

from steelyard.synthetic.change import Change, Links, change
from steelyard.synthetic.draws import Numbers
from steelyard.synthetic.faults import Faults, faults
from steelyard.synthetic.freight import margins
from steelyard.synthetic.ground import Ground, ground
from steelyard.synthetic.lanes import Lanes, by_exporter
from steelyard.synthetic.plan import Plan
from steelyard.synthetic.reports import Report, report

LASPEYRES, PAASCHE, FISHER = "laspeyres", "paasche", "fisher"


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The truth of a synthetic world; N countries, K products, L lanes, T years.

    Attributes:
        plan: what was asked for.
        ground: what follows by country, pair and product: geography, skills, prices.
        faults: what is known of the errors of reports.
        lanes: who sold what to whom, by exporter, importer, product.
        margin: share of the voyage in the value of each lane that goes the straight way (L, T).
        hub: hub that part of a lane passes; -1 for none (L).
        through: share of it that does (L).
        change: what codes become in the next edition, with the planted shares; None where no year
            is stated in it.
    """

    plan: Plan
    ground: Ground
    faults: Faults
    lanes: Lanes
    margin: Numbers
    hub: Numbers
    through: Numbers
    change: Change | None = None

    def truth_exports(self) -> Numbers:
        """Return true exports by exporter, importer, product and year, in USD FOB (N, N, K, T)."""
        plan, lanes = self.plan, self.lanes
        shape = (plan.countries, plan.countries, plan.products, len(plan.years))
        found = np.zeros(shape)
        found[lanes.exporter, lanes.importer, lanes.product] = lanes.value
        return found

    def truth_totals(self) -> Numbers:
        """Return true exports by exporter, importer and year, in USD FOB (N, N, T)."""
        plan, lanes = self.plan, self.lanes
        found = np.zeros((plan.countries, plan.countries, len(plan.years)))
        np.add.at(found, (lanes.exporter, lanes.importer), lanes.value)
        return found

    def truth_cif(self) -> Numbers:
        """Return the true value of each lane where it lands, had all of it gone straight (L, T)."""
        return self.lanes.value * (1.0 + self.margin)

    def truth_prices(self) -> Numbers:
        """Return the planted price index by exporter and product, 1 in the first year (N, K, T)."""
        return self.ground.prices.index(len(self.plan.years))

    def truth_price_index(self, exporter: int, begins: int, ends: int, formula: str) -> float:
        """Return the true index of an exporter's prices over lanes used in both years.

        Args:
            exporter: its number.
            begins: number of the year of reference.
            ends: number of the year compared with it.
            formula: ``laspeyres``, ``paasche`` or ``fisher``.
        """
        mine = self.lanes.exporter == exporter
        value, kg = (n[mine][:, [begins, ends]] for n in (self.lanes.value, self.lanes.kg))
        first, last = value[(value > 0).all(axis=1)].T
        before, after = kg[(value > 0).all(axis=1)].T
        laspeyres = float((last / after * before).sum() / first.sum())
        paasche = float(last.sum() / (first / before * after).sum())
        both = float(np.sqrt(laspeyres * paasche))
        return {LASPEYRES: laspeyres, PAASCHE: paasche, FISHER: both}[formula]

    def truth_successors(self) -> Numbers:
        """Return the share of each code that goes to each code of the next edition (K, C).

        C counts the products, what is hidden, all goods, and the codes of that edition alone. Times
        true values (K), it gives what stands under the new codes; where no two codes became one and
        the same, its pseudo-inverse gives the values back. Without a change every code stays.
        """
        kept = self.plan.products
        if self.change is None:
            return np.eye(kept, kept + 2)
        found = np.zeros((kept + 2, len(self.change.like)))
        found[self.change.source, self.change.target] = self.change.share
        return found[:kept]

    def reports(self) -> Iterator[Report]:
        """Yield what each country reports, in their order."""
        one = partial(report, self.ground, self.faults, to=self.change)
        return map(one, range(self.plan.countries))


def world(plan: Plan, links: Links | None = None) -> World:
    """Return a world whole, in memory; see ``reports`` for what is made piece by piece.

    Args:
        plan: the plan.
        links: what the codes may become in the next edition; without them, all codes stay.
    """
    on = ground(plan)
    every = list(by_exporter(on))
    found = Lanes(*(np.concatenate([getattr(one, n.name) for one in every]) for n in fields(Lanes)))
    leg = found.exporter, found.importer
    return World(
        plan=plan,
        ground=on,
        faults=faults(on),
        lanes=found,
        margin=margins(on, leg, found.product, found.value, found.kg),
        hub=on.map.hub[leg],
        through=on.map.through[leg],
        change=None if links is None else change(plan, links),
    )
