"""Income content of products (PRODY) and of countries' exports (EXPY)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from steelyard.maths.matrices import Floats, amounts, quotient


def prody(exports: ArrayLike, income: ArrayLike) -> Floats:
    """Return the income of the countries that export each product, weighted by advantage.

    Equation: ``PRODY_p = Σ_c (x_cp / X_c) Y_c / Σ_c (x_cp / X_c)``.

    Source: Hausmann, R., Hwang, J., Rodrik, D. (2007), "What you export matters", Journal of
    Economic Growth 12, pp. 1-25, equation of PRODY.

    Args:
        exports: ``C x P``, at least 0, in one unit of money.
        income: ``C``, income a head, usually at purchasing power.

    Returns:
        ``P``, in the unit of income.

    Missing and zero: a country without exports has no weight; a product that nobody exports has
    no value (NaN).

    Raises:
        ValueError: exports or an income is missing (NaN) or infinite, exports are negative, or
            the shapes do not fit.
    """
    shares, incomes = _shares(exports), _finite(income)
    if incomes.shape != shares.shape[:1]:
        raise ValueError(f"incomes {incomes.shape} do not fit {shares.shape[0]} countries")
    return quotient(incomes @ shares, shares.sum(axis=0))


def expy(exports: ArrayLike, content: ArrayLike) -> Floats:
    """Return the mean PRODY of each country's exports, weighted by value.

    Equation: ``EXPY_c = Σ_p (x_cp / X_c) PRODY_p``.

    Source: Hausmann, Hwang and Rodrik (2007), as for ``prody``, equation of EXPY.

    Args:
        exports: ``C x P``, at least 0, in one unit of money.
        content: ``P``, PRODY; it may be of another year or of more countries.

    Returns:
        ``C``, in the unit of income.

    Missing and zero: NaN for a country without exports, and for one that exports a product whose
    PRODY is missing.

    Raises:
        ValueError: exports are missing (NaN), infinite or negative, or the shapes do not fit.
    """
    held, contents = amounts(exports), np.asarray(content, dtype=np.float64)
    if contents.shape != held.shape[1:]:
        raise ValueError(f"PRODY {contents.shape} does not fit {held.shape[1]} products")
    known = np.where(held > 0, held * contents, 0.0)
    return quotient(known.sum(axis=1), held.sum(axis=1))


def _shares(exports: ArrayLike) -> Floats:
    """Return the shares of products in each country's exports, 0 for one that exports nothing."""
    held = amounts(exports)
    totals = held.sum(axis=1, keepdims=True)
    return held / np.where(totals > 0, totals, 1.0)


def _finite(income: ArrayLike) -> Floats:
    found = np.asarray(income, dtype=np.float64)
    if not np.isfinite(found).all():
        raise ValueError("an income is missing; leave its country out of both")
    return found
