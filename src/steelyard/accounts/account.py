"""The account of one place with another: every column of the balance in one lazy frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from steelyard.accounts.calendar import BASE, NOW
from steelyard.accounts.case import Case
from steelyard.accounts.resolve import Choice
from steelyard.accounts.sides import COLUMNS, View, partner_cells, read_cells, side, spine, views
from steelyard.measures.balance import balance, growth, rank_partners, share_of_total
from steelyard.measures.totals import totals_by
from steelyard.terms.definition import RankBy
from steelyard.terms.place import WORLD

Frame = nw.LazyFrame[Any]
MAIN = (
    "period",
    "exports",
    "imports",
    "balance",
    "total_trade",
    "exports_growth",
    "imports_growth",
    "balance_change",
    "share_of_total_balance",
    "partner_rank",
)
_CHANGES = MAIN[5:8]


@dataclass(frozen=True, slots=True)
class Account:
    """The cells of exports and imports, and the tables made from them.

    Attributes:
        case: the question.
        views: where exports and imports are read, by column.
        found: the cells behind each column, None where nothing answers.
    """

    case: Case
    views: dict[str, View]
    found: dict[str, Frame | None]

    def choices(self) -> dict[str, Choice]:
        """Return the series of each column that is answered."""
        named = {column: source.choice for column, source in self.views.items()}
        return {column: c for column, c in named.items() if isinstance(c, Choice)}

    def balance(self, role: str, *, partial: bool) -> Frame:
        """Return ``period, exports, imports, balance, total_trade`` of one role."""
        frame = spine(self.case, self.case.periods)
        for column in COLUMNS:
            totals = side(
                self.case, self.views[column], self.found[column], role, partial=partial
            ).rename({"value": column})
            frame = frame.join(totals, on="period", how="left")
        return balance(frame)

    def main(self) -> Frame:
        """Return the main table, one row a period asked, not yet computed."""
        frame = share_of_total(self._with_growth(), self._whole())
        frame = self._with_rank(frame)
        return (
            spine(self.case, self.case.periods).join(frame, on="period", how="left").select(*MAIN)
        )

    def _with_growth(self) -> Frame:
        """Return the balance with growth; an incomplete total has none, for its base is longer."""
        partial = self.case.question.partial
        frame, base = self.balance(NOW, partial=partial), self.balance(BASE, partial=False)
        if not partial:
            return growth(frame, base)
        changes = growth(self.balance(NOW, partial=False), base).select("period", *_CHANGES)
        return frame.join(changes, on="period", how="left")

    def _whole(self) -> Frame:
        """Return ``period, whole_balance``: all goods, the reporter with the world."""
        world = self
        if not self.case.whole:
            world = open_account(self.case.with_world(), "share_of_total_balance", bases=False)
        whole = world.balance(NOW, partial=self.case.question.partial)
        return whole.select("period", nw.col("balance").alias("whole_balance"))

    def _with_rank(self, frame: Frame) -> Frame:
        """Add ``partner_rank``, missing unless the partner is one country."""
        if not self._ranked():
            return frame.with_columns(nw.lit(None).cast(nw.Int64).alias("partner_rank"))
        ranked = rank_partners(self._all_partners(), self.case.definition.rank_by)
        own = ranked.filter(nw.col("partner") == self.case.partner.target.code)
        rank = nw.when(~nw.col("balance").is_null()).then(nw.col("partner_rank"))
        found = frame.join(own.select("period", "partner_rank"), on="period", how="left")
        return found.with_columns(rank.alias("partner_rank"))

    def _all_partners(self) -> Frame:
        """Return the figures of every single partner, those by which partners are ranked."""
        by = self.case.definition.rank_by
        if by in {RankBy.EXPORTS, RankBy.IMPORTS}:
            return self._by_partner(by)
        exports, imports = (self._by_partner(column) for column in COLUMNS)
        return balance(exports.join(imports, on=["period", "partner"], how="inner"))

    def _ranked(self) -> bool:
        partner = self.case.partner
        own_side = all(source.partner == partner for source in self.views.values())
        answered = len(self.choices()) == len(COLUMNS)
        return partner.single and partner.target.code != WORLD and own_side and answered

    def _by_partner(self, column: str) -> Frame:
        cells = partner_cells(self.case, self.views[column], "partner_rank")
        totals = totals_by(cells, "period", "partner", partial=self.case.question.partial)
        return totals.rename({"value": column})


def open_account(case: Case, used_for: str, *, bases: bool = True) -> Account:
    """Read the cells behind a question, with those of the base periods if ``bases``."""
    seen = views(case)
    found = {c: read_cells(case, source, used_for, bases=bases) for c, source in seen.items()}
    return Account(case, seen, found)
