"""Records of an account: each asked figure against the whole series held.

The series is read from the same releases as the figures, over every period that they hold. Nothing
is stated across a period that is missing or across a break: a change of membership, or one that the
release itself tells. Overtakings and shares are followed for years only, as those of single months
come and go with the season.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from steelyard.accounts.account import Account, open_account
from steelyard.accounts.breaks import breaks_of, broken_between
from steelyard.accounts.calendar import NOW, latest_complete
from steelyard.accounts.case import Case
from steelyard.accounts.roundings import PARTS, unsure
from steelyard.accounts.sides import COLUMNS
from steelyard.measures.crossings import milestones, overtakings
from steelyard.measures.records import change_records, growth_records, level_records
from steelyard.measures.series import Number, Series
from steelyard.measures.statements import Record
from steelyard.measures.streaks import first_moves, streaks
from steelyard.nomenclature.places import place
from steelyard.terms.definition import Comparison, RankBy, Vintage
from steelyard.terms.period import Frequency, Period, PeriodRange
from steelyard.terms.place import WORLD

FIGURES = ("exports", "imports", "balance", "total_trade")


Values = Mapping[str, Number]
Grid = tuple[tuple[Period, ...], dict[str, frozenset[int]]]


@dataclass(frozen=True)
class History:
    """The whole series behind an account.

    Attributes:
        account: the account that was asked.
        whole: the same account over every period held.
    """

    account: Account
    whole: Account

    @property
    def asked(self) -> tuple[Period, ...]:
        """The periods asked."""
        return self.account.case.periods

    def series(self, figure: str) -> Iterator[Series]:
        """Yield the series of a figure: one, or one for each part of the year when cumulated."""
        return self._cut(figure, self.figures[figure])

    @cached_property
    def figures(self) -> dict[str, dict[str, Number | None]]:
        """The value of each period held, by figure."""
        return _by_figure(self.whole)

    def _cut(self, figure: str, values: Mapping[str, Number | None]) -> Iterator[Series]:
        columns = [column for column in COLUMNS if figure.endswith(column)] or list(COLUMNS)
        for grid, broken in self.grids:
            breaks = frozenset[int]().union(*(broken[column] for column in columns))
            yield Series(figure, grid, tuple(values.get(str(p)) for p in grid), breaks)

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """The periods held and the breaks of each column; of cumulated ones each part of a year."""
        periods = self.whole.case.periods
        parts = sorted({p.part for p in self.asked}) if self._cumulated else [None]
        cut = [tuple(p for p in periods if part in {None, p.part}) for part in parts]
        return tuple((grid, {c: self._breaks(grid, c) for c in COLUMNS}) for grid in cut)

    def _breaks(self, grid: tuple[Period, ...], column: str) -> frozenset[int]:
        told = [broken for name, broken in breaks_of(self.account) if name == column]
        members = [self.account.case.partner.members(period) for period in grid]
        return frozenset(
            i
            for i in range(1, len(grid))
            if members[i] != members[i - 1]
            or any(broken_between(broken, grid[i - 1], grid[i]) for broken in told)
        )

    @property
    def _cumulated(self) -> bool:
        return self.account.case.question.cumulate and self.asked[0].freq is not Frequency.A

    def lag(self) -> int:
        """Return how many positions back the period lies with which one is compared."""
        freq = self.asked[0].freq
        previous = self.account.case.definition.comparison is Comparison.PREVIOUS
        return 1 if previous or self._cumulated else freq.per_year

    def _places(self, series: Series) -> list[int]:
        places = {str(period): i for i, period in enumerate(series.periods)}
        return [places[str(period)] for period in self.asked if str(period) in places]

    def records(self) -> Iterator[Record]:
        """Yield every record of the periods asked, figure by figure."""
        for figure in FIGURES:
            for series in self.series(figure):
                at, lag = self._places(series), self.lag()
                yield from level_records(series, at)
                sure = self._sure(series)
                yield from first_moves(sure, lag, at)
                yield from streaks(sure, lag, at)
                changed = change_records if figure == "balance" else growth_records
                yield from changed(sure, lag, at)
        yield from self._among_partners()

    def _sure(self, series: Series) -> Series:
        """Return a series broken where published figures do not tell the direction of change."""
        if self.account.case.definition.vintage is Vintage.FIRST:
            return series
        columns = [series.figure] if series.figure in PARTS else list(COLUMNS)
        places = [unsure(self.whole.figures, c, series.periods, self.lag()) for c in columns]
        return replace(series, breaks=series.breaks.union(*places))

    def _among_partners(self) -> Iterator[Record]:
        case = self.whole.case
        if not self.whole.ranked() or case.question.freq is not Frequency.A:
            return
        by = case.definition.rank_by
        figure = {"surplus": "balance", "deficit": "balance"}.get(by, str(by))
        own, others = next(self.series(figure)), self._crossed(figure)
        at = self._places(own)
        if by is RankBy.DEFICIT:
            own, others = _turned_round(own), {c: _turned_round(s) for c, s in others.items()}
        yield from overtakings(own, others, at)
        yield from self._shares(at)

    def _crossed(self, figure: str) -> dict[str, Series]:
        """Return the whole series of the partners that changed places with this one when asked."""
        mine = self.account.case.partner.target.code
        near = self._by_partner(self.account, figure, ())
        own, periods = near.pop(mine, {}), [str(p) for p in self.account.case.early().periods]
        pairs = list(itertools.pairwise(periods))
        crossed = tuple(code for code in near if any(_turned(own, near[code], *p) for p in pairs))
        whole = self._by_partner(self.whole, figure, crossed) if crossed else {}
        return {code: next(self._cut(figure, values)) for code, values in whole.items()}

    def _by_partner(
        self, account: Account, figure: str, codes: tuple[str, ...]
    ) -> dict[str, dict[str, Number]]:
        frame = account.all_partners(codes).select("partner", "period", figure)
        told: dict[str, dict[str, Number]] = {}
        for partner, period, value in account.case.ledger.rows(frame, ["partner", "period"]):
            if value is not None:
                told.setdefault(partner, {})[period] = value
        return told

    def _shares(self, at: list[int]) -> Iterator[Record]:
        """Yield the milestones of the partner's share in the reporter's exports and imports."""
        case = self.whole.case
        world = replace(case, partner=replace(case.partner, target=place(WORLD)))
        total = open_account(world, "records of shares", bases=False)
        if len(total.choices()) < len(self.account.choices()):
            return
        wholes = _by_figure(total)
        for figure in ("exports", "imports", "total_trade"):
            whole, own = wholes[figure], next(self.series(figure))
            shares = {
                str(p): float(v) / float(total_of)
                for p, v in zip(own.periods, own.values, strict=True)
                if v is not None and (total_of := whole.get(str(p)))
            }
            yield from milestones(next(self._cut(f"share_of_{figure}", dict(shares))), at)


def _turned_round(series: Series) -> Series:
    """Return deficits for balances."""
    values = tuple(None if value is None else -value for value in series.values)
    return replace(series, figure="deficit", values=values)


def _by_figure(account: Account) -> dict[str, dict[str, Number | None]]:
    frame = account.balance(NOW, partial=False).select("period", *FIGURES)
    rows = account.case.ledger.rows(frame, ["period"])
    return {f: {row[0]: row[place] for row in rows} for place, f in enumerate(FIGURES, start=1)}


def _turned(own: Values, other: Values, before: str, after: str) -> bool:
    """Tell whether two partners changed places between two periods."""
    held = all(period in values for period in (before, after) for values in (own, other))
    return held and (own[before] > other[before]) != (own[after] > other[after])


def history(account: Account) -> History | None:
    """Return the whole series behind an account.

    None when nothing answers it, when it is split, or when figures are known between bounds only.
    """
    case, choices = account.case, account.choices()
    if not choices or case.question.by or not case.periods or account.bounded:
        return None
    freq = case.question.freq
    ends = [choice.series.last for choice in choices.values()]
    begins = [choice.series.first for choice in choices.values()]
    last = max(latest_complete([end], freq, 1).last for end in ends)
    first = min(_first_complete(label, freq) for label in begins)
    if first > last:
        return None
    question = replace(case.question, periods=PeriodRange(first, last), partial=False)
    whole: Case = replace(case, question=question)
    kept = list(case.ledger.figures)
    found = open_account(whole, "records", bases=False, seen=account.views)
    case.ledger.figures[:] = kept
    return History(account, found)


def _first_complete(label: str, freq: Frequency) -> Period:
    """Return the first period of ``freq`` that begins with a label or after it."""
    year, month = (int(part) for part in Period.labelled(label).months[0].split("-"))
    part, within = divmod(month - 1, freq.months)
    return Period(freq, year, part + 1) if not within else Period(freq, year, part + 1).shift(1)
