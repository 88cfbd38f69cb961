"""Prices by exporter and product, which grow at known rates, and the weight of an item."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.synthetic.draws import Numbers, Of, normal, uniform
from steelyard.synthetic.plan import Plan

_USD_A_KG, _PRICES, _QUALITIES = 20.0, 1.3, 0.3
_ITEMS, _ITEM_SPREAD, _COUNTED = 5.0, 2.0, 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """The planted prices; N countries, K products.

    Attributes:
        base: USD a kilogram in the first year, by exporter and product (N, K).
        growth: yearly growth of the price in logs, by exporter and product (N, K).
        counted: whether a product is counted in items beside its weight (K).
        item: kilograms an item (K).
    """

    base: Numbers
    growth: Numbers
    counted: Numbers
    item: Numbers

    def index(self, years: int) -> Numbers:
        """Return the planted price index, 1 in the first year (N, K, years)."""
        return np.exp(self.growth[:, :, None] * np.arange(years))


def prices(plan: Plan) -> Prices:
    """Return the prices of a world; growth is inflation, the country's and the product's drift."""
    who, what = np.arange(plan.countries), np.arange(plan.products)
    quality = normal(plan.seed, Of.QUALITY, who[:, None], what[None, :])
    country = plan.prices * normal(plan.seed, Of.COUNTRY_PRICES, who)
    product = plan.prices * normal(plan.seed, Of.PRODUCT_PRICES, what)
    base = _USD_A_KG * np.exp(_PRICES * normal(plan.seed, Of.PRICE, what))
    return Prices(
        base=base[None, :] * np.exp(_QUALITIES * quality),
        growth=plan.inflation + country[:, None] + product[None, :],
        counted=uniform(plan.seed, Of.COUNTED, what) < _COUNTED,
        item=_ITEMS * np.exp(_ITEM_SPREAD * normal(plan.seed, Of.ITEM_WEIGHT, what)),
    )
