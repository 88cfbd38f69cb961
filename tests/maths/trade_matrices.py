"""Matrices of known complexity, and the table of world exports of 1998 to 2000."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

WORLD = Path(__file__).parents[3] / "shared/data/trade/world_exports_sitc2_1998_2000"
FILE = WORLD / "world_exports_country_sitc2_4d.parquet"
world = pytest.mark.skipif(not FILE.exists(), reason=f"{FILE.name} of shared data is absent")
SMALLEST = 1 / 1000  # of the world, so that ranks are of countries that trade


def nested(countries: int, products: int) -> np.ndarray:
    """Country i has the products that need no more than it can: the first has them all."""
    able = (countries - np.arange(countries)) / countries
    return able[:, None] > np.arange(products) / products


def scattered(seed: int, countries: int, products: int, share: float = 0.4) -> np.ndarray:
    """Presence at random, every country and every product present somewhere."""
    held = np.random.default_rng(seed).random((countries, products)) < share
    held[np.arange(products) % countries, np.arange(products)] = True
    held[np.arange(countries), np.arange(countries) % products] = True
    return held


def exports(seed: int, countries: int, products: int) -> np.ndarray:
    """Exports of skewed size, a third of them nil."""
    random = np.random.default_rng(seed)
    values = random.lognormal(3, 2, (countries, products))
    return np.where(random.random(values.shape) < 1 / 3, 0.0, values)


@cache
def world_exports() -> tuple[tuple[str, ...], tuple[str, ...], np.ndarray]:
    """Countries with more than a thousandth of exports, products, and the matrix."""
    table = pq.read_table(FILE)
    totals = table.group_by("country").aggregate([("value", "sum")])
    least = SMALLEST * pc.sum(totals["value_sum"]).as_py()
    large = totals.filter(pc.greater(totals["value_sum"], least))["country"]
    table = table.filter(pc.is_in(table["country"], large.combine_chunks()))
    names, at = zip(*(_coded(table[key]) for key in ("country", "product")), strict=True)
    matrix = np.zeros((len(names[0]), len(names[1])))
    np.add.at(matrix, at, table["value"].to_numpy())
    return names[0], names[1], matrix


def _coded(column: pa.ChunkedArray) -> tuple[tuple[str, ...], np.ndarray]:
    names, at = np.unique(column.to_numpy(), return_inverse=True)
    return tuple(names), at
