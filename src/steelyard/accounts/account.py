"""The account of one place with another: every column of the balance in one lazy frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import narwhals as nw

from steelyard.accounts.calendar import BASE, NOW
from steelyard.accounts.case import Case
from steelyard.accounts.cells import KEYS, in_money, partner_cells, read_cells, side, spine
from steelyard.accounts.choice import Choice
from steelyard.accounts.completeness import HELD, with_held
from steelyard.accounts.ledger import Frame
from steelyard.accounts.published import Figure
from steelyard.accounts.sides import COLUMNS, View, views
from steelyard.accounts.spreads import Spreads, spread_key
from steelyard.accounts.stated import MADE, read_stated
from steelyard.measures.balance import balance, growth, rank_partners, share_of_total
from steelyard.terms.definition import RankBy
from steelyard.terms.evidence import FOR_SHARE
from steelyard.terms.place import WORLD

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
    "total_trade_growth",
)
CHANGES = ("exports_growth", "imports_growth", "total_trade_growth", "balance_change")


@dataclass(frozen=True, slots=True)
class Account:
    """The cells of exports and imports, and the tables made from them.

    Attributes:
        case: the question.
        views: where exports and imports are read, by column.
        found: the cells behind each column, None where nothing answers; of published figures also
            those of the balance and the total that the publisher states itself.
        figures: the published figures that were considered.
        read: what converted classes are in the editions that were read, by column.
    """

    case: Case
    views: dict[str, View]
    found: Mapping[str, Frame | None]
    figures: tuple[Figure, ...] = ()
    read: Mapping[str, Spreads] = field(default_factory=dict)

    def choices(self) -> dict[str, Choice]:
        """Return the series of each column that is answered."""
        named = {column: source.choice for column, source in self.views.items()}
        return {column: c for column, c in named.items() if isinstance(c, Choice)}

    def balance(self, role: str, *, partial: bool) -> Frame:
        """Return ``period, group, exports, imports, balance, total_trade`` of one role."""
        frame = spine(self.case)
        for column in COLUMNS:
            totals = self._side(column, self.views[column], role, partial=partial)
            frame = frame.join(totals.rename({"value": column}), on=list(KEYS), how="left")
        return self.case.ledger.desk.settle(self._as_stated(balance(frame), role))

    def _side(self, column: str, source: View, role: str, *, partial: bool) -> Frame:
        return side(self.case, source, self.found.get(column), role, partial=partial)

    @property
    def converted(self) -> bool:
        """True where a column is made from codes of another edition than the class's own."""
        return any(read.converted for read in self.read.values())

    @property
    def bounded(self) -> bool:
        """True where a column is known between bounds only."""
        return any(not read.exact for read in self.read.values())

    def bounds(self, column: str, bound: str, *, partial: bool) -> Frame:
        """Return ``period, group, value``: the ``low`` or ``high`` bound of a column.

        It is the figure itself where that is not converted, and missing where that is.
        """
        found = self.found.get(column)
        if found is not None and bound in found.collect_schema().names():
            cells = with_held(found) if partial else found
            told = nw.when(~nw.col("value").is_null()).then(nw.col(bound))
            found = cells.with_columns(told.alias("value")).drop(HELD, strict=False)
        return side(self.case, self.views[column], found, NOW, partial=partial)

    def _as_stated(self, frame: Frame, role: str) -> Frame:
        """Put the publisher's own balance and total, where it states them, before ours."""
        for column in MADE:
            if self.found.get(column) is None:
                continue
            source = next(v for v in self.views.values() if v.answered())
            stated = self._side(column, source, role, partial=False)
            sign = -1 if source.swapped and column == "balance" else 1
            theirs = stated.with_columns((nw.col("value") * sign).alias("stated")).drop("value")
            joined = frame.join(theirs, on=list(KEYS), how="left")
            ours, told = (nw.col(name).cast(nw.Float64) for name in (column, "stated"))
            frame = joined.with_columns(nw.coalesce(told, ours).alias(column)).drop("stated")
        return frame

    def main(self) -> Frame:
        """Return the main table, one row a period (and group) asked, not yet computed."""
        frame = share_of_total(self._with_growth(), self._whole())
        frame = self._with_rank(frame)
        return spine(self.case).join(frame, on=list(KEYS), how="left").select(*MAIN, "group")

    def _with_growth(self) -> Frame:
        """Return the balance with growth; an incomplete total has none, for its base is longer."""
        partial = self.case.question.partial
        frame, base = self.balance(NOW, partial=partial), self.balance(BASE, partial=False)
        if not partial:
            return growth(frame, base, KEYS)
        changes = growth(self.balance(NOW, partial=False), base, KEYS).select(*KEYS, *CHANGES)
        return frame.join(changes, on=list(KEYS), how="left")

    def _whole(self) -> Frame:
        """Return ``period, whole_balance``: all goods, the reporter with the world."""
        world = self
        if not self.case.cls.goods:
            nothing = nw.lit(None).cast(nw.Float64).alias("whole_balance")
            return spine(self.case).select("period", nothing)
        if not self.case.whole:
            world = open_account(self.case.with_world(), FOR_SHARE, bases=False)
        whole = world.balance(NOW, partial=self.case.question.partial)
        return whole.select("period", nw.col("balance").alias("whole_balance"))

    def _with_rank(self, frame: Frame) -> Frame:
        """Add ``partner_rank``, missing unless the partner is one country."""
        if not self.ranked():
            return frame.with_columns(nw.lit(None).cast(nw.Int64).alias("partner_rank"))
        ranked = rank_partners(self.all_partners(), self.case.definition.rank_by)
        own = ranked.filter(nw.col("partner") == self.case.partner.target.code)
        rank = nw.when(~nw.col("balance").is_null()).then(nw.col("partner_rank"))
        found = frame.join(own.select("period", "partner_rank"), on="period", how="left")
        return found.with_columns(rank.alias("partner_rank"))

    def all_partners(self, codes: tuple[str, ...] = ()) -> Frame:
        """Return the figures by which partners are ranked, of every single one or of those named.

        Of years they begin one year early, so that it shows who overtook whom.
        """
        by = self.case.definition.rank_by
        if by in {RankBy.EXPORTS, RankBy.IMPORTS}:
            return self._by_partner(by, codes)
        exports, imports = (self._by_partner(column, codes) for column in COLUMNS)
        return balance(exports.join(imports, on=["period", "partner"], how="inner"))

    def ranked(self) -> bool:
        """Tell whether the partner can be ranked: one country, and every partner held alike."""
        partner, own = self.case.partner, self.views.values()
        plain = not self.case.question.by and all(v.partner == partner for v in own)
        answered = [v.answered() for v in own]
        tables = all(choice is not None and _of_many(choice) for choice in answered)
        single = partner.single and partner.target.code != WORLD
        return single and plain and tables and not self.case.definition.adjustment.own

    def _by_partner(self, column: str, codes: tuple[str, ...]) -> Frame:
        source, partial, case = self.views[column], self.case.question.partial, self.case.early()
        cells = partner_cells(case, source, "partner_rank", codes)
        keys = ("period", "partner")
        totals = in_money(case, source, cells, NOW, keys, partial=partial)
        return totals.rename({"value": column})


def _of_many(choice: Choice) -> bool:
    """Tell whether a table holds more than one partner to rank."""
    return not choice.published and len(choice.series.partners) > 1


def open_account(
    case: Case, used_for: str, *, bases: bool = True, seen: dict[str, View] | None = None
) -> Account:
    """Read the cells behind a question, with those of the base periods if ``bases``.

    The views are found by the definition unless they are given.
    """
    seen = views(case) if seen is None else seen
    found: dict[str, Frame | None] = {}
    for column, source in seen.items():
        choice = source.answered()
        if choice is None or not choice.published:
            found[column] = read_cells(case, source, used_for, bases=bases)
    earlier = len(case.ledger.figures)
    stated = read_stated(case, seen, used_for, bases=bases)
    figures = tuple(case.ledger.figures[earlier:])
    return Account(case, seen, {**found, **stated}, figures, _read(case, seen))


def _read(case: Case, seen: dict[str, View]) -> dict[str, Spreads]:
    """Return what converted classes are in the editions that were read, by column."""
    choices, grouped = {c: view.answered() for c, view in seen.items()}, case.groups != ("",)
    kept = {
        c: case.ledger.spreads.get(spread_key(choice, grouped=grouped))
        for c, choice in choices.items()
        if choice
    }
    return {column: spreads for column, spreads in kept.items() if spreads is not None}
