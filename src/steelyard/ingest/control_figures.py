"""Cells with a whole and its parts: how many agree, and how far off the others are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import narwhals as nw

from steelyard.ingest.control_survey import ALWAYS

Frame = nw.LazyFrame[Any]
Key = tuple[str | None, ...]

WIDTH = 46
"""Characters of an amount at the head of a worst difference; its place follows."""

_RELATIVE = 1e-9
_COMPARED = ("rows", "wholes", "stated", "whole", "parts")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a comparison found.

    Attributes:
        cells: cells with a whole or parts; ``unparted`` have no parts, ``unwhole`` no whole,
            ``lacking`` both sides but a value missing; the others are compared.
        over, short: cells whose parts are above, or below, the whole by more than the tolerance.
        whole, parts: sums over the cells compared.
        worst_over, worst_short: largest difference of either sort and its place, None without.
    """

    cells: int
    unparted: int
    unwhole: int
    lacking: int
    over: int
    short: int
    whole: Decimal
    parts: Decimal
    worst_over: str | None
    worst_short: str | None

    @property
    def compared(self) -> int:
        """Cells with both sides and every value."""
        return self.cells - self.unparted - self.unwhole - self.lacking

    def and_also(self, other: Figures) -> Figures:
        """Return the figures of both: numbers add up, of the worst differences the larger stays."""
        return Figures(
            *(getattr(self, name) + getattr(other, name) for name in _ADDED),
            *(max(getattr(self, name) or "", getattr(other, name) or "") for name in _WORST),
        )


_WORST = ("worst_over", "worst_short")
_ADDED = tuple(field.name for field in fields(Figures) if field.name not in _WORST)


def sides(rows: Frame, cell: Sequence[str], whole: nw.Expr) -> Frame:
    """Return the whole and the sum of the parts of each cell.

    Keys: in ``cell``, ``value``; out ``cell`` and ``rows, wholes`` (rows of the cell, those of them
    that state the whole), ``stated`` (rows with a value), ``whole, parts`` (sums of values).
    """
    marked = rows.with_columns(whole.fill_null(value=False).alias("is_whole"))
    stands, value = nw.col("is_whole"), nw.col("value")
    return marked.group_by(*cell).agg(
        nw.len().alias("rows"),
        _number(stands).alias("wholes"),
        value.count().alias("stated"),
        nw.when(stands).then(value).sum().alias("whole"),
        nw.when(~stands).then(value).sum().alias("parts"),
    )


def figures(
    portions: Iterable[Frame], place: Sequence[str], by: Sequence[str], rounding: Decimal
) -> dict[Key, Figures]:
    """Return what the cells show, for each combination of the columns ``by``.

    Keys: in the columns of ``sides``, no cell in two portions; ``place`` names a cell in words.
    """
    found: dict[Key, Figures] = {}
    for cells in portions:
        for key, figures in _figures(cells, place, by, rounding).items():
            found[key] = found[key].and_also(figures) if key in found else figures
    return found


def figure(portions: Iterable[Frame], place: Sequence[str], rounding: Decimal) -> Figures:
    """Return what all cells show together."""
    marked = (cells.with_columns(one=nw.lit("")) for cells in portions)
    found = figures(marked, place, ("one",), rounding)
    return found.get(("",), Figures(0, 0, 0, 0, 0, 0, Decimal(0), Decimal(0), None, None))


def _figures(
    cells: Frame, place: Sequence[str], by: Sequence[str], rounding: Decimal
) -> dict[Key, Figures]:
    names = tuple(dict.fromkeys([*place, *by]))
    known = cells.select(*names, *_COMPARED).with_columns(**_signs(rounding))
    marked = known.with_columns(**_differences(place))
    found = marked.group_by(*by).agg(*_told()).collect(backend="pyarrow").to_arrow().to_pylist()
    return {tuple(row.pop(name) for name in by): Figures(**row) for row in found}


def _signs(rounding: Decimal) -> dict[str, nw.Expr]:
    rows, wholes, whole = nw.col("rows"), nw.col("wholes"), nw.col("whole")
    slack = rows.cast(nw.Float64) * (float(rounding) / 2)
    return {
        "both": (wholes > 0) & (rows > wholes),
        "off": nw.col("parts") - whole,
        "slack": nw.max_horizontal(slack, whole.cast(nw.Float64).abs() * _RELATIVE),
    }


def _differences(place: Sequence[str]) -> dict[str, nw.Expr]:
    full = nw.col("both") & (nw.col("stated") == nw.col("rows"))
    over = full & (nw.col("off").cast(nw.Float64) > nw.col("slack"))
    short = full & (-nw.col("off").cast(nw.Float64) > nw.col("slack"))
    where = [_named(name) for name in place]
    return {
        "full": full,
        "over": over,
        "short": short,
        "worst_over": nw.when(over).then(_place(nw.col("parts") - nw.col("whole"), where)),
        "worst_short": nw.when(short).then(_place(nw.col("whole") - nw.col("parts"), where)),
    }


def _named(name: str) -> nw.Expr:
    """Return a cell of a place; columns that do not speak for themselves are named."""
    if name in ALWAYS:
        return nw.col(name)
    return nw.when(nw.col(name) != "").then(
        nw.concat_str([nw.lit(name), nw.col(name)], separator=" ")
    )


def _place(amount: nw.Expr, where: list[nw.Expr]) -> nw.Expr:
    """Return an amount above zero and its place as text that sorts by the amount."""
    padded = amount.cast(nw.String).str.pad_start(WIDTH, "0")
    return nw.concat_str([padded, *where], separator=" ", ignore_nulls=True)


def _told() -> tuple[nw.Expr, ...]:
    full, both, rows = nw.col("full"), nw.col("both"), nw.col("rows")
    return (
        nw.len().alias("cells"),
        _number(rows == nw.col("wholes")).alias("unparted"),
        _number(nw.col("wholes") == 0).alias("unwhole"),
        _number(both & ~full).alias("lacking"),
        _number(nw.col("over")).alias("over"),
        _number(nw.col("short")).alias("short"),
        nw.when(full).then(nw.col("whole")).sum().alias("whole"),
        nw.when(full).then(nw.col("parts")).sum().alias("parts"),
        nw.col("worst_over").max(),
        nw.col("worst_short").max(),
    )


def _number(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).sum().cast(nw.Int64)
