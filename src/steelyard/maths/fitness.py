"""Fitness of countries and complexity of products by the non-linear iteration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.maths.matrices import Floats, Undetermined, flags

_NOTHING = 1e-200  # of a mean of 1: what falls below it falls for ever


@dataclass(frozen=True, slots=True, eq=False)
class Fitness:
    """Fitness of the countries and complexity of the products that are present anywhere.

    Attributes:
        fitness: of the kept countries, mean 1.
        complexity: of the kept products, mean 1.
        rounds: rounds until nothing changed by more than the tolerance.
        kept_countries: positions in the matrix given.
        kept_products: positions in the matrix given.
    """

    fitness: Floats
    complexity: Floats
    rounds: int
    kept_countries: NDArray[np.intp]
    kept_products: NDArray[np.intp]


def fitness(presence: ArrayLike, tolerance: float = 1e-6, rounds: int = 10_000) -> Fitness:
    """Return the fitness of countries and the complexity of products.

    Equation: ``F_c <- Σ_p M_cp Q_p`` and ``Q_p <- 1 / Σ_c (M_cp / F_c)`` from the values before,
    each divided by its mean, from 1 everywhere, until no value changes by more than ``tolerance``.

    Source: Tacchella, A. et al. (2012), "A new metrics for countries' fitness and products'
    complexity", Scientific Reports 2, 723, equation 1. Some values may tend to 0 slowly, the last
    countries of a nested matrix above all: their order is settled, their size is not (Pugliese,
    E., Zaccaria, A., Pietronero, L. (2016), "On the convergence of the fitness-complexity
    algorithm", European Physical Journal Special Topics 225, pp. 1893-1911).

    Args:
        presence: ``C x P`` of 0 and 1.
        tolerance: largest change between two rounds, where the mean is 1; above 0.
        rounds: most rounds.

    Missing and zero: countries without a product and products without a country are left out and
    reported.

    Raises:
        ValueError: presence is no matrix of 0 and 1, or the tolerance is not above 0.
        Undetermined: nothing is present, a fitness falls to 0 (below 1e-200), or the values still
            change after ``rounds`` rounds.
    """
    if not tolerance > 0:
        raise ValueError(f"the tolerance must be above 0, not {tolerance}")
    held = flags(presence)
    countries, products = np.flatnonzero(held.any(axis=1)), np.flatnonzero(held.any(axis=0))
    if not countries.size:
        raise Undetermined("no product is present in any country")
    kept = held[np.ix_(countries, products)].astype(np.float64)
    before = np.ones(countries.size), np.ones(products.size)
    for done in range(1, rounds + 1):
        now = _next(kept, *before)
        if max(_change(*pair) for pair in zip(before, now, strict=True)) <= tolerance:
            return Fitness(*now, done, countries, products)
        before = now
    raise Undetermined(f"fitness still changes by more than {tolerance} after {rounds} rounds")


def _next(kept: Floats, fit: Floats, hard: Floats) -> tuple[Floats, Floats]:
    if fit.min() < _NOTHING:
        raise Undetermined("the fitness of a country falls to 0")
    fitter, harder = kept @ hard, 1 / ((1 / fit) @ kept)
    return fitter / fitter.mean(), harder / harder.mean()


def _change(before: Floats, now: Floats) -> float:
    return float(np.abs(now - before).max())
