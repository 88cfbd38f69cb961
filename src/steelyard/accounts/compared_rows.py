"""The rows behind a column of one class, with how much of each product the class counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import NOW, Cell
from steelyard.accounts.cells import in_money, needed_cells
from steelyard.accounts.choice import Choice
from steelyard.accounts.chosen import chosen
from steelyard.accounts.completeness import with_held
from steelyard.accounts.flows import counting
from steelyard.accounts.ledger import one_of
from steelyard.accounts.spread_keys import KEY
from steelyard.classes.ways import Converted
from steelyard.measures.converted import converted
from steelyard.measures.totals import total
from steelyard.nomenclature.weights import WHOLE

Frame = nw.LazyFrame[Any]
Place = tuple[str, str, str]
"""Edition (empty where none is stated), year and code of a product."""
Observed = tuple[str, str, str]
"""An observation: period of the answer, partner, and period in which it is stated."""
_PLACE = ("edition", "year", "product")
_OBSERVED = ("period", "partner", "source")
_PARTED = "/"


@dataclass(frozen=True)
class Read:
    """A column of one class that is made from product codes.

    Attributes:
        account: the class's account.
        column: ``exports`` or ``imports``.
        choice: the series it is read from.
    """

    account: Account
    column: str
    choice: Choice

    @property
    def name(self) -> str:
        """The class."""
        return self.account.case.cls.name

    @property
    def table(self) -> tuple[str, str]:
        """What classes must share to be compared code by code: release and series."""
        return self.choice.held.release.name, str(self.choice.series)

    @property
    def nomenclature(self) -> str:
        """The nomenclature of the codes."""
        return self.choice.said("nomenclature")

    @property
    def digits(self) -> int:
        """Digits of the codes."""
        return int(self.choice.said("level"))

    @cached_property
    def periods(self) -> frozenset[str]:
        """The periods in which the class has a figure."""
        return figures(self.account, self.column)

    @cached_property
    def observed(self) -> frozenset[Observed]:
        """The observations of which the class's figures are made."""
        case, found = self.account.case, self.account.found[self.column]
        if found is None:
            return frozenset()
        cells = with_held(found) if case.question.partial else found
        valued = cells.filter(nw.col("role") == NOW, ~nw.col("value").is_null())
        rows = case.ledger.rows(valued.select(*_OBSERVED), _OBSERVED)
        return frozenset(row for row in rows if row[0] in self.periods)

    @cached_property
    def needed(self) -> tuple[Cell, ...]:
        """The observations that the column needs."""
        source = self.account.views[self.column]
        return needed_cells(self.account.case, source, self.choice, bases=False)

    @cached_property
    def rows(self) -> Frame:
        """The rows of the class: ``partner, source, edition, year, product, parts, value``.

        ``parts`` of ``WHOLE`` of a product are in the class; rows without any are left out.
        """
        ledger, partners = self.account.case.ledger, sorted({cell.partner for cell in self.needed})
        found = chosen(ledger, self.choice, self.needed, grouped=False)
        each = counting(found.rows.filter(one_of("partner", partners)), self.choice)
        whole = each.with_columns(nw.lit(WHOLE).alias("parts"))
        if found.map is not None:
            parts = found.map.filter(nw.col("parts") > 0).select("source", "parts")
            whole = each.join(parts, left_on=KEY, right_on="source", how="inner")
        edition = nw.col("edition").fill_null("").alias("edition")
        dated = whole.with_columns(edition, nw.col("period").str.slice(0, 4).alias("year"))
        keys = ("partner", "period", *_PLACE, "parts")
        summed = dated.group_by(*keys).agg(total("value").alias("value"))
        return ledger.read(summed.rename({"period": "source"}))

    @cached_property
    def parts(self) -> dict[Place, int]:
        """The parts of each product that are in the class."""
        told = self.rows.group_by(*_PLACE).agg(nw.col("parts").max().alias("parts"))
        rows = self.account.case.ledger.rows(told.select(*_PLACE, "parts"), _PLACE)
        return {(edition, year, product): parts for edition, year, product, parts in rows}

    def worth(
        self, parts: Mapping[Place, int], observed: Iterable[Observed], digits: int
    ) -> list[tuple[str, str, str, Any]]:
        """Return ``period, edition, code, value`` of some parts of products, in the money asked.

        Args:
            parts: how many parts of each product count.
            observed: the observations that count.
            digits: digits to which codes are cut.
        """
        case, source = self.account.case, self.account.views[self.column]
        key = nw.concat_str([nw.col(name) for name in _PLACE], separator=_PARTED)
        flows = self.rows.with_columns(key.alias("product"))
        told = converted(flows, self._map(parts, digits), ["partner", "source"], rest=False)
        codes = told.select("partner", "source", nw.col("target").alias("group"), "value")
        columns = zip(_OBSERVED, zip(*sorted(observed), strict=True), strict=True)
        cells = case.ledger.table({name: pa.array(told, pa.string()) for name, told in columns})
        mine = cells.join(codes, on=["partner", "source"], how="inner")
        partial, keys = case.question.partial, ("period", "group")
        money = in_money(case, source, mine, NOW, keys, partial=partial)
        rows = case.ledger.rows(money.select(*keys, "value"), keys)
        return [(period, *group.split(_PARTED, 1), value) for period, group, value in rows]

    def _map(self, parts: Mapping[Place, int], digits: int) -> Frame:
        """Return parts of products as a map to codes of ``digits`` digits."""
        codes = [_PARTED.join((edition, code[:digits])) for edition, _, code in parts]
        whole = pa.array([part == WHOLE for part in parts.values()], pa.bool_())
        return self.account.case.ledger.table(
            {
                "source": pa.array([_PARTED.join(place) for place in parts], pa.string()),
                "group": pa.array(codes, pa.string()),
                "parts": pa.array(parts.values(), pa.int64()),
                "low": whole,
                "high": whole,
            }
        )


def reads(accounts: tuple[Account, ...], column: str) -> list[Read]:
    """Return the classes of which a column is made from product codes."""
    chosen_ = [(account, account.choices().get(column)) for account in accounts]
    return [Read(account, column, one) for account, one in chosen_ if one and _by_code(one)]


def figures(account: Account, column: str) -> frozenset[str]:
    """Return the periods in which a column of an account has a figure."""
    frame = account.balance(NOW, partial=account.case.question.partial).select("period", column)
    rows = account.case.ledger.rows(frame, ["period"])
    return frozenset(period for period, value in rows if value is not None)


def _by_code(choice: Choice) -> bool:
    way = choice.way
    coded = bool(way.digits or way.listed) or isinstance(way, Converted)
    return coded and not choice.published and bool(choice.said("level"))
