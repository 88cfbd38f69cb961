"""Economic complexity of countries (ECI) and products (PCI)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steelyard.maths.matrices import Floats, Undetermined, flags

_ALIKE = 1e-9  # eigenvalues of a matrix whose largest is 1 that are not told apart
_ENOUGH = 2


@dataclass(frozen=True, slots=True, eq=False)
class Complexity:
    """Complexity of the countries and products that are present anywhere.

    Attributes:
        eci: of the kept countries, mean 0 and standard deviation 1.
        pci: of the kept products, on the scale of ``eci``: a country's ECI is the mean PCI of the
            products present in it.
        diversity: number of products present in each kept country.
        ubiquity: number of countries in which each kept product is present.
        kept_countries: positions in the matrix given; the others have no product and no ECI.
        kept_products: positions in the matrix given; the others are in no country.
        alignment: correlation of ECI with diversity, above 0; where it is near 0 the sign of both
            rests on little.
    """

    eci: Floats
    pci: Floats
    diversity: Floats
    ubiquity: Floats
    kept_countries: NDArray[np.intp]
    kept_products: NDArray[np.intp]
    alignment: float


def complexity(presence: ArrayLike) -> Complexity:
    """Return the economic complexity of countries and products.

    Equation: ECI is the eigenvector of the second largest eigenvalue λ of
    ``D^-1 M U^-1 M'``, with ``M`` presence, ``D`` diversity and ``U`` ubiquity on the diagonal;
    ``PCI = U^-1 M' ECI / λ``, so that ``ECI = D^-1 M PCI``. Both are less the mean of ECI and
    divided by its standard deviation (of all countries, not of a sample). The sign is that of a
    positive correlation of ECI with diversity. The symmetric matrix ``A A'`` or ``A' A``, with
    ``A = D^-1/2 M U^-1/2``, is solved, whichever is smaller. The last two or three of sixteen
    digits depend on the machine's linear algebra and its number of threads.

    Source: Hidalgo, C. A. and Hausmann, R. (2009), "The building blocks of economic complexity",
    PNAS 106(26), pp. 10570-10575; Hausmann, R., Hidalgo, C. A. et al. (2014), "The Atlas of
    Economic Complexity", MIT Press, technical box 2.1, p. 24, for eigenvector, sign and scale of
    ECI. The scale of PCI is that of the Growth Lab's package ``ecomplexity``; the Atlas gives PCI
    a mean of 0 and a standard deviation of 1 of its own, which changes neither order nor distances.

    Args:
        presence: ``C x P`` of 0 and 1.

    Missing and zero: countries without a product and products without a country are left out and
    reported by ``kept_countries`` and ``kept_products``; nothing is NaN.

    Raises:
        ValueError: presence is no matrix of 0 and 1.
        Undetermined: fewer than two countries or products are left; they fall into groups that
            share no product; all countries are alike; the second eigenvalue is repeated; or ECI
            is not correlated with diversity, so that its sign is open.
    """
    held = flags(presence)
    countries, products = np.flatnonzero(held.any(axis=1)), np.flatnonzero(held.any(axis=0))
    if min(countries.size, products.size) < _ENOUGH:
        raise Undetermined("complexity compares two countries and two products at least")
    kept = held[np.ix_(countries, products)].astype(np.float64)
    diversity, ubiquity = kept.sum(axis=1), kept.sum(axis=0)
    of_products = _second(kept, diversity, ubiquity) / np.sqrt(ubiquity)
    of_countries = kept @ of_products / diversity
    together = _alignment(of_countries, diversity)
    centre, spread = of_countries.mean(), of_countries.std() * np.sign(together)
    eci, pci = (of_countries - centre) / spread, (of_products - centre) / spread
    return Complexity(eci, pci, diversity, ubiquity, countries, products, abs(together))


def _second(kept: Floats, diversity: Floats, ubiquity: Floats) -> Floats:
    """Return the second right singular vector of ``A``, solved on the smaller side."""
    scaled = kept / np.sqrt(diversity)[:, None] / np.sqrt(ubiquity)
    if scaled.shape[0] < scaled.shape[1]:
        of_countries: Floats = scaled.T @ _second_of(scaled @ scaled.T)
        return of_countries
    return _second_of(scaled.T @ scaled)


def _second_of(square: Floats) -> Floats:
    """Return the eigenvector of the second largest eigenvalue, which must stand alone."""
    values, vectors = np.linalg.eigh(square)
    second, third = values[-2], values[-3] if values.size > _ENOUGH else 0.0
    if second > 1 - _ALIKE:
        raise Undetermined("the countries fall into groups that share no product")
    if second < _ALIKE:
        raise Undetermined("the countries do not differ in what they export")
    if second - third < _ALIKE:
        raise Undetermined("the second eigenvalue is repeated: no one vector belongs to it")
    found: Floats = vectors[:, -2]
    return found


def _alignment(of_countries: Floats, diversity: Floats) -> float:
    """Return the correlation of complexity and diversity, which gives the sign."""
    away, wide = of_countries - of_countries.mean(), diversity - diversity.mean()
    sizes = float(np.linalg.norm(away) * np.linalg.norm(wide))
    together = float(away @ wide)
    if abs(together) <= _ALIKE * sizes:
        raise Undetermined("complexity is not correlated with diversity: its sign is open")
    return together / sizes
