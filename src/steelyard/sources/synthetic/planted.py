"""What was planted in a synthetic world: the truth as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial

import numpy as np
import pyarrow as pa

from steelyard.nomenclature.synthetic_places import CODES
from steelyard.sources.synthetic.editions import stated
from steelyard.sources.synthetic.flows import words
from steelyard.sources.synthetic.products import product_codes
from steelyard.synthetic.change import Change
from steelyard.synthetic.draws import Numbers
from steelyard.synthetic.faults import miscoded
from steelyard.synthetic.freight import FREIGHT
from steelyard.synthetic.rows import EXPORTS, FLOWS, IMPORTS, Rows
from steelyard.synthetic.sides import MARKUP, by_consignment
from steelyard.synthetic.world import World


def truth_tables(of: World) -> Iterator[tuple[str, pa.Table]]:
    """Yield the truth of a world as tables by name, values in USD and weights in kilograms."""
    yield "flows", _flows(of)
    yield "countries", _countries(of)
    yield "products", _products(of)
    yield "pairs", _pairs(of)
    yield "prices", _prices(of)
    yield "faults", _faults(of)
    yield "miscoded", _miscoded(of)
    yield "numbers", _numbers(of)
    if of.change is not None:
        yield "successors", _successors(of, of.change)


def _flows(of: World) -> pa.Table:
    at, year = np.nonzero(of.lanes.value)
    place = partial(words, CODES)
    return pa.table(
        {
            "exporter": place(of.lanes.exporter[at]),
            "importer": place(of.lanes.importer[at]),
            "product": words(product_codes(of.plan.products), of.lanes.product[at]),
            "year": _years(of, year),
            "value": of.lanes.value[at, year],
            "kg": of.lanes.kg[at, year],
            "margin": of.margin[at, year],
            "hub": place(of.hub[at]),
            "through": of.through[at],
        }
    )


def _countries(of: World) -> pa.Table:
    on, number = of.ground, of.plan.countries
    spread = of.faults.spread
    return pa.table(
        {
            "country": list(CODES[:number]),
            "size": on.map.size,
            "growth": on.map.growth,
            "capability": on.skills.capability,
            "hub": np.isin(np.arange(number), on.map.hubs) & bool(of.plan.reexports),
            "by_consignment": by_consignment(on),
            "spread_of_exports": spread[:, EXPORTS],
            "spread_of_imports": spread[:, IMPORTS],
        }
    )


def _products(of: World) -> pa.Table:
    on = of.ground
    return pa.table(
        {
            "product": list(product_codes(of.plan.products)),
            "requirement": on.skills.requirement,
            "appeal": on.skills.appeal,
            "counted": on.prices.counted,
            "kg_an_item": on.prices.item,
        }
    )


def _pairs(of: World) -> pa.Table:
    pair = of.ground.pairs
    return pa.table(
        {
            "exporter": words(CODES, pair[0]),
            "importer": words(CODES, pair[1]),
            "km": of.ground.map.distance[pair],
            "hub": words(CODES, of.ground.map.hub[pair]),
            "through": of.ground.map.through[pair],
        }
    )


def _prices(of: World) -> pa.Table:
    index = of.truth_prices()
    country, product, year = (axis.ravel() for axis in np.indices(index.shape))
    return pa.table(
        {
            "exporter": words(CODES, country),
            "product": words(product_codes(of.plan.products), product),
            "year": _years(of, year),
            "index": index.ravel(),
            "usd_a_kg": (of.ground.prices.base[:, :, None] * index).ravel(),
        }
    )


def _faults(of: World) -> pa.Table:
    """Return years without a report, slips of the unit, and hidden products, a row each."""
    known = of.faults
    silent, slipped, secret = (np.nonzero(x) for x in (known.silent, known.slipped, known.secret))
    counts = [len(found[0]) for found in (silent, slipped, secret)]
    none = [np.full(count, -1) for count in counts]
    return pa.table(
        {
            "fault": words(("silent", "thousandfold", "hidden"), np.repeat([0, 1, 2], counts)),
            "reporter": words(CODES, np.concatenate([silent[0], slipped[0], secret[0]])),
            "flow": words(FLOWS, np.concatenate([none[0], slipped[1], secret[1]])),
            "year": _years(of, np.concatenate([silent[1], slipped[2], none[2]])),
            "product": words(
                product_codes(of.plan.products), np.concatenate([none[0], none[1], secret[2]])
            ),
        }
    )


def _miscoded(of: World) -> pa.Table:
    """Return the flows of lanes, on their straight way, reported under the next product."""
    found = [
        _of(of, flow, own, other)
        for flow, own, other in (
            (EXPORTS, of.lanes.exporter, of.lanes.importer),
            (IMPORTS, of.lanes.importer, of.lanes.exporter),
        )
    ]
    reporter, partner, flow, product = (np.concatenate(one) for one in zip(*found, strict=True))
    codes = product_codes(of.plan.products)
    return pa.table(
        {
            "reporter": words(CODES, reporter),
            "partner": words(CODES, partner),
            "flow": words(FLOWS, flow),
            "product": words(codes, product),
            "reported": words(codes, (product + 1) % len(codes)),
        }
    )


def _of(of: World, flow: int, own: Numbers, other: Numbers) -> tuple[Numbers, ...]:
    lanes = of.lanes
    rows = Rows(np.full(len(lanes), flow), other, lanes.product, lanes.value, lanes.kg)
    wrong = miscoded(of.ground, own, rows)
    return own[wrong], other[wrong], rows.flow[wrong], rows.product[wrong]


def _successors(of: World, to: Change) -> pa.Table:
    """Return what goes from each product to each code of the next edition, a row a link."""
    goods = to.source < of.plan.products
    codes = stated(of.plan).codes
    return pa.table(
        {
            "product": words(codes, to.source[goods]),
            "successor": words(codes, to.target[goods]),
            "share": to.share[goods],
        }
    )


def _numbers(of: World) -> pa.Table:
    freight = {f"freight_{name}": value for name, value in asdict(FREIGHT).items()}
    told = {**of.plan.told(), **freight, "markup_of_hubs": MARKUP}
    return pa.table({"name": list(told), "value": [float(value) for value in told.values()]})


def _years(of: World, numbers: Numbers) -> pa.Array:
    return words([str(year) for year in of.plan.years], numbers)
