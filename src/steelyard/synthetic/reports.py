"""What a country reports: its rows after every fault, in whole units, with their totals."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from steelyard.synthetic.change import Change, restated
from steelyard.synthetic.draws import Numbers
from steelyard.synthetic.faults import Faults, late, missed, mistaken, recoded
from steelyard.synthetic.ground import Ground
from steelyard.synthetic.rows import Rows, joined, summed
from steelyard.synthetic.sides import crossing

GRAMS = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The report of one country, one row a flow, partner, product and year.

    Rows for all products come first, then flows, partners, products and years in their order, the
    world being the last partner.

    Attributes:
        flow: number of the flow, see ``rows.FLOWS`` (R).
        partner: number of a country; N stands for the world (R).
        product: number of a product; K stands for what is hidden, K + 1 for all, those above for
            codes of the next edition alone (R).
        year: number of the year from 0 (R).
        value: whole US dollars (R).
        grams: net weight; -1 where it is not told (R).
        items: number of items; -1 where a product is not counted, or it is not told (R).
    """

    flow: Numbers
    partner: Numbers
    product: Numbers
    year: Numbers
    value: Numbers
    grams: Numbers
    items: Numbers

    def __len__(self) -> int:
        return len(self.flow)


def report(on: Ground, known: Faults, country: int, to: Change | None = None) -> Report:
    """Return what a country reports.

    Totals are the sums of the rows that are reported, to the unit. With a change of codes the rows
    from its year on are stated under the successors, their sums unchanged.
    """
    rows = mistaken(on, known, country, late(on, country, crossing(on, country)))
    rows = missed(known, country, summed(recoded(on, known, country, rows)))
    rows = _whole(rows)
    rows = rows if to is None else restated(rows, to)
    return _with_totals(on, rows, _items(on, to))


def _items(on: Ground, to: Change | None) -> Numbers:
    """Return kilograms an item by the number of a code; nan where it is not counted."""
    item = np.append(np.where(on.prices.counted, on.prices.item, np.nan), [np.nan, np.nan])
    return item if to is None else item[to.like]


def _whole(rows: Rows) -> Rows:
    """Return rows in whole dollars and grams, at least one of each where something is reported."""
    value = np.where(rows.value > 0, np.maximum(np.rint(rows.value), 1.0), 0.0)
    return replace(rows, value=value, kg=np.maximum(np.rint(rows.kg * GRAMS), value > 0))


def _with_totals(on: Ground, rows: Rows, items: Numbers) -> Report:
    """Return rows and their sums over partners, over products and over both."""
    world, everything = on.plan.countries, on.plan.products + 1
    whole = summed(rows, by=("product",))
    whole = replace(whole, partner=np.full_like(whole.partner, world))
    parts = joined([rows, whole])
    total = summed(parts, by=("partner",))
    total = replace(
        total,
        product=np.full_like(total.product, everything),
        kg=np.full_like(total.kg, np.nan),
    )
    return _flat(items, total, summed(parts))


def _flat(items: Numbers, *blocks: Rows) -> Report:
    found = [_told(rows, items) for rows in blocks]
    return Report(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _told(rows: Rows, items: Numbers) -> tuple[Numbers, ...]:
    at, year = np.nonzero(rows.value)
    product, grams = rows.product[at], rows.kg[at, year]
    known = ~np.isnan(grams)
    item = items[product]
    counted = known & ~np.isnan(item)
    number = np.maximum(
        np.rint(np.where(counted, grams, 0.0) / GRAMS / np.where(counted, item, 1)), 1
    )
    return (
        rows.flow[at].astype(np.int8),
        rows.partner[at].astype(np.int16),
        product.astype(np.int16),
        year.astype(np.int16),
        rows.value[at, year].astype(np.int64),
        np.where(known, grams, -1.0).astype(np.int64),
        np.where(counted, number, -1.0).astype(np.int64),
    )
