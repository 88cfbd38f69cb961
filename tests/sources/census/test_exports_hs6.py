from __future__ import annotations

from pathlib import Path

import goods_twins as twins
import pytest

from steelyard.sources.census import exports_hs6
from steelyard.sources.contract import Converted
from steelyard.terms.errors import BadFile


def read(tmp_path: Path, rows: twins.Rows) -> Converted:
    return exports_hs6.convert(twins.parquet(tmp_path / "any", rows))


def cell(got: Converted, product: str, period: str) -> tuple:
    rows = got.table.to_pylist()
    (row,) = [r for r in rows if (r["product"], r["period"]) == (product, period)]
    return row["value"], row["quantity"], row["quantity_unit"], row["correction"]


def test_split_rows_of_one_unit_are_added_up(tmp_path: Path) -> None:
    got = read(tmp_path, twins.exports_to_china())
    assert cell(got, "270112", "2018-12") == (100, 10, "T", None)


def test_a_quantity_in_two_units_is_missing(tmp_path: Path) -> None:
    got = read(tmp_path, twins.exports_to_china())
    assert cell(got, "271311", "2019-02") == (100, None, None, None)


def test_a_row_that_ships_nothing_has_no_say_in_the_unit(tmp_path: Path) -> None:
    got = read(tmp_path, twins.exports_to_china())
    assert cell(got, "271312", "2019-02") == (30, 6, "M3", None)


def test_no_unit_means_no_quantity(tmp_path: Path) -> None:
    got = read(tmp_path, twins.exports_to_china())
    assert cell(got, "847130", "2018-12") == (100, None, None, None)


def test_barrels_that_are_none_are_left_out_and_marked(tmp_path: Path) -> None:
    got = read(tmp_path, twins.exports_to_china())
    assert cell(got, "271112", "2018-12") == (80, 2, "BBL", None)
    assert cell(got, "271112", "2019-02") == (500, None, None, "mislabelled-barrels")


def test_a_month_of_lost_codes_is_left_out_whole(tmp_path: Path) -> None:
    got = read(tmp_path, twins.exports_to_china())
    left = {r.reason: r.observations for r in got.rejected}
    assert left == {"month-of-lost-codes": 1, "no-product-code": 1}
    assert got.rejected[1].every[0][1].startswith("no code, 2019-03, ")
    assert "2019-03" not in set(got.table["period"].to_pylist())
    assert got.published_at == "2019-05"


def test_products_that_the_compilation_leaves_out_are_not_reported(tmp_path: Path) -> None:
    got = read(tmp_path, twins.exports_to_china())
    missing = [r for r in got.table.to_pylist() if r["status"] == "O"]
    assert {r["period"] for r in missing} == {"2018-12", "2019-02"}
    assert {"271019", "290512"} <= {r["product"] for r in missing}
    assert {r["value"] for r in missing} == {None}


def test_the_same_shipment_twice_is_refused(tmp_path: Path) -> None:
    rows = twins.exports_to_china()
    with pytest.raises(BadFile, match=r"(?i)row 2 \(270112, 2018-12\)"):
        read(tmp_path, [*rows, rows[1]])


def test_a_file_without_any_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"(?i)no month"):
        read(tmp_path, [twins.to_china("847130", "2019-03", 1), twins.exports_to_china()[9]])


def test_a_value_of_nothing_is_nil_trade(tmp_path: Path) -> None:
    rows = read(tmp_path, twins.exports_by_partner()).table.to_pylist()
    nil = [r for r in rows if r["partner"] == "IRL"]
    assert {(r["value"], r["status"]) for r in nil} == {(0, "A")}
