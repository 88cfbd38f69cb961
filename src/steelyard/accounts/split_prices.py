"""A change split into price and volume, where quantities cover enough of the trade."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import narwhals as nw

from steelyard.accounts.ledger import Frame
from steelyard.accounts.pairs import FLOWS, KEYS, Step
from steelyard.accounts.splits import Split
from steelyard.measures.price_indices import indices
from steelyard.measures.price_pairs import NOT_SPLIT, coverage, kinds, tallied
from steelyard.measures.price_volume import WHOLE, bennet, lmdi
from steelyard.terms.answer import Column, Gap, Note, Row, Table
from steelyard.terms.errors import LowCoverage
from steelyard.terms.evidence import Method
from steelyard.terms.figures import rounded
from steelyard.terms.question import ENOUGH

METHODS = {"bennet": bennet, "lmdi": lmdi}
_INDICES = tuple(
    f"{of}_{name}"
    for of in ("price", "volume")
    for name in ("laspeyres", "paasche", "fisher", "tornqvist")
)
_SHOWN = ("pairs", "value_ratio", *_INDICES, "coverage_from", "coverage_to")
_WHY = {
    "no-quantity": "no quantity is told",
    "mixed-units": "quantities are told in two units",
    "outlier": "the unit value moved beyond what prices do",
    "negative": "a value is below zero",
}


@dataclass(frozen=True, slots=True)
class Prices(Split):
    """Price and volume of each pair of product and partner.

    Attributes:
        method: ``bennet`` or ``lmdi``.
        enough: least share of trade, by value, that pairs which can be split must make up.
        rows: rows of the table of indices.
        refused: what was refused, in words, of each column and step.
        split: columns and steps that were split.
    """

    method: str = "bennet"
    enough: float = ENOUGH
    rows: list[Row] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    split: list[tuple[str, Step]] = field(default_factory=list)
    finest: ClassVar[bool] = True
    methods: ClassVar[tuple[Method, ...]] = (
        Method(
            "price, volume (Bennet)",
            "(q_0 + q_1) / 2 (p_1 - p_0), (p_0 + p_1) / 2 (q_1 - q_0), p the unit value of a "
            "product and partner",
            "Bennet (1920), Journal of the Royal Statistical Society 83(3), p. 457",
        ),
        Method(
            "price, volume (LMDI)",
            "L ln(p_1 / p_0), L ln(q_1 / q_0), L = (v_1 - v_0) / ln(v_1 / v_0)",
            "Ang (2005), Energy Policy 33(7), p. 868",
        ),
        Method(
            "price_laspeyres to volume_tornqvist",
            "sum p_1 q_0 / sum p_0 q_0; sum p_1 q_1 / sum p_0 q_1; sqrt(L P); "
            "exp(sum (s_0 + s_1) / 2 ln(p_1 / p_0))",
            "International Monetary Fund and others (2009), Export and Import Price Index Manual, "
            "ch. 16",
        ),
    )

    def terms(self, column: str, step: Step, pairs: Frame) -> Frame:
        """Return the terms of the pairs; one term, not split, where quantities cover too little."""
        desk = self.account.case.ledger.desk
        kinded = desk.settle(kinds(pairs))
        covered = self._covered(kinded)
        told = (
            f"{column}: {self._measured(pairs, step)}; {_told(step, covered)}{self._lost(kinded)}"
        )
        if covered is None or min(covered) < self.enough:
            self.refused.append(told)
            return Split.terms(self, column, step, pairs).with_columns(_whole())
        self.split.append((column, step))
        self.notes.append(Note("quantities-cover", f"{told}."))
        self._indices(column, step, kinded)
        return METHODS[self.method](kinded, KEYS).drop("reason")

    def finish(self) -> None:
        """Tell the indices, and what was refused.

        Raises:
            LowCoverage: nothing could be split.
        """
        if self.refused and not self.split:
            raise LowCoverage(
                "You asked for price and volume",
                "; ".join(self.refused),
                f"Unit values of less than {_percent(self.enough)} of trade would pass for the "
                "prices of all of it",
                "Ask for products and partners whose quantities are held, for --terms value, or, "
                "knowing this, for less with --coverage.",
            )
        for told in self.refused:
            remedy = "Ask for products whose quantities are held, or for less with --coverage."
            self.gaps.append(Gap(f"price and volume: {told}", _FEWER, remedy))
        columns = tuple(_column(name) for name in ("period_from", "period_to", "flow", *_SHOWN))
        self.tables.append(Table("indices", columns, tuple(self.rows)))

    def _covered(self, kinded: Frame) -> tuple[float, float] | None:
        found = self.account.case.ledger.rows(coverage(kinded), ["coverage_from"])
        first, last = found[0]
        return None if first is None or last is None else (first, last)

    def _lost(self, kinded: Frame) -> str:
        """Return why pairs cannot be split, with how many they are."""
        told = tallied(kinded).select("kind", "pairs")
        counts = dict(self.account.case.ledger.rows(told, ["kind"]))
        lost = [f"{counts[kind]:,} where {_WHY[kind]}" for kind in NOT_SPLIT if kind in counts]
        return f"; not split are {', '.join(lost)}" if lost else ""

    def _measured(self, pairs: Frame, step: Step) -> str:
        """Return how much of the value has a quantity in the source."""
        ends = {"from": step.first, "to": step.last}
        names = [f"{name}_{end}" for name in ("measured", "stated_value") for end in ends]
        sums = pairs.select(*(nw.col(name).sum() for name in names))
        found = self.account.case.ledger.rows(sums, names)[0]
        shares = [
            f"{_percent(float(some or 0) / float(whole)) if whole else 'none'} in {label}"
            for some, whole, label in zip(found[:2], found[2:], ends.values(), strict=True)
        ]
        return f"quantities are told for {' and '.join(shares)} of the value"

    def _indices(self, column: str, step: Step, kinded: Frame) -> None:
        found = self.account.case.ledger.rows(indices(kinded).select(*_SHOWN), ["pairs"])[0]
        self.rows.append((step.first, step.last, FLOWS[column], found[0], *map(rounded, found[1:])))


def _told(step: Step, covered: tuple[float, float] | None) -> str:
    if covered is None:
        return f"nothing is traded in {step.first} or {step.last}"
    first, last = (_percent(share) for share in covered)
    return (
        "pairs of product and partner whose unit values can be compared make up "
        f"{first} in {step.first} and {last} in {step.last}"
    )


_FEWER = "unit values of a small part of trade would pass for the prices of all of it"


def _whole() -> nw.Expr:
    """Return the term of what is not split; what is missing stays so."""
    known = ~nw.col("contribution").is_null()
    return nw.when(known).then(nw.lit(WHOLE)).otherwise(nw.col("term")).alias("term")


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _column(name: str) -> Column:
    if name == "pairs":
        return Column(name, "integer", "pairs")
    if name in _SHOWN:
        return Column(name, "number", "ratio" if name.startswith("coverage") else "index")
    return Column(name)
