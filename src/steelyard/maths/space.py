"""The product space: proximity of products, density around them, and what lies in reach.

Outlook and gain are sums whose last digits depend on the machine's linear algebra.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, log2

import numpy as np
from numpy.typing import ArrayLike

from steelyard.maths.matrices import Floats, present

_ROWS = 256  # of the product space at a time, so that a block stays in the processor's cache
_DIGITS = 52  # binary, of a sum that double precision holds exactly


def proximity(presence: ArrayLike) -> Floats:
    """Return how often two products are present in the same countries.

    Equation: ``φ_pq = min(P(p|q), P(q|p)) = n_pq / max(u_p, u_q)``, with ``n_pq`` the number of
    countries in which both are present and ``u`` ubiquity. The diagonal is 1.

    Source: Hidalgo, C. A., Klinger, B., Barabási, A.-L., Hausmann, R. (2007), "The product space
    conditions the development of nations", Science 317, pp. 482-487, definition of proximity.

    Args:
        presence: ``C x P`` of 0 and 1.

    Returns:
        ``P x P``, symmetric, from 0 to 1.

    Missing and zero: 0 where no country has both.

    Raises:
        ValueError: presence is no matrix of 0 and 1, or no country has some product, so that a
            conditional probability has no value; leave it out (``Complexity.kept_products``).
    """
    held = present(presence).astype(np.float32)  # counts of countries are exact below 2^24
    ubiquity = held.sum(axis=0, dtype=np.float64)
    found = np.empty((ubiquity.size, ubiquity.size))
    for rows in _blocks(ubiquity.size):
        both, either = held[:, rows].T @ held, np.maximum(ubiquity[rows, None], ubiquity)
        np.divide(both, either, out=found[rows])
    return found


def density(presence: ArrayLike, near: ArrayLike) -> Floats:
    """Return how much of the surroundings of each product a country has.

    Equation: ``ω_cp = Σ_q M_cq φ_pq / Σ_q φ_pq``. A product is part of its own surroundings.

    Source: Hidalgo et al. (2007), as for ``proximity``, definition of density.

    Args:
        presence: ``C x P`` of 0 and 1.
        near: ``P x P`` proximity, its diagonal 1.

    Returns:
        ``C x P``, from 0 to 1. Proximities count in whole parts of at least 40 binary digits for
        up to 4,096 products (39 to 8,192), whose sums are exact in any order and on any machine.

    Missing and zero: 0 for a country that has no product near.

    Raises:
        ValueError: as for ``proximity``; or the shapes do not fit.
    """
    held, around = present(presence).astype(np.float64), _fitting(near, presence)
    exact, found = 2.0 ** (_DIGITS - ceil(log2(around.shape[0]))), np.empty(held.shape)
    for rows in _blocks(around.shape[0]):
        parts = np.rint(around[rows] * exact)
        found[:, rows] = held @ parts.T / parts.sum(axis=1)
    return found


def outlook(presence: ArrayLike, around: ArrayLike, pci: ArrayLike) -> Floats:
    """Return the complexity outlook index (COI): how complex the absent products near by are.

    Equation: ``COI_c = Σ_p ω_cp (1 - M_cp) PCI_p``, with ``ω`` density; not normalised.

    Source: Hausmann, R., Hidalgo, C. A. et al. (2014), "The Atlas of Economic Complexity", MIT
    Press, chapter 5, complexity outlook index.

    Args:
        presence: ``C x P`` of 0 and 1.
        around: ``C x P`` density.
        pci: ``P`` complexity of the products.

    Returns:
        ``C``, in the unit of ``pci``.

    Missing and zero: 0 for a country that has every product.

    Raises:
        ValueError: as for ``proximity``; or the shapes do not fit.
    """
    held, reach = present(presence), np.asarray(around, dtype=np.float64)
    if reach.shape != held.shape:
        raise ValueError(f"density {reach.shape} does not fit presence {held.shape}")
    found: Floats = np.where(held, 0.0, reach) @ np.asarray(pci, dtype=np.float64)
    return found


def gain(presence: ArrayLike, near: ArrayLike, pci: ArrayLike) -> Floats:
    """Return the complexity outlook gain (COG): what each absent product would open up.

    Equation: ``COG_cp = (1 - M_cp) Σ_q (1 - M_cq) PCI_q φ_pq / Σ_r φ_qr``: the outlook that comes
    nearer with product p. It is the equation of the Growth Lab's package ``ecomplexity``.

    Source: as for ``outlook``, complexity outlook gain.

    Args:
        presence: ``C x P`` of 0 and 1.
        near: ``P x P`` proximity, symmetric, its diagonal 1.
        pci: ``P`` complexity of the products.

    Returns:
        ``C x P``, in the unit of ``pci``.

    Missing and zero: 0 for a product that is present.

    Raises:
        ValueError: as for ``proximity``; or the shapes do not fit.
    """
    held, around = present(presence), _fitting(near, presence)
    absent, each = np.where(held, 0.0, 1.0), np.asarray(pci, dtype=np.float64)
    opened: Floats = absent * ((absent * (each / around.sum(axis=1))) @ around.T)
    return opened


def _blocks(products: int) -> Iterator[slice]:
    return (slice(first, first + _ROWS) for first in range(0, products, _ROWS))


def _fitting(near: ArrayLike, presence: ArrayLike) -> Floats:
    found = np.asarray(near, dtype=np.float64)
    products = np.shape(presence)[1]
    if found.shape != (products, products):
        raise ValueError(f"proximity {found.shape} does not fit {products} products")
    return found
