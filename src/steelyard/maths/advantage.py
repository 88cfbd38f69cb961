"""Revealed comparative advantage, and the presence of a product in a country's exports."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from steelyard.maths.matrices import Flags, Floats, amounts, quotient


def advantage(exports: ArrayLike) -> Floats:
    """Return the revealed comparative advantage of every country in every product.

    Equation: ``RCA_cp = (x_cp / X_c) / (X_p / X)``, with ``X_c``, ``X_p`` and ``X`` the sums of
    exports over products, over countries, and over both.

    Source: Balassa, B. (1965), "Trade liberalisation and 'revealed' comparative advantage", The
    Manchester School 33(2), pp. 99-123.

    Args:
        exports: ``C x P``, at least 0, in one unit of money.

    Returns:
        ``C x P``, a ratio: 1 is the world's average share.

    Missing and zero: nil exports give 0. A country that exports nothing and a product that nobody
    exports have no advantage: 0 / 0 is NaN, never 0.

    Raises:
        ValueError: an export is missing (NaN), infinite or negative.
    """
    held = amounts(exports)
    of_products = held.sum(axis=0)
    world = of_products / (of_products.sum() or 1.0)
    return quotient(quotient(held, held.sum(axis=1, keepdims=True)), world)


def presence(rca: ArrayLike, threshold: float = 1.0) -> Flags:
    """Return where a country exports a product with comparative advantage.

    Equation: ``M_cp = 1 if RCA_cp >= threshold else 0``.

    Source: Hidalgo, C. A., Klinger, B., Barabási, A.-L., Hausmann, R. (2007), "The product space
    conditions the development of nations", Science 317, pp. 482-487.

    Args:
        rca: ``C x P``, as ``advantage`` gives it.
        threshold: above 0; 1 is usual.

    Returns:
        ``C x P`` booleans.

    Missing and zero: an advantage without a value (NaN) is no presence, and neither is 0.

    Raises:
        ValueError: the threshold is not above 0.
    """
    if not threshold > 0:
        raise ValueError(f"the threshold must be above 0, not {threshold}")
    found: Flags = np.asarray(rca, dtype=np.float64) >= threshold
    return found
