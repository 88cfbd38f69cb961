"""Two releases side by side: what is the same, added, withdrawn or revised, counted by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.accounts.revisions import CHANGES, compared, counted, largest, measured
from steelyard.sources.contract import arrow_schema
from steelyard.store.engine import Engine
from steelyard.store.series import series_columns
from steelyard.store.store import Store
from steelyard.terms.tables import DETAILS, FLOWS, INDICATORS, KINDS, PARTIES, RATES

ENGINE = Engine()
USUAL = {
    "reporter": "USA",
    "partner_role": "origin",
    "flow": "M",
    "nomenclature": "TOTAL",
    "product": "TOTAL",
    "freq": "M",
    "import_basis": "general",
    "account": "customs",
    "adjustment": "none",
    "valuation": "CUSTOMS",
    "currency": "USD",
    "aggregate": False,
    "status": "A",
}
Rows = list[dict[str, Any]]


def frame(rows: Rows, engine: str = "duckdb", kind: Any = FLOWS) -> nw.LazyFrame[Any]:
    usual = USUAL if kind is FLOWS else {}
    whole = [{**dict.fromkeys(kind.names), **usual, **row} for row in rows]
    table = pa.Table.from_pylist(whole, schema=arrow_schema(kind))
    if engine == "polars":
        polars = pytest.importorskip("polars")
        return nw.from_native(polars.from_arrow(table).lazy())
    return ENGINE.desk().frame(table)


def collected(found: nw.LazyFrame[Any]) -> Rows:
    rows: Rows = found.collect(backend="pyarrow").to_arrow().to_pylist()
    return rows


CELL = st.fixed_dictionaries(
    {
        "partner": st.sampled_from(["CHN", "CAN", "JPN"]),
        "period": st.sampled_from(["2020-01", "2020-02"]),
        "flow": st.sampled_from(["M", "X"]),
        "mode": st.none() | st.just("air"),
        "value": st.none() | st.integers(-3, 3).map(Decimal),
        "quantity": st.none() | st.just(Decimal(0)),
        "status": st.sampled_from(["A", "O"]),
    }
)
KEY = ("partner", "period", "flow", "mode")
RELEASE = st.lists(CELL, max_size=8, unique_by=lambda row: tuple(row[k] for k in KEY))


def by_hand(before: Rows, after: Rows) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Return what became of each key: change, the two values, their difference."""
    one, other = ({tuple(r[k] for k in KEY): r for r in rows} for rows in (before, after))
    told = {}
    for key in {*one, *other}:
        was, now = one.get(key), other.get(key)
        values = tuple(row and row["value"] for row in (was, now))
        change = "same" if was == now else "revised"
        change = "added" if was is None else "withdrawn" if now is None else change
        told[key] = (change, *values, None if None in values else values[1] - values[0])
    return told


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
@settings(max_examples=25)
@given(before=RELEASE, after=RELEASE)
def test_every_row_is_the_same_added_withdrawn_or_revised(
    engine: str, before: Rows, after: Rows
) -> None:
    rows = collected(compared(frame(before, engine), frame(after, engine), FLOWS))
    told = ("change", "value_before", "value_after", "difference")
    found = {tuple(row[k] for k in KEY): tuple(row[name] for name in told) for row in rows}
    assert found == by_hand(before, after)
    assert len(rows) == len(found)


@settings(max_examples=25)
@given(before=RELEASE, after=RELEASE)
def test_the_counts_of_the_series_add_up(before: Rows, after: Rows) -> None:
    names = series_columns("flows")
    found = collected(counted(compared(frame(before), frame(after), FLOWS), FLOWS, names))
    expected = by_hand(before, after)
    for row in found:
        mine = {k: v for k, v in expected.items() if (k[2], k[3] is not None) == _series(row)}
        assert {name: row[name] for name in CHANGES} == {
            name: sum(told[0] == name for told in mine.values()) for name in CHANGES
        }
        assert row["rows_before"] == row["same"] + row["withdrawn"] + row["revised"]
        assert row["rows_after"] == row["same"] + row["added"] + row["revised"]
        differences = [told[3] for told in mine.values() if told[3] is not None]
        assert row["difference"] == (sum(differences) if differences else None)
    assert sum(row["rows_before"] for row in found) == len(before)
    assert sum(row["rows_after"] for row in found) == len(after)


def _series(row: dict[str, Any]) -> tuple[str, bool]:
    assert not row["has_partner2"]
    assert {f"has_{name}" for name in DETAILS} <= row.keys()
    return row["flow"], row["has_mode"]


@settings(max_examples=25)
@given(before=RELEASE, after=RELEASE, most=st.integers(1, 9))
def test_the_largest_differences_come_first(before: Rows, after: Rows, most: int) -> None:
    rows = collected(largest(compared(frame(before), frame(after), FLOWS), FLOWS, most))
    changed = [told for told in by_hand(before, after).values() if told[0] != "same"]
    assert len(rows) == min(most, len(changed))
    found = [row["difference"] for row in rows]
    sizes = sorted((abs(told[3]) for told in changed if told[3] is not None), reverse=True)
    sizes = sizes[:most]
    assert [abs(value) for value in found if value is not None] == sizes
    assert all(value is None for value in found[len(sizes) :])
    again = collected(largest(compared(frame(before[::-1]), frame(after), FLOWS), FLOWS, most))
    assert again == rows


@pytest.mark.parametrize(
    ("was", "now", "change", "difference"),
    [
        (Decimal(0), Decimal(0), "same", 0),
        (None, None, "same", None),
        (Decimal(0), None, "revised", None),
        (None, Decimal(0), "revised", None),
        (Decimal("0.000001"), Decimal(0), "revised", Decimal("-0.000001")),
        (Decimal("12345678901234567890.1"), Decimal("12345678901234567890.2"), "revised", None),
    ],
)
def test_missing_is_never_zero(was: Any, now: Any, change: str, difference: Any) -> None:
    usual = {"partner": "CHN", "period": "2020-01"}
    sides = (frame([{**usual, "value": value}]) for value in (was, now))
    (row,) = collected(compared(*sides, FLOWS))
    assert (row["change"], row["value_before"], row["value_after"]) == (change, was, now)
    exact = Decimal("0.1") if was and was > 1 else difference
    assert row["difference"] == exact
    assert row["changed"] == ("" if change == "same" else "value")


def test_a_change_names_every_column_that_differs() -> None:
    usual = {"partner": "CHN", "period": "2020-01", "value": Decimal(1)}
    changed = {**usual, "quantity": Decimal(2), "status": "E"}
    (row,) = collected(compared(frame([usual]), frame([changed]), FLOWS))
    assert (row["change"], row["changed"]) == ("revised", "quantity status")
    assert (row["status_before"], row["status_after"]) == ("A", "E")
    assert row["difference"] == 0


def test_one_row_only_has_no_difference() -> None:
    (row,) = collected(compared(frame([]), frame([{"partner": "CHN", "value": Decimal(5)}]), FLOWS))
    assert (row["change"], row["value_before"], row["value_after"]) == ("added", None, Decimal(5))
    assert (row["difference"], row["changed"], row["status_before"]) == (None, None, None)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_of_table_is_compared(kind: Any) -> None:
    empty = frame([], kind=kind)
    one = frame([{kind.key[0]: "a"}], kind=kind)
    for before, after, change in ((empty, one, "added"), (one, empty, "withdrawn")):
        told = compared(before, after, kind)
        (row,) = collected(counted(told, kind, series_columns(kind.name)))
        assert (row[change], row["same"], row["difference"]) == (1, 0, None)
    assert collected(largest(compared(one, one, kind), kind, 9)) == []


def test_sums_of_rates_and_indicators_are_not_made() -> None:
    for kind, name in ((RATES, "rate"), (INDICATORS, "value")):
        sides = (frame([{kind.key[0]: "a", name: value}], kind=kind) for value in (1.0, 2.0))
        told = compared(*sides, kind)
        assert collected(told)[0]["difference"] == 1.0
        (row,) = collected(counted(told, kind, series_columns(kind.name)))
        assert (row["revised"], row["difference"]) == (1, None)
    assert [measured(kind) for kind in (FLOWS, RATES, PARTIES)] == ["value", "rate", ""]


def test_the_bundled_releases_tell_how_2015_was_revised() -> None:
    store = Store()
    sides = [h for h in store.held if h.release.dataset == "census-goods-by-country"]
    assert [held.release.release for held in sides] == ["2017-01", "2023-03-08"]
    told = compared(*(store.scan(held) for held in sides), FLOWS)
    wanted = told.filter(
        nw.col("partner") == "CHN",
        nw.col("flow") == "M",
        nw.col("period").str.starts_with("2015-"),
    )
    rows = collected(wanted)
    assert sum(row["value_before"] for row in rows) == Decimal(483_244_701_930)
    assert sum(row["value_after"] for row in rows) == Decimal(483_201_655_364)
    assert sum(row["difference"] for row in rows) == Decimal(483_201_655_364 - 483_244_701_930)
    found = collected(counted(told, FLOWS, series_columns("flows")))
    assert [sum(row[f"rows_{when}"] for row in found) for when in ("before", "after")] == [
        held.release.rows for held in sides
    ]
    store.engine.close()
