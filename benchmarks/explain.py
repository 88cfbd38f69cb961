"""Time what moved a country's trade on a big panel, beside SQL written by hand in DuckDB.

    python benchmarks/panel.py OUT --rows 100000000 && python benchmarks/explain.py OUT --rounds 5

Two things are timed and must not be taken for one another. **The expression**: the hundred largest
contributions, product by partner, both flows as a balance, to the change between the first and the
last year, made of the measures ``changes``, ``summed`` and ``largest`` on ``Store.scan``; the peer
is one query over the same Parquet. Both must give the same hundred rows. **The answer**: what
``steelyard explain`` says of the same change, with totals, evidence and notes; it has no peer.

Files are read once before, so that the page cache is warm; contestants take turns; medians of wall
time are printed, and processor time beside it. Exit code 1 where the rows differ.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa

import steelyard as sy
from steelyard.measures.contributions import changes, largest, summed
from steelyard.store.release import Held
from steelyard.store.store import Store

DATASET, TOP, KEYS = "synthetic-world", 100, ("partner", "product")
NIL = nw.lit(0).cast(nw.Decimal(38, 6))
SQL = """
    SELECT partner, product, sum(CASE WHEN period = $last THEN v ELSE -v END) AS moved
    FROM (
        SELECT partner, product, period, CASE WHEN flow = 'X' THEN value ELSE -value END AS v
        FROM read_parquet($files)
        WHERE reporter = $reporter AND period IN ($first, $last) AND flow IN ('X', 'M')
            AND nomenclature = 'HS' AND level = '6' AND {partner}
    )
    GROUP BY ALL HAVING moved <> 0 ORDER BY abs(moved) DESC, partner, product LIMIT {top}
"""
Rows = list[tuple[Any, ...]]
Times = dict[str, list[tuple[float, float]]]


class Asked:
    """What is asked of a store, in both ways."""

    def __init__(self, store: Store, held: Held, reporter: str, partner: str | None) -> None:
        self.store, self.held = store, held
        self.reporter, self.partner = reporter, partner
        self.first = min(one.first for one in held.release.series if one.first)
        self.last = max(one.last for one in held.release.series)
        self.peer = duckdb.connect()
        self.peer.execute("SET parquet_metadata_cache = true")

    def steelyard(self) -> Rows:
        """Return the largest contributions, by the measures."""
        of_one = nw.col("partner") == self.partner if self.partner else _country()
        some = self.store.scan(self.held).filter(
            nw.col("reporter") == self.reporter,
            nw.col("period").is_in([self.first, self.last]),
            nw.col("flow").is_in(["X", "M"]),
            nw.col("nomenclature") == "HS",
            nw.col("level") == "6",
            of_one,
        )
        ends = {"value_from": self.first, "value_to": self.last}
        sums = [_balance(period).sum().alias(name) for name, period in ends.items()]
        pairs = some.with_columns(_signed().alias("v")).group_by(*KEYS).agg(*sums)
        found = largest(summed(changes(pairs, KEYS), KEYS), KEYS, TOP)
        return _rows(found.select(*KEYS, "moved").collect(backend="pyarrow").to_arrow())

    def duckdb(self) -> Rows:
        """Return the largest contributions, by SQL written by hand."""
        given = {
            "files": [str(file) for file in self.held.files],
            "reporter": self.reporter,
            "first": self.first,
            "last": self.last,
        }
        partner = "partner = $partner" if self.partner else "NOT coalesce(aggregate, false)"
        given |= {"partner": self.partner} if self.partner else {}
        query = SQL.format(partner=partner, top=TOP)
        return _rows(self.peer.sql(query, params=given).to_arrow_table())

    def answer(self) -> sy.Answer:
        """Return the whole answer, a store opened for it."""
        return sy.explain(
            self.reporter,
            self.partner or "WLD",
            by="product" if self.partner else "product,partner",
            years=(int(self.first), int(self.last)),
            top=TOP,
            store=str(self.store.root),
        )


def _country() -> nw.Expr:
    return ~nw.col("aggregate").fill_null(value=False)


def _signed() -> nw.Expr:
    return nw.when(nw.col("flow") == "X").then(nw.col("value")).otherwise(-nw.col("value"))


def _balance(period: str) -> nw.Expr:
    return nw.when(nw.col("period") == period).then(nw.col("v")).otherwise(NIL)


def _rows(table: pa.Table) -> Rows:
    return [tuple(row.values()) for row in table.to_pylist()]


def timed(run: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    """Return what a call gives, and its seconds by the clock and of processors."""
    clock, busy = time.perf_counter(), time.process_time()
    found = run()
    return found, (time.perf_counter() - clock, time.process_time() - busy)


def compare(asked: Asked, number: int) -> bool:
    """Print the medians of both in turns, and say whether their rows are the same."""
    runs: dict[str, Callable[[], Rows]] = {"steelyard": asked.steelyard, "duckdb": asked.duckdb}
    took: Times = {name: [] for name in runs}
    rows: dict[str, Rows] = {name: run() for name, run in runs.items()}
    for turn in range(number):
        for name in sorted(runs, reverse=turn % 2 == 1):
            rows[name], spent = timed(runs[name])
            took[name].append(spent)
    same = rows["steelyard"] == rows["duckdb"] and len(rows["duckdb"]) > 0
    print(f"  the expression: {len(rows['steelyard'])} rows, {'the same' if same else 'DIFFERENT'}")
    told = {name: show(name, spent) for name, spent in took.items()}
    print(f"    steelyard / duckdb: {told['steelyard'] / told['duckdb']:.2f}")
    return same


def whole(asked: Asked, number: int) -> None:
    """Print the median of the whole answer, after one that is not counted."""
    asked.answer()
    found = [timed(asked.answer) for _ in range(number)]
    answer = found[-1][0]
    notes = f"{len(answer.rows)} rows, {len(answer.notes)} notes, {len(answer.evidence)} evidence"
    print(f"  the whole answer of explain: {notes}")
    show("explain", [spent for _, spent in found])


def show(name: str, took: list[tuple[float, float]]) -> float:
    """Print medians and return that of the clock."""
    clock, busy = (float(median(column)) for column in zip(*took, strict=True))
    print(f"    {name:10} wall {clock:7.3f} s  processors {busy:7.3f} s")
    return clock


def main() -> int:
    """Time one reporter with one partner and with all; return 1 where the rows differ."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("store", type=Path, help="store that benchmarks/panel.py wrote")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--reporter", default="QMA")
    asked.add_argument("--partner", default="QMB")
    given = asked.parse_args()
    store = Store(given.store)
    (held,) = [one for one in store.held if one.release.dataset == DATASET]
    print(f"{held.release.rows:,} rows; load {os.getloadavg()[0]:.2f} of {os.cpu_count()}")
    same = []
    for partner in (given.partner, None):
        print(f"{given.reporter} with {partner or 'all partners'}, {held.release.name}")
        one = Asked(store, held, given.reporter, partner)
        same.append(compare(one, given.rounds))
        whole(one, given.rounds)
    print(f"load {os.getloadavg()[0]:.2f} of {os.cpu_count()}")
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
