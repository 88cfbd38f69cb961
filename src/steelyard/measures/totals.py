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


def totals_by_period(cells: Frame, *, partial: bool = False) -> Frame:
    """Return the total of each period from its cells.

    Keys: in ``period, partner, source, value``; out ``period, value``, one row a period.
    A cell may stand in several rows (a partner with two codes of the publisher); they add up.

    Missing and zero: see ``total``.
    """
    return cells.group_by("period").agg(total("value", partial=partial).alias("value"))
