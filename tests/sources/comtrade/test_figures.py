"""Exact numbers as whole millionths: nothing is lost, and what is missing is 0 and not stated."""

from __future__ import annotations

from decimal import Context, Decimal

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources.blocks import EXACT
from steelyard.sources.comtrade.figures import Figures, exact, figures_of
from steelyard.sources.gaps import missing_but

WIDE = Context(prec=60)
SMALL = st.integers(-(2**63), 2**63 - 1)
MILLIONTHS = st.one_of(SMALL, st.integers(-(10**38) + 1, 10**38 - 1))


def column_of(millionths: list[int | None]) -> pa.Array:
    cells = [None if m is None else Decimal(m).scaleb(-6, WIDE) for m in millionths]
    return pa.array(cells, EXACT)


@given(st.one_of(st.lists(st.none() | SMALL), st.lists(st.none() | MILLIONTHS)))
def test_figures_are_the_numbers(millionths: list[int | None]) -> None:
    column = column_of(millionths)
    figures = figures_of(column)
    assert figures.millionths.tolist() == [m or 0 for m in millionths]
    assert figures.stated.tolist() == [m is not None for m in millionths]
    assert exact(figures).equals(column)


@given(st.lists(SMALL), st.lists(MILLIONTHS))
def test_small_and_large_numbers_are_chosen_from_together(left: list, right: list) -> None:
    rows = min(len(left), len(right))
    small, large = (figures_of(column_of(of[:rows])) for of in (left, right))
    turns = np.arange(rows) % 2 == 0
    found = Figures(np.where(turns, small.millionths, large.millionths), np.ones(rows, np.bool_))
    chosen = [right[at] if at % 2 else left[at] for at in range(rows)]
    assert exact(found).equals(column_of(chosen))


def test_what_lies_at_a_gap_counts_for_nothing() -> None:
    for number in (7, 2**80):
        figures = figures_of(missing_but(column_of([number, number]), np.array([True, False])))
        assert figures.millionths.tolist() == [number, 0]
        assert figures.stated.tolist() == [True, False]
