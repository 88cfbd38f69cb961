"""The change that parts must add up to, and what of it no part tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from steelyard.accounts.account import Account
from steelyard.accounts.calendar import NOW
from steelyard.accounts.case import ALL_GOODS
from steelyard.accounts.cells import KEYS, in_money, read_cells
from steelyard.accounts.explained import SIGNS, Part, measured
from steelyard.accounts.ledger import Frame
from steelyard.accounts.own_total import own_total
from steelyard.accounts.pairs import Step
from steelyard.measures.totals import total

UNALLOCATED = "unallocated"
_NEAR, _LAST = Decimal("1e-9"), Decimal("1e-6")


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a figure in one step.

    Attributes:
        step: the two periods.
        first, last: the figure at both ends; None where it is missing.
        allocated: what the parts that are known add up to.
        pairs: how many pairs they are made of, each exact to the sixth decimal.
    """

    step: Step
    first: Decimal | None
    last: Decimal | None
    allocated: Decimal
    pairs: int = 0

    @property
    def change(self) -> Decimal | None:
        """The change; None where an end is missing."""
        if self.first is None or self.last is None:
            return None
        return self.last - self.first

    @property
    def unallocated(self) -> Decimal:
        """What of the change no part tells, nil within rounding.

        That is a thousand-millionth of the figures, or a unit of the last decimal of each part.
        """
        if self.first is None or self.last is None:
            return Decimal(0)
        off = self.last - self.first - self.allocated
        near = max(_NEAR * max(abs(self.first), abs(self.last)), _LAST * self.pairs)
        return off if abs(off) > near else Decimal(0)


def changes_of(
    account: Account,
    measure: str,
    figures: Mapping[str, Mapping[str, Decimal | None]],
    steps: Iterable[Step],
    parts: Iterable[Part],
) -> tuple[Change, ...]:
    """Return the change of each step, with what the parts tell of it.

    A balance or a total that the publisher states itself counts before one that is made of its
    exports and imports, which may be rounded.
    """
    values = {label: measured(row, measure) for label, row in figures.items()}
    values |= _stated(account, measure)
    sums, pairs = dict.fromkeys(steps, Decimal(0)), dict.fromkeys(steps, 0)
    for part in parts:
        sums[part.step] += part.contribution or 0
        pairs[part.step] += part.pairs
    return tuple(
        Change(step, values.get(step.first), values.get(step.last), told, pairs[step])
        for step, told in sums.items()
    )


def totals(account: Account, measure: str) -> Mapping[str, Mapping[str, Decimal | None]]:
    """Return, by period, each column of a measure; of all goods the table's own total.

    The table's own total of all goods holds what stands under no product, which its products do
    not.
    """
    found: dict[str, dict[str, Decimal | None]] = {}
    for column in SIGNS[measure]:
        for period, value in _column(account, column).items():
            found.setdefault(period, {})[column] = value
    return found


def _stated(account: Account, measure: str) -> dict[str, Decimal | None]:
    """Return the publisher's own figures of a measure by period; none where it states none."""
    if account.found.get(measure) is None or measure in SIGNS[measure]:
        return {}
    frame = account.balance(NOW, partial=False).select("period", measure)
    rows = account.case.ledger.rows(frame, ["period"])
    return {period: None if value is None else Decimal(str(value)) for period, value in rows}


def _column(account: Account, column: str) -> dict[str, Decimal | None]:
    """Return a column by period; the table's own total of all goods where it has all periods."""
    case, source = account.case, account.views[column]
    told, choice = _summed(account, column, account.found.get(column)), source.answered()
    own = own_total(choice) if choice and case.cls.name == ALL_GOODS else None
    if own is None:
        return told
    cells = read_cells(case, replace(source, choice=own), f"total of {column}", bases=False)
    theirs = _summed(account, column, cells)
    whole = theirs and all(theirs.get(str(period)) is not None for period in case.periods)
    return theirs if whole else told


def _summed(account: Account, column: str, cells: Frame | None) -> dict[str, Decimal | None]:
    if cells is None:
        return {}
    case, source = account.case, account.views[column]
    values = in_money(case, source, cells, NOW, KEYS, partial=False)
    whole = values.group_by("period").agg(total("value").alias("value"))
    rows = case.ledger.rows(whole, ["period"])
    return {period: None if value is None else Decimal(str(value)) for period, value in rows}
