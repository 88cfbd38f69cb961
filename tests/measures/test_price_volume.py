"""Price and volume: worked by hand, adding up, read backwards, in any unit of quantity."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import narwhals as nw
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_engines import LAZY, Frame, Make, on_lazy_engines, rows
from measure_pairs import Pair, change, comparable, few, frame, mixed, size, terms

from steelyard.measures.price_pairs import kinds
from steelyard.measures.price_volume import bennet, lmdi, logarithmic_mean

Split = Callable[..., Frame]
both = pytest.mark.parametrize("split", [bennet, lmdi])


def split_of(split: Split, make: Make, pairs: list[Pair], *keys: str) -> Frame:
    return split(kinds(frame(make, pairs)), keys)


@on_lazy_engines
def test_bennet_by_hand(make: Make) -> None:
    pairs = [Pair("a", 10, 24, 5, 8)]  # prices 2 and 3
    assert terms(split_of(bennet, make, pairs)) == {"price": 6.5, "volume": 7.5}


@on_lazy_engines
def test_lmdi_by_hand(make: Make) -> None:
    mean = 14 / math.log(2.4)
    found = terms(split_of(lmdi, make, [Pair("a", 10, 24, 5, 8)]))
    assert found == pytest.approx({"price": mean * math.log(1.5), "volume": mean * math.log(1.6)})


@on_lazy_engines
def test_lmdi_where_the_value_stands_still(make: Make) -> None:
    found = terms(split_of(lmdi, make, [Pair("a", 10, 10, 5, 4)]))
    assert found == pytest.approx({"price": 10 * math.log(1.25), "volume": -10 * math.log(1.25)})


@on_lazy_engines
@both
def test_every_term_and_its_reason(make: Make, split: Split) -> None:
    pairs = [
        *(Pair(f"s{n}", 100, 110, 10, 11) for n in range(3)),
        Pair("a", 0, 7, None, 1),
        Pair("b", 5, 0, 1, None),
        Pair("c", 10, 13),
        Pair("d", 10, 14, 1, 1, ("kg", "u")),
        Pair("e", 10, 15, 1, 1000),
        Pair("f", None, 15, 1, 1),
        Pair("g", 0, 0),
        Pair("h", 10, -2, 1, 1),
    ]
    found = rows(split_of(split, make, pairs), "term", "reason", "contribution")
    assert found == [
        ("entered", None, 7),
        ("left", None, -5),
        ("missing", None, None),
        ("not-split", "mixed-units", 4),
        ("not-split", "negative", -12),
        ("not-split", "no-quantity", 3),
        ("not-split", "outlier", 5),
        ("price", None, pytest.approx(0, abs=1e-9)),
        ("volume", None, pytest.approx(30)),
    ]


@on_lazy_engines
@both
def test_contributions_are_doubles_and_nothing_gives_nothing(make: Make, split: Split) -> None:
    found = split_of(split, make, [], "product")
    assert found.collect_schema()["contribution"] == nw.Float64
    assert rows(found) == []


@given(mixed())
@few
@both
def test_terms_add_up_to_the_change_of_each_key(split: Split, pairs: list[Pair]) -> None:
    for make in LAZY.values():
        for keys in ((), ("product",), ("product", "partner")):
            sums: dict[tuple[str, ...], float] = defaultdict(float)
            found = rows(split_of(split, make, pairs, *keys), *keys, "term", "contribution")
            for *key, term, value in found:
                assert (value is None) == (term == "missing")
                sums[tuple(key)] += value or 0.0
            for key, total in sums.items():
                here = [p for p in pairs if tuple(getattr(p, k) for k in keys) == key]
                assert total == pytest.approx(float(change(here)), rel=1e-9, abs=1e-12 * size(here))


@given(mixed())
@few
@both
def test_swapped_ends_give_swapped_terms(split: Split, pairs: list[Pair]) -> None:
    turned = {"entered": "left", "left": "entered"}
    for make in LAZY.values():
        there = rows(split_of(split, make, pairs), "term", "reason", "contribution")
        back = split_of(split, make, [p.swapped() for p in pairs])
        again = {(t, r): v for t, r, v in rows(back, "term", "reason", "contribution")}
        assert len(again) == len(there)
        for term, reason, value in there:
            other = again[turned.get(term, term), reason]
            near = pytest.approx(-value, rel=1e-9, abs=1e-12 * size(pairs)) if value else value
            assert other == near


@given(comparable())
@few
@both
def test_tonnes_and_kilograms_give_the_same(split: Split, pairs: list[Pair]) -> None:
    tonnes = [replace(p, first=p.first / 1000, last=p.last / 1000) for p in pairs]
    for make in LAZY.values():
        one, other = (terms(split_of(split, make, found)) for found in (pairs, tonnes))
        assert one == pytest.approx(other, rel=1e-9, abs=1e-9 * size(pairs))


@given(comparable(), st.floats(0.6, 1.6))
@few
@both
def test_where_only_one_moves_it_takes_the_change(
    split: Split, pairs: list[Pair], factor: float
) -> None:
    still = [replace(p, last=p.first) for p in pairs]
    same = [replace(p, end=p.start, last=p.first) for p in pairs]
    for make in LAZY.values():
        assert terms(split_of(split, make, still))["volume"] == pytest.approx(0, abs=1e-9)
        assert terms(split_of(split, make, same)) == pytest.approx({"price": 0, "volume": 0})


@given(st.floats(1e-3, 1e12), st.floats(-1e-2, 1e-2) | st.floats(-0.99, 100))
@few
def test_the_logarithmic_mean_lies_between_the_two_means(value: float, growth: float) -> None:
    other = value * (1 + growth)
    exact = (other - value) / math.log1p((other - value) / value) if other != value else value
    for make in LAZY.values():
        told = make(pa.table({"a": [value, other], "b": [other, value]}))
        found = rows(told.select(logarithmic_mean(nw.col("a"), nw.col("b")).alias("mean")))
        for (mean,) in found:
            assert mean == pytest.approx(exact, rel=1e-12)
            assert math.sqrt(value * other) * (1 - 1e-12) <= mean
            assert mean <= (value + other) / 2 * (1 + 1e-12)


@on_lazy_engines
def test_the_logarithmic_mean_of_equals_is_their_value(make: Make) -> None:
    told = make(pa.table({"a": [3.1, 1e12], "b": [3.1, 1e12]}))
    found = told.select(logarithmic_mean(nw.col("a"), nw.col("b")).alias("mean"))
    assert rows(found) == [(1e12,), (3.1,)]
