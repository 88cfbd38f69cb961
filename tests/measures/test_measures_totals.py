"""Totals: exact, missing over nothing and over a hole, on each engine."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_engines import Make, on_every_engine, on_lazy_engines, rows, table

from steelyard.measures.totals import total, totals_by

Cells = list[tuple[str, str, Decimal | None]]

amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=6)
cells = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.none() | amounts),
    max_size=24,
)
few = settings(derandomize=True, database=None, deadline=None, max_examples=12)


def expected(found: Cells, *, partial: bool) -> dict[str, Decimal | None]:
    groups: dict[str, list[Decimal | None]] = defaultdict(list)
    for period, _, value in found:
        groups[period].append(value)
    return {key: _sum(values, partial=partial) for key, values in groups.items()}


def _sum(values: list[Decimal | None], *, partial: bool) -> Decimal | None:
    there = [value for value in values if value is not None]
    whole = len(there) == len(values)
    return sum(there, Decimal(0)) if there and (whole or partial) else None


@on_every_engine
@pytest.mark.parametrize(
    ("values", "whole", "partial"),
    [
        ([], None, None),
        ([None], None, None),
        ([None, None], None, None),
        ([1, None, 2], None, 3),
        ([0, None], None, 0),
        ([0], 0, 0),
        ([0, 0], 0, 0),
        ([5, -5], 0, 0),
        (["0.1", "0.2"], "0.3", "0.3"),
        (["0.000001", "99999999999999999999"], "99999999999999999999.000001", None),
    ],
    ids=str,
)
def test_a_total(make: Make, values: list, whole: object, partial: object) -> None:
    frame = make(table("value", [[value] for value in values]))
    exact = None if whole is None else Decimal(str(whole))
    assert rows(frame.select(total("value").alias("value"))) == [(exact,)]
    if partial is not None or whole is None:
        exact = None if partial is None else Decimal(str(partial))
        assert rows(frame.select(total("value", partial=True).alias("value"))) == [(exact,)]


@on_lazy_engines
def test_one_hole_spoils_its_own_group_only(make: Make) -> None:
    frame = make(table("period value", [("1", 1), ("1", None), ("2", 3), ("3", None), ("4", 0)]))
    assert rows(totals_by(frame, "period")) == [("1", None), ("2", 3), ("3", None), ("4", 0)]
    assert rows(totals_by(frame, "period", partial=True)) == [
        ("1", 1),
        ("2", 3),
        ("3", None),
        ("4", 0),
    ]


@on_lazy_engines
def test_no_cells_give_no_groups(make: Make) -> None:
    assert rows(totals_by(make(table("period value", [])), "period")) == []


@on_lazy_engines
def test_a_partner_under_two_codes_adds_up(make: Make) -> None:
    stated = [("1", "SDN", 2), ("1", "SDN", 3), ("1", "ETH", 7)]
    frame = make(table("period partner value", stated))
    assert rows(totals_by(frame, "period", "partner")) == [("1", "ETH", 7), ("1", "SDN", 5)]


@on_lazy_engines
@given(cells)
@few
def test_totals_are_the_exact_decimal_sums(make: Make, found: Cells) -> None:
    frame = make(table("period partner value", found))
    for partial in (False, True):
        totals = dict(rows(totals_by(frame, "period", partial=partial)))
        assert totals == expected(found, partial=partial)


@on_lazy_engines
@given(cells)
@few
def test_the_names_of_partners_do_not_matter(make: Make, found: Cells) -> None:
    renamed = [(p, {"x": "z", "y": "x", "z": "y"}[who], value) for p, who, value in found]
    as_told = make(table("period partner value", found))
    relabelled = make(table("period partner value", renamed))
    assert rows(totals_by(as_told, "period")) == rows(totals_by(relabelled, "period"))


@on_lazy_engines
@given(cells, st.randoms(use_true_random=False))
@few
def test_the_order_of_rows_does_not_matter(make: Make, found: Cells, chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    one = totals_by(make(table("period partner value", found)), "period")
    two = totals_by(make(table("period partner value", shuffled)), "period")
    assert rows(one) == rows(two)
