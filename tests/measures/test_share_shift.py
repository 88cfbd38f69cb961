"""Constant market shares: worked by hand, adding up, and markets without a reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_engines import LAZY, Make, on_lazy_engines
from measure_pairs import Pair, change, few, frame, mixed, size, terms

from steelyard.measures.share_shift import share_shift


def shifted(make: Make, pairs: list[Pair], markets: list, *keys: str, **more: object) -> dict:
    start, end = ([market[n] for market in markets] for n in (0, 1))
    told = frame(make, pairs, reference_from=start, reference_to=end)
    return terms(share_shift(told, keys, **more), *keys)  # type: ignore[arg-type]


@on_lazy_engines
def test_two_markets_by_hand(make: Make) -> None:
    # all markets grow by 20 %, that of a by 50 %, that of b by 10 %
    found = shifted(make, [Pair("a", 10, 16), Pair("b", 30, 30)], [(250, 375), (750, 825)])
    assert found == pytest.approx(
        {
            "market-growth": 40 * 0.2,
            "structure": 10 * 0.3 - 30 * 0.1,
            "competitiveness": (16 - 15) + (30 - 33),
        }
    )


@on_lazy_engines
def test_a_market_counts_once_however_many_partners_it_has(make: Make) -> None:
    pairs = [Pair("a", 10, 16), Pair("a", 10, 10, partner="Q"), Pair("b", 0, 0)]
    found = shifted(make, pairs, [(100, 150), (100, 150), (100, 50)])
    assert found == pytest.approx({"market-growth": 0, "structure": 10, "competitiveness": -4})
    apart = shifted(make, pairs, [(100, 150), (50, 50), (50, 0)], market=("product", "partner"))
    assert apart == pytest.approx({"market-growth": 0, "structure": 5, "competitiveness": 1})


@on_lazy_engines
def test_markets_without_a_reference_have_a_term_of_their_own(make: Make) -> None:
    pairs = [
        Pair("a", 10, 12),
        Pair("b", 0, 7),
        Pair("c", 4, 9),
        Pair("d", 4, 8),
        Pair("e", None, 8),
        Pair("f", 0, 0),
        Pair("g", 5, 1),
    ]
    markets = [(100, 110), (0, 50), (None, 9), (9, None), (1, 1), (None, None), (-1, 5)]
    found = shifted(make, pairs, markets)
    # counted in the growth of all markets: a, b and e
    growth = (110 + 50 + 1) / 101 - 1
    assert found == pytest.approx(
        {
            "market-growth": 10 * growth,
            "structure": 10 * (0.1 - growth),
            "competitiveness": 1,
            "new-market": 7,
            "no-reference": 5 + 4 - 4,
            "missing": None,
        }
    )


@on_lazy_engines
def test_a_share_that_is_kept_leaves_nothing_to_competitiveness(make: Make) -> None:
    pairs = [Pair("a", 10, 20), Pair("b", 30, 15)]
    found = shifted(make, pairs, [(100, 200), (600, 300)])
    assert found["competitiveness"] == pytest.approx(0, abs=1e-12)
    assert found["market-growth"] + found["structure"] == pytest.approx(-5)


sizes = st.none() | st.just(0.0) | st.floats(0.01, 1e12)


@given(mixed(), st.data())
@few
def test_terms_add_up_to_the_change(pairs: list[Pair], data: st.DataObject) -> None:
    markets = {p.product: data.draw(st.tuples(sizes, sizes)) for p in pairs}
    told = [markets[p.product] for p in pairs]
    known = [(a, b) for a, b in markets.values() if a is not None and b is not None]
    rates = [b / a for a, b in [*known, tuple(map(sum, zip(*known, strict=True))) or (0, 0)] if a]
    near = 1e-11 * size(pairs) * (1 + max(rates, default=0.0))  # terms may far exceed the change
    for make in LAZY.values():
        found = shifted(make, pairs, told)
        assert {t for t, v in found.items() if v is None} <= {"missing"}
        sums = sum(v for v in found.values() if v is not None)
        assert sums == pytest.approx(float(change(pairs)), rel=1e-9, abs=near)
