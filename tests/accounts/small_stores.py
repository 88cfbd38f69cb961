"""Small stores made by hand: flows by product, published figures, rates, consumer prices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import store_twins

import steelyard as sy
from steelyard.accounts.calendar import NOW
from steelyard.accounts.case import Case
from steelyard.accounts.cells import read_cells, side
from steelyard.accounts.ledger import Ledger
from steelyard.accounts.members import Partner
from steelyard.accounts.sides import view
from steelyard.classes.registry import TechnologyClass, find_class
from steelyard.nomenclature.places import find
from steelyard.sources.contract import arrow_schema
from steelyard.store.package import write_catalogue
from steelyard.store.store import Store
from steelyard.terms.answer import Answer, Table
from steelyard.terms.definition import define
from steelyard.terms.period import Frequency, PeriodRange
from steelyard.terms.question import WeighQuestion
from steelyard.terms.tables import KINDS

Rows = Iterable[Mapping[str, Any]]
_SIDES = {
    "M": {"valuation": "CUSTOMS", "import_basis": "general", "partner_role": "origin"},
    "X": {"valuation": "FAS", "export_scope": "total", "partner_role": "destination"},
}
_FLOW = {
    "reporter": "USA",
    "partner": "CHN",
    "flow": "M",
    "nomenclature": "HS",
    "account": "customs",
    "adjustment": "none",
    "currency": "USD",
    "status": "A",
}
_FIGURE = {
    "place": "CHN",
    "partner": "USA",
    "indicator": "goods",
    "flow": "M",
    "measure": "level",
    "unit": "USD",
    "status": "A",
}


def flow(product: str, period: str, value: float | None, **changed: Any) -> dict[str, Any]:
    """Return one row of flows by product: imports of the USA from China, save for changes."""
    total = product == "TOTAL"
    told = {
        "nomenclature": "TOTAL" if total else "HS",
        "product": product,
        "level": None if total else str(len(product)),
        "period": period,
        "freq": freq_of(period),
        "value": None if value is None else Decimal(str(value)),
        **_SIDES[changed.get("flow", "M")],
    }
    row = {**_FLOW, **told, **changed}
    return {"partner_stated": row["partner"], "aggregate": row["partner"] == "WLD", **row}


def figure(period: str, value: float | None, **changed: Any) -> dict[str, Any]:
    """Return one published figure: China's imports of goods from the USA, save for changes."""
    return {**_FIGURE, "period": period, "freq": freq_of(period), "value": value, **changed}


def rate(base: str, quote: str, period: str, value: float | None) -> dict[str, Any]:
    """Return one average exchange rate."""
    keys = {"base": base, "quote": quote, "period": period, "measure": "average"}
    return {**keys, "freq": freq_of(period), "rate": value, "status": "A"}


def inflation(period: str, value: float | None, place: str = "USA") -> dict[str, Any]:
    """Return the yearly change of consumer prices of one year."""
    told = {"place": place, "indicator": "inflation", "measure": "growth", "unit": "ratio"}
    return {**told, "period": period, "freq": freq_of(period), "value": value, "status": "A"}


def freq_of(period: str) -> str:
    """Return the frequency of a label."""
    return "A" if len(period) == len("2020") else "Q" if "Q" in period else "M"


def write(root: Path, rows: Rows, *, kind: str = "flows", **facts: Any) -> None:
    """Write one release of these rows into the store at ``root``."""
    table = pa.Table.from_pylist(list(rows), schema=arrow_schema(KINDS[kind]))
    dataset, day = facts.get("dataset", f"own-{kind}"), facts.get("published_at", "2021-01-15")
    usual = {
        "dataset": dataset,
        "title": "Table",
        "kind": kind,
        "publisher": "Office",
        "licence": "open",
        "licence_url": "",
        "url": "https://example.org/table",
        "cadence": "yearly",
        "precedence": 20,
        "quirks": (),
        "release": day,
        "published_at": day,
        "dated": "stated",
        "dated_how": "Stated in the file.",
        "received_file": f"{dataset}.csv",
        "received_sha256": hashlib.sha256(f"{dataset}@{day}".encode()).hexdigest(),
        "received_bytes": 1,
        "received_at": "2024-02-01",
        "observations_in": table.num_rows,
        "accepted": table.num_rows,
        "rejected": (),
        "checks": (),
    }
    assert store_twins.add(root, {**usual, **facts}, table), "the store holds this release already"


def opened(root: Path) -> Store:
    """Open the store at ``root`` alone, with no bundled data beside it."""
    empty = root / "bundled"
    empty.mkdir(parents=True, exist_ok=True)
    write_catalogue(empty, ())
    return Store(root, bundled=empty)


def store(root: Path, rows: Rows, **facts: Any) -> Store:
    """Write one release and open the store alone."""
    write(root, rows, **facts)
    return opened(root)


def case(
    opened_store: Store,
    of: str | TechnologyClass,
    periods: str,
    *,
    partner: str = "CHN",
    reporter: str = "USA",
    by: str = "",
    **definition: str,
) -> Case:
    """Return a case as ``weigh`` would make it."""
    cls = find_class(of) if isinstance(of, str) else of
    span, told = PeriodRange.parse(periods), define(definition)
    freq = Frequency(span.first.freq)
    question = WeighQuestion(reporter, partner, cls.name, span, freq, by=by, definition=told)
    return Case(Ledger(opened_store), question, cls, Partner(find(partner), reporter, told))


def weigh(
    opened_store: Store, reporter: str = "USA", partner: str = "CHN", **choices: Any
) -> Answer:
    """Weigh on this store."""
    return sy.weigh(reporter, partner, store=opened_store, **choices)


def rows(answer: Answer) -> dict[str, dict[str, Any]]:
    """Return the rows of an answer by period, each by column."""
    names = [column.name for column in answer.columns]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in answer.rows}


def only(answer: Answer) -> dict[str, Any]:
    """Return the one row of an answer by column."""
    (row,) = rows(answer).values()
    return row


def table(answer: Answer, name: str) -> list[dict[str, Any]]:
    """Return the rows of a further table of an answer, each by column; none without the table."""
    found: list[Table] = [one for one in answer.tables if one.name == name]
    return [
        dict(zip([c.name for c in one.columns], row, strict=True))
        for one in found
        for row in one.rows
    ]


def totals(
    opened_store: Store, of: str | TechnologyClass, periods: str, **asked: Any
) -> dict[str, Any]:
    """Return the total of imports of each period, as a column of an answer would state it."""
    asking = case(opened_store, of, periods, **asked)
    source = view(asking, "imports")
    found = read_cells(asking, source, "a test", bases=False)
    frame = side(asking, source, found, NOW, partial=False).select("period", "value")
    told = dict(asking.ledger.rows(frame, ["period"]))
    return {str(period): told.get(str(period)) for period in asking.periods}
