"""Reading a chosen series: the cells of a calendar with what the release says of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import Cell
from steelyard.accounts.currency import RateChoice
from steelyard.accounts.resolve import Choice
from steelyard.store.release import Held
from steelyard.store.store import Store
from steelyard.terms.evidence import Evidence
from steelyard.terms.period import Period
from steelyard.terms.tables import FLOWS, RATES

Frame = nw.LazyFrame[Any]
_USED = (*FLOWS.key, "value", "status")


@dataclass(slots=True)
class Ledger:
    """Reads series from a store and keeps the evidence of what was read.

    Attributes:
        store: where the releases are.
        evidence: one entry a selection of rows, in the order of reading.
    """

    store: Store
    evidence: list[Evidence] = field(default_factory=list)

    def series(self, choice: Choice, codes: tuple[str, ...]) -> Frame:
        """Return the rows of a chosen series for the product codes given."""
        of = choice.series.of.items()
        same = (nw.col(name) == value for name, value in of)
        return self.store.scan(choice.held).filter(nw.col("product").is_in(codes), *same)

    def calendar(self, cells: tuple[Cell, ...]) -> Frame:
        """Return cells as a frame with the columns ``period, role, partner, source``."""
        names = ("period", "role", "partner", "source")
        columns = {name: [getattr(cell, name) for cell in cells] for name in names}
        return self.table({name: pa.array(data, pa.string()) for name, data in columns.items()})

    def table(self, columns: dict[str, pa.Array]) -> Frame:
        """Return a small table made here as a frame."""
        return self.store.engine.frame(pa.table(columns))

    def cells(
        self, choice: Choice, codes: tuple[str, ...], needed: tuple[Cell, ...], used_for: str
    ) -> Frame:
        """Return the cells needed, each with its value and status, missing where none is held.

        Columns: ``period, role, partner, source, value, status``. A cell under several codes of the
        publisher has several rows.
        """
        rows = self.series(choice, codes)
        partners = sorted({cell.partner for cell in needed})
        sources = sorted({cell.source for cell in needed})
        span = nw.col("period").is_between(nw.lit(sources[0]), nw.lit(sources[-1]))
        chosen = rows.filter(nw.col("partner").is_in(partners), span)
        condition = _condition(choice, codes, partners, sources)
        self._record(choice.held, chosen, _USED, condition, used_for)
        facts = chosen.select("partner", nw.col("period").alias("source"), "value", "status")
        return self.calendar(needed).join(facts, on=["partner", "source"], how="left")

    def partners(
        self, choice: Choice, codes: tuple[str, ...], needed: tuple[Cell, ...], used_for: str
    ) -> Frame:
        """Return the cells of every single partner (no aggregates) in the periods needed.

        Columns: ``period, partner, source, value, status``.
        """
        rows = self.series(choice, codes).filter(~nw.col("aggregate"))
        sources = sorted({cell.source for cell in needed})
        chosen = rows.filter(nw.col("period").is_between(nw.lit(sources[0]), nw.lit(sources[-1])))
        condition = _condition(choice, codes, None, sources)
        self._record(choice.held, chosen, _USED, condition, used_for)
        facts = chosen.select("partner", nw.col("period").alias("source"), "value", "status")
        spine = self.calendar(needed).select("period", "source").unique()
        return spine.join(facts, on="source", how="inner")

    def rates(self, choice: RateChoice, periods: tuple[Period, ...]) -> Frame:
        """Return ``period, rate``: units of the currency asked for one of the source's."""
        rows = self.store.scan(choice.held).filter(
            nw.col("base") == choice.base,
            nw.col("quote") == choice.quote,
            nw.col("measure") == "average",
            nw.col("period").is_in([str(period) for period in periods]),
        )
        condition = f"base = '{choice.base}' AND quote = '{choice.quote}' AND measure = 'average'"
        self._record(choice.held, rows, (*RATES.key, "rate"), condition, "conversion of currency")
        rate = 1 / nw.col("rate") if choice.inverse else nw.col("rate")
        return rows.select("period", rate.alias("rate"))

    def _record(
        self, held: Held, chosen: Frame, used: tuple[str, ...], condition: str, used_for: str
    ) -> None:
        release = held.release
        rows, digest = self.store.engine.digest(chosen, used)
        found = Evidence(
            dataset=release.dataset,
            publisher=release.publisher,
            release=release.release,
            licence=release.licence,
            file_sha256=release.received_sha256,
            filter=condition,
            rows=rows,
            rows_digest=digest,
            url=release.url,
            used_for=used_for,
            dated=release.dated,
        )
        if found not in self.evidence:
            self.evidence.append(found)


def _condition(
    choice: Choice, codes: tuple[str, ...], partners: list[str] | None, sources: list[str]
) -> str:
    fixed = [f"{name} = '{value}'" for name, value in sorted(choice.series.of.items())]
    listed = ", ".join(f"'{code}'" for code in codes)
    named = ", ".join(f"'{code}'" for code in partners or [])
    who = "NOT aggregate" if partners is None else f"partner IN ({named})"
    span = f"period BETWEEN '{sources[0]}' AND '{sources[-1]}'"
    return " AND ".join([*fixed, f"product IN ({listed})", who, span])
