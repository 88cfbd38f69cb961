"""What a release holds: the columns that tell its rows apart, its levels and its partners."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from steelyard.ingest.control_portions import parted, portions
from steelyard.terms.tables import FLOWS

Frame = nw.LazyFrame[Any]
Shape = dict[str, str | None]

TOTAL = "TOTAL"
PLACES = ("reporter", "partner", "partner_stated", "partner2", "product", "period")
"""Key columns of many values; the others make few combinations."""

ALWAYS = ("reporter", "partner", "flow", "period", "product")
"""Columns that name every cell, first in its place."""
_FEW = tuple(name for name in (*FLOWS.key, "level") if name not in PLACES)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a release of flows holds.

    Attributes:
        shapes: combinations of the key columns of few values, of level, and of whether a second
            partner is told (``partner2``: None, or empty text).
        partners: partners with the publisher's codes for them.
        parts: conditions that part the rows in portions, but no cell.
    """

    shapes: tuple[Shape, ...]
    partners: frozenset[tuple[str | None, str | None]]
    parts: tuple[nw.Expr, ...]

    def values(self, column: str, among: Callable[[Shape], bool] = bool) -> set[str | None]:
        """Return what a column of the shapes holds, None among it when it has gaps."""
        return {shape[column] for shape in self.shapes if among(shape)}

    @property
    def currency(self) -> str:
        """The currency of all values; empty when there are several."""
        found = self.values("currency")
        return next(iter(found)) or "" if len(found) == 1 else ""

    def levels(self, nomenclature: str) -> tuple[int, ...]:
        """Return the lengths of the codes held of a nomenclature, shortest first."""
        found = self.values("level", lambda shape: shape["nomenclature"] == nomenclature)
        return tuple(sorted(int(level) for level in found if level and level.isdecimal()))

    def cell(
        self, without: Iterable[str] = (), among: Callable[[Shape], bool] = bool
    ) -> tuple[str, ...]:
        """Return the key columns that tell cells apart; what is the same everywhere is left out."""
        names = dict.fromkeys((*ALWAYS, *FLOWS.key))
        kept = [name for name in names if name not in {*without, "partner_stated"}]
        codes = {partner for partner, _ in self.partners}
        stated = len(self.partners) > len(codes) and "partner" in kept
        several = [name for name in kept if name in ALWAYS or self._tells(name, among)]
        return (*several, *(("partner_stated",) if stated else ()))

    def portions(self, frame: Frame) -> list[Frame]:
        """Return rows of the release in portions of bounded size."""
        return parted(frame, self.parts)

    def _tells(self, column: str, among: Callable[[Shape], bool]) -> bool:
        found = self.values(column, among)
        return found != {None} if column == "partner2" else len(found) > 1


def survey(frame: Frame) -> Survey:
    """Return what a release of flows holds."""
    second = nw.when(~nw.col("partner2").is_null()).then(nw.lit("")).alias("partner2")
    shapes = _distinct(frame.select(*_FEW, second), (*_FEW, "partner2"))
    partners = _distinct(frame, ("partner", "partner_stated"))
    pairs = frozenset((row["partner"], row["partner_stated"]) for row in partners)
    return Survey(tuple(shapes), pairs, portions(frame, ("reporter", "period")))


def _distinct(frame: Frame, columns: tuple[str, ...]) -> list[Shape]:
    """Return the combinations held of some columns (an engine's ``unique`` sorts all rows)."""
    found = frame.group_by(*columns).agg(nw.len().alias("rows")).drop("rows")
    told: list[Shape] = found.collect(backend="pyarrow").to_arrow().to_pylist()
    return told
