"""The suppliers of a country in one year: what each supplies, and what none of them does."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from steelyard.accounts.ledger import Frame, Ledger
from steelyard.accounts.panel import Panel
from steelyard.terms.evidence import Method
from steelyard.terms.place import WORLD

NEAR = 1e-6
"""Part of imports up to which suppliers add up to the world's total."""
EFFECTIVE = Method(
    "effective-suppliers",
    "1 / H, H = sum(s_i^2), s the shares of suppliers in imports",
    "Adelman (1969), The Review of Economics and Statistics 51(1), pp. 99-101",
)


@dataclass(frozen=True, slots=True)
class Supplied:
    """The imports of one year by supplier.

    Attributes:
        parts: ``partner, value`` of the suppliers, and ``whole``, the world's total, where that is
            above their sum.
        rest: part of imports that no supplier states; None where no total of all is stated.
        none: True where no supplier states imports above nil.
    """

    parts: Frame
    rest: float | None
    none: bool

    def bounds(self, level: float | None) -> tuple[float | None, float | None]:
        """Return between what the concentration lies: the rest many suppliers, or one alone.

        None where there is no rest, or it is not known.
        """
        rest = self.rest or 0.0
        return (None, None) if level is None or rest <= NEAR else (level, level + rest * rest)


def supplied(ledger: Ledger, panel: Panel, year: str) -> Supplied:
    """Return the suppliers of one year, of a panel that has the world beside them.

    Missing and zero: a partner without a row counts as none; see ``Supplied.rest``.
    """
    frame = panel.of_year(year).rename({"country": "partner"}).select("partner", "value")
    parts, whole = frame.filter(nw.col("partner") != WORLD), nw.col("value").alias("whole")
    amounts = [value for _, value in ledger.rows(parts, ["partner"])]
    world = ledger.rows(frame.filter(nw.col("partner") == WORLD), ["partner"])
    none = not any(value > 0 for value in amounts)
    if not world or WORLD not in panel.countries.counted[year]:
        return Supplied(parts, None, none)
    total = world[0][1]
    rest = float((total - sum(amounts)) / total) if total else 0.0
    if rest <= NEAR:
        return Supplied(parts, max(rest, 0.0), none)
    every = frame.filter(nw.col("partner") == WORLD).select(whole)
    return Supplied(parts.join(every, how="cross"), rest, none)
