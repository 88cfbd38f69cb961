"""What became of the rows of one release in another: the same, added, withdrawn or revised."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from steelyard.measures.totals import total
from steelyard.terms.tables import DETAILS, Kind

Frame = nw.LazyFrame[Any]
CHANGES = ("same", "added", "withdrawn", "revised")
COUNTS = ("rows_before", "rows_after", *CHANGES, "difference")
_VALUES = ("value", "rate")
_ADDITIVE = ("flows", "io")


def measured(kind: Kind) -> str:
    """Return the column of a kind of table that holds its figure; empty when there is none."""
    return next((name for name in _VALUES if name in kind.names), "")


def compared(before: Frame, after: Frame, kind: Kind) -> Frame:
    """Put the rows of two releases of one dataset side by side by their natural key.

    Equation: ``difference = v_after - v_before``.

    Keys: in the columns of ``kind`` in both, one row a natural key; out one row for each natural
    key of either: its columns, ``change`` (one of ``CHANGES``), ``changed`` (names of the columns
    beside the key that differ, apart by blanks), ``value_before``, ``value_after``,
    ``difference``, ``status_before``, ``status_after``, ``in_before``, ``in_after``, and every
    other column of ``kind`` as the later release has it, or else the earlier.

    Units: those of the releases. Missing and zero: a missing value is no zero. A value that went
    missing, or came, is revised, and its difference is missing; so is that of a row that only one
    release has. Missing parts of a key are equal to each other.

    Source: the definition; ``same`` means equal in every column, not in the value alone.
    """
    facts = [name for name in kind.names if name not in kind.key]
    joined = _side(before, kind, "before").join(
        _side(after, kind, "after"),
        left_on=[f"{name}_before" for name in kind.key],
        right_on=[f"{name}_after" for name in kind.key],
        how="full",
    )
    told = joined.with_columns(_changed(facts).alias("changed"))
    keys = [_present(_either(name)).alias(name) for name in kind.key]
    rest = [_either(name, first="after").alias(name) for name in facts]
    return told.select(*keys, *rest, *_told(kind), "in_before", "in_after")


def counted(frame: Frame, kind: Kind, series: tuple[str, ...]) -> Frame:
    """Count what became of the rows of each series.

    Equation: ``difference = sum(v_after - v_before)`` over the rows with a value in both releases.

    Keys: in as ``compared`` gives them; out ``series``, for flows ``has_`` each of ``DETAILS``,
    and ``COUNTS``.

    Missing and zero: the difference is missing where no row has a value in both, and for kinds of
    table whose figures do not add up (rates, indicators).
    """
    details = DETAILS if kind.name == "flows" else ()
    marks = [(~nw.col(name).is_null()).alias(f"has_{name}") for name in details]
    changes = [
        nw.when(nw.col("change") == change).then(nw.lit(1)).count().alias(change)
        for change in CHANGES
    ]
    summed = total("difference", partial=True).alias("difference")
    groups = [*series, *(f"has_{name}" for name in details)]
    found = frame.with_columns(*marks, _if_additive(kind))
    return found.group_by(*groups).agg(
        nw.col("in_before").count().alias("rows_before"),
        nw.col("in_after").count().alias("rows_after"),
        *changes,
        summed,
    )


def largest(frame: Frame, kind: Kind, most: int) -> Frame:
    """Return the rows that changed, the largest difference first, at most ``most``.

    Rows without a difference follow, the largest value first; ties go by natural key.

    Keys: in and out as ``compared`` gives them, ``same`` left out.
    """
    stated = nw.coalesce(nw.col("value_after"), nw.col("value_before")).abs()
    by = frame.filter(nw.col("change") != "same").with_columns(
        nw.col("difference").abs().alias("by_difference"),
        nw.when(nw.col("difference").is_null()).then(stated).alias("by_value"),
    )
    order = ["by_difference", "by_value", *kind.key]
    falling = [True, True, *[False] * len(kind.key)]
    return by.sort(*order, descending=falling, nulls_last=True).head(most)


def _side(frame: Frame, kind: Kind, side: str) -> Frame:
    """Return one release with its columns named by their side, missing parts of the key empty."""
    keys = [nw.col(name).fill_null("").alias(f"{name}_{side}") for name in kind.key]
    facts = [nw.col(name).alias(f"{name}_{side}") for name in kind.names if name not in kind.key]
    return frame.select(*keys, *facts, nw.lit(1).alias(f"in_{side}"))


def _either(name: str, first: str = "before") -> nw.Expr:
    second = "before" if first == "after" else "after"
    return nw.coalesce(nw.col(f"{name}_{first}"), nw.col(f"{name}_{second}"))


def _present(part: nw.Expr) -> nw.Expr:
    return nw.when(part != "").then(part)


def _changed(facts: list[str]) -> nw.Expr:
    """Name the columns that differ; missing for a row that only one release has."""
    names = [nw.when(~_alike(name)).then(nw.lit(name)) for name in facts]
    both = ~nw.col("in_before").is_null() & ~nw.col("in_after").is_null()
    told = nw.concat_str(*names, separator=" ", ignore_nulls=True) if names else nw.lit("")
    return nw.when(both).then(told.fill_null(""))


def _alike(name: str) -> nw.Expr:
    before, after = nw.col(f"{name}_before"), nw.col(f"{name}_after")
    return (before.is_null() & after.is_null()) | (before == after).fill_null(value=False)


def _told(kind: Kind) -> list[nw.Expr]:
    """Return what a row says of the change of its figure."""
    nothing = nw.lit(None, nw.Float64)
    value = measured(kind)
    before, after = (nw.col(f"{value}_{s}") if value else nothing for s in ("before", "after"))
    change = (
        nw.when(nw.col("in_before").is_null())
        .then(nw.lit("added"))
        .when(nw.col("in_after").is_null())
        .then(nw.lit("withdrawn"))
        .when(nw.col("changed") == "")
        .then(nw.lit("same"))
        .otherwise(nw.lit("revised"))
    )
    held = "status" in kind.names
    status = [
        (nw.col(f"status_{s}") if held else nw.lit(None, nw.String)).alias(f"status_{s}")
        for s in ("before", "after")
    ]
    differs = (after - before).alias("difference")
    figures = [before.alias("value_before"), after.alias("value_after"), differs]
    return [change.alias("change"), nw.col("changed"), *figures, *status]


def _if_additive(kind: Kind) -> nw.Expr:
    sums = nw.col("difference") if kind.name in _ADDITIVE else nw.lit(None, nw.Float64)
    return sums.alias("difference")
