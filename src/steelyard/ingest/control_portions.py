"""A release in portions of bounded size, so that memory does not grow with its length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]

PORTION = 6_000_000
"""Rows of a portion; more only where one value of its column stands in more."""


def portions(frame: Frame, columns: Sequence[str], most: int = PORTION) -> tuple[nw.Expr, ...]:
    """Return conditions that part the rows: ranges of one column, whole values in each.

    No condition is returned where the rows fit in one portion.

    Args:
        frame: the rows.
        columns: columns by which they may be parted; the one of most values is taken.
        most: rows of a portion.
    """
    rows = frame.select(nw.len()).collect(backend="pyarrow").rows()[0][0]
    if rows <= most:
        return ()
    column = nw.col(_widest(frame, columns))
    counts = frame.group_by(column.alias("value")).agg(rows=nw.len()).sort("value")
    told = counts.collect(backend="pyarrow").rows()
    stated = [(value, held) for value, held in told if value is not None]
    parts = [
        (column >= nw.lit(first)) & (column <= nw.lit(last))
        for first, last in _ranges(stated, most)
    ]
    return (*parts, *([column.is_null()] if len(stated) < len(told) else []))


def parted(frame: Frame, conditions: Sequence[nw.Expr]) -> list[Frame]:
    """Return the rows in portions; all of them where there is no condition."""
    return [frame.filter(condition) for condition in conditions] or [frame]


def _widest(frame: Frame, columns: Sequence[str]) -> str:
    counts = frame.select(*[nw.col(name).n_unique() for name in columns])
    told = counts.collect(backend="pyarrow").rows(named=True)[0]
    return max(columns, key=lambda name: int(told[name]))


def _ranges(counts: Sequence[tuple[str, int]], most: int) -> Iterator[tuple[str, str]]:
    """Yield first and last values of ranges that hold no more rows than ``most``."""
    at = 0
    while at < len(counts):
        end, held = at + 1, counts[at][1]
        while end < len(counts) and held + counts[end][1] <= most:
            held += counts[end][1]
            end += 1
        yield counts[at][0], counts[end - 1][0]
        at = end
