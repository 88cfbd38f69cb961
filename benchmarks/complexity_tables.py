"""Tables of exports on which economic complexity is timed and compared."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

WORLD = Path(__file__).parents[2] / "shared/data/trade/world_exports_sitc2_1998_2000"
SYNTHETIC = {"countries": 60, "products": 800, "first": 2015, "last": 2016, "density": 0.15}
Made = dict[str, Any]


def made_up(countries: int, products: int, seed: int) -> Made:
    """Return exports that follow from what countries are able to do and products need."""
    random = np.random.default_rng(seed)
    able, needed = random.normal(size=(countries, 1)), random.normal(size=products)
    chance = 1 / (1 + np.exp(2 * (needed - able)))
    held = random.random(chance.shape) < chance
    size = random.lognormal(0, 2, (countries, 1)) * random.lognormal(0, 1, products)
    values = np.where(held, size * random.lognormal(0, 1.5, chance.shape), 0.0)
    at = np.nonzero(values)
    return {"country": at[0], "product": at[1], "value": values[at]}


def synthetic(seed: int) -> Made:
    """Return the true exports of a synthetic world, in which complexity is nested."""
    plan = import_module("steelyard.synthetic.plan").planned({"seed": seed, **SYNTHETIC})
    lanes = import_module("steelyard.synthetic.world").world(plan).lanes
    exports = np.zeros((plan.countries, plan.products))
    np.add.at(exports, (lanes.exporter, lanes.product), lanes.value[:, -1])
    at = np.nonzero(exports)
    return {"country": at[0], "product": at[1], "value": exports[at]}


def of_the_world() -> Made:
    """Return the world's exports of 1998 to 2000."""
    table = import_module("pyarrow.parquet").read_table(next(WORLD.glob("*.parquet")))
    found = {key: table[key].to_numpy() for key in table.column_names}
    for key in ("country", "product"):
        found[key] = np.unique(found[key], return_inverse=True)[1]
    return found
