"""Natural keys that stand more than once in a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from steelyard.ingest.control_portions import parted, portions

Frame = nw.LazyFrame[Any]

_PORTION = 3_000_000


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Natural keys that stand more than once.

    Attributes:
        keys: how many such keys.
        rows: rows that have them; ``rows - keys`` is what a release would lose by keeping one each.
        example: the first of them in the order of the text, by column; empty without.
    """

    keys: int
    rows: int
    example: dict[str, str | None]


def repeated(frame: Frame, key: Sequence[str]) -> Frame:
    """Return the natural keys that stand more than once.

    Keys: in the columns of ``key``; out those of them that differ between rows, and ``rows``, how
    often each stands. A missing value equals a missing value. An exact comparison.
    """
    return _repeated(frame, differing(frame, key))


def duplicates(frame: Frame, key: Sequence[str]) -> Duplicates:
    """Count the natural keys that stand more than once, in portions of bounded size.

    An exact comparison: a missing value equals a missing value. Each portion has whole values of
    one column of the key, so that no key stands in two.
    """
    several = differing(frame, key)
    parts = parted(frame, portions(frame, several, _PORTION))
    found = [_counted(_repeated(part, several), several) for part in parts]
    examples = [one.example for one in found if one.example]
    first = min(examples, key=lambda cells: [cells[name] or "" for name in several], default={})
    return Duplicates(sum(one.keys for one in found), sum(one.rows for one in found), first)


def differing(frame: Frame, key: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a key in which rows differ; the first where none does."""
    first = frame.select(*key).head(1).collect(backend="pyarrow").rows(named=True)
    if not first:
        return tuple(key[:1])
    other = [_other(name, first[0][name]).alias(name) for name in key]
    told = frame.select(*other).collect(backend="pyarrow").rows(named=True)[0]
    return tuple(name for name in key if told[name]) or tuple(key[:1])


def _other(name: str, value: str | None) -> nw.Expr:
    """Return whether a column holds anything but a value, in some row."""
    if value is None:
        return nw.col(name).count() > 0
    return (nw.col(name) != nw.lit(value)).fill_null(value=True).any()


def _repeated(frame: Frame, several: Sequence[str]) -> Frame:
    return frame.group_by(*several).agg(nw.len().alias("rows")).filter(nw.col("rows") > 1)


def _counted(found: Frame, several: Sequence[str]) -> Duplicates:
    told = found.select(keys=nw.len(), rows=nw.col("rows").sum())
    keys, rows = told.collect(backend="pyarrow").rows()[0]
    if not keys:
        return Duplicates(0, 0, {})
    first = found.sort(*several, nulls_last=False).head(1).select(*several)
    return Duplicates(keys, int(rows), first.collect(backend="pyarrow").rows(named=True)[0])
