"""Control totals: a release is weighed against its own totals, and nothing is forced to add up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals as nw

from steelyard.ingest.control_details import breakdowns
from steelyard.ingest.control_partners import world
from steelyard.ingest.control_products import parents, totals
from steelyard.ingest.control_survey import survey
from steelyard.sources.contract import Check

Frame = nw.LazyFrame[Any]


def control(frame: Frame, *, rounding: Decimal = Decimal(1)) -> tuple[Check, ...]:
    """Compare a release of flows with the totals that it states itself.

    Equation: ``sum(parts) = whole`` within each cell, for the products of each level and the total,
    products and the code above them, partners and the world, and rows by second partner, mode or
    procedure and the row for all. A cell is what both sides have in common: every other column of
    the natural key. Compared is a cell with both sides and every value of them.

    Two sides differ when ``|sum(parts) - whole| > max(rounding / 2 * n, 1e-9 * whole)``, n the
    number of rows in the cell, each of which is rounded by half a unit at most; the second is what
    a publisher's double precision may lose. A sum above the whole is a difference always. One
    below it is a difference where the parts are held in full, else it tells how much they cover:
    who asks a publisher for three chapters has no wrong total. They are held in full when nine
    cells of ten agree, or as the comparison says (nine of ten chapters of the HS, 150 partners).

    Keys: in the columns of ``FLOWS``. Units: those of the values.

    Missing and zero: a cell with one side only, or with a missing value, is counted and not
    compared. A comparison whose whole or whose parts the release never states is left out.

    Args:
        frame: the rows of one release.
        rounding: unit to which the publisher rounds its values, in units of the currency.

    Returns:
        One check a comparison, in a settled order.
    """
    held = survey(frame)
    found = (
        totals(frame, held, rounding),
        parents(frame, held, rounding),
        world(frame, held, rounding),
        breakdowns(frame, held, rounding),
    )
    return tuple(check for checks in found for check in checks)
