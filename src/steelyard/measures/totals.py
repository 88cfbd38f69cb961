"""The one helper for totals: a sum over nothing, or with a missing part, is missing."""

from __future__ import annotations

from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]


def total(column: str, *, partial: bool = False) -> nw.Expr:
    """Return the total of a column within a group.

    Equation: ``T = sum(v_i)`` over the rows i of the group.

    Missing and zero: over no rows, or only missing values, the total is missing; with some values
    missing it is missing too, unless ``partial``, when the values there are add up. Zeros count as
    values. (An engine's own sum gives 0 over nothing in some engines and null in others.)

    Units: those of the column.
    """
    present = nw.col(column).count()
    enough = present > 0 if partial else (present > 0) & (present == nw.len())
    return nw.when(enough).then(nw.col(column).sum())


def totals_by(cells: Frame, *keys: str, partial: bool = False) -> Frame:
    """Return the total of each group of cells.

    Keys: in ``keys`` and ``value``; out ``keys`` and ``value``, one row a group. A cell may stand
    in several rows (a partner with two codes of the publisher); they add up.

    Missing and zero: see ``total``.
    """
    return cells.group_by(*keys).agg(total("value", partial=partial).alias("value"))
