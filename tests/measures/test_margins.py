"""Margins: entry and exit add up, survival is counted, breadth times depth is the share."""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure_engines import LAZY, Make, on_lazy_engines, rows
from measure_pairs import Pair, change, few, frame, mixed, size, terms

from steelyard.measures.margins import hummels_klenow, margins, survival

HELD = [
    Pair("a", 10, 14),
    Pair("b", 30, 20),
    Pair("c", 0, 7),
    Pair("d", 60, 0),
    Pair("e", 0, 0),
    Pair("f", None, 5),
]


@on_lazy_engines
def test_what_went_on_entered_and_left(make: Make) -> None:
    found = terms(margins(frame(make, HELD)))
    assert found == {"continuing": -6, "entered": 7, "left": -60, "missing": None}


@on_lazy_engines
def test_survival_by_count_and_by_value(make: Make) -> None:
    names = ("pairs_from", "pairs_to", "continuing", "entered", "left", "missing")
    found = survival(frame(make, HELD))
    assert rows(found, *names) == [(3, 3, 2, 1, 1, 1)]
    assert rows(found, "survival", "survival_by_value") == [(pytest.approx(2 / 3), 0.4)]


@on_lazy_engines
def test_nothing_to_survive_has_no_rate(make: Make) -> None:
    found = survival(frame(make, [Pair("a", 0, 3), Pair("b", None, 2)]), ["product"])
    assert rows(found, "product", "pairs_from", "missing", "survival", "survival_by_value") == [
        ("a", 0, 0, None, None),
        ("b", 0, 1, None, None),
    ]


@given(mixed())
@few
def test_margins_add_up_to_the_change_of_each_key(pairs: list[Pair]) -> None:
    for make in LAZY.values():
        for keys in ((), ("product",)):
            sums: dict[str, float] = defaultdict(float)
            for *key, term, value in rows(margins(frame(make, pairs), keys)):
                assert (value is None) == (term == "missing")
                sums["".join(key)] += value or 0.0
            for key, found in sums.items():
                here = [p for p in pairs if not keys or p.product == key]
                assert found == pytest.approx(float(change(here)), rel=1e-9, abs=1e-12 * size(here))


@given(mixed())
@few
def test_swapped_ends_swap_entry_and_exit(pairs: list[Pair]) -> None:
    turned = {"entered": "left", "left": "entered"}
    for make in LAZY.values():
        there = terms(margins(frame(make, pairs)))
        back = terms(margins(frame(make, [p.swapped() for p in pairs])))
        mirrored = {turned.get(t, t): v and -v for t, v in there.items()}
        assert back == pytest.approx(mirrored)


# --- Hummels and Klenow -----------------------------------------------------------------------


def side(make: Make, values: dict[str, float | None], period: str = "2024"):
    columns = {"period": [period] * len(values), "product": list(values)}
    table = {name: pa.array(column, pa.string()) for name, column in columns.items()}
    return make(pa.table({**table, "value": pa.array(values.values(), pa.float64())}))


NAMES = ("extensive", "intensive", "share", "outside")


@on_lazy_engines
def test_breadth_and_depth_by_hand(make: Make) -> None:
    own = side(make, {"a": 10, "b": 5, "c": 0})
    reference = side(make, {"a": 40, "b": 10, "c": 30, "d": 20})
    found = hummels_klenow(own, reference, ["period"])
    assert rows(found) == [("2024", 0.5, 0.3, 0.15, 0)]
    assert rows(hummels_klenow(own, reference)) == [(0.5, 0.3, 0.15, 0)]


@on_lazy_engines
def test_products_that_the_reference_does_not_trade_are_told(make: Make) -> None:
    own, reference = side(make, {"a": 10, "x": 30}), side(make, {"a": 40, "b": 60})
    assert rows(hummels_klenow(own, reference), *NAMES) == [(0.4, 1, 0.4, 0.75)]
    only = side(make, {"x": 30})
    assert rows(hummels_klenow(only, reference), *NAMES) == [(0, None, 0.3, 1)]


@on_lazy_engines
@pytest.mark.parametrize("lacks", ["own", "reference"])
def test_a_missing_value_leaves_no_margin(make: Make, lacks: str) -> None:
    own, reference = {"a": 10.0, "b": 5.0}, {"a": 40.0, "b": 10.0}
    broken = {"own": own, "reference": reference}[lacks]
    broken["b"] = None  # type: ignore[assignment]
    found = hummels_klenow(side(make, own), side(make, reference))
    assert rows(found, *NAMES) == [(None,) * 4]


@on_lazy_engines
def test_a_key_of_one_side_only(make: Make) -> None:
    own, reference = side(make, {"a": 1}, "2023"), side(make, {"a": 2}, "2024")
    assert rows(hummels_klenow(own, reference, ["period"])) == [
        ("2023", None, None, None, 1),
        ("2024", 0, None, 0, None),
    ]


values = st.dictionaries(st.sampled_from("abcdef"), st.just(0.0) | st.floats(0.01, 1e9))


@given(values, values)
@few
def test_breadth_times_depth_is_the_share(own: dict, reference: dict) -> None:
    for make in LAZY.values():
        ((extensive, intensive, share, outside),) = rows(
            hummels_klenow(side(make, own), side(make, reference)), *NAMES
        )
        assert extensive is None or -1e-12 <= extensive <= 1 + 1e-12
        assert outside is None or -1e-12 <= outside <= 1 + 1e-12
        assert (share is None) == (sum(reference.values()) == 0)
        if intensive is not None:
            assert extensive * intensive == pytest.approx(share, rel=1e-9)
            assert share == pytest.approx(sum(own.values()) / sum(reference.values()), rel=1e-9)
