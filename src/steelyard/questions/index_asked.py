"""What an index is asked of, what was read for it, and the figures that are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import narwhals as nw

from steelyard.accounts.choice import Unanswered
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.levels import Level
from steelyard.accounts.panel import Panel, read_panel
from steelyard.accounts.panel_asked import PanelAsked
from steelyard.classes.definition import TechnologyClass
from steelyard.terms.answer import Gap, Note
from steelyard.terms.definition import Definition
from steelyard.terms.figures import rounded
from steelyard.terms.flow import FlowKind
from steelyard.terms.period import PeriodRange

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True, slots=True)
class IndexQuestion:
    """Which index of which trade is asked for.

    Attributes:
        name: name of the index.
        country, partner: codes of the places, or empty for every one.
        of: name of the technology class.
        years: the years, or None for the latest held.
        level: level of product codes, or None for that held.
        market: place whose imports tell the exports of all, or empty.
        top: most rows a period.
        definition: the free choices.
    """

    name: str
    country: str
    partner: str
    of: str
    years: PeriodRange | None
    level: Level | None
    market: str
    top: int
    definition: Definition

    def record(self) -> dict[str, object]:
        """Return the question as plain values."""
        years = self.years
        return {
            "index": self.name,
            "country": self.country,
            "partner": self.partner,
            "of": self.of,
            "years": [str(years.first), str(years.last)] if years else [],
            "in": self.level.word if self.level else "",
            "market": self.market,
            "top": self.top,
            "definition": self.definition.model_dump(mode="json"),
        }


class Figure(NamedTuple):
    """One value of an index.

    Attributes:
        country, partner, product, period: what it is of; None where it is of no one of them.
        value: the value, None where it has none.
        rank: 1 more than the number of larger values that it is ranked with, where the maker tells.
        low, high: bounds, where not all that is needed is held.
        kind: kind of trade, where the index tells one.
    """

    country: str | None
    partner: str | None
    product: str | None
    period: str
    value: float | None
    rank: int | None = None
    low: float | None = None
    high: float | None = None
    kind: str | None = None


class Unread(Exception):
    """Nothing held answers for a panel; the reason is among the gaps of the work."""


@dataclass(slots=True)
class Work:
    """The making of an index: what is asked, what was read, and what is missing.

    Attributes:
        ledger: reads the store and keeps the evidence.
        question: what is asked.
        cls: the technology class.
        panels: what was read, in that order.
        gaps: what is missing.
        told: what the making of the index itself has to tell.
        unmade: figures that were not made, for they are not among those that are shown.
    """

    ledger: Ledger
    question: IndexQuestion
    cls: TechnologyClass
    panels: list[Panel] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    told: list[Note] = field(default_factory=list)
    unmade: int = 0

    def asking(self, flow: FlowKind, **more: Any) -> PanelAsked:  # noqa: ANN401  (its fields)
        """Return the panel of one flow that the question asks for."""
        asked = self.question
        plain = (self.cls, flow, asked.years, asked.level, asked.definition)
        return PanelAsked(*plain, **more)

    def read(self, asked: PanelAsked) -> Panel:
        """Return a panel. Those read later are of the years and level of the first.

        Raises:
            Unread: nothing held answers; the reason is kept as a gap.
        """
        if self.panels:
            first = self.panels[0]
            level = asked.level if asked.summed else first.level
            asked = replace(asked, years=first.years, level=level)
        found = read_panel(self.ledger, asked, self.question.name)
        if isinstance(found, Unanswered):
            self.lacking(self.question.name, found.why, found.remedy)
            raise Unread
        self.panels.append(found)
        return found

    def ranked(self, frame: Frame, year: object) -> Iterator[Figure]:
        """Yield figures of ``country, product, index``, each ranked among the countries.

        Those of the country asked, or the largest of all.
        """
        rank = nw.col("index").rank("min", descending=True).over("product")
        ((many,),) = self.ledger.rows(frame.select(nw.col("country").n_unique()), ["country"])
        known = ~nw.col("index").is_null() & (nw.lit(many) > 1)
        told = frame.with_columns(nw.when(known).then(rank).alias("place"))
        told = self.ledger.desk.settle(told.select("country", "product", "place", "index"))
        if self.question.country:
            told = told.filter(nw.col("country") == self.question.country)
        else:
            told = self._largest(told)
        for country, product, place, value in self.rows(
            told, "country", "product", "place", "index"
        ):
            yield Figure(country, None, product, str(year), rounded(value), place)

    def _largest(self, frame: Frame) -> Frame:
        """Return the largest figures that are shown."""
        ((every,),) = self.ledger.rows(frame.select(nw.len().alias("rows")), ["rows"])
        top = self.question.top
        self.unmade += max(every - top, 0)
        order = ("index", "country", "product")
        return frame.sort(*order, descending=[True, False, False], nulls_last=True).head(top)

    def rows(self, frame: Frame, *columns: str) -> list[tuple[Any, ...]]:
        """Return columns of a frame, sorted by all but the last."""
        return self.ledger.rows(frame.select(*columns), columns[:-1] or columns)

    def lacking(self, what: str, why: str, remedy: str) -> None:
        """Keep a gap."""
        self.gaps.append(Gap(what, why, remedy))


def figures(
    rows: Iterable[tuple[Any, ...]], *columns: str, year: object, **fixed: str | None
) -> Iterable[Figure]:
    """Yield a figure a row; the last column is the value, the others are named."""
    for row in rows:
        told = dict(zip((*columns, "value"), row, strict=True))
        value = rounded(told.pop("value"))
        places = {"country": None, "partner": None, "product": None, **fixed, **told}
        yield Figure(**places, period=str(year), value=value)


def of_places(frame: Frame, work: Work) -> Frame:
    """Keep the rows of the country and the partner that are asked for."""
    asked = work.question
    for column, code in (("country", asked.country), ("partner", asked.partner)):
        frame = frame.filter(nw.col(column) == code) if code else frame
    return frame
