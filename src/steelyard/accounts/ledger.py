"""Reading a chosen series: the cells of a calendar with what the release says of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import Cell
from steelyard.accounts.resolve import Choice
from steelyard.store.store import Store
from steelyard.terms.evidence import Evidence
from steelyard.terms.tables import FLOWS

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
    _calendars: int = 0

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
        self._calendars += 1
        return self.store.engine.frame(f"calendar_{self._calendars}", pa.table(columns))

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
        self._record(choice, codes, chosen, partners, sources, used_for)
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
        self._record(choice, codes, chosen, ["every single partner"], sources, used_for)
        facts = chosen.select("partner", nw.col("period").alias("source"), "value", "status")
        spine = self.calendar(needed).select("period", "source").unique()
        return spine.join(facts, on="source", how="inner")

    def _record(
        self,
        choice: Choice,
        codes: tuple[str, ...],
        chosen: Frame,
        partners: list[str],
        sources: list[str],
        used_for: str,
    ) -> None:
        release = choice.held.release
        rows, digest = self.store.engine.digest(chosen, _USED)
        self.evidence.append(
            Evidence(
                dataset=release.dataset,
                publisher=release.publisher,
                release=release.release,
                licence=release.licence,
                file_sha256=release.received_sha256,
                filter=_condition(choice, codes, partners, sources),
                rows=rows,
                rows_digest=digest,
                url=release.url,
                used_for=used_for,
                dated=release.dated,
            )
        )


def _condition(
    choice: Choice, codes: tuple[str, ...], partners: list[str], sources: list[str]
) -> str:
    fixed = [f"{name} = '{value}'" for name, value in sorted(choice.series.of.items())]
    listed = ", ".join(f"'{code}'" for code in codes)
    who = ", ".join(f"'{code}'" for code in partners)
    single = "NOT aggregate" if partners == ["every single partner"] else f"partner IN ({who})"
    span = f"period BETWEEN '{sources[0]}' AND '{sources[-1]}'"
    return " AND ".join([*fixed, f"product IN ({listed})", single, span])
