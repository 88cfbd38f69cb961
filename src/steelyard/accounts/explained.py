"""What moved a figure: the change of each step as parts that add up to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import narwhals as nw

from steelyard.accounts.account import Account
from steelyard.accounts.ledger import Frame
from steelyard.accounts.levels import Level
from steelyard.accounts.pairs import FLOWS, KEYS, Finest, Step, paired, parts_of, steps
from steelyard.accounts.splits import Split
from steelyard.measures.contributions import MISSING, SIDES, TERM, largest, summed
from steelyard.measures.totals import total

SIGNS: Mapping[str, Mapping[str, int]] = {
    "balance": {"exports": 1, "imports": -1},
    "exports": {"exports": 1},
    "imports": {"imports": 1},
    "total_trade": {"exports": 1, "imports": 1},
}
_EXACT = nw.Decimal(38, 6)


@dataclass(frozen=True, slots=True)
class Part:
    """One row of an answer: a part of the change, or the sum of those not named.

    Attributes:
        step: the two periods.
        of: the dimensions asked, by name; none of them for a sum of parts not named.
        term: the term of the change.
        contribution: how much of the change it is; None where it is not known.
        parts: how many parts it stands for.
        value_from, value_to: what the part is at both ends; None where that is not known.
        pairs: of how many pairs it is made.
    """

    step: Step
    of: Mapping[str, str | None]
    term: str
    contribution: Decimal | None
    parts: int
    value_from: Decimal | None = None
    value_to: Decimal | None = None
    pairs: int = 1


@dataclass(frozen=True, slots=True)
class Explainer:
    """Makes the parts of a change from the account of a question.

    Attributes:
        account: the account, of the ends or of every period asked.
        measure: the figure whose change is told.
        split: the dimensions by which it is told.
        terms: how the change of each pair is split further.
        finest: what pairs must tell apart, for the dimensions and the terms.
        level: the level at which products are told, if any is asked.
        top: how many parts are told one by one.
        figures: the columns themselves, by period.
        kept: parts of columns that were read.
        halves: by step, the columns of which nothing is known at an end.
        lacking: by step, the dimensions of parts that are missing at either end.
    """

    account: Account
    measure: str
    split: tuple[str, ...]
    terms: Split
    finest: Finest
    level: Level | None
    top: int
    figures: Mapping[str, Mapping[str, Decimal | None]]
    kept: dict[str, Frame | None] = field(default_factory=dict)
    halves: dict[Step, tuple[str, ...]] = field(default_factory=dict)
    lacking: dict[Step, list[tuple[str, ...]]] = field(default_factory=dict)

    def parts(self) -> tuple[Part, ...]:
        """Return the parts of every step, the largest of each step first."""
        return tuple(part for step in self.steps() for part in self._of_step(step))

    def steps(self) -> tuple[Step, ...]:
        """Return the steps asked."""
        return steps(self.account.case.periods)

    def pairs(self, column: str, step: Step) -> Frame | None:
        """Return the pairs of a column in a step; None where nothing answers it."""
        if column not in self.kept:
            self.kept[column] = parts_of(self.terms.source(), column, self.finest)
        found = self.kept[column]
        return None if found is None else paired(found, step, column)

    def _of_step(self, step: Step) -> Iterator[Part]:
        found = [(c, s, self.pairs(c, step)) for c, s in SIGNS[self.measure].items()]
        answered = [(c, s, pairs) for c, s, pairs in found if pairs is not None]
        if len(answered) < len(found):
            return
        unknown = [column for column, _, pairs in answered if self._unknown(column, step, pairs)]
        if unknown:
            self.halves[step] = tuple(unknown)
            yield from self._without(step, unknown)
        answered = [one for one in answered if one[0] not in unknown]
        if not answered or (unknown and "flow" not in self.split):
            return
        desk = self.account.case.ledger.desk
        ends = nw.concat(
            [_ended(self.terms.ends(step, pairs), sign) for _, sign, pairs in answered]
        )
        terms = [_signed(self.terms.terms(c, step, pairs), s) for c, s, pairs in answered]
        by = summed(self._told(nw.concat(terms)), self.split)
        told = desk.settle(by)
        named = desk.settle(largest(told, self.split, self.top))
        gone = told.filter(nw.col("term") == MISSING).select(*self.split)
        self.lacking[step] = self.account.case.ledger.rows(gone, list(self.split))
        yield from self._named(step, told, named, desk.settle(self._ends_of(ends)))
        yield from self._rest(step, told, named)

    def _unknown(self, column: str, step: Step, pairs: Frame) -> bool:
        """Tell whether nothing of a column is known at an end: its other parts are no balance."""
        known = [self.figures.get(label, {}).get(column) for label in (step.first, step.last)]
        if None not in known:
            return False
        counts = pairs.select(*(nw.col(name).count() for name in SIDES))
        found = self.account.case.ledger.rows(counts, SIDES)[0]
        return any(not n for n, value in zip(found, known, strict=True) if value is None)

    def _without(self, step: Step, columns: Sequence[str]) -> Iterator[Part]:
        """Yield the rows of columns of which nothing is known, where flows are told apart."""
        for column in columns if "flow" in self.split else ():
            of = {**dict.fromkeys(self.split), "flow": FLOWS[column]}
            yield Part(step, of, MISSING, None, 1)

    def _told(self, frame: Frame) -> Frame:
        """Return a frame with its products at the level that is told."""
        if self.level is None or "product" not in self.split:
            return frame
        code = nw.col("product").str.slice(0, self.level.digits)
        return frame.with_columns(code.alias("product"))

    def _ends_of(self, ends: Frame) -> Frame:
        by = self._told(ends).group_by(*self.split)
        return by.agg(*(total(name).alias(name) for name in SIDES))

    def _named(self, step: Step, told: Frame, named: Frame, ends: Frame) -> Iterator[Part]:
        keys = list(self.split)
        rows = told.join(named, on=keys, how="inner").join(ends, on=keys, how="left")
        columns = (*keys, *TERM, *SIDES, "parts", "moved")
        found = self.account.case.ledger.rows(rows.select(*columns), [*keys, "term"])
        dimensions = len(keys)
        for row in sorted(found, key=lambda row: (-abs(row[-1]), row[:dimensions])):
            of = dict(zip(keys, row[:dimensions], strict=True))
            term, contribution, first, last, pairs, _ = row[dimensions:]
            yield Part(step, of, term, contribution, 1, first, last, pairs)

    def _rest(self, step: Step, told: Frame, named: Frame) -> Iterator[Part]:
        """Yield the sum of the parts not named, term by term."""
        others = told.join(named, on=list(self.split), how="anti")
        moved = others.filter(nw.col("contribution").is_null() | (nw.col("contribution") != 0))
        sums = moved.group_by("term").agg(
            total("contribution").alias("contribution"),
            nw.len().alias("others"),
            nw.col("parts").sum().alias("pairs"),
        )
        nobody = dict.fromkeys(self.split)
        for term, contribution, others, pairs in self.account.case.ledger.rows(sums, ["term"]):
            yield Part(step, nobody, term, contribution, others, pairs=int(pairs))


def _ended(ends: Frame, sign: int) -> Frame:
    values = [(nw.col(name).cast(_EXACT) * sign).alias(name) for name in SIDES]
    return ends.select(*KEYS, *values)


def _signed(terms: Frame, sign: int) -> Frame:
    amount = (nw.col("contribution").cast(_EXACT) * sign).alias("contribution")
    return terms.select(*KEYS, "term", amount)


def measured(values: Mapping[str, Decimal | None], measure: str) -> Decimal | None:
    """Return a measure from the values of its columns; None where one is missing."""
    parts = [(values.get(column), sign) for column, sign in SIGNS[measure].items()]
    known = [value * sign for value, sign in parts if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None
