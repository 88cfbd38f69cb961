"""Balance, growth, share and rank against values worked by hand, on each engine."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_engines import Make, on_every_engine, on_lazy_engines, rows, table

from steelyard.measures.balance import balance, growth, rank_partners, share_of_total
from steelyard.measures.convert import convert

FLOWS = "period partner exports imports"
RANKS = ("total_trade", "exports", "imports", "surplus", "deficit")
FIGURES = {"surplus": "balance", "deficit": "balance"}

values = st.none() | st.integers(min_value=0, max_value=10**13)
pairs = st.lists(st.tuples(values, values), min_size=1, max_size=8)
few = settings(derandomize=True, database=None, deadline=None, max_examples=12)


def trade(make: Make, *stated: tuple[str, object, object]):
    return balance(make(table("period exports imports", stated)))


def partners(make: Make, found: list) -> object:
    stated = [("2011", f"P{at}", x, m) for at, (x, m) in enumerate(found)]
    return balance(make(table(FLOWS, stated)))


# --- balance ----------------------------------------------------------------------------------


@on_every_engine
@pytest.mark.parametrize(
    ("exports", "imports", "difference", "both"),
    [
        (7, 4, 3, 11),
        (4, 7, -3, 11),
        (5, 5, 0, 10),
        (0, 0, 0, 0),
        (0, 4, -4, 4),
        ("0.1", "0.3", "-0.2", "0.4"),
        (None, 4, None, None),
        (7, None, None, None),
        (None, None, None, None),
    ],
)
def test_a_balance(make: Make, exports, imports, difference, both) -> None:
    weighed = trade(make, ("1", exports, imports))
    exact = tuple(None if v is None else Decimal(str(v)) for v in (difference, both))
    assert rows(weighed, "balance", "total_trade") == [exact]


@on_every_engine
def test_a_balance_keeps_what_it_was_given(make: Make) -> None:
    assert rows(trade(make, ("1", 7, 4)), "period", "exports", "imports") == [("1", 7, 4)]


@on_every_engine
@given(pairs)
@few
def test_exports_are_half_of_trade_and_balance_together(make: Make, found: list) -> None:
    for x, m, b, t in rows(partners(make, found), "exports", "imports", "balance", "total_trade"):
        assert (b is None) == (t is None) == (x is None or m is None)
        if b is not None:
            assert (t + b, t - b) == (2 * x, 2 * m)


# --- growth -----------------------------------------------------------------------------------


@on_every_engine
@pytest.mark.parametrize(
    ("now", "base", "rate"),
    [
        (150, 100, 0.5),
        (50, 100, -0.5),
        (100, 100, 0.0),
        (0, 100, -1.0),
        (100, 0, None),
        (0, 0, None),
        (None, 100, None),
        (100, None, None),
        ("104121.523635", "91911.080547", 104121.523635 / 91911.080547 - 1),
    ],
)
def test_a_rate_of_growth(make: Make, now, base, rate) -> None:
    for column, stated in (("exports_growth", (now, 1)), ("imports_growth", (1, now))):
        before = (base, 1) if column == "exports_growth" else (1, base)
        grown = growth(trade(make, ("1", *stated)), trade(make, ("1", *before)))
        ((found,),) = rows(grown, column)
        assert found == (None if rate is None else pytest.approx(rate, abs=1e-15))


@on_every_engine
def test_the_change_of_a_balance_is_exact_and_needs_no_rate(make: Make) -> None:
    now = trade(make, ("1", "10.1", "0.2"), ("2", 3, 9), ("3", 1, 1), ("4", 1, 1))
    base = trade(make, ("1", 0, 0), ("2", 9, 3), ("3", 1, None))
    grown = growth(now, base)
    assert rows(grown, "period", "balance_change") == [
        ("1", Decimal("9.9")),
        ("2", -12),
        ("3", None),
        ("4", None),
    ]


@on_every_engine
def test_growth_matches_periods_by_their_label(make: Make) -> None:
    now = trade(make, ("2012", 30, 1), ("2011", 20, 1))
    base = trade(make, ("2011", 10, 1), ("2012", 20, 1))
    assert rows(growth(now, base), "period", "exports_growth") == [("2011", 1.0), ("2012", 0.5)]


# --- share ------------------------------------------------------------------------------------


@on_every_engine
@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (-16584, -468265, 16584 / 468265),
        (-1, 2, -0.5),
        (1, -2, -0.5),
        (3, -2, -1.5),
        (0, -2, 0.0),
        (5, 0, None),
        (None, 4, None),
        (4, None, None),
    ],
)
def test_a_share_has_the_sign_of_both_balances(make: Make, part, whole, share) -> None:
    one = make(table("period balance", [("1", part)]))
    all_goods = make(table("period whole_balance", [("1", whole)]))
    ((found,),) = rows(share_of_total(one, all_goods), "share_of_total_balance")
    assert found == (None if share is None else pytest.approx(share, abs=1e-15))


@on_every_engine
def test_a_period_without_a_whole_has_no_share(make: Make) -> None:
    one = make(table("period balance", [("1", 5), ("2", 5)]))
    all_goods = make(table("period whole_balance", [("1", 10)]))
    shares = rows(share_of_total(one, all_goods), "period", "share_of_total_balance")
    assert shares == [("1", 0.5), ("2", None)]


# --- rank -------------------------------------------------------------------------------------


@on_lazy_engines
@pytest.mark.parametrize(
    ("by", "ranks"),
    [
        ("exports", {"A": 1, "B": 2, "C": 2, "D": 4}),
        ("imports", {"A": 2, "B": 3, "C": 1, "D": 4}),
        ("total_trade", {"A": 1, "B": 3, "C": 2, "D": 4}),
        ("surplus", {"A": 2, "B": 1, "C": 4, "D": 3}),
        ("deficit", {"A": 3, "B": 4, "C": 1, "D": 2}),
    ],
)
def test_a_rank_by_each_figure(make: Make, by: str, ranks: dict[str, int]) -> None:
    stated = [("1", "A", 9, 8), ("1", "B", 6, 2), ("1", "C", 6, 9), ("1", "D", 1, 1)]
    ranked = rank_partners(balance(make(table(FLOWS, stated))), by)
    assert dict(rows(ranked, "partner", "partner_rank")) == ranks


@on_lazy_engines
@pytest.mark.parametrize("by", RANKS)
def test_equal_partners_share_the_better_rank(make: Make, by: str) -> None:
    stated = [("1", "A", 5, 5), ("1", "B", 5, 5), ("1", "C", 5, 5), ("1", "D", 5, 5)]
    ranked = rank_partners(balance(make(table(FLOWS, stated))), by)
    assert rows(ranked, "partner_rank") == [(1,)] * 4


@on_lazy_engines
def test_each_period_is_ranked_by_itself(make: Make) -> None:
    stated = [("1", "A", 5, 5), ("1", "B", 1, 1), ("2", "A", 1, 1), ("2", "B", 50, 50)]
    ranked = rank_partners(balance(make(table(FLOWS, stated))), "total_trade")
    assert rows(ranked, "period", "partner", "partner_rank") == [
        ("1", "A", 1),
        ("1", "B", 2),
        ("2", "A", 2),
        ("2", "B", 1),
    ]


@on_lazy_engines
def test_a_partner_without_the_figure_is_left_out_and_nil_is_not(make: Make) -> None:
    stated = [("1", "A", None, 9), ("1", "B", 5, 9), ("1", "C", 0, 0), ("1", "D", 7, None)]
    frame = balance(make(table(FLOWS, stated)))
    ranked = {by: dict(rows(rank_partners(frame, by), "partner", "partner_rank")) for by in RANKS}
    assert ranked["exports"] == {"D": 1, "B": 2, "C": 3}
    assert ranked["imports"] == {"A": 1, "B": 1, "C": 3}
    assert ranked["total_trade"] == {"B": 1, "C": 2}
    assert ranked["surplus"] == {"C": 1, "B": 2}
    assert ranked["deficit"] == {"B": 1, "C": 2}


@on_lazy_engines
@given(pairs, st.sampled_from(RANKS))
@few
def test_a_rank_counts_the_larger_ones(make: Make, found: list, by: str) -> None:
    frame = partners(make, found)
    sign = -1 if by == "deficit" else 1
    ranked = rows(rank_partners(frame, by), FIGURES.get(by, by), "partner_rank")
    figures = [sign * figure for figure, _ in ranked]
    known = [(x, m) for x, m in found if (x, m)[by == "imports"] is not None]
    if by not in {"exports", "imports"}:
        known = [(x, m) for x, m in known if m is not None]
    assert len(figures) == len(known)
    for figure, rank in zip(figures, (rank for _, rank in ranked), strict=True):
        assert rank == 1 + sum(other > figure for other in figures)


# --- conversion -------------------------------------------------------------------------------


@on_every_engine
def test_a_value_is_converted_at_the_rate_of_its_period(make: Make) -> None:
    stated = make(table("period value", [("1", 100), ("2", 100), ("3", 0), ("4", None), ("5", 1)]))
    rates = make(
        table("period rate", [("1", 6.5), ("2", 0.5), ("3", 8.0), ("4", 8.0), ("5", None)])
    )
    assert rows(convert(stated, rates)) == [
        ("1", 650.0),
        ("2", 50.0),
        ("3", 0.0),
        ("4", None),
        ("5", None),
    ]


@on_every_engine
def test_a_period_without_a_rate_is_missing_not_zero(make: Make) -> None:
    stated = make(table("period value", [("1", 100), ("2", 100)]))
    rates = make(table("period rate", [("2", 2.0), ("3", 9.0)]))
    assert rows(convert(stated, rates)) == [("1", None), ("2", 200.0)]


# --- what a change of unit does ---------------------------------------------------------------


@on_lazy_engines
@given(pairs, pairs, st.sampled_from([1000, 10**6, 7]))
@few
def test_a_change_of_unit_scales_balances_and_leaves_ratios_and_ranks(
    make: Make, now: list, base: list, factor: int
) -> None:
    one, many = (_account(make, now, base, by) for by in (1, factor))
    for plain, scaled in zip(one, many, strict=True):
        for at in (0, 1, 2):
            assert scaled[at] == (None if plain[at] is None else plain[at] * factor)
        for at in (3, 4, 5):
            expected = None if plain[at] is None else pytest.approx(plain[at], rel=1e-12, abs=1e-12)
            assert scaled[at] == expected
    assert _ranks(make, now, 1) == _ranks(make, now, factor)


def _account(make: Make, now: list, base: list, by: int) -> list[tuple]:
    frames = [
        trade(make, *((str(at), *_times(pair, by)) for at, pair in enumerate(pairs)))
        for pairs in (now, base)
    ]
    whole = make(table("period whole_balance", [(str(at), -8 * by) for at in range(len(now))]))
    grown = share_of_total(growth(*frames), whole)
    names = ("balance", "total_trade", "balance_change")
    names += ("exports_growth", "imports_growth", "share_of_total_balance")
    return [row[1:] for row in rows(grown, "period", *names)]


def _ranks(make: Make, found: list, by: int) -> list[tuple]:
    frame = partners(make, [_times(pair, by) for pair in found])
    return rows(rank_partners(frame, "total_trade"), "partner", "partner_rank")


def _times(pair: tuple, by: int) -> tuple:
    return tuple(None if value is None else value * by for value in pair)
