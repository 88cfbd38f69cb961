"""Conversion to another nomenclature: nothing is lost or made, and the bracket holds the value."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
from measure_engines import Make, on_lazy_engines, rows

from steelyard.measures.converted import converted
from steelyard.nomenclature.weights import WHOLE

OUT = ("period", "target", "value", "low", "high")
Cells = list[tuple[str, str, Decimal | None]]

SMALL = (
    ("one", "x", WHOLE, True, True),
    ("two", "x", WHOLE // 4, False, True),
    ("two", "y", 3 * WHOLE // 4, False, True),
    ("may", "x", 0, False, True),
    ("may", None, WHOLE, False, True),
)


def map_of(found: tuple[tuple[object, ...], ...]) -> pa.Table:
    names = ("source", "group", "parts", "low", "high")
    types = (pa.string(), pa.string(), pa.int64(), pa.bool_(), pa.bool_())
    arrays = [pa.array([row[n] for row in found], kind) for n, kind in enumerate(types)]
    return pa.table(dict(zip(names, arrays, strict=True)))


def flows_of(cells: Cells) -> pa.Table:
    periods, products, values = (pa.array([c[n] for c in cells]) for n in (0, 1, 2))
    return pa.table(
        {
            "period": periods.cast(pa.string()),
            "product": products.cast(pa.string()),
            "value": values.cast(pa.decimal128(38, 6)),
        }
    )


def found_of(make: Make, cells: Cells, **choices: bool) -> list[tuple]:
    flows, small = make(flows_of(cells)), make(map_of(SMALL))
    return rows(converted(flows, small, ["period"], **choices), *OUT)


@on_lazy_engines
def test_a_code_is_shared_out_and_the_bracket_tells_what_is_sure(make: Make) -> None:
    assert found_of(make, [("2024", "one", Decimal(10)), ("2024", "two", Decimal(8))]) == [
        ("2024", "x", 12, 10, 18),
        ("2024", "y", 6, 0, 8),
    ]


@on_lazy_engines
def test_rows_of_a_code_add_up_before_they_are_shared_out(make: Make) -> None:
    cells: Cells = [("2024", "two", Decimal(9)), ("2024", "two", Decimal(-1))]
    assert found_of(make, cells) == [("2024", "x", 2, 0, 8), ("2024", "y", 6, 0, 8)]


@on_lazy_engines
def test_a_negative_total_counts_the_other_way_round(make: Make) -> None:
    cells: Cells = [("2024", "one", Decimal(10)), ("2024", "two", Decimal(-8))]
    assert found_of(make, cells) == [("2024", "x", 8, 2, 10), ("2024", "y", -6, -8, 0)]


@on_lazy_engines
def test_what_may_be_in_a_target_widens_it_and_adds_nothing(make: Make) -> None:
    cells: Cells = [("2024", "one", Decimal(10)), ("2024", "may", Decimal(5))]
    assert found_of(make, cells) == [("2024", None, 5, 0, 5), ("2024", "x", 10, 10, 15)]


@on_lazy_engines
def test_a_target_with_no_part_of_anything_has_no_value(make: Make) -> None:
    assert found_of(make, [("2024", "may", Decimal(5))]) == [
        ("2024", None, 5, 0, 5),
        ("2024", "x", None, 0, 5),
    ]


@on_lazy_engines
def test_codes_that_the_map_does_not_know_are_not_followed(make: Make) -> None:
    cells: Cells = [("2024", "one", Decimal(10)), ("2024", "98", Decimal(3))]
    assert found_of(make, cells) == [("2024", None, 3, 3, 3), ("2024", "x", 10, 10, 10)]


@on_lazy_engines
def test_codes_outside_can_be_left_out(make: Make) -> None:
    cells: Cells = [("2024", "one", Decimal(10)), ("2024", "98", Decimal(3))]
    assert found_of(make, cells, rest=False) == [("2024", "x", 10, 10, 10)]


@on_lazy_engines
def test_a_missing_value_is_missing_where_it_has_a_part(make: Make) -> None:
    cells: Cells = [("2024", "one", Decimal(10)), ("2024", "two", None), ("2025", "one", None)]
    assert found_of(make, cells) == [
        ("2024", "x", None, None, None),
        ("2024", "y", None, None, None),
        ("2025", "x", None, None, None),
    ]
    assert found_of(make, cells, partial=True)[0] == ("2024", "x", 10, 10, 10)


@on_lazy_engines
def test_a_missing_value_of_what_may_be_in_a_target_takes_only_the_bounds(make: Make) -> None:
    cells: Cells = [("2024", "one", Decimal(10)), ("2024", "may", None)]
    assert found_of(make, cells) == [
        ("2024", None, None, None, None),
        ("2024", "x", 10, None, None),
    ]


@on_lazy_engines
def test_nil_is_a_value(make: Make) -> None:
    assert found_of(make, [("2024", "one", Decimal(0))]) == [("2024", "x", 0, 0, 0)]


@on_lazy_engines
def test_no_flows_give_no_rows_and_no_keys_give_one_total_a_target(make: Make) -> None:
    assert found_of(make, []) == []
    flows = make(flows_of([("2024", "one", Decimal(1)), ("2025", "one", Decimal(2))]))
    found = converted(flows, make(map_of(SMALL)), [])
    assert rows(found, "target", "value") == [("x", 3)]


@on_lazy_engines
def test_the_smallest_and_the_largest_values_are_exact(make: Make) -> None:
    cells: Cells = [("2024", "two", Decimal("99999999999999999999.000004"))]
    found = found_of(make, cells)
    assert [row[2] for row in found] == [
        Decimal("24999999999999999999.750001"),
        Decimal("74999999999999999999.250003"),
    ]
