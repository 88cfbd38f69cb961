"""Which pairs can be split: every kind, the rule of outliers, coverage by value."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_engines import LAZY, Make, on_lazy_engines, rows
from measure_pairs import Pair, comparable, few, frame, mixed

from steelyard.measures.price_pairs import FURTHEST, SLIP, coverage, kinds, tallied

STEADY = [Pair(f"s{n}", 100, 100 + n, 10, 10) for n in range(5)]


def kind_of(make: Make, pairs: list[Pair], within: tuple[str, ...] = ()) -> dict[str, str]:
    return dict(rows(kinds(frame(make, pairs), within), "product", "kind"))


@on_lazy_engines
@pytest.mark.parametrize(
    ("pair", "kind"),
    [
        (Pair("a", 10, 12, 1, 1), "split"),
        (Pair("a", 0, 12, None, 1), "entered"),
        (Pair("a", 0, 12, None, None, (None, None)), "entered"),
        (Pair("a", 10, 0, 1, None), "left"),
        (Pair("a", 0, 0), "nil"),
        (Pair("a", None, 12, 1, 1), "missing"),
        (Pair("a", 10, None, 1, 1), "missing"),
        (Pair("a", 0, None, 1, 1), "missing"),
        (Pair("a", None, None), "missing"),
        (Pair("a", -1, 12, 1, 1), "negative"),
        (Pair("a", 0, -12, 1, 1), "negative"),
        (Pair("a", 10, 12, None, 1), "no-quantity"),
        (Pair("a", 10, 12, 1, None), "no-quantity"),
        (Pair("a", 10, 12, 1, 0), "no-quantity"),
        (Pair("a", 10, 12, -1, 1), "no-quantity"),
        (Pair("a", 10, 12, 1, 1, (None, None)), "no-quantity"),
        (Pair("a", 10, 12, 1, 1, ("kg", None)), "no-quantity"),
        (Pair("a", 10, 12, 1, 1, ("kg", "u")), "mixed-units"),
        (Pair("a", 10, 12, 1000, 1), "outlier"),
    ],
)
def test_every_kind(make: Make, pair: Pair, kind: str) -> None:
    assert kind_of(make, [*STEADY, pair]) == {p.product: "split" for p in STEADY} | {"a": kind}


@on_lazy_engines
def test_a_frame_keeps_its_columns_and_rows(make: Make) -> None:
    before = frame(make, STEADY)
    names = before.collect_schema().names()
    after = kinds(before)
    assert after.collect_schema().names() == [*names, "kind"]
    assert rows(after, *names) == rows(before)


@on_lazy_engines
def test_nothing_gives_nothing(make: Make) -> None:
    assert rows(kinds(frame(make, []))) == []
    assert rows(coverage(kinds(frame(make, [])), ["flow"])) == []
    assert rows(coverage(kinds(frame(make, [])))) == [(None, None)]


@given(comparable(), st.integers(0, 5), st.booleans())
@few
def test_a_slip_by_a_thousand_is_always_caught(pairs: list[Pair], at: int, up: bool) -> None:
    at %= len(pairs)
    slipped = pairs[at].last * (SLIP if up else 1 / SLIP)
    found = [*pairs[:at], replace(pairs[at], last=slipped), *pairs[at + 1 :]]
    for make in LAZY.values():
        assert kind_of(make, found)[f"p{at}"] == "outlier"


@on_lazy_engines
def test_one_pair_alone_and_a_slip_of_all_are_caught_too(make: Make) -> None:
    assert kind_of(make, [Pair("a", 10, 10, 1, 1000)]) == {"a": "outlier"}
    slipped = [replace(p, last=p.last * 1000) for p in STEADY]
    assert set(kind_of(make, slipped).values()) == {"outlier"}


@on_lazy_engines
@pytest.mark.parametrize("ratio", [0.02, 0.49, 0.51, 1, 1.99, 2.01, 30.0])
def test_beside_steady_prices_a_factor_of_two_is_the_limit(make: Make, ratio: float) -> None:
    pairs = [
        *(Pair(f"s{n}", 100, 100, 10, 10) for n in range(5)),
        Pair("a", 100, round(100 * ratio), 1, 1),
    ]
    expected = "split" if 0.5 < ratio < 2 else "outlier"
    assert kind_of(make, pairs)["a"] == expected


@on_lazy_engines
def test_where_prices_are_spread_the_limit_is_wider(make: Make) -> None:
    ratios = [0.3, 0.6, 1, 1.7, 3.3, 9]
    pairs = [Pair(f"s{n}", 100, 100 * ratio, 1, 1) for n, ratio in enumerate(ratios)]
    assert set(kind_of(make, pairs).values()) == {"split"}


@on_lazy_engines
def test_the_bound_is_the_root_of_the_slip(make: Make) -> None:
    inside, outside = FURTHEST * 0.999, FURTHEST * 1.001
    near = [Pair(f"s{n}", 100, round(100 * inside, 6), 1, 1) for n in range(3)]
    far = [Pair(f"s{n}", 100, round(100 * outside, 6), 1, 1) for n in range(3)]
    assert set(kind_of(make, near).values()) == {"split"}
    assert set(kind_of(make, far).values()) == {"outlier"}


@on_lazy_engines
def test_medians_are_taken_apart_where_asked(make: Make) -> None:
    cheap = [Pair(f"c{n}", 100, 100, 10, 10) for n in range(3)]
    dear = [Pair(f"d{n}", 100, 500, 10, 10, partner="Q") for n in range(2)]
    assert kind_of(make, [*cheap, *dear])["d0"] == "outlier"
    assert set(kind_of(make, [*cheap, *dear], ("partner",)).values()) == {"split"}


@given(mixed())
@few
def test_the_rule_is_the_same_backwards_and_in_another_unit(pairs: list[Pair]) -> None:
    named = [replace(p, product=str(n)) for n, p in enumerate(pairs)]
    turned = {"entered": "left", "left": "entered"}
    for make in LAZY.values():
        found = kind_of(make, named)
        back = kind_of(make, [p.swapped() for p in named])
        assert back == {name: turned.get(kind, kind) for name, kind in found.items()}
        tonnes = [
            replace(p, first=p.first and p.first / 1000, last=p.last and p.last / 1000)
            for p in named
        ]
        assert kind_of(make, tonnes) == found


# --- coverage ---------------------------------------------------------------------------------


@on_lazy_engines
def test_coverage_is_by_value_and_at_each_end(make: Make) -> None:
    pairs = [Pair("a", 60, 90, 1, 1), Pair("b", 40, 10), Pair("c", None, 100), Pair("d", 0, 100)]
    assert rows(coverage(kinds(frame(make, pairs)))) == [(0.6, 0.3)]


@on_lazy_engines
def test_coverage_by_key_is_zero_where_nothing_can_be_split_and_missing_over_nothing(
    make: Make,
) -> None:
    pairs = [Pair("a", 60, 90, 1, 1), Pair("b", 40, 10), Pair("c", 0, 5), Pair("d", None, None)]
    assert rows(coverage(kinds(frame(make, pairs)), ["product"])) == [
        ("a", 1, 1),
        ("b", 0, 0),
        ("c", None, 0),
        ("d", None, None),
    ]


@on_lazy_engines
def test_the_tally_names_every_kind_with_its_value(make: Make) -> None:
    pairs = [*STEADY[:2], Pair("b", 40, 10), Pair("c", 5, None), Pair("d", None, None)]
    assert rows(tallied(kinds(frame(make, pairs)))) == [
        ("missing", 2, 5, None),
        ("no-quantity", 1, 40, 10),
        ("split", 2, 200, 201),
    ]
