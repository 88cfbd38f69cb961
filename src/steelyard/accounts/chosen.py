"""Which rows of a series a class counts, in the periods needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa

from steelyard.accounts.calendar import Cell
from steelyard.accounts.choice import Choice
from steelyard.accounts.ledger import Ledger, in_time, listed, of_series, one_of
from steelyard.accounts.spread_keys import KEY, keyed, keys_of, map_of
from steelyard.accounts.spreading import spreads
from steelyard.classes.ways import Converted
from steelyard.terms.tables import DETAILS

Frame = nw.LazyFrame[Any]
_FEW = 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of a series in the periods needed.

    Attributes:
        rows: rows of the products asked, with a column ``group``.
        every: rows of all products at the same level.
        condition: the condition that selects ``rows``, as SQL.
        map: of a converted class, what the codes of ``rows`` are of it.
        anyone: rows of the products asked of every partner, where ``rows`` are of some only.
    """

    rows: Frame
    every: Frame
    condition: str
    map: Frame | None = None
    anyone: Frame | None = None


def chosen(ledger: Ledger, choice: Choice, needed: tuple[Cell, ...], *, grouped: bool) -> Chosen:
    """Return the rows that a series states of a class, of every partner, in the periods needed."""
    sources = sorted({cell.source for cell in needed})
    timed, span = in_time(sources)
    same, fixed = of_series(choice.held, choice.series.of)
    whole = [nw.col(name).is_null() for name in DETAILS]
    edition = [nw.col("edition") == choice.way.edition] if choice.way.edition else []
    every = ledger.store.scan(choice.held).filter(timed, *same, *whole, *edition)
    map_: Frame | None = None
    anyone: Frame | None = None
    if isinstance(choice.way, Converted):
        found = spreads(ledger, choice, every, grouped=grouped)
        map_, products = (
            map_of(ledger, found),
            f"product IN ({choice.way} in {found}: {found.told})",
        )
        rows = keyed(ledger, every, found).join(keys_of(map_), on=KEY, how="semi")
    elif ledger.keeps_rows:
        anyone, products = _of_products(ledger, choice, every, sources, grouped=grouped)
        every = _kept(ledger, choice, every, sources, sorted({cell.partner for cell in needed}))
        rows, _ = _of_products(ledger, choice, every, sources, grouped=grouped)
    else:
        rows, products = _of_products(ledger, choice, every, sources, grouped=grouped)
    fixed += [f"{name} IS NULL" for name in DETAILS]
    fixed += [f"edition = '{choice.way.edition}'"] if choice.way.edition else []
    return Chosen(rows, every, " AND ".join([*fixed, products, span]), map_, anyone)


def _kept(
    ledger: Ledger, choice: Choice, every: Frame, sources: list[str], partners: list[str]
) -> Frame:
    """Return rows of the partners needed, read once for all that a question makes of them."""
    key = (choice.held.release.name, choice.held.bundled, str(choice.series.of), choice.way.edition)
    whole = (*key, *sources), (*key, *sources, *partners)
    for known in whole:
        if known in ledger.kept:
            return ledger.kept[known]
    mine = every if "" in partners else every.filter(one_of("partner", partners))
    ledger.kept[whole["" not in partners]] = ledger.read(mine)
    return ledger.kept[whole["" not in partners]]


def _of_products(
    ledger: Ledger, choice: Choice, every: Frame, sources: list[str], *, grouped: bool
) -> tuple[Frame, str]:
    """Return the rows of the products that the class counts, and the condition for them."""
    way = choice.way
    if way.listed:
        return _of_list(ledger, choice, every, sources, grouped=grouped)
    plain = nw.lit("").alias("group")
    if not way.digits or {choice.said("level")} == {str(len(code)) for code in way.codes}:
        mine = one_of("product", way.codes)
        return every.filter(mine).with_columns(plain), f"product IN ({listed(way.codes)})"
    mine = nw.any_horizontal(*_beginning(way.codes), ignore_nulls=True)
    words = " OR ".join(f"product LIKE '{code}%'" for code in way.codes)
    return every.filter(mine).with_columns(plain), f"({words})"


def _beginning(codes: tuple[str, ...]) -> Iterator[nw.Expr]:
    """Yield conditions of which one holds where a product begins with one of some codes."""
    if len(codes) <= _FEW:  # a store can skip files by them
        yield from (nw.col("product").str.starts_with(code) for code in codes)
        return
    for digits in sorted({len(code) for code in codes}):
        begins = nw.col("product").str.slice(0, digits)
        yield begins.is_in([code for code in codes if len(code) == digits])


def _of_list(
    ledger: Ledger, choice: Choice, every: Frame, sources: list[str], *, grouped: bool
) -> tuple[Frame, str]:
    """Return the rows of a dated list: each year by the list in force then."""
    flow, years = choice.said("flow"), sorted({int(source[:4]) for source in sources})
    lines = choice.way.lines(flow, years)
    table = ledger.table(
        {
            "product": pa.array([line.code for line in lines], pa.string()),
            "year": pa.array([str(line.first) for line in lines], pa.string()),
            "group": pa.array([line.group if grouped else "" for line in lines], pa.string()),
        }
    )
    dated = every.with_columns(nw.col("period").str.slice(0, 4).alias("year"))
    words = f"product IN (list {choice.way.list_name} for {flow} of {', '.join(map(str, years))})"
    return dated.join(table, on=["product", "year"], how="inner"), words
