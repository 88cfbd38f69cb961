"""The part of the exchange rate: worked by hand, adding up, read backwards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_engines import LAZY, Make, on_lazy_engines
from measure_pairs import Pair, few, frame, mixed, size, terms

from steelyard.measures.exchange import exchange


def exchanged(make: Make, pairs: list[Pair], rates: tuple, *keys: str) -> dict:
    start, end = ([rate] * len(pairs) for rate in rates)
    return terms(exchange(frame(make, pairs, rate_from=start, rate_to=end), keys), *keys)


@on_lazy_engines
def test_both_by_hand(make: Make) -> None:
    found = exchanged(make, [Pair("a", 100, 120)], (0.5, 0.4))
    assert found == pytest.approx({"own-currency": 9, "exchange-rate": -11})


@on_lazy_engines
def test_a_rate_that_stands_still_has_no_part(make: Make) -> None:
    found = exchanged(make, [Pair("a", 100, 120), Pair("b", 0, 3), Pair("c", 3, 0)], (2, 2))
    assert found == {"own-currency": 40, "exchange-rate": 0}


@on_lazy_engines
@pytest.mark.parametrize("rates", [(None, 1.0), (1.0, None), (0.0, 1.0), (1.0, -1.0)])
def test_without_a_rate_the_change_is_missing(make: Make, rates: tuple) -> None:
    assert exchanged(make, [Pair("a", 100, 120), Pair("b", 0, 0)], rates) == {"missing": None}


@on_lazy_engines
def test_a_missing_value_is_missing_and_nil_at_both_ends_is_nothing(make: Make) -> None:
    pairs = [Pair("a", None, 120), Pair("b", 0, 0), Pair("c", 1, 1)]
    assert exchanged(make, pairs, (1, 2), "product") == {
        ("a", "missing"): None,
        ("c", "own-currency"): 0,
        ("c", "exchange-rate"): 1,
    }


rates = st.tuples(st.floats(1e-4, 1e4), st.floats(1e-4, 1e4))


@given(mixed(), rates)
@few
def test_terms_add_up_and_turn_with_the_periods(pairs: list[Pair], ends: tuple) -> None:
    known = [p for p in pairs if p.start is not None and p.end is not None]
    whole = sum(float(p.end) * ends[1] - float(p.start) * ends[0] for p in known)
    near = 1e-12 * size(pairs) * max(ends) * 10
    for make in LAZY.values():
        found = exchanged(make, pairs, ends)
        assert sum(v or 0 for v in found.values()) == pytest.approx(whole, rel=1e-9, abs=near)
        back = exchanged(make, [p.swapped() for p in pairs], ends[::-1])
        assert back.keys() == found.keys()
        for term, value in found.items():
            assert back[term] == (value and pytest.approx(-value, rel=1e-9, abs=near))
