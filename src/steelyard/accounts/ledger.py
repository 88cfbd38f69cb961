"""Reading a chosen series: the cells of a calendar with what the release says of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import Cell
from steelyard.accounts.currency import RateChoice, Rates
from steelyard.accounts.resolve import Choice
from steelyard.measures.totals import total
from steelyard.store.engine import Desk, stable_names
from steelyard.store.release import Held
from steelyard.store.store import Store
from steelyard.terms.evidence import Evidence
from steelyard.terms.flow import ObsStatus
from steelyard.terms.period import Period, PeriodRange
from steelyard.terms.tables import DETAILS, FLOWS, RATES

Frame = nw.LazyFrame[Any]
_MISSING = [str(status) for status in ObsStatus if status.missing]
_USED = (*FLOWS.key, "value", "status")


@dataclass(slots=True)
class Ledger:
    """Reads series from a store and keeps the evidence of what was read.

    Attributes:
        store: where the releases are.
        evidence: one entry a selection of rows, in the order of reading.
        queries: the queries that read the files, in that order.
        desk: the tables that the question makes on its way.
    """

    store: Store
    evidence: list[Evidence] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = self.store.engine.desk()

    def series(self, choice: Choice, codes: tuple[str, ...]) -> Frame:
        """Return the rows of a chosen series for the product codes given, whole flows only."""
        same = [nw.col(name) == value for name, value in choice.series.of.items()]
        whole = [nw.col(name).is_null() for name in DETAILS]
        return self.store.scan(choice.held).filter(_one_of("product", codes), *same, *whole)

    def query(self) -> str:
        """Return the text of the queries that read the files."""
        return stable_names("; ".join(self.queries))

    def calendar(self, cells: tuple[Cell, ...]) -> Frame:
        """Return cells as a frame with the columns ``period, role, partner, source``."""
        names = ("period", "role", "partner", "source")
        columns = {name: [getattr(cell, name) for cell in cells] for name in names}
        return self.table({name: pa.array(data, pa.string()) for name, data in columns.items()})

    def table(self, columns: dict[str, pa.Array]) -> Frame:
        """Return a small table made here as a frame."""
        return self.desk.frame(pa.table(columns))

    def cells(
        self, choice: Choice, codes: tuple[str, ...], needed: tuple[Cell, ...], used_for: str
    ) -> Frame:
        """Return the cells needed, each with its value and status, missing where none is held.

        Columns: ``period, role, partner, source, value, status``. Product codes, and codes of the
        publisher that are one place, are added up; one that is missing leaves the cell missing.
        """
        partners = sorted({cell.partner for cell in needed})
        chosen, condition = self._chosen(choice, codes, needed)
        chosen = chosen.filter(_one_of("partner", partners))
        condition = f"{condition} AND partner IN ({_listed(partners)})"
        self._record(choice.held, chosen, _USED, condition, used_for)
        facts = _observations(chosen)
        found = self.calendar(needed).join(facts, on=["partner", "source"], how="left")
        return self._read(found)

    def partners(
        self, choice: Choice, codes: tuple[str, ...], needed: tuple[Cell, ...], used_for: str
    ) -> Frame:
        """Return the cells of every single partner (no aggregates), missing where none is held.

        Columns: ``period, partner, source, value, status``.
        """
        chosen, condition = self._chosen(choice, codes, needed)
        chosen = chosen.filter(~nw.col("aggregate").fill_null(value=False))
        self._record(
            choice.held, chosen, _USED, f"{condition} AND NOT coalesce(aggregate, false)", used_for
        )
        facts = _observations(chosen)
        who = facts.group_by("partner").agg(nw.len().alias("rows")).select("partner")
        spine = self.calendar(needed).select("period", "source").join(who, how="cross")
        return self._read(spine.join(facts, on=["partner", "source"], how="left"))

    def _chosen(
        self, choice: Choice, codes: tuple[str, ...], needed: tuple[Cell, ...]
    ) -> tuple[Frame, str]:
        """Return the rows of a series in the periods needed, and the condition for them."""
        sources = sorted({cell.source for cell in needed})
        timed, span = _in_time(sources)
        return self.series(choice, codes).filter(timed), f"{_condition(choice, codes)} AND {span}"

    def _read(self, frame: Frame) -> Frame:
        """Read the files once; what is built on the result stays in memory."""
        query = self.store.engine.sql(frame)
        if query not in self.queries:
            self.queries.append(query)
        return self.desk.settle(frame)

    def rates(self, rates: Rates, labels: Iterable[str]) -> Frame:
        """Return ``period, rate``: units of the currency asked for one of the source's."""
        frames = [self._rates(choice, mine) for choice, mine in rates.by_series(labels)]
        none = pa.table({"period": pa.array([], pa.string()), "rate": pa.array([], pa.float64())})
        return nw.concat(frames) if frames else self.desk.frame(none)

    def _rates(self, choice: RateChoice, labels: list[str]) -> Frame:
        timed, span = _in_time(sorted(labels))
        rows = self.store.scan(choice.held).filter(
            nw.col("base") == choice.base,
            nw.col("quote") == choice.quote,
            nw.col("measure") == "average",
            (nw.col("rate") > 0) & nw.col("rate").is_finite(),
            timed,
        )
        pair = f"base = '{choice.base}' AND quote = '{choice.quote}' AND measure = 'average'"
        condition = f"{pair} AND rate > 0 AND isfinite(rate) AND {span}"
        self._record(choice.held, rows, (*RATES.key, "rate"), condition, "conversion of currency")
        rate = 1 / nw.col("rate") if choice.inverse else nw.col("rate")
        return self._read(rows.select("period", rate.alias("rate")))

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
            obtained_from=release.obtained_from,
            used_for=used_for,
            dated=release.dated,
        )
        if found not in self.evidence:
            self.evidence.append(found)


def _one_of(column: str, values: Sequence[str]) -> nw.Expr:
    """Return the condition that a column is one of the values; engines prune files by equality."""
    return nw.col(column) == values[0] if len(values) == 1 else nw.col(column).is_in(values)


def _observations(rows: Frame) -> Frame:
    """Return one row a partner and period: ``partner, source, value, status``.

    A value beside a status that says it is missing does not count.
    """
    status, value = nw.col("status"), nw.col("value")
    counts = status.is_null() | ~status.is_in(_MISSING)
    stated = rows.with_columns(nw.when(counts).then(value).alias("value"))
    lacking = nw.when(value.is_null()).then(status).alias("lacking")
    each = stated.with_columns(lacking).group_by("partner", "period")
    summed = each.agg(total("value").alias("value"), nw.col("lacking").min().alias("status"))
    return summed.rename({"period": "source"})


def _in_time(sources: list[str]) -> tuple[nw.Expr, str]:
    """Return the condition that a period is one of ``sources``, as an expression and as SQL."""
    first, last = sources[0], sources[-1]
    whole = PeriodRange(Period.labelled(first), Period.labelled(last))
    if [str(period) for period in whole] == sources:
        timed = nw.col("period").is_between(nw.lit(first), nw.lit(last))
        return timed, f"period BETWEEN '{first}' AND '{last}'"
    return nw.col("period").is_in(sources), f"period IN ({_listed(sources)})"


def _condition(choice: Choice, codes: tuple[str, ...]) -> str:
    fixed = [f"{name} = '{value}'" for name, value in sorted(choice.series.of.items())]
    whole = [f"{name} IS NULL" for name in DETAILS]
    return " AND ".join([*fixed, *whole, f"product IN ({_listed(codes)})"])


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)
