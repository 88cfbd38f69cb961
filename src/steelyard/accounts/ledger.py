"""What a question reads from the store, with the evidence and the queries of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa

from steelyard.store.engine import Desk, stable_names
from steelyard.store.reach import Spans, behind
from steelyard.store.release import Held
from steelyard.store.series import series_columns
from steelyard.store.store import Store
from steelyard.terms.evidence import Evidence
from steelyard.terms.period import Period, PeriodRange

if TYPE_CHECKING:
    from steelyard.accounts.elsewhere import Elsewhere
    from steelyard.accounts.published import Figure
    from steelyard.accounts.season import Unseasoned
    from steelyard.accounts.spreads import Spreads
    from steelyard.classes.follower import Follower

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True, slots=True)
class Used:
    """Rows of a release that figures are made from.

    Attributes:
        rows: the rows.
        condition: the condition that selects them, as SQL.
        where: the words that some of their columns may have, for finding the files they stand in.
    """

    rows: Frame
    condition: str
    where: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Ledger:
    """Reads series from a store and keeps the evidence of what was read.

    Attributes:
        store: where the releases are.
        keeps_rows: whether rows of flows are read once and kept in memory, for a question that
            looks at the same ones several times.
        evidence: one entry a selection of rows, in the order of reading.
        queries: the queries that read the files, in that order.
        figures: published figures that were considered, every vintage.
        partners: cells of every partner that were read already, by what was asked.
        desk: the tables that the question makes on its way.
        reach: what the files of releases reach, by path.
        spreads: what converted classes are in the editions that were read, by series and way.
        followers: what follows codes by reference values, by rule, with all that it has made.
        kept: rows of flows that were read once.
        seasons: series from which the season was taken out, by series, way and partners.
        stated: in which of some periods series have rows, by what was asked.
        elsewhere: other tables that have figures which lack, by question and column.
    """

    store: Store
    keeps_rows: bool = False
    evidence: list[Evidence] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    partners: dict[Hashable, Frame] = field(default_factory=dict)
    desk: Desk = field(init=False)
    reach: dict[Path, list[Spans]] = field(default_factory=dict)
    spreads: dict[Hashable, Spreads] = field(default_factory=dict)
    followers: dict[str, Follower] = field(default_factory=dict)
    kept: dict[Hashable, Frame] = field(default_factory=dict)
    seasons: dict[Hashable, Unseasoned] = field(default_factory=dict)
    stated: dict[Hashable, frozenset[str]] = field(default_factory=dict)
    elsewhere: dict[Hashable, tuple[Elsewhere, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.desk = self.store.engine.desk()

    def query(self) -> str:
        """Return the text of the queries that read the files."""
        return stable_names("; ".join(self.queries))

    def table(self, columns: dict[str, pa.Array]) -> Frame:
        """Return a small table made here as a frame."""
        return self.desk.frame(pa.table(columns))

    def rows(self, frame: Frame, order: Sequence[str]) -> list[tuple[Any, ...]]:
        """Run a query and return its rows in order."""
        return self.store.engine.rows(frame, order)

    def read(self, frame: Frame) -> Frame:
        """Read the files once; what is built on the result stays in memory."""
        query = self.store.engine.sql(frame)
        if query not in self.queries:
            self.queries.append(query)
        return self.desk.settle(frame)

    def record(self, held: Held, used: Used, columns: Sequence[str], used_for: str) -> None:
        """Keep the evidence of rows that figures are made from, by the columns that tell them."""
        release = held.release
        rows, digest = self.store.engine.digest(used.rows, columns)
        files, left_out = behind(held, used.where, self.reach)
        found = Evidence(
            dataset=release.dataset,
            publisher=release.publisher,
            release=release.release,
            licence=release.licence,
            file_sha256=release.received_sha256,
            filter=used.condition,
            rows=rows,
            rows_digest=digest,
            url=release.url,
            obtained_from=release.obtained_from,
            used_for=used_for,
            dated=release.dated,
            files=files,
            files_left_out=left_out,
        )
        if found not in self.evidence:
            self.evidence.append(found)


def of_series(held: Held, of: Mapping[str, str]) -> tuple[list[nw.Expr], list[str]]:
    """Return the conditions that rows belong to a series, as expressions and as SQL.

    A column of which the series says nothing is null in its rows.
    """
    columns = series_columns(held.release.kind)
    same = [nw.col(n) == of[n] if n in of else nw.col(n).is_null() for n in columns]
    words = [f"{n} = '{of[n]}'" if n in of else f"{n} IS NULL" for n in columns]
    return same, words


def one_of(column: str, values: Sequence[str]) -> nw.Expr:
    """Return the condition that a column is one of the values; engines prune files by equality."""
    return nw.col(column) == values[0] if len(values) == 1 else nw.col(column).is_in(values)


def in_time(sources: list[str]) -> tuple[nw.Expr, str]:
    """Return the condition that a period is one of ``sources``, as an expression and as SQL."""
    first, last = sources[0], sources[-1]
    ends = (Period.labelled(first), Period.labelled(last))
    if not any(end.cumulated for end in ends):
        whole = PeriodRange(*ends)
        if [str(period) for period in whole] == sources:
            timed = nw.col("period").is_between(nw.lit(first), nw.lit(last))
            return timed, f"period BETWEEN '{first}' AND '{last}'"
    return nw.col("period").is_in(sources), f"period IN ({listed(sources)})"


def listed(values: Sequence[str]) -> str:
    """Return values as a list of SQL literals."""
    return ", ".join(f"'{value}'" for value in values)
