"""Indices of price and volume: worked by hand, and the tests of index theory on each engine."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_engines import LAZY, Make, on_lazy_engines, rows
from measure_pairs import Pair, comparable, few, frame

from steelyard.measures.price_indices import indices
from steelyard.measures.price_pairs import coverage, kinds

KINDS = ("laspeyres", "paasche", "fisher", "tornqvist")
NAMES = [f"{of}_{kind}" for of in ("price", "volume") for kind in KINDS]


def index(make: Make, pairs: list[Pair]) -> Mapping[str, float]:
    found = indices(kinds(frame(make, pairs)))
    names = ["pairs", "value_ratio", *NAMES, "coverage_from", "coverage_to"]
    assert found.collect_schema().names() == names
    (row,) = rows(found)
    return dict(zip(names, row, strict=True))


@on_lazy_engines
def test_two_goods_by_hand(make: Make) -> None:
    # prices 2 and 1, then 3 and 1.5; quantities 5 and 10, then 8 and 4
    found = index(make, [Pair("a", 10, 24, 5, 8), Pair("b", 10, 5, 10, 4)])
    assert found["price_laspeyres"] == pytest.approx((3 * 5 + 1.25 * 10) / 20)
    assert found["price_paasche"] == pytest.approx(29 / (2 * 8 + 1 * 4))
    assert found["volume_laspeyres"] == pytest.approx((2 * 8 + 1 * 4) / 20)
    assert found["volume_paasche"] == pytest.approx(29 / (3 * 5 + 1.25 * 10))
    weights = (0.5 + 24 / 29) / 2, (0.5 + 5 / 29) / 2
    price = weights[0] * math.log(1.5) + weights[1] * math.log(1.25)
    assert found["price_tornqvist"] == pytest.approx(math.exp(price))
    volume = weights[0] * math.log(1.6) + weights[1] * math.log(0.4)
    assert found["volume_tornqvist"] == pytest.approx(math.exp(volume))
    assert found["value_ratio"] == pytest.approx(1.45)
    assert found["pairs"] == 2


@given(comparable())
@few
def test_fisher_lies_between_laspeyres_and_paasche(pairs: list[Pair]) -> None:
    for make in LAZY.values():
        found = index(make, pairs)
        for of in ("price", "volume"):
            ends = sorted((found[f"{of}_laspeyres"], found[f"{of}_paasche"]))
            assert ends[0] * (1 - 1e-12) <= found[f"{of}_fisher"] <= ends[1] * (1 + 1e-12)


@given(comparable())
@few
def test_price_times_volume_is_the_ratio_of_values(pairs: list[Pair]) -> None:
    ratio = float(sum(p.end for p in pairs) / sum(p.start for p in pairs))
    for make in LAZY.values():
        found = index(make, pairs)
        assert found["value_ratio"] == pytest.approx(ratio, rel=1e-12)
        for one, other in (
            ("fisher", "fisher"),
            ("laspeyres", "paasche"),
            ("paasche", "laspeyres"),
        ):
            product = found[f"price_{one}"] * found[f"volume_{other}"]
            assert product == pytest.approx(found["value_ratio"], rel=1e-12)


@given(comparable())
@few
def test_read_backwards_fisher_and_tornqvist_are_their_inverse(pairs: list[Pair]) -> None:
    for make in LAZY.values():
        there, back = index(make, pairs), index(make, [p.swapped() for p in pairs])
        for of in ("price", "volume"):
            for kind in ("fisher", "tornqvist"):
                assert there[f"{of}_{kind}"] * back[f"{of}_{kind}"] == pytest.approx(1, rel=1e-12)
            one = there[f"{of}_laspeyres"] * back[f"{of}_paasche"]
            assert one == pytest.approx(1, rel=1e-12)


@given(comparable(), st.floats(0.1, 10))
@few
def test_prices_that_move_alike_are_every_index(pairs: list[Pair], factor: float) -> None:
    alike = [
        replace(p, end=(p.start * Decimal(factor * p.last / p.first)).quantize(Decimal("1e-12")))
        for p in pairs
        if p.start >= 1
    ]
    for make in LAZY.values() if alike else ():
        found = index(make, [replace(p, end=round(p.end, 6)) for p in alike])
        for kind in KINDS:
            assert found[f"price_{kind}"] == pytest.approx(factor, rel=1e-4)


@given(comparable(), st.floats(0.1, 10))
@few
def test_quantities_that_move_alike_are_every_index_of_volume(
    pairs: list[Pair], factor: float
) -> None:
    alike = [replace(p, last=p.first * factor * 1.0, end=_moved(p, factor)) for p in pairs]
    for make in LAZY.values():
        found = index(make, alike)
        for kind in KINDS:
            assert found[f"volume_{kind}"] == pytest.approx(factor, rel=1e-9)


def _moved(pair: Pair, factor: float) -> Decimal:
    moved = pair.end / Decimal(pair.last / pair.first) * Decimal(factor)
    return max(moved.quantize(Decimal("0.000001")), Decimal("0.000001"))


@given(comparable())
@few
def test_tonnes_and_kilograms_give_the_same(pairs: list[Pair]) -> None:
    tonnes = [replace(p, first=p.first / 1000, last=p.last / 1000) for p in pairs]
    for make in LAZY.values():
        assert index(make, pairs) == pytest.approx(index(make, tonnes), rel=1e-12)


@given(comparable(least=2))
@few
def test_every_index_lies_between_the_smallest_and_the_largest_move(pairs: list[Pair]) -> None:
    volumes = [p.last / p.first for p in pairs]
    prices = [float(p.end / p.start) / v for p, v in zip(pairs, volumes, strict=True)]
    for make in LAZY.values():
        found = index(make, pairs)
        for of, moves in (("price", prices), ("volume", volumes)):
            for kind in KINDS:
                value = found[f"{of}_{kind}"]
                assert min(moves) * (1 - 1e-9) <= value <= max(moves) * (1 + 1e-9)


@on_lazy_engines
def test_pairs_that_cannot_be_split_count_only_in_coverage(make: Make) -> None:
    pairs = [Pair("a", 60, 90, 1, 1), Pair("b", 40, 10), Pair("c", None, 50), Pair("d", 0, 150)]
    found = index(make, pairs)
    assert found["price_fisher"] == pytest.approx(1.5)
    assert (found["pairs"], found["coverage_from"], found["coverage_to"]) == (1, 0.6, 0.3)


@on_lazy_engines
def test_each_key_has_its_own_indices_and_one_without_pairs_has_none(make: Make) -> None:
    pairs = [
        Pair("a", 10, 15, 1, 1),
        Pair("b", 10, 20, 1, 2, partner="Q"),
        Pair("c", 10, 20, partner="R"),
    ]
    kinded = kinds(frame(make, pairs))
    found = indices(kinded, ["partner"])
    assert rows(found, "partner", "pairs", "price_fisher", "volume_fisher") == [
        ("P", 1, pytest.approx(1.5), 1),
        ("Q", 1, 1, 2),
        ("R", 0, None, None),
    ]
    names = ("partner", "coverage_from", "coverage_to")
    assert rows(found, *names) == rows(coverage(kinded, ["partner"]), *names)
