"""Series: rows of a release that share one definition, counted when the release is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import narwhals as nw

from steelyard.store.release import Series
from steelyard.terms.tables import DETAILS, KINDS, Kind

if TYPE_CHECKING:
    from steelyard.store.engine import Engine

FEW = 200
"""Most products that the record of a series names."""

_COUNTS = ("first", "last", "stated", "rows")

_SERIES = {
    "flows": (
        "reporter",
        "partner_role",
        "flow",
        "nomenclature",
        "level",
        "freq",
        "import_basis",
        "export_scope",
        "account",
        "adjustment",
        "valuation",
        "currency",
        "detail",
    ),
    "rates": ("base", "quote", "freq", "measure"),
    "indicators": (
        "place",
        "indicator",
        "scope",
        "flow",
        "measure",
        "freq",
        "span",
        "unit",
        "valuation",
        "import_basis",
        "export_scope",
        "account",
    ),
    "io": ("currency",),
    "schedules": ("act", "imposer", "nomenclature"),
    "parties": ("list",),
    "parameters": ("name", "nomenclature"),
}
_MEASURED = {"flows": "value", "rates": "rate", "indicators": "value"}


def series_columns(kind: str) -> tuple[str, ...]:
    """Return the columns of a kind of table by which its rows are told into series."""
    return tuple(name for name in _SERIES[kind] if name != "detail")


def measured(kind: Kind) -> str:
    """Return the column whose gaps are missing figures."""
    return _MEASURED.get(kind.name, kind.names[0])


def count_series(engine: Engine, kind: str, frame: nw.LazyFrame[Any]) -> tuple[Series, ...]:
    """Count what a table holds, by the definitional columns of its kind."""
    details = DETAILS if kind == "flows" else ()
    value, fields = measured(KINDS[kind]), KINDS[kind].names
    period = nw.col("period") if "period" in fields else nw.lit("")
    partner = nw.col("partner") if "partner" in fields else nw.lit(None, nw.String)
    keys = list(series_columns(kind))
    marked = frame.with_columns(
        *[(~nw.col(name).is_null()).alias(f"has_{name}") for name in details],
        nw.when(~nw.col(value).is_null()).then(period).alias("present"),
        partner.alias("who"),
    )
    groups = [*keys, *(f"has_{name}" for name in details), "who"]
    counts = marked.group_by(*groups).agg(
        nw.col("present").min().alias("first"),
        nw.col("present").max().alias("last"),
        nw.col("present").count().alias("stated"),
        nw.len().alias("rows"),
    )
    rows = [dict(zip((*groups, *_COUNTS), row, strict=True)) for row in engine.rows(counts, groups)]
    some = _few_products(engine, marked, groups[:-1]) if "product" in fields else {}
    return merged(
        _one(row, keys, details, products=some.get(tuple(row[name] for name in groups[:-1]), ()))
        for row in rows
    )


def merged(every: Iterable[Series]) -> tuple[Series, ...]:
    """Return series with those of the same definition put together, in order."""
    groups: dict[tuple[tuple[str, str], ...], list[Series]] = {}
    for one in every:
        groups.setdefault(tuple(sorted(one.of.items())), []).append(one)
    return tuple(_together(groups[key]) for key in sorted(groups))


def few(products: Iterable[str]) -> tuple[str, ...]:
    """Return product codes, sorted; none when they are more than the record of a series names."""
    told = sorted({code for code in products if code})
    return tuple(told) if len(told) <= FEW else ()


def _few_products(
    engine: Engine, marked: nw.LazyFrame[Any], groups: list[str]
) -> dict[tuple[Any, ...], tuple[str, ...]]:
    """Return the products of each group of rows that has few of them."""
    each = marked.group_by(*groups, "product").agg(nw.len().alias("rows"))
    many = nw.col("rows").count().over(*groups).alias("products")
    rows = engine.rows(
        each.with_columns(many).filter(nw.col("products") <= FEW).select(*groups, "product"),
        [*groups, "product"],
    )
    found: dict[tuple[Any, ...], list[str]] = {}
    for *group, product in rows:
        found.setdefault(tuple(group), []).append(product or "")
    return {group: few(products) for group, products in found.items()}


def _one(
    row: dict[str, Any], keys: list[str], details: tuple[str, ...], *, products: tuple[str, ...]
) -> Series:
    of = {name: row[name] for name in keys if row[name] is not None}
    if told := " ".join(name for name in details if row[f"has_{name}"]):
        of["detail"] = told
    return Series(
        of=of,
        first=row["first"] or "",
        last=row["last"] or "",
        rows=row["rows"],
        missing=row["rows"] - row["stated"],
        partners=(row["who"],) if row["who"] else (),
        products=products,
    )


def _together(parts: list[Series]) -> Series:
    return Series(
        of=parts[0].of,
        first=min((part.first for part in parts if part.first), default=""),
        last=max((part.last for part in parts), default=""),
        rows=sum(part.rows for part in parts),
        missing=sum(part.missing for part in parts),
        partners=tuple(sorted({code for part in parts for code in part.partners})),
        products=_united(parts),
    )


def _united(parts: list[Series]) -> tuple[str, ...]:
    """Return the products of parts of a series; a part with rows that names none has many."""
    if any(part.rows and not part.products for part in parts):
        return ()
    return few(code for part in parts for code in part.products)
