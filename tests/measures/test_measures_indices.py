"""Indices of advantage, overlap, concentration and orientation, by hand and by what they keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_engines import EXACT, Make, on_lazy_engines, rows

from steelyard.measures import advantage, concentration, intra_industry, orientation

few = settings(derandomize=True, database=None, deadline=None, max_examples=10)
amounts = st.integers(min_value=0, max_value=10**12)
panels = st.lists(st.lists(amounts, min_size=3, max_size=3), min_size=2, max_size=4)
WORDS = ("country", "product", "partner", "reporter", "exports_unit", "imports_unit")
SMALL = [("A", "1", 60), ("A", "2", 40), ("B", "1", 20), ("B", "2", 180)]


def frame(make: Make, columns: str, stated: list[tuple[Any, ...]]) -> Any:
    names = columns.split()
    data = {
        name: pa.array(
            [_cell(name, row[at]) for row in stated], pa.string() if name in WORDS else EXACT
        )
        for at, name in enumerate(names)
    }
    return make(pa.table(data))


def _cell(name: str, value: Any) -> Any:
    return value if name in WORDS or value is None else Decimal(str(value))


def exported(make: Make, stated: list[tuple[Any, ...]]) -> Any:
    return frame(make, "country product value", stated)


def panel(make: Make, values: list[list[int]]) -> Any:
    told = [(f"C{c}", f"P{p}", v) for c, row in enumerate(values) for p, v in enumerate(row)]
    return exported(make, told)


def both(make: Make, values: list[list[int]]) -> Any:
    names = "country product exports imports"
    told = [
        (f"C{c}", f"P{p}", v, row[p - 1]) for c, row in enumerate(values) for p, v in enumerate(row)
    ]
    return frame(make, names, told)


def by_key(found: list[tuple[Any, ...]]) -> dict[Any, Any]:
    return {row[:-1]: row[-1] for row in found}


def _known(found: dict[Any, Any]) -> dict[Any, float]:
    return {key: index for key, index in found.items() if index is not None}


# --- advantage --------------------------------------------------------------------------------


@on_lazy_engines
@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (advantage.balassa, {("A", "1"): 2.25, ("B", "2"): 0.9 / (220 / 300)}),
        (advantage.symmetric, {("A", "1"): 1.25 / 3.25}),
        (advantage.additive, {("A", "1"): 0.6 - 80 / 300, ("B", "1"): 0.1 - 80 / 300}),
    ],
)
def test_an_advantage_by_hand(make: Make, measure: Callable[..., Any], expected: Any) -> None:
    found = by_key(rows(measure(exported(make, SMALL))))
    assert {key: found[key] for key in expected} == pytest.approx(expected, rel=1e-12)


@on_lazy_engines
def test_nil_exports_are_told_from_missing_ones(make: Make) -> None:
    nil = by_key(rows(advantage.balassa(exported(make, [*SMALL, ("A", "3", 0), ("B", "3", 9)]))))
    assert nil["A", "3"] == 0
    gone = rows(advantage.balassa(exported(make, [*SMALL, ("A", "3", None), ("B", "3", 9)])))
    assert {index for *_, index in gone} == {None}


@on_lazy_engines
def test_what_nobody_exports_has_no_share(make: Make) -> None:
    told = exported(make, [*SMALL, ("A", "3", 0), ("B", "3", 0)])
    assert by_key(rows(advantage.balassa(told)))["A", "3"] is None
    assert by_key(rows(advantage.additive(told)))["A", "3"] == 0


@on_lazy_engines
@given(panels)
@few
def test_weighted_by_size_the_index_of_balassa_is_one(make: Make, values: list[list[int]]) -> None:
    found = by_key(rows(advantage.balassa(panel(make, values))))
    whole = sum(map(sum, values))
    for p in range(3):
        parts = [
            sum(row) / whole * found[f"C{c}", f"P{p}"]
            for c, row in enumerate(values)
            if whole and found[f"C{c}", f"P{p}"] is not None
        ]
        assert not parts or sum(parts) == pytest.approx(1, rel=1e-9)


@on_lazy_engines
@given(panels, st.integers(min_value=1, max_value=10**6))
@few
def test_an_advantage_does_not_depend_on_the_unit(
    make: Make, values: list[list[int]], unit: int
) -> None:
    scaled = [[value * unit for value in row] for row in values]
    one, other = (by_key(rows(advantage.symmetric(panel(make, v)))) for v in (values, scaled))
    assert _known(one) == pytest.approx(_known(other), rel=1e-9, abs=1e-12)
    assert _known(one).keys() == _known(other).keys()
    assert all(index is None or -1 <= index <= 1 for index in one.values())


@on_lazy_engines
@pytest.mark.parametrize("measure", [advantage.lafay, advantage.michaely])
@given(panels)
@few
def test_over_the_products_of_a_country_it_adds_up_to_nothing(
    make: Make, measure: Callable[..., Any], values: list[list[int]]
) -> None:
    sums: dict[str, float] = defaultdict(float)
    for country, _, index in rows(measure(both(make, values))):
        sums[country] += index or 0
    assert list(sums.values()) == pytest.approx([0] * len(sums), abs=1e-9)


@on_lazy_engines
def test_the_index_of_lafay_by_hand(make: Make) -> None:
    told = frame(make, "country product exports imports", [("A", "1", 60, 20), ("A", "2", 40, 80)])
    # Product 1: (40/80 - 0) * 80/200 = 20 %; product 2 mirrors it.
    assert by_key(rows(advantage.lafay(told))) == pytest.approx({("A", "1"): 20, ("A", "2"): -20})


# --- trade within products --------------------------------------------------------------------


@on_lazy_engines
def test_overlap_of_each_product_and_of_all(make: Make) -> None:
    told = frame(make, "product exports imports", [("1", 60, 20), ("2", 40, 40), ("3", 0, 40)])
    assert by_key(rows(intra_industry.grubel_lloyd(told))) == {("1",): 0.5, ("2",): 1, ("3",): 0}
    assert rows(intra_industry.grubel_lloyd_total(told)) == [(120 / 200,)]


@on_lazy_engines
def test_overlap_without_trade_or_with_a_missing_flow_is_missing(make: Make) -> None:
    told = frame(make, "product exports imports", [("1", 0, 0), ("2", None, 40), ("3", 5, 5)])
    found = by_key(rows(intra_industry.grubel_lloyd(told)))
    assert found == {("1",): None, ("2",): None, ("3",): 1}
    assert rows(intra_industry.grubel_lloyd_total(told)) == [(None,)]


@on_lazy_engines
def test_marginal_trade_by_hand(make: Make) -> None:
    names = "product exports_from exports_to imports_from imports_to"
    told = frame(
        make,
        names,
        [("1", 10, 20, 10, 20), ("2", 10, 20, 20, 10), ("3", 5, 5, 5, 15), ("4", 1, 1, 2, 2)],
    )
    found = by_key(rows(intra_industry.marginal(told)))
    assert found == {("1",): 1, ("2",): 0, ("3",): 0, ("4",): None}
    assert rows(intra_industry.marginal_total(told)) == [(20 / 50,)]


@on_lazy_engines
def test_marginal_trade_turned_round_in_time_is_the_same(make: Make) -> None:
    there = "product exports_from exports_to imports_from imports_to"
    back = "product exports_to exports_from imports_to imports_from"
    data = [("1", 10, 25, 10, 17), ("2", 8, 2, 9, 1)]
    one, other = (rows(intra_industry.marginal(frame(make, n, data))) for n in (there, back))
    assert one == other


@on_lazy_engines
@pytest.mark.parametrize(
    ("exports", "imports", "price", "kind"),
    [
        (100, 100, 1.15, "horizontal"),
        (100, 100, 1.1501, "vertical-high"),
        (100, 100, 1 / 1.16, "vertical-low"),
        (100, 10, 1.0, "one-way"),
        (100, 11, 1.0, "horizontal"),
        (0, 0, 1.0, None),
        (None, 5, 1.0, None),
        (100, 100, None, "two-way"),
    ],
)
def test_kinds_of_trade(make: Make, exports: Any, imports: Any, price: Any, kind: Any) -> None:
    quantity = None if price is None else 1000
    names = "product exports imports exports_quantity imports_quantity exports_unit imports_unit"
    priced = None if price is None or exports is None else round(exports * price, 6)
    told = ("1", exports, imports, quantity, quantity, "kg", "kg")
    scaled = (
        told
        if not priced
        else ("1", exports, imports, exports * 10**4, round(imports * 10**4 * price, 6), "kg", "kg")
    )
    found = rows(intra_industry.kinds(frame(make, names, [scaled])), "kind")
    assert found == [(kind,)]


@on_lazy_engines
def test_prices_in_different_units_do_not_compare(make: Make) -> None:
    names = "product exports imports exports_quantity imports_quantity exports_unit imports_unit"
    data = [("1", 100, 50, 10, 10, "kg", "kg"), ("2", 100, 50, 10, 10, "kg", "items")]
    found = rows(
        intra_industry.unit_value_ratio(frame(make, names, data)), "product", "unit_value_ratio"
    )
    assert found == [("1", 2.0), ("2", None)]


# --- concentration ----------------------------------------------------------------------------


@on_lazy_engines
def test_concentration_of_equal_suppliers(make: Make) -> None:
    told = frame(make, "partner value", [(f"S{n}", 25) for n in range(4)])
    assert rows(concentration.herfindahl(told)) == [(0.25, 0.0, 4.0, 4)]


@on_lazy_engines
def test_a_supplier_of_nothing_changes_no_concentration(make: Make) -> None:
    some = [("A", 60), ("B", 40)]
    more = [*some, ("C", 0)]
    one, other = (
        rows(concentration.herfindahl(frame(make, "partner value", d))) for d in (some, more)
    )
    assert one == other
    assert one[0][0] == pytest.approx(0.52)


@on_lazy_engines
def test_the_rest_of_a_whole_counts_as_many_small_suppliers(make: Make) -> None:
    told = frame(make, "partner value whole", [("A", 60, 200), ("B", 40, 200)])
    (found,) = rows(concentration.herfindahl(told), "herfindahl", "effective")
    assert found == pytest.approx((0.09 + 0.04, 1 / 0.13))


@on_lazy_engines
def test_a_missing_supplier_leaves_the_concentration_missing(make: Make) -> None:
    told = frame(make, "partner value", [("A", 60), ("B", None)])
    assert rows(concentration.herfindahl(told), "herfindahl", "effective") == [(None, None)]


@on_lazy_engines
def test_shares_and_ranks(make: Make) -> None:
    told = frame(make, "partner value", [("A", 20), ("B", 60), ("C", 20)])
    found = rows(concentration.shares(told), "partner", "share", "rank")
    assert found == [("A", 0.2, 2), ("B", 0.6, 1), ("C", 0.2, 2)]


@on_lazy_engines
def test_similarity_of_exports(make: Make) -> None:
    told = exported(make, [*SMALL, ("C", "1", 6), ("C", "2", 4), ("D", "3", 1)])
    found = by_key(rows(concentration.export_similarity(told)))
    assert found["A", "B"] == found["B", "A"] == pytest.approx(0.1 + 0.4)
    assert found["A", "C"] == pytest.approx(1)
    assert ("A", "D") not in found


# --- orientation ------------------------------------------------------------------------------


@on_lazy_engines
def test_intensity_by_hand(make: Make) -> None:
    told = frame(
        make,
        "reporter partner value",
        [
            ("A", "B", 30),
            ("A", "C", 10),
            ("B", "A", 20),
            ("B", "C", 20),
            ("C", "A", 10),
            ("C", "B", 10),
        ],
    )
    found = by_key(rows(orientation.trade_intensity(told)))
    # A sells 30/40 to B, whose imports are 40 of the 100 less A's own 30.
    assert found["A", "B"] == pytest.approx(0.75 / (40 / 70))


@on_lazy_engines
def test_trade_in_proportion_to_size_has_the_intensity_one(make: Make) -> None:
    sold = {"A": 100, "B": 100}
    bought = {"X": 10, "Y": 30}
    told = [(i, j, x * m) for i, x in sold.items() for j, m in bought.items()]
    found = rows(orientation.trade_intensity(frame(make, "reporter partner value", told)), "index")
    assert [index for (index,) in found] == pytest.approx([1.0] * 4)


@on_lazy_engines
def test_fit_of_exports_and_imports(make: Make) -> None:
    sold = exported(make, SMALL)
    bought = exported(make, [("B", "1", 6), ("B", "2", 4), ("A", "1", 0), ("A", "2", 5)])
    found = by_key(rows(orientation.complementarity(sold, bought)))
    assert found == pytest.approx({("A", "B"): 1.0, ("B", "A"): 0.9})
