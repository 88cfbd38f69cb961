"""Control totals: a release is weighed against its own totals, and nothing is forced to add up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from steelyard.ingest.control_comparison import Comparison, Found, together
from steelyard.ingest.control_details import breakdowns
from steelyard.ingest.control_partners import world
from steelyard.ingest.control_products import parents, totals
from steelyard.ingest.control_survey import Survey
from steelyard.sources.contract import Check
from steelyard.store.codes import Codes
from steelyard.store.portions import PORTION, in_portions
from steelyard.terms.tables import FLOWS


def comparisons(codes: Codes, rounding: Decimal = Decimal(1)) -> tuple[Comparison, ...]:
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
        codes: the rows of one release as numbers.
        rounding: unit to which the publisher rounds its values, in units of the currency.

    Returns:
        The comparisons, in a settled order; none where the table is not one of flows.
    """
    if codes.kind is not FLOWS:
        return ()
    held = Survey(codes)
    every = (totals, parents, world, breakdowns)
    return tuple(one for compare in every for one in compare(held, rounding))


def control(
    codes: Codes, *, rounding: Decimal = Decimal(1), most: int = PORTION
) -> tuple[Check, ...]:
    """Make the comparisons, in portions of ``most`` rows, and return one check for each."""
    made = comparisons(codes, rounding)
    found = in_portions(codes, lambda portion: [one.measure(portion) for one in made], most)
    return told(made, found)


def told(made: Sequence[Comparison], found: Sequence[Sequence[Found]]) -> tuple[Check, ...]:
    """Return the checks of comparisons, given what each portion showed for each of them."""
    return tuple(
        check
        for place, one in enumerate(made)
        for check in one.tell(together([of[place] for of in found]))
    )
