"""Figures of several units in one column, and the digits that they are told to."""

from __future__ import annotations

from math import isnan
from typing import SupportsFloat

POINTS = "percentage points"
"""Unit of a difference of two ratios, times 100."""
SEE_UNIT = "see unit"
"""Unit of a column of figures whose rows name their own, in the column ``unit``."""
DIGITS = 12
"""Significant digits of a figure made in double precision."""


def rounded(value: SupportsFloat | None) -> float | None:
    """Return a figure to ``DIGITS``, so that it does not depend on the order of a sum.

    Missing and zero: missing, and what is no number, is None.
    """
    return None if value is None or isnan(value) else float(f"{float(value):.{DIGITS}g}")
